package content_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"vitrine/app/wire"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

const hour = 3_600_000

// leads says where an old path leads: "301 /blog/b", "410", or "404".
func (s site) leads(t *testing.T, from string) string {
	t.Helper()
	r, err := s.Redirect(t.Context(), from)
	switch {
	case wire.CodeOf(err) == wire.NotFound:
		return "404"
	case err != nil:
		t.Fatal(err)
	case r.From != from:
		t.Errorf("the redirect of %s is called %s", from, r.From)
	case r.To == "":
		return fmt.Sprint(r.Code)
	}
	return fmt.Sprint(r.Code, " ", r.To)
}

func (s site) lead(t *testing.T, want map[string]string) {
	t.Helper()
	for from, want := range want {
		if got := s.leads(t, from); got != want {
			t.Errorf("%s leads to %s; want %s", from, got, want)
		}
	}
}

func (s site) redirect(t *testing.T, from, to string, code int) {
	t.Helper()
	if _, err := s.SaveRedirect(t.Context(), wire.Redirect{From: from, To: to, Code: code}); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsWithdrawnIsGoneAndComesBack(t *testing.T) {
	s := open(t)
	p := s.post(t, wire.Post{Title: "A", Published: true})
	w, _, err := s.SaveProject(t.Context(), wire.Project{Title: "W", Published: true})
	if err != nil {
		t.Fatal(err)
	}
	f, _, err := s.SavePage(t.Context(), wire.FreePage{Title: "F", Published: true})
	if err != nil {
		t.Fatal(err)
	}
	saveAll := func(published bool) {
		t.Helper()
		p.Published, w.Published, f.Published = published, published, published
		p = s.post(t, p)
		if w, _, err = s.SaveProject(t.Context(), w); err != nil {
			t.Fatal(err)
		}
		if f, _, err = s.SavePage(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	s.lead(t, map[string]string{"/blog/a": "404", "/projects/w": "404", "/f": "404"})
	saveAll(false)
	s.lead(t, map[string]string{"/blog/a": "410", "/projects/w": "410", "/f": "410"})
	saveAll(true)
	s.lead(t, map[string]string{"/blog/a": "404", "/projects/w": "404", "/f": "404"})
}

func TestWhatNobodySawLeavesNothing(t *testing.T) {
	s := open(t)
	draft := s.post(t, wire.Post{Title: "Draft"})
	later := s.post(t, wire.Post{Title: "Later", Published: true, PublishedAt: start + hour})
	draft.Slug, later.Slug = "draft-b", "later-b"
	s.post(t, draft)
	later = s.post(t, later)
	later.Published = false
	s.post(t, later)
	s.redirect(t, "/2019/draft", "/blog/draft-b", 301)
	s.redirect(t, "/2019/later", "/blog/later-b", 301)
	s.lead(t, map[string]string{"/blog/draft": "404", "/blog/later": "404", "/blog/later-b": "404",
		"/2019/draft": "404", "/2019/later": "404"}) // an old address must not tell the name of what is to come
	if err := s.DeletePost(t.Context(), "later-b"); err != nil {
		t.Fatal(err)
	}
	s.lead(t, map[string]string{"/blog/later-b": "404"})
}

func TestAPostIsFoundAtEveryAddressItHad(t *testing.T) {
	s := open(t)
	s.redirect(t, "/2014/a.html", "/blog/a#part", 301)
	p := s.post(t, wire.Post{Title: "A", Published: true})
	s.lead(t, map[string]string{"/2014/a.html": "301 /blog/a#part"})
	move := func(slug string) {
		t.Helper()
		p.Slug = slug
		p = s.post(t, p)
	}
	move("b")
	move("c")
	s.lead(t, map[string]string{"/blog/a": "301 /blog/c", "/blog/b": "301 /blog/c", "/2014/a.html": "301 /blog/c"})
	move("a")
	s.lead(t, map[string]string{"/blog/a": "404", "/blog/b": "301 /blog/a", "/blog/c": "301 /blog/a", "/2014/a.html": "301 /blog/a#part"})

	// Withdrawn and moved at once, it has the new address to itself.
	p.Published = false
	move("d")
	s.lead(t, map[string]string{"/blog/a": "410", "/blog/b": "410", "/blog/d": "404", "/2014/a.html": "410"})
	p.Published = true
	p.PublishedAt = start + hour
	move("e")
	s.lead(t, map[string]string{"/blog/a": "410", "/blog/b": "410", "/blog/d": "404", "/blog/e": "404"})
	s.clock.ms.Store(start + hour) // nothing is saved: its time comes
	s.lead(t, map[string]string{"/blog/a": "301 /blog/e", "/blog/b": "301 /blog/e", "/2014/a.html": "301 /blog/e"})

	if err := s.DeletePost(t.Context(), "e"); err != nil {
		t.Fatal(err)
	}
	s.lead(t, map[string]string{"/blog/a": "410", "/blog/b": "410", "/blog/e": "410", "/2014/a.html": "410"})
	if _, err := s.Post(t.Context(), "e"); wire.CodeOf(err) != wire.NotFound {
		t.Errorf("the deleted post: %v", err)
	}
}

func TestANewPostTakesAnOldAddressOver(t *testing.T) {
	s := open(t)
	s.redirect(t, "/alias", "/blog/a", 301)
	p := s.post(t, wire.Post{Title: "A", Published: true})
	p.Slug = "moved"
	p = s.post(t, p)
	draft := s.post(t, wire.Post{Title: "New A", Slug: "a"})
	s.lead(t, map[string]string{"/blog/a": "301 /blog/moved", "/alias": "301 /blog/moved"})

	// Scheduled, it takes the address at its time.
	draft.Published, draft.PublishedAt = true, start+hour
	newer := s.post(t, draft)
	s.lead(t, map[string]string{"/blog/a": "301 /blog/moved", "/alias": "301 /blog/moved"})
	s.clock.ms.Store(start + hour)
	if got, err := s.Post(t.Context(), "a"); err != nil || got.Title != "New A" {
		t.Errorf("at its time the address shows %q, %v", got.Title, err)
	}
	s.lead(t, map[string]string{"/alias": "301 /blog/a"})

	newer.Content = "Edited."
	newer = s.post(t, newer)
	s.lead(t, map[string]string{"/blog/a": "404"})
	newer.Published = false
	s.post(t, newer)
	s.lead(t, map[string]string{"/blog/a": "410", "/alias": "410"})
}

func TestDeleting(t *testing.T) {
	s := open(t)
	s.post(t, wire.Post{Title: "P", Published: true})
	for _, published := range []bool{true, false} {
		if _, _, err := s.SaveProject(t.Context(), wire.Project{Title: fmt.Sprint("W ", published), Published: published}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.SavePage(t.Context(), wire.FreePage{Title: fmt.Sprint("F ", published), Published: published}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		path, want string
		err        error
	}{
		{"/blog/p", "410", s.DeletePost(t.Context(), "p")},
		{"/projects/w-true", "410", s.DeleteProject(t.Context(), "w-true")},
		{"/projects/w-false", "404", s.DeleteProject(t.Context(), "w-false")},
		{"/f-true", "410", s.DeletePage(t.Context(), "f-true")},
		{"/f-false", "404", s.DeletePage(t.Context(), "f-false")},
	} {
		if got := s.leads(t, c.path); c.err != nil || got != c.want {
			t.Errorf("%s is deleted (%v) and leads to %s; want %s", c.path, c.err, got, c.want)
		}
	}
	for what, err := range map[string]error{"post": s.DeletePost(t.Context(), "p"), "project": s.DeleteProject(t.Context(), "p"), "page": s.DeletePage(t.Context(), "p")} {
		if wire.CodeOf(err) != wire.NotFound {
			t.Errorf("deleting a %s that is not there: %v", what, err)
		}
	}
	s.post(t, wire.Post{Title: "P", Published: true})
	s.lead(t, map[string]string{"/blog/p": "404"})
}

func TestRedirectsOfTheOwner(t *testing.T) {
	s := open(t)
	s.post(t, wire.Post{Title: "A", Published: true})
	for _, r := range []wire.Redirect{
		{From: "/one", To: "/two", Code: 301}, {From: "/two", To: "/three", Code: 302}, {From: "/three", To: "/blog/a", Code: 301},
		{From: "/away", To: "https://example.com/x", Code: 308}, {From: "/list", To: "/blog/tags/go?page=2", Code: 301},
		{From: "/here", To: "/gone", Code: 301}, {From: "/gone", Code: 410},
		{From: "/x", To: "/y", Code: 301}, {From: "/y", To: "/z", Code: 301}, {From: "/z", To: "/x", Code: 301},
		{From: "/escaped", To: "/blog/%61", Code: 301},
	} {
		s.redirect(t, r.From, r.To, r.Code)
	}
	s.lead(t, map[string]string{
		"/one": "302 /blog/a", "/two": "302 /blog/a", "/three": "301 /blog/a", "/away": "308 https://example.com/x",
		"/list": "301 /blog/tags/go?page=2", "/here": "410", "/gone": "410", "/escaped": "301 /blog/%61",
		"/z": "301 /y", "/x": "301 /y", "/y": "404", // the newest wins, what closed the circle is gone
	})
}

func TestAClockThatIsSetBack(t *testing.T) {
	s := open(t)
	s.run(t)
	s.post(t, wire.Post{Title: "Later", Published: true, PublishedAt: start + hour})
	public := func() bool {
		_, err := s.Post(t.Context(), "later")
		return err == nil
	}
	hidden := s.Revision()
	s.clock.ms.Store(start + hour)
	eventually(t, "the post appears", func() bool { return public() && s.Revision() != hidden })
	s.clock.ms.Store(start + hour - 30_000)
	if !public() {
		t.Error("a correction of half a minute takes a post back")
	}
	s.clock.ms.Store(start)
	if public() {
		t.Error("after an hour's correction a post that came out too early is still there")
	}
	eventually(t, "the caches are told", func() bool { return s.Revision() == hidden })
	s.clock.ms.Store(start + hour)
	eventually(t, "the post appears again", func() bool { return public() && s.Revision() != hidden })
}

func TestAStartAfterThePostsTime(t *testing.T) {
	path, dir := filepath.Join(t.TempDir(), "v.db"), filepath.Join(t.TempDir(), "media")
	before := over(t, storetest.OpenAt(t, path), dir)
	before.post(t, wire.Post{Title: "Later", Published: true, PublishedAt: start - 1 + hour, Tags: []string{"Go"}})
	if n, err := before.CountPosts(t.Context(), store.PostFilter{}); err != nil || n != 0 {
		t.Fatalf("%d posts, %v", n, err)
	}
	after := overAt(t, storetest.OpenAt(t, path), dir, start+hour)
	if _, err := after.Post(t.Context(), "later"); err != nil {
		t.Errorf("the post whose time came while nothing ran: %v", err)
	}
	if terms, err := after.Terms(t.Context(), store.Tag); err != nil || len(terms) != 1 {
		t.Errorf("tags: %v, %v", terms, err)
	}
	if before.Revision() == after.Revision() {
		t.Error("the revision is the one from before")
	}
}
