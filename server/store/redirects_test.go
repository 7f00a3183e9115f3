package store_test

import (
	"context"
	"fmt"
	"testing"

	"vitrine/app/wire"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

func write(t *testing.T, s *store.Store, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.Write(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func TestAnAddressThatARecordLeftFollowsIt(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	p := post("p", now)
	w, f := &wire.Project{Slug: "w", Published: true}, &wire.FreePage{Slug: "f", Published: true}
	save(t, s, p, w, f, wire.Redirect{From: "/own", To: "/elsewhere", Code: 302}, wire.Redirect{From: "/gone", Code: 410})
	write(t, s, func(tx *store.Tx) error {
		for path, id := range map[string]string{"/blog/old-p": p.ID, "/projects/old-w": w.ID, "/old-f": f.ID} {
			if err := tx.Leave(path, id); err != nil {
				return err
			}
		}
		return nil
	})
	check := func(when string, at int64, want map[string]string) {
		t.Helper()
		for from, want := range want {
			r, err := s.RedirectAt(ctx, from, at)
			if got := fmt.Sprint(r.Code, r.To); err != nil || r.From != from || got != want {
				t.Errorf("%s: %s leads to %+v, %v; want %s", when, from, r, err, want)
			}
		}
	}
	check("all are public", now, map[string]string{"/blog/old-p": "301/blog/p", "/projects/old-w": "301/projects/w", "/old-f": "301/f", "/own": "302/elsewhere", "/gone": "410"})
	check("the post is not due", now-1, map[string]string{"/blog/old-p": "410"})
	p.Slug, w.Slug, f.Published = "p2", "w2", false
	save(t, s, p, w, f)
	check("two moved on, one is a draft", now, map[string]string{"/blog/old-p": "301/blog/p2", "/projects/old-w": "301/projects/w2", "/old-f": "410"})
	before, err := s.Revision(ctx)
	if err != nil {
		t.Fatal(err)
	}
	write(t, s, func(tx *store.Tx) error { return tx.DeletePost(p.ID) })
	check("the post is deleted", now, map[string]string{"/blog/old-p": "410"})
	if after, err := s.Revision(ctx); err != nil || after != before+1 {
		t.Errorf("deleting took the revision from %d to %d, %v", before, after, err)
	}
	if r, err := s.Redirect(ctx, "/projects/old-w"); err != nil || r != (wire.Redirect{From: "/projects/old-w", Code: 410}) {
		t.Errorf("what is kept is %+v, %v", r, err)
	}
	write(t, s, func(tx *store.Tx) error { return tx.DropRedirect("/blog/old-p") })
	if _, err := s.RedirectAt(ctx, "/blog/old-p", now); wire.CodeOf(err) != wire.NotFound {
		t.Errorf("a dropped redirect: %v", err)
	}
}

func TestStanding(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	draft := post("draft", now)
	draft.Published = false
	save(t, s, post("p", now), draft, &wire.Project{Slug: "w", Published: true}, &wire.Project{Slug: "dw"}, &wire.FreePage{Slug: "f", Published: true}, &wire.FreePage{Slug: "df"})
	for path, want := range map[string]string{
		"/blog/p": "true true", "/blog/draft": "true false", "/projects/w": "true true", "/projects/dw": "true false",
		"/f": "true true", "/df": "true false", "/p": "false false", "/blog/f": "false false", "/": "false false", "/blog": "false false", "/projects/w/": "false false",
	} {
		there, public, err := s.Standing(ctx, path, now)
		if got := fmt.Sprint(there, public); err != nil || got != want {
			t.Errorf("Standing(%s) is %s, %v; want %s", path, got, err, want)
		}
	}
	if there, public, err := s.Standing(ctx, "/blog/p", now-1); !there || public || err != nil {
		t.Errorf("before its time a post is there %v, public %v, %v", there, public, err)
	}
}

func TestDeletingARecordTakesWhatBelongsToIt(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	p, w, f := post("p", now, "Go"), &wire.Project{Slug: "w", Published: true, TechStack: []string{"Go"}}, &wire.FreePage{Slug: "f"}
	save(t, s, p, w, f)
	write(t, s, func(tx *store.Tx) error { return tx.PutSignature(p.ID, "a:1") })
	deletions := map[string]func(*store.Tx) error{
		"post":    func(tx *store.Tx) error { return tx.DeletePost(p.ID) },
		"project": func(tx *store.Tx) error { return tx.DeleteProject(w.ID) },
		"page":    func(tx *store.Tx) error { return tx.DeletePage(f.ID) },
	}
	for what, del := range deletions {
		write(t, s, del)
		if err := s.Write(ctx, del); wire.CodeOf(err) != wire.NotFound {
			t.Errorf("deleting the %s again: %v; want not found", what, err)
		}
	}
	for _, table := range []string{"blog_posts", "post_terms", "post_signatures", "projects", "project_terms", "pages"} {
		var n int
		if err := s.Pools()["readers"].QueryRowContext(ctx, "SELECT count(*) FROM "+table).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s has %d rows left, %v", table, n, err)
		}
	}
}

func TestSignaturesAreOfPublicPostsNewestFirst(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	draft := post("draft", now)
	draft.Published = false
	posts := []*wire.Post{post("a", now-2), post("b", now-1), draft, post("later", now+1), post("without", now-3)}
	posts[1].Lang = "de"
	for _, p := range posts {
		save(t, s, p)
		if p.Slug == "without" {
			continue
		}
		write(t, s, func(tx *store.Tx) error { return tx.PutSignature(p.ID, "old:1") })
		write(t, s, func(tx *store.Tx) error { return tx.PutSignature(p.ID, p.Slug+":1") })
	}
	text := func(g store.Signature) string { return g.Lang + g.Terms }
	for limit, want := range map[int]string{9: "deb:1 a:1", 1: "deb:1"} {
		all, err := s.Signatures(ctx, now, limit)
		if got := slugs(t, all, err, text); got != want {
			t.Errorf("the signatures are %q, want %q", got, want)
		}
	}
	ids := []string{posts[0].ID, "nobody", posts[2].ID, posts[1].ID, posts[3].ID}
	all, err := s.PostsByID(ctx, ids, now)
	if got, want := slugs(t, all, err, postSlug), "a b"; got != want {
		t.Errorf("PostsByID gives %q, want %q", got, want)
	}
	if all, err := s.PostsByID(ctx, nil, now); err != nil || len(all) != 0 {
		t.Errorf("PostsByID of none gives %v, %v", all, err)
	}
}
