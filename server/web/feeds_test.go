package web_test

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"vitrine/app/wire"
	"vitrine/assets"
	"vitrine/server/feeds"
	"vitrine/server/web"
)

// announcing is the site of newSite as it answers with a hub, a key and a CDN set up.
func announcing(t *testing.T) (*siteUnderTest, func(path string, header ...string) *http.Response) {
	t.Helper()
	s := newSite(t)
	files, err := fs.Sub(assets.Files, "web")
	if err != nil {
		t.Fatal(err)
	}
	server, err := web.New(t.Context(), web.Options{Content: s.content, Media: s.media, Assets: files, Log: slog.New(slog.DiscardHandler),
		BaseURL: &url.URL{Scheme: "https", Host: "ada.example"}, PageCache: 8 << 20,
		Machines: web.Machines{Tags: true, IndexNowKey: "0123456789abcdef", Feeds: feeds.Options{Hub: "https://hub.example.com/", AICrawlers: feeds.BlockAI}}})
	if err != nil {
		t.Fatal(err)
	}
	return s, func(path string, header ...string) *http.Response {
		t.Helper()
		r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "https://ada.example"+path, nil)
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		return w.Result()
	}
}

func TestHubIsNamed(t *testing.T) {
	_, get := announcing(t)
	for range 2 { // made, and kept
		for _, path := range feeds.Main() {
			want := `<https://hub.example.com/>; rel="hub", <https://ada.example` + path + `>; rel="self"`
			if got := strings.Join(get(path).Header["Link"], ", "); got != want {
				t.Errorf("%s says %s, want %s", path, got, want)
			}
		}
	}
	for _, path := range []string{"/blog/tags/go/feed.xml", "/sitemap.xml", "/"} {
		if got := get(path).Header["Link"]; got != nil {
			t.Errorf("%s says %s", path, got)
		}
	}
}

func TestIndexNowKey(t *testing.T) {
	_, get := announcing(t)
	res := get("/0123456789abcdef.txt")
	body := make([]byte, 100)
	n, _ := res.Body.Read(body)
	if res.StatusCode != 200 || string(body[:n]) != "0123456789abcdef" || res.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("the key's file is %d %q", res.StatusCode, body[:n])
	}
}

// TestTags: a purge by one of these keys finds the page in a CDN.
func TestTags(t *testing.T) {
	_, get := announcing(t)
	for path, key := range map[string]string{"/": "home", "/blog": "list", "/blog?page=1": "list", "/blog/archive": "list", "/blog/tags/go": "list", "/blog/first": "post-first", "/blog/first.md": "post-first",
		"/projects": "work", "/projects/engine": "project-engine", "/uses": "page-uses", "/uses.md": "page-uses", "/feed.xml": "feed", "/sitemap.xml": "feed", "/api/page?path=/": "api"} {
		res := get(path)
		if s, c := res.Header.Get("Surrogate-Key"), res.Header.Get("Cache-Tag"); res.StatusCode != 200 || s != "site "+key || c != "site,"+key {
			t.Errorf("%s answers %d with the keys %q and %q, want site and %s", path, res.StatusCode, s, c, key)
		}
	}
	etag := get("/blog/first").Header.Get("Etag")
	if res := get("/blog/first", "If-None-Match", etag); res.StatusCode != 304 || res.Header.Get("Surrogate-Key") == "" {
		t.Errorf("304 without keys: %d %v", res.StatusCode, res.Header)
	}
	for _, path := range []string{"/nothing", "/nothing.md"} {
		if res := get(path); res.Header.Get("Surrogate-Key") != "" {
			t.Errorf("%s, which no cache keeps, has keys", path)
		}
	}
}

// TestFeedFollowsChange: a subscriber sees an edit at the next poll.
func TestFeedFollowsChange(t *testing.T) {
	s := newSite(t)
	before, _ := s.get(t, "/feed.json")
	if res, _ := s.get(t, "/feed.json", "If-None-Match", before.Header.Get("ETag")); res.StatusCode != 304 {
		t.Fatalf("an unchanged feed answers %d", res.StatusCode)
	}
	if _, _, err := s.content.SavePost(t.Context(), wire.Post{Slug: "news", Title: "News", Content: "Now.", Published: true, PublishedAt: now.UnixMilli()}); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(3 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		res, body := s.get(t, "/feed.json", "If-None-Match", before.Header.Get("ETag"))
		if res.StatusCode == 200 && strings.Contains(string(body), "/blog/news") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("after 3 s the feed still answers %d without the post", res.StatusCode)
		}
	}
}
