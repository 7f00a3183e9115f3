package web_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"testing"
	"time"

	"vitrine/app/wire"
	"vitrine/assets"
	"vitrine/server/contact"
	"vitrine/server/content"
	"vitrine/server/media"
	"vitrine/server/search"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
	"vitrine/server/web"
)

// siteUnderTest is a served site with a little content, on a real store.
type siteUnderTest struct {
	address string // host:port
	server  *web.Server
	content *content.Service
	media   *media.Library
	store   *store.Store
	picture wire.Media
}

// now is when the tests happen.
var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func newSite(t testing.TB) *siteUnderTest {
	t.Helper()
	s := newEmptySite(t)
	s.fill(t)
	return s
}

// fill gives the site its little content.
func (s *siteUnderTest) fill(t testing.TB) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := s.content.SaveProfile(ctx, wire.Profile{Name: "Ada", Role: "engineer", Headline: "I make [engines](/projects/engine) that count.",
		Short: "Ada makes engines.", Long: "I count.\n\nAnd I write.", Email: "ada@example.com", Contact: "Write to me.", Accent: "#0f766e", Lang: "en",
		References: []wire.Reference{{Label: "Engine", Href: "/projects/engine", Note: "It counts."}},
		Skills:     []wire.SkillGroup{{Name: "Go", Note: "Daily.", Skills: []wire.Skill{{Name: "Go", Level: "daily", Years: 9}}}}})
	must(err)
	_, _, err = s.content.SaveProject(ctx, wire.Project{Slug: "engine", Title: "Engine", Description: "It counts.", TechStack: []string{"Go", "Brass"}, Featured: true, Published: true, Started: "2023", Body: "It counts."})
	must(err)
	day := int64(24 * 60 * 60 * 1000)
	for i, p := range []wire.Post{
		{Slug: "first", Title: "First", Content: "Hello **there**.\n\n## A part\n\nText.", Tags: []string{"Go", "Counting"}, Category: "Notes"},
		{Slug: "second", Title: `Second "><script>alert(1)</script>`, Content: "More.", Tags: []string{"Go"}, Series: "Engines"},
		{Slug: "draft", Title: "A secret draft", Content: "Not yet."},
		{Slug: "future", Title: "A secret from the future", Content: "Not yet.", PublishedAt: now.UnixMilli() + 400*day},
	} {
		p.Published = p.Slug != "draft"
		if p.PublishedAt == 0 {
			p.PublishedAt = now.UnixMilli() - int64(10-i)*day
		}
		_, _, err = s.content.SavePost(ctx, p)
		must(err)
	}
	_, _, err = s.content.SavePage(ctx, wire.FreePage{Slug: "uses", Title: "Uses", Content: "A desk.", Published: true, Listed: true})
	must(err)
	_, err = s.content.SaveRedirect(ctx, wire.Redirect{From: "/old", To: "/blog/first", Code: 301})
	must(err)
	_, err = s.content.SaveRedirect(ctx, wire.Redirect{From: "/taken-down", Code: 410})
	must(err)
	s.picture, err = s.media.Put(ctx, "A Dot.SVG", stringsReader(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path style="fill:red" d="M0 0h4v4z"/></svg>`))
	must(err)
}

func newEmptySite(t testing.TB) *siteUnderTest {
	t.Helper()
	return serve(t, storetest.Open(t), func() time.Time { return now })
}

// serve serves what the store holds by the given clock.
func serve(t testing.TB, st *store.Store, clock func() time.Time) *siteUnderTest {
	t.Helper()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	s := &siteUnderTest{store: st}
	var err error
	if s.media, err = media.New(t.TempDir(), s.store); err != nil {
		t.Fatal(err)
	}
	if s.content, err = content.New(t.Context(), s.store, s.media, clock, log); err != nil {
		t.Fatal(err)
	}
	files, err := fs.Sub(assets.Files, "web")
	if err != nil {
		t.Fatal(err)
	}
	desk, err := contact.New(t.Context(), contact.Options{Store: st, Now: clock, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	finder := search.New(s.content, "", log)
	server, err := web.New(t.Context(), web.Options{Content: s.content, Media: s.media, Contact: desk, Search: finder, Assets: files, Log: log, Ready: s.store.Ping,
		BaseURL: &url.URL{Scheme: "http", Host: "localhost:8080"}, PageCache: 8 << 20, HeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10, MaxConnections: 1000, MaxPerAddress: 100})
	if err != nil {
		t.Fatal(err)
	}
	s.server = server
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = l.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 3)
	go func() { s.content.Run(ctx); done <- nil }()
	go func() { finder.Run(ctx); done <- nil }()
	go func() { done <- server.Serve(l) }()
	t.Cleanup(func() {
		cancel()
		// A connection that was opened ahead and never used holds a stop up for 5 s.
		http.DefaultClient.CloseIdleConnections()
		end, stop := context.WithTimeout(context.Background(), 10*time.Second)
		defer stop()
		if err := server.Shutdown(end); err != nil {
			t.Errorf("the server did not stop: %v", err)
		}
		for range 3 {
			if err := <-done; err != nil && !errors.Is(err, http.ErrServerClosed) {
				t.Error(err)
			}
		}
	})
	return s
}
