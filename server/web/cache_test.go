package web_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"

	"vitrine/app/wire"
)

func stringsReader(s string) io.Reader { return strings.NewReader(s) }

// get asks for a page and decodes nothing by itself.
func (s *siteUnderTest) get(t testing.TB, path string, header ...string) (*http.Response, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+s.address+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "identity")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, b
}

func TestCodingsCarryTheSamePage(t *testing.T) {
	s := newSite(t)
	for range 5 { // past the point where a body is compressed harder behind the scenes
		_, plain := s.get(t, "/blog/first")
		_, gz := s.get(t, "/blog/first", "Accept-Encoding", "gzip")
		r, err := gzip.NewReader(bytes.NewReader(gz))
		if err != nil {
			t.Fatal(err)
		}
		unzipped, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(unzipped, plain) {
			t.Fatalf("gzip carries another page (%v)", err)
		}
		_, br := s.get(t, "/blog/first", "Accept-Encoding", "br")
		unbrotlied, err := io.ReadAll(brotli.NewReader(bytes.NewReader(br)))
		if err != nil || !bytes.Equal(unbrotlied, plain) {
			t.Fatalf("brotli carries another page (%v)", err)
		}
	}
}

// TestClientInEveryCoding: it is built in one coding and served in each.
func TestClientInEveryCoding(t *testing.T) {
	s := newSite(t)
	_, page := s.get(t, "/")
	address := regexp.MustCompile(`data-wasm="([^"]+)"`).FindSubmatch(page)
	if address == nil {
		t.Fatal("the client is not built: make client")
	}
	_, plain := s.get(t, string(address[1]))
	if !bytes.HasPrefix(plain, []byte("\x00asm")) {
		t.Fatalf("the plain client begins with %q", plain[:min(4, len(plain))])
	}
	for range 2 {
		res, gz := s.get(t, string(address[1]), "Accept-Encoding", "gzip, deflate")
		r, err := gzip.NewReader(bytes.NewReader(gz))
		if err != nil || res.Header.Get("Content-Encoding") != "gzip" || res.Header.Get("Content-Type") != "application/wasm" {
			t.Fatalf("%v, %v", res.Header, err)
		}
		if b, err := io.ReadAll(r); err != nil || !bytes.Equal(b, plain) {
			t.Fatalf("gzip carries another client (%v)", err)
		}
	}
	res, br := s.get(t, string(address[1]), "Accept-Encoding", "gzip, br")
	if b, err := io.ReadAll(brotli.NewReader(bytes.NewReader(br))); err != nil || res.Header.Get("Content-Encoding") != "br" || !bytes.Equal(b, plain) {
		t.Fatalf("brotli carries another client (%v)", err)
	}
}

// TestLargeBodiesArriveWhole: head and body leave in one write, on connections that are used again.
func TestLargeBodiesArriveWhole(t *testing.T) {
	s := newSite(t)
	for i, size := range []int{3000, 4096, 8192, 200_000} {
		_, _, err := s.content.SavePost(t.Context(), wire.Post{Slug: fmt.Sprintf("long-%d", i), Title: "Long", Content: strings.Repeat("word and more\n\n", size/15), Published: true, PublishedAt: 1})
		if err != nil {
			t.Fatal(err)
		}
	}
	deadline := time.Now().Add(5 * time.Second)
	for i := range 4 {
		for _, coding := range []string{"identity", "gzip", "br"} {
			for range 4 {
				res, b := s.get(t, fmt.Sprintf("/blog/long-%d", i), "Accept-Encoding", coding)
				if res.StatusCode != 200 && time.Now().Before(deadline) {
					time.Sleep(10 * time.Millisecond)
					continue
				}
				if res.StatusCode != 200 || res.ContentLength != int64(len(b)) {
					t.Fatalf("long-%d in %s: status %d, %d bytes of %d", i, coding, res.StatusCode, len(b), res.ContentLength)
				}
			}
		}
	}
}

// TestChangeShows: what is saved is what the next visitor reads, soon.
func TestChangeShows(t *testing.T) {
	s := newSite(t)
	before, _ := s.get(t, "/blog/first")
	p, err := s.content.Post(t.Context(), "first")
	if err != nil {
		t.Fatal(err)
	}
	p.Title = "First, mended"
	if _, changed, err := s.content.SavePost(t.Context(), p); err != nil || !changed {
		t.Fatalf("changed %v, %v", changed, err)
	}
	deadline := time.Now().Add(3 * time.Second)
	for {
		res, b := s.get(t, "/blog/first", "If-None-Match", before.Header.Get("ETag"))
		if res.StatusCode == 200 && strings.Contains(string(b), "First, mended") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("after 3 s the page still answers %d without the change", res.StatusCode)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// TestBurst: many visitors at once get one and the same page.
func TestBurst(t *testing.T) {
	s := newSite(t)
	var wait sync.WaitGroup
	bodies := make([][]byte, 40)
	for i := range bodies {
		wait.Go(func() { _, bodies[i] = s.get(t, "/blog") })
	}
	wait.Wait()
	for i, b := range bodies {
		if !bytes.Equal(b, bodies[0]) || len(b) == 0 {
			t.Fatalf("visitor %d got %d bytes, the first %d", i, len(b), len(bodies[0]))
		}
	}
}

func TestEmptySiteSaysWhatToDo(t *testing.T) {
	s := newEmptySite(t)
	res, b := s.get(t, "/")
	if res.StatusCode != 200 || !strings.Contains(string(b), "vitrine import") {
		t.Errorf("an empty site answers %d without saying what to do next", res.StatusCode)
	}
	for _, path := range []string{"/blog", "/projects", "/blog/archive"} {
		if res, _ := s.get(t, path); res.StatusCode != 200 {
			t.Errorf("%s of an empty site answers %d", path, res.StatusCode)
		}
	}
}

func TestMedia(t *testing.T) {
	s := newSite(t)
	res, b := s.get(t, s.picture.Address())
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "image/svg+xml" || len(b) == 0 {
		t.Fatalf("%s answers %d %s", s.picture.Address(), res.StatusCode, res.Header.Get("Content-Type"))
	}
	if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "sandbox") || strings.Contains(csp, "script-src") {
		t.Errorf("an uploaded file is served under the policy %q: it could run script", csp)
	}
	if res, b := s.get(t, s.picture.Address(), "Range", "bytes=1-3"); res.StatusCode != 206 || string(b) != "svg" {
		t.Errorf("a range answers %d %q", res.StatusCode, b)
	}
	if res, _ := s.get(t, s.picture.Address(), "If-None-Match", res.Header.Get("ETag")); res.StatusCode != 304 {
		t.Errorf("a known file answers %d", res.StatusCode)
	}
	for _, path := range []string{"/media/" + s.picture.Hash + "/other.svg", "/media/" + s.picture.Hash, "/media/../vitrine.db", "/media/00000000000000000000000000000000/x.svg"} {
		if res, _ := s.get(t, path); res.StatusCode != 404 && res.StatusCode != 400 {
			t.Errorf("%s answers %d", path, res.StatusCode)
		}
	}
}
