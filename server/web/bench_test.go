package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"vitrine/app/wire"
)

// quiet takes an answer and keeps nothing.
type quiet struct{ h http.Header }

func (q quiet) Header() http.Header         { return q.h }
func (q quiet) Write(p []byte) (int, error) { return len(p), nil }
func (q quiet) WriteHeader(int)             {}

func request(b *testing.B, path string) *http.Request {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, path, nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Host = "localhost:8080"
	r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
	return r
}

// BenchmarkHit is the server's own work for a page it has, without the connection's.
func BenchmarkHit(b *testing.B) {
	s := newSite(b)
	r := request(b, "/blog/first")
	s.server.ServeHTTP(quiet{http.Header{}}, r)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		h := http.Header{}
		for pb.Next() {
			clear(h)
			s.server.ServeHTTP(quiet{h}, r)
		}
	})
}

// BenchmarkMiss reads, renders and compresses a post of 2,000 words each time.
func BenchmarkMiss(b *testing.B) {
	s := newSite(b)
	p, err := s.content.Post(b.Context(), "first")
	if err != nil {
		b.Fatal(err)
	}
	p.Content = strings.Repeat("A sentence of some ten words that is read by nobody at all.\n\n", 180)
	if _, _, err := s.content.SavePost(b.Context(), p); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		s.server.ResetPages()
		s.server.ServeHTTP(quiet{http.Header{}}, request(b, "/blog/first"))
	}
}

// BenchmarkNotFound is what a scanner costs: nothing of it is kept.
func BenchmarkNotFound(b *testing.B) {
	s := newSite(b)
	for i := range 200 {
		if _, _, err := s.content.SavePost(b.Context(), wire.Post{Title: fmt.Sprintf("Post %d", i), Content: "x", Published: true, PublishedAt: 1}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		s.server.ServeHTTP(quiet{http.Header{}}, request(b, "/wp-login.php"))
	}
}
