package web_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/store/storetest"
)

// What is not public carries this in every word an author wrote; slugs too.
const secret = "xsecret"

// due is when the scheduled post of leakySite comes.
var due = now.Add(time.Hour)

// hands is a clock that a test sets.
type hands struct{ ms atomic.Int64 }

func (h *hands) set(t time.Time) { h.ms.Store(t.UnixMilli()) }
func (h *hands) now() time.Time  { return time.UnixMilli(h.ms.Load()) }

// hidden is a post about the same things as the public ones, so that every list
// would have a reason to show it. Its slug has words by which a wrong address
// could find it.
func hidden(name string) wire.Post {
	w := secret + name
	return wire.Post{Slug: w + "-brass-wheels-turning", Title: w + "title Brass wheels", Excerpt: w + "excerpt", Author: w + "author",
		Content: w + "body. Wheels of brass turn and count.\n\n## " + w + "heading\n\nBrass again, and wheels.", FeaturedImage: "/media/" + w + ".png", FeaturedAlt: w + "alt",
		Category: w + "category", Series: w + "series", Tags: []string{"Go", w + "tag"}, PublishedAt: now.UnixMilli() - 1000}
}

// withdrawn and unseen are the addresses of leakySite that were public and that
// never were.
var (
	withdrawn = []string{"/blog/xsecretgone-brass-wheels-turning", "/blog/before-it-moved", "/projects/xsecretgonework", "/xsecretgonepage", "/blog/xsecretdeleted-brass-wheels-turning"}
	unseen    = []string{"/blog/xsecretdraft-brass-wheels-turning", "/blog/xsecretlater-brass-wheels-turning", "/projects/xsecretwork", "/xsecretpage",
		"/blog/xsecretmoved-brass-wheels-turning", "/old/draft", "/old/later", "/blog/tags/xsecretdrafttag", "/blog/categories/xsecretlatercategory", "/blog/series/xsecretgoneseries",
		"/projects?tech=xsecrettech", "/blog/tags/xsecretdeletedtag"}
)

// leakySite is newSite with everything in it that visitors must not see.
func leakySite(t *testing.T, c *content.Service) {
	t.Helper()
	ctx := t.Context()
	save := func(p wire.Post) wire.Post {
		t.Helper()
		saved, _, err := c.SavePost(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		return saved
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	save(wire.Post{Slug: "wheels", Title: "Brass wheels", Content: "Wheels of brass turn and count.", Tags: []string{"Go"}, Category: "Notes", Series: "Engines", Published: true, PublishedAt: now.UnixMilli() - 2000})
	save(hidden("draft"))
	later := hidden("later")
	later.Published, later.PublishedAt = true, due.UnixMilli()
	later.Tags = append(later.Tags, "Counting")
	save(later)
	gone, moved, deleted := hidden("gone"), hidden("moved"), hidden("deleted")
	gone.Published, moved.Published, deleted.Published = true, true, true
	moved.Slug = "before-it-moved"
	gone, moved, deleted = save(gone), save(moved), save(deleted)
	gone.Published, moved.Published = false, false
	moved.Slug = hidden("moved").Slug
	save(gone)
	save(moved)
	must(c.DeletePost(ctx, deleted.Slug))
	for _, w := range []string{secret + "work", secret + "gonework"} {
		p, _, err := c.SaveProject(ctx, wire.Project{Slug: w, Title: w + "title", Description: w + "description", Body: w + "body", TechStack: []string{"Go", secret + "tech"},
			Featured: true, LiveURL: "https://" + w + ".example", Order: -1, Published: w == secret+"gonework"})
		must(err)
		if p.Published {
			p.Published = false
			_, _, err = c.SaveProject(ctx, p)
			must(err)
		}
	}
	for _, w := range []string{secret + "page", secret + "gonepage"} {
		p, _, err := c.SavePage(ctx, wire.FreePage{Slug: w, Title: w + "title", Description: w + "description", Content: w + "body", Listed: true, Published: w == secret+"gonepage"})
		must(err)
		if p.Published {
			p.Published = false
			_, _, err = c.SavePage(ctx, p)
			must(err)
		}
	}
	for from, to := range map[string]string{"/old/draft": hidden("draft").Slug, "/old/later": hidden("later").Slug} {
		_, err := c.SaveRedirect(ctx, wire.Redirect{From: from, To: "/blog/" + to, Code: 301})
		must(err)
	}
}

// everyAddress is where a crawl begins: what is linked nowhere, too. The last
// ones are wrong in a way that hidden records would be the closest to.
var everyAddress = []string{"/", "/about", "/projects", "/projects?tech=go", "/blog", "/blog?page=2", "/blog/archive", "/blog/tags/go", "/blog/categories/notes", "/blog/series/engines", "/uses", "/contact", "/privacy", "/offline", "/search", "/search?q=brass+wheels", "/api/search?limit=50&q=wheels", "/old", "/taken-down",
	"/feed.xml", "/atom.xml", "/feed.json", "/sitemap.xml", "/robots.txt", "/llms.txt", "/llms-full.txt", "/manifest.webmanifest", "/sw.js", "/api/index", "/api/index/texts", "/livez", "/readyz", "/metrics",
	"/blog/tags/go/feed.xml", "/blog/tags/go/atom.xml", "/blog/tags/go/feed.json",
	"/brass-wheels-turning", "/blog/brass-wheels-turnin", "/blog/brass-wheels-turning.html", "/projects/secretwork", "/secretpage"}

var linked = regexp.MustCompile(`(?:href|src|action|content)="([^"]+)"|http://localhost:8080(/[^\s"'<>)\\]*)|"(/[^"\\\s]*)"`)

// crawl asks for every address, and those that the answers name, as a page, as
// the client's JSON and as Markdown. The words of what is hidden must be in none
// of them, but those that begin with allowed.
func (s *siteUnderTest) crawl(t *testing.T, when, allowed string) (visited int) {
	t.Helper()
	todo := slices.Concat(everyAddress, withdrawn, unseen)
	seen := map[string]bool{}
	for len(todo) > 0 {
		path := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[path] {
			continue
		}
		seen[path] = true
		res, body := s.get(t, path)
		text := string(body)
		for k, v := range res.Header {
			text += k + ": " + strings.Join(v, " ") + "\n"
		}
		// An answer may repeat the question.
		asked := strings.TrimSuffix(strings.TrimPrefix(path, "/api/page?path="), ".md")
		if unescaped, err := url.QueryUnescape(asked); err == nil {
			asked = unescaped
		}
		told := strings.ReplaceAll(text, asked, "")
		if allowed != "" {
			told = strings.ReplaceAll(told, allowed, "")
		}
		if i := strings.Index(told, secret); i >= 0 {
			t.Errorf("%s: %s (%d) tells %.80q", when, path, res.StatusCode, told[i:])
		}
		if strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/assets/") {
			continue
		}
		todo = append(todo, "/api/page?path="+url.QueryEscape(path))
		if strings.HasPrefix(path, "/blog/") && !strings.HasSuffix(path, ".md") {
			todo = append(todo, path+".md")
		}
		for _, m := range linked.FindAllStringSubmatch(text+res.Header.Get("Location"), -1) {
			link := html.UnescapeString(strings.TrimPrefix(m[1]+m[2]+m[3], "http://localhost:8080"))
			if link, _, _ = strings.Cut(link, "#"); strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "//") {
				todo = append(todo, link)
			}
		}
	}
	return len(seen)
}

// statuses checks what an address answers to a reader and to the client.
func (s *siteUnderTest) statuses(t *testing.T, when string, want int, paths ...string) {
	t.Helper()
	for _, path := range paths {
		for _, ask := range []string{path, "/api/page?path=" + url.QueryEscape(path)} {
			if res, _ := s.get(t, ask); res.StatusCode != want {
				t.Errorf("%s: %s answers %d; want %d", when, ask, res.StatusCode, want)
			}
		}
		if res, _ := s.get(t, path+".md"); want != http.StatusOK && strings.HasPrefix(path, "/blog/") && res.StatusCode < 400 {
			t.Errorf("%s: %s.md answers %d", when, path, res.StatusCode)
		}
	}
}

// showing says where a word must stand once the post that has it is public.
var showing = []string{"/", "/blog", "/blog/archive", "/blog/tags/go", "/blog/tags/xsecretlatertag", "/blog/categories/xsecretlatercategory", "/blog/series/xsecretlaterseries",
	"/blog/wheels", "/blog/first", "/blog/xsecretlater-brass-wheels-turning", "/blog/xsecretlater-brass-wheels-turning.md",
	"/feed.xml", "/atom.xml", "/feed.json", "/sitemap.xml", "/llms.txt", "/blog/tags/go/feed.xml", "/search?q=wheels"}

// missing is where of showing, as pages and as JSON, the word is not; addresses
// that this program does not have count for nothing.
func (s *siteUnderTest) missing(t *testing.T, absent map[string]bool, word string) (where []string) {
	t.Helper()
	for _, path := range showing {
		asks := []string{path}
		if !strings.Contains(path, ".") {
			asks = append(asks, "/api/page?path="+url.QueryEscape(path))
		}
		for _, ask := range asks {
			if _, body := s.get(t, ask); !absent[path] && !strings.Contains(string(body), word) {
				where = append(where, ask)
			}
		}
	}
	return where
}

// TestNothingHiddenIsTold goes everywhere a visitor can go, before a post's time,
// after it, and after it was withdrawn.
func TestNothingHiddenIsTold(t *testing.T) {
	clock := &hands{}
	clock.set(now)
	path := filepath.Join(t.TempDir(), "v.db")
	s := serve(t, storetest.OpenAt(t, path), clock.now)
	s.fill(t)
	leakySite(t, s.content)
	absent := map[string]bool{}
	for _, p := range showing {
		res, _ := s.get(t, p)
		absent[p] = res.StatusCode == http.StatusNotFound && strings.Contains(p, ".") && !strings.HasSuffix(p, ".md")
	}

	if n := s.crawl(t, "before its time", ""); n < 60 {
		t.Errorf("the crawl saw %d addresses only", n)
	}
	s.statuses(t, "before its time", http.StatusGone, withdrawn...)
	s.statuses(t, "before its time", http.StatusNotFound, unseen...)

	clock.set(due)
	const later = "xsecretlater"
	deadline := time.Now().Add(5 * time.Second)
	for where := s.missing(t, absent, later); len(where) > 0; where = s.missing(t, absent, later) {
		if time.Now().After(deadline) {
			t.Fatalf("5 s after its time the post is not at %v", where)
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.crawl(t, "after its time", later)
	s.statuses(t, "after its time", http.StatusGone, withdrawn...)

	// The same store served anew, as after a sleep over the time: at once.
	anew := serve(t, storetest.OpenAt(t, path), clock.now)
	if where := anew.missing(t, absent, later); len(where) > 0 {
		t.Errorf("a server that was started after its time does not show the post at %v", where)
	}

	p, err := s.content.Post(t.Context(), hidden("later").Slug)
	if err != nil {
		t.Fatal(err)
	}
	p.Published = false
	if _, _, err := s.content.SavePost(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	s.statuses(t, "withdrawn", http.StatusGone, "/blog/"+p.Slug, "/old/later")
	s.crawl(t, "withdrawn", "")
	address := "/blog/" + p.Slug
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if res, _ := anew.get(t, address); res.StatusCode == http.StatusGone {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal(fmt.Errorf("5 s after it was withdrawn beside it, the other server still shows %s", address))
		}
	}
	anew.crawl(t, "withdrawn by another process", "")
}
