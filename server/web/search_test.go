package web_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"vitrine/app/wire"
	"vitrine/assets"
	"vitrine/server/contact"
	"vitrine/server/importer"
	"vitrine/server/search"
	"vitrine/server/web"
)

// TestASaveIsFound within a second, on the page and by programs, and what was
// withdrawn at once not any more.
func TestASaveIsFound(t *testing.T) {
	s := newSite(t)
	for _, ask := range []string{"/search?q=walnut", "/api/search?q=walnut"} { // both are cached now
		if _, body := s.get(t, ask); strings.Contains(string(body), "/blog/tree") {
			t.Fatalf("%s finds what is not there", ask)
		}
	}
	p, _, err := s.content.SavePost(t.Context(), wire.Post{Slug: "tree", Title: "A tree", Content: "Walnut.", Published: true, PublishedAt: now.UnixMilli() - 1})
	if err != nil {
		t.Fatal(err)
	}
	asks := []string{"/search?q=walnut", "/api/search?q=walnut", "/api/page?path=%2Fsearch%3Fq%3Dwalnut", "/api/index/texts"}
	for _, ask := range asks {
		if _, body := s.get(t, ask); !strings.Contains(string(body), "/blog/tree") {
			t.Errorf("%s does not have what was saved: %s", ask, body)
		}
	}
	p.Published = false
	if _, _, err := s.content.SavePost(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	for _, ask := range asks {
		if _, body := s.get(t, ask); strings.Contains(string(body), "/blog/tree") {
			t.Errorf("%s has what was withdrawn", ask)
		}
	}
}

// TestTwoLanguages: each post is found in its own, from a page in the site's.
func TestTwoLanguages(t *testing.T) {
	s := newSite(t)
	for _, p := range []wire.Post{{Slug: "kranich", Title: "Der Kranich", Lang: "de", Content: "Die alten Häuser am Fluss."}, {Slug: "crane", Title: "The crane", Content: "The houses stand by rivers."},
		{Slug: "tsuru", Title: "鶴について", Lang: "ja", Content: "日本語の文章です。"}, {Slug: "kurki", Title: "الكركي", Lang: "ar", Content: "طائر كبير"}} {
		p.Published, p.PublishedAt = true, now.UnixMilli()-1
		if _, _, err := s.content.SavePost(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	for q, want := range map[string]string{"haus": "kranich", "Hause alt": "kranich", "river": "crane", "house": "crane", "日本": "tsuru", "كبير": "kurki"} {
		_, body := s.get(t, "/search?q="+url.QueryEscape(q))
		if !strings.Contains(string(body), `href="/blog/`+want+`"`) || !strings.Contains(string(body), "<mark>") {
			t.Errorf("%s does not find %s", q, want)
		}
	}
}

// manyPosts is a site of a thousand posts of 800 words, each with some of its own.
func manyPosts(b *testing.B) *siteUnderTest {
	b.Helper()
	s := newEmptySite(b)
	words := strings.Fields("queue disk write flush commit table index page cache lock thread lamp river stone brass engine wheel letter north garden winter signal paper copper")
	for i := range 1000 {
		var text strings.Builder
		for w := range 800 {
			text.WriteString(words[(i*7+w*w+w*i)%len(words)])
			if w%90 == 89 {
				fmt.Fprintf(&text, "\n\n## Part %d about thing%d\n\n", w/90, (i+w)%997)
				continue
			}
			text.WriteByte(' ')
		}
		p := wire.Post{Slug: fmt.Sprintf("post-%d", i), Title: fmt.Sprintf("Post %d about %s", i, words[i%len(words)]), Content: text.String(), Published: true, PublishedAt: now.UnixMilli() - int64(i+1)*60_000}
		if _, _, err := s.content.SavePost(b.Context(), p); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

// BenchmarkSearch is a question that nobody asked before, over 1,000 posts, from
// the address to the compressed page.
func BenchmarkSearch(b *testing.B) {
	s := manyPosts(b)
	for _, c := range []struct{ name, ask string }{
		{"page", "/search?q=copper+lamp+thing%d"}, {"api", "/api/search?q=copper+lamp+thing%d"}, {"typing", "/api/search?q=coppr+lanp+x%d"}, {"phrase", "/api/search?q=%%22river+stone%%22+thing%d"},
	} {
		b.Run(c.name, func(b *testing.B) {
			s.server.ServeHTTP(quiet{http.Header{}}, request(b, "/api/search?q=copper"))
			i := 0
			for b.Loop() {
				i++
				s.server.ServeHTTP(quiet{http.Header{}}, request(b, fmt.Sprintf(c.ask, i)))
			}
		})
	}
	b.Run("asked before", func(b *testing.B) {
		for b.Loop() {
			s.server.ServeHTTP(quiet{http.Header{}}, request(b, "/search?q=copper"))
		}
	})
}

// BenchmarkSearchIndex reads 1,000 posts from the store and makes their index, as
// the first start does.
func BenchmarkSearchIndex(b *testing.B) {
	s := manyPosts(b)
	for b.Loop() {
		f := search.New(s.content, "", slog.New(slog.DiscardHandler))
		go f.Run(b.Context())
		for f.Generation() == 0 {
			time.Sleep(time.Millisecond)
		}
	}
}

// BenchmarkCorpusIndex reports what a browser fetches to search the corpus: 121
// real posts.
func BenchmarkCorpusIndex(b *testing.B) {
	corpus := os.Getenv("VITRINE_CORPUS")
	if corpus == "" {
		b.Logf("VITRINE_CORPUS is not set: nothing to index")
		return
	}
	s := newEmptySite(b)
	if _, err := importer.Dir(b.Context(), s.content, s.media, filepath.Join(corpus, "hugo"), importer.Options{}); err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"/api/index", "/api/index/texts"} {
		b.Run(filepath.Base(name), func(b *testing.B) {
			var br []byte
			for b.Loop() {
				r := &take{quiet: quiet{http.Header{}}}
				s.server.ServeHTTP(r, request(b, name))
				br = r.body.Bytes()
			}
			plain, err := io.ReadAll(brotli.NewReader(bytes.NewReader(br)))
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(len(plain))/1000, "KB")
			b.ReportMetric(float64(len(br))/1000, "KB-brotli")
		})
	}
}

// take is an answer that is kept.
type take struct {
	quiet
	body bytes.Buffer
}

func (t *take) Write(p []byte) (int, error) { return t.body.Write(p) }

// TestBeforeThereIsAnIndex: readers are told in words, programs when to ask again,
// and neither answer is kept.
func TestBeforeThereIsAnIndex(t *testing.T) {
	s := newSite(t)
	files, err := fs.Sub(assets.Files, "web")
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	desk, err := contact.New(t.Context(), contact.Options{Store: s.store, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	finder := search.New(s.content, "", log) // which nobody runs
	server, err := web.New(t.Context(), web.Options{Content: s.content, Media: s.media, Contact: desk, Search: finder, Assets: files, Log: log,
		BaseURL: &url.URL{Scheme: "http", Host: "localhost:8080"}, PageCache: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost:8080"+path, nil))
		return w
	}
	var wait sync.WaitGroup
	var page, api, index *httptest.ResponseRecorder
	wait.Go(func() { page = ask("/search?q=engine") })
	wait.Go(func() { api = ask("/api/search?q=engine") })
	wait.Go(func() { index = ask("/api/index") })
	wait.Wait()
	if page.Code != 200 || !strings.Contains(page.Body.String(), "getting ready") || page.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the page answers %d %s", page.Code, page.Header().Get("Cache-Control"))
	}
	for name, w := range map[string]*httptest.ResponseRecorder{"search": api, "index": index} {
		if w.Code != 503 || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), `"code":"unavailable"`) {
			t.Errorf("%s answers %d, again after %q: %s", name, w.Code, w.Header().Get("Retry-After"), w.Body)
		}
	}
	ctx, end := context.WithCancel(t.Context())
	wait.Go(func() { finder.Run(ctx) })
	if w := ask("/search?q=engine"); !strings.Contains(w.Body.String(), `href="/projects/engine"`) {
		t.Error("once there is an index, the page does not answer from it")
	}
	end()
	wait.Wait()
}
