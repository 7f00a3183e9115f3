package client_test

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"vitrine/app/client"
	"vitrine/app/wire"
)

const build = "b1"

// site answers for a few paths and counts what it was asked.
type site struct {
	mu      sync.Mutex
	pages   map[string]wire.Page
	asked   map[string]int
	holding chan struct{} // when set, answers wait for it
}

func (s *site) ask(_ context.Context, address string) (client.Reply, error) {
	u, err := url.Parse(address)
	if err != nil {
		return client.Reply{}, err
	}
	path := u.Query().Get("path")
	s.mu.Lock()
	s.asked[path]++
	p, ok := s.pages[path]
	s.mu.Unlock()
	if s.holding != nil {
		<-s.holding
	}
	status := 200
	if !ok {
		status = 404
		p = wire.Page{Path: path, Build: build, Kind: wire.KindProblem, Status: 404}
	}
	body, err := json.Marshal(p)
	return client.Reply{Status: status, Type: "application/json; charset=utf-8", Build: build, Body: body}, err
}

func (s *site) count(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[path]
}

func newSite(paths ...string) *site {
	s := &site{pages: map[string]wire.Page{}, asked: map[string]int{}}
	for _, p := range paths {
		s.pages[p] = wire.Page{Path: p, Build: build, Kind: wire.KindPost, Status: 200}
	}
	return s
}

func TestPageIsKeptWhileFresh(t *testing.T) {
	s := newSite("/blog?page=2")
	clock := time.Unix(0, 0)
	c := client.New(build, s.ask, func() time.Time { return clock })
	get := func() {
		t.Helper()
		p, err := c.Page(t.Context(), "/blog?page=2", time.Minute)
		if err != nil || p.Path != "/blog?page=2" {
			t.Fatalf("Page = %q, %v", p.Path, err)
		}
	}
	get()
	get()
	if n := s.count("/blog?page=2"); n != 1 {
		t.Errorf("a fresh page was fetched %d times, want once", n)
	}
	clock = clock.Add(time.Minute)
	get()
	if n := s.count("/blog?page=2"); n != 2 {
		t.Errorf("a page of a minute ago was fetched %d times in all, want twice", n)
	}
}

func TestNotFoundIsShownButNotKept(t *testing.T) {
	s := newSite()
	c := client.New(build, s.ask, time.Now)
	for range 2 {
		p, err := c.Page(t.Context(), "/nowhere", time.Hour)
		if err != nil || p.Kind != wire.KindProblem {
			t.Fatalf("Page = kind %q, %v; want the problem page", p.Kind, err)
		}
	}
	if n := s.count("/nowhere"); n != 2 {
		t.Errorf("a missing page was fetched %d times, want each time", n)
	}
}

func TestOnlyTwentyPagesAreKept(t *testing.T) {
	s := newSite()
	for i := range 21 {
		path := "/p" + strings.Repeat("x", i)
		s.pages[path] = wire.Page{Path: path, Kind: wire.KindFree, Status: 200}
	}
	c := client.New(build, s.ask, time.Now)
	for i := range 21 {
		if _, err := c.Page(t.Context(), "/p"+strings.Repeat("x", i), time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]int{"/p": 2, "/pxx": 1} {
		if _, err := c.Page(t.Context(), path, time.Hour); err != nil {
			t.Fatal(err)
		}
		if n := s.count(path); n != want {
			t.Errorf("%s was fetched %d times, want %d: the oldest of 21 gives way, no other", path, n, want)
		}
	}
}

func TestPrefetchAndClickShareARequest(t *testing.T) {
	s := newSite("/about")
	s.holding = make(chan struct{})
	c := client.New(build, s.ask, time.Now)
	var wg sync.WaitGroup
	errs := make(chan error, 2)
	wg.Go(func() { _, err := c.Prefetch(context.Background(), "/about", time.Minute); errs <- err })
	wg.Go(func() { _, err := c.Page(context.Background(), "/about", time.Minute); errs <- err })
	for s.count("/about") == 0 {
		time.Sleep(time.Millisecond)
	}
	close(s.holding)
	wg.Wait()
	for range 2 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if n := s.count("/about"); n != 1 {
		t.Errorf("%d requests for one page, want 1", n)
	}
}

func TestPrefetchesAreBounded(t *testing.T) {
	s := newSite("/a", "/b", "/c")
	s.holding = make(chan struct{})
	c := client.New(build, s.ask, time.Now)
	var wg sync.WaitGroup
	for _, path := range []string{"/a", "/b"} {
		wg.Go(func() {
			if _, err := c.Prefetch(context.Background(), path, time.Minute); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		})
		for s.count(path) == 0 {
			time.Sleep(time.Millisecond)
		}
	}
	if _, err := c.Prefetch(t.Context(), "/c", time.Minute); wire.CodeOf(err) != wire.RateLimited {
		t.Errorf("a third prefetch while two run = %v, want %s", err, wire.RateLimited)
	}
	close(s.holding)
	wg.Wait()
	if _, err := c.Prefetch(t.Context(), "/c", time.Minute); err != nil {
		t.Errorf("a prefetch after the others ended: %v", err)
	}
}

func TestRedirects(t *testing.T) {
	s := newSite("/new")
	s.pages["/old"] = wire.Page{Redirect: "/new"}
	s.pages["/away"] = wire.Page{Redirect: "https://example.org/"}
	s.pages["/trick"] = wire.Page{Redirect: "//example.org/"}
	s.pages["/circle"] = wire.Page{Redirect: "/circle"}
	c := client.New(build, s.ask, time.Now)
	for _, tt := range []struct {
		path, at, redirect string
		fails              bool
	}{
		{path: "/old", at: "/new"},
		{path: "/away", redirect: "https://example.org/"},
		{path: "/trick", redirect: "//example.org/"},
		{path: "/circle", fails: true},
	} {
		p, err := c.Page(t.Context(), tt.path, time.Minute)
		if p.Path != tt.at || p.Redirect != tt.redirect || (err != nil) != tt.fails {
			t.Errorf("%s = at %q, redirect %q, %v; want at %q, redirect %q, failure %v",
				tt.path, p.Path, p.Redirect, err, tt.at, tt.redirect, tt.fails)
		}
	}
}

func TestReplyPage(t *testing.T) {
	const page = `{"path":"/about","kind":"about","build":"b1"}`
	for _, tt := range []struct {
		name  string
		reply client.Reply
		code  wire.Code // "" when it is a page
	}{
		{"a page", client.Reply{Status: 200, Type: "application/json", Build: "b1", Body: []byte(page)}, ""},
		{"no build told", client.Reply{Status: 200, Type: "application/json; charset=utf-8", Body: []byte(page)}, ""},
		{"another build in the header", client.Reply{Status: 200, Type: "application/json", Build: "b2", Body: []byte(page)}, wire.Conflict},
		{"another build in the page", client.Reply{Status: 200, Type: "application/json", Body: []byte(`{"kind":"about","build":"b2"}`)}, wire.Conflict},
		{"HTML", client.Reply{Status: 200, Type: "text/html", Build: "b1", Body: []byte("<p>")}, wire.Internal},
		{"broken JSON", client.Reply{Status: 200, Type: "application/json", Body: []byte("{")}, wire.Internal},
		{"an empty object", client.Reply{Status: 200, Type: "application/json", Body: []byte("{}")}, wire.Internal},
		{"a failure told", client.Reply{Status: 429, Type: "application/json", Body: []byte(`{"error":{"code":"rate_limited","message":"slower"}}`)}, wire.RateLimited},
		{"a failing server", client.Reply{Status: 502, Type: "application/json", Body: []byte(page)}, wire.Internal},
	} {
		if _, err := tt.reply.Page(build); wire.CodeOf(err) != tt.code {
			t.Errorf("%s: %v, want code %q", tt.name, err, tt.code)
		}
	}
}
