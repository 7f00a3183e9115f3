package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
)

func TestParseLighthouse(t *testing.T) {
	const shape = `{%s"categories": {
  "performance": {"score": 0.93, "auditRefs": [{"id": "largest-contentful-paint", "weight": 25}, {"id": "network-requests", "weight": 0}]},
  "accessibility": {"score": 1, "auditRefs": [{"id": "image-alt", "weight": 10}]},
  "best-practices": {"score": %s, "auditRefs": []},
  "seo": {"score": 0.83, "auditRefs": [{"id": "meta-description", "weight": 1}, {"id": "structured-data", "weight": 1}]}},
 "audits": {
  "largest-contentful-paint": {"title": "Largest Contentful Paint", "displayValue": "2.2 s", "score": 0.9, "numericValue": 2180.5},
  "total-blocking-time": {"score": 1, "numericValue": 285},
  "cumulative-layout-shift": {"score": 1, "numericValue": 0.01},
  "image-alt": {"title": "Images have alt", "score": 1},
  "meta-description": {"title": "No description", "score": 0},
  "structured-data": {"title": "By hand", "score": null},
  "network-requests": {"score": null, "details": {"type": "table", "items": [{"url": "/", "transferSize": 6100}, {"url": "/a.css", "transferSize": 4000}]}}}}`
	got, err := parseLighthouse(fmt.Appendf(nil, shape, "", "0.96"))
	want := result{
		Scores: []float64{0.93, 1, 0.96, 0.83}, LCP: 2180.5, TBT: 285, CLS: 0.01, Bytes: 10100, Requests: 2,
		Failed: []string{"largest-contentful-paint 0.90: Largest Contentful Paint 2.2 s", "meta-description 0.00: No description"},
	}
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
	}
	for name, report := range map[string]string{
		"no score": fmt.Sprintf(shape, "", "null"), "not JSON": "oh",
		"page failed": fmt.Sprintf(shape, `"runtimeError": {"code": "ERRORED_DOCUMENT_REQUEST", "message": "404"}, `, "1"),
	} {
		if got, err := parseLighthouse([]byte(report)); err == nil {
			t.Errorf("%s: got %+v and no error", name, got)
		}
	}
}

func TestMedian(t *testing.T) {
	mk := func(score, lcp float64) result { return result{Scores: []float64{score}, LCP: lcp} }
	for _, c := range []struct {
		name string
		runs []result
		want result
	}{
		{"one", []result{mk(0.5, 1)}, mk(0.5, 1)},
		{"three", []result{mk(0.9, 1), mk(0.7, 2), mk(1, 3)}, mk(0.9, 1)},
		{"equal scores", []result{mk(1, 900), mk(1, 700), mk(1, 800)}, mk(1, 800)},
		{"two: the worse", []result{mk(1, 1), mk(0.9, 2)}, mk(0.9, 2)},
	} {
		if got := median(c.runs); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestParseHTMLReport(t *testing.T) {
	got, err := parseHTMLReport([]byte(`[{"filePath": "/tmp/x/0.html", "messages": [
		{"ruleId": "close-order", "severity": 2, "message": "Stray end tag", "line": 3, "column": 7, "selector": null}]}]`))
	want := htmlMessage{Rule: "close-order", Message: "Stray end tag", Line: 3, Column: 7}
	if err != nil || len(got["0.html"]) != 1 || got["0.html"][0] != want {
		t.Errorf("got %+v, %v; want %+v for 0.html", got, err, want)
	}
	if got, err := parseHTMLReport(nil); err == nil {
		t.Errorf("nothing: got %+v and no error", got)
	}
}

func TestVisit(t *testing.T) {
	pages := map[string]string{
		"/": `<a href="/blog#latest">Blog</a> <a href="/colophon">Colophon</a> <a href="https://example.com/x">out</a> <a href="mailto:a@b.c">mail</a>
			<a href="/feed.xml">feed</a> <a href="/media/abc/picture">picture</a> <link href="/assets/style">`,
		"/blog":        `<a href="blog/one">1</a><a href="/blog/two">2</a><a href="?page=2">older</a><a href="?page=3">3</a>`,
		"/blog?page=2": `<a href="/">home</a>`, "/blog?page=3": ``,
		"/blog/one": `<a href="/blog/tags/go">go</a>`, "/blog/two": ``, "/blog/tags/go": ``, "/colophon": ``, "/dead": `<a href="/nowhere">gone</a>`,
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, ok := pages[r.URL.RequestURI()]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
		}
		if _, err := io.WriteString(w, "<p>"+page); err != nil {
			t.Error(err)
		}
	}))
	defer server.Close()
	for choice, want := range map[string][]string{
		"":            {"/", "/blog", "/colophon", "/blog/one", "/blog?page=2", "/blog/tags/go"},
		"all":         {"/", "/blog", "/colophon", "/blog/one", "/blog/two", "/blog?page=2", "/blog?page=3", "/blog/tags/go"},
		"/blog/two,/": {"/blog/two", "/"},
	} {
		s, err := visit(t.Context(), server.URL, choice)
		if err != nil {
			t.Errorf("pages %q: %v", choice, err)
			continue
		}
		if !slices.Equal(s.paths, want) {
			t.Errorf("pages %q:\n got %q\nwant %q", choice, s.paths, want)
		}
		if s.html[missing] == nil {
			t.Errorf("pages %q: the page of a missing address was not fetched", choice)
		}
	}
	if _, err := visit(t.Context(), server.URL, "/nowhere"); err == nil {
		t.Error("a page that is not there: no error")
	}
	pages["/"] = `<a href="/dead">dead</a>`
	s, err := visit(t.Context(), server.URL, "")
	if err != nil {
		t.Fatalf("a link that leads nowhere is a fault of the site, not of the audit: %v", err)
	}
	if want := []string{"/dead links to /nowhere, which answers 404"}; !slices.Equal(s.dead, want) {
		t.Errorf("dead links: got %q, want %q", s.dead, want)
	}
}

func TestChosen(t *testing.T) {
	for _, c := range []struct {
		o    options
		want int
	}{
		{options{runs: 3}, 3}, {options{runs: 1, only: "axe"}, 1}, {options{runs: 1, only: "lint"}, 0}, {options{}, 0},
	} {
		got, err := chosen(c.o)
		if len(got) != c.want || (err != nil) != (c.want == 0) {
			t.Errorf("%+v: %d checks, %v; want %d", c.o, len(got), err, c.want)
		}
	}
}
