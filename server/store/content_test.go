package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vitrine/app/wire"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

const now = 1_700_000_000_000

func put(tx *store.Tx, r any) error {
	switch r := r.(type) {
	case *wire.Post:
		return tx.PutPost(r)
	case *wire.Project:
		return tx.PutProject(r)
	case *wire.FreePage:
		return tx.PutPage(r)
	case wire.Profile:
		return tx.PutProfile(r)
	case wire.Redirect:
		return tx.PutRedirect(r)
	case wire.Media:
		return tx.PutMedia(r)
	}
	return fmt.Errorf("the test cannot save a %T", r)
}

// save puts the records in one transaction.
func save(t *testing.T, s *store.Store, records ...any) {
	t.Helper()
	if err := trySave(s, records...); err != nil {
		t.Fatalf("saving: %v", err)
	}
}

func trySave(s *store.Store, records ...any) error {
	return s.Write(context.Background(), func(tx *store.Tx) error {
		for _, r := range records {
			if err := put(tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func post(slug string, at int64, tags ...string) *wire.Post {
	return &wire.Post{Slug: slug, Title: strings.ToUpper(slug), Published: true, PublishedAt: at, Tags: tags, Content: "text"}
}

func slugs[T any](t *testing.T, all []T, err error, slug func(T) string) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, v := range all {
		names = append(names, slug(v))
	}
	return strings.Join(names, " ")
}

func postSlug(p wire.Post) string       { return p.Slug }
func projectSlug(p wire.Project) string { return p.Slug }
func pageSlug(p wire.FreePage) string   { return p.Slug }
func termText(t wire.Term) string       { return fmt.Sprintf("%s/%s:%d", t.Slug, t.Name, t.Count) }

var rendered = wire.Rendered{HTML: "<p>", Plate: "<svg>", TOC: []wire.Heading{{Level: 2, ID: "h-a", Text: "A"}}, Words: 7, Summary: "s", RenderV: 3}

func wholePost() wire.Post {
	return wire.Post{Slug: "s", Title: "T", Content: "C", Excerpt: "E", FeaturedImage: "I", FeaturedAlt: "A",
		Category: "Cat", Tags: []string{"Go", "Ü & \"q\""}, Series: "Ser", Author: "Au", Lang: "de", Canonical: "https://c",
		Published: true, Views: 5, PublishedAt: 11, CreatedAt: 12, EditedAt: 13, Source: "src", Rendered: rendered}
}

func wholeProject() wire.Project {
	return wire.Project{Slug: "s", Title: "T", Description: "D", Image: "I", ImageAlt: "A", TechStack: []string{"Go"},
		LiveURL: "L", RepositoryURL: "R", Featured: true, Published: true, Status: "running", Started: "2019", Ended: "2020-04",
		Order: 4, Body: "B", Source: "src", CreatedAt: 12, Rendered: rendered}
}

func wholePage() wire.FreePage {
	return wire.FreePage{Slug: "s", Title: "T", Description: "D", Content: "C", Published: true, Listed: true,
		CreatedAt: 12, Source: "src", Rendered: rendered}
}

func TestRecordsReadBackAsTheyWereSaved(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	a, b, c := wholePost(), wholeProject(), wholePage()
	profile := wire.Profile{Name: "N", Skills: []wire.SkillGroup{{Name: "G", Skills: []wire.Skill{{Name: "Go", Years: 9}}}}, RenderV: 3}
	redirect := wire.Redirect{From: "/old", To: "/new", Code: 301}
	media := wire.Media{Hash: strings.Repeat("a", 32), Name: "n.png", Type: "image/png", Bytes: 9, Width: 2, Height: 3, CreatedAt: 4}
	save(t, s, &a, &b, &c, profile, redirect, media)

	read := func(v any, err error) any {
		if err != nil {
			t.Errorf("reading back a %T: %v", v, err)
		}
		return v
	}
	list := func(v any, err error) any { return read(v, err) }
	type pair struct{ got, want any }
	card := a
	card.Content, card.HTML, card.TOC, card.Plate = "", "", nil, ""
	projectCard := b
	projectCard.Body, projectCard.HTML, projectCard.TOC = "", "", nil
	pageCard := c
	pageCard.Content, pageCard.HTML, pageCard.TOC, pageCard.Plate = "", "", nil, ""
	for name, p := range map[string]pair{
		"Post":            {read(s.Post(ctx, "s")), a},
		"PostByID":        {read(s.PostByID(ctx, a.ID)), a},
		"PostBySource":    {read(s.PostBySource(ctx, "src")), a},
		"Posts":           {list(s.Posts(ctx, store.PostFilter{})), []wire.Post{card}},
		"Project":         {read(s.Project(ctx, "s")), b},
		"ProjectByID":     {read(s.ProjectByID(ctx, b.ID)), b},
		"ProjectBySource": {read(s.ProjectBySource(ctx, "src")), b},
		"Projects":        {list(s.Projects(ctx, store.ProjectFilter{})), []wire.Project{projectCard}},
		"Page":            {read(s.Page(ctx, "s")), c},
		"PageByID":        {read(s.PageByID(ctx, c.ID)), c},
		"PageBySource":    {read(s.PageBySource(ctx, "src")), c},
		"Pages":           {list(s.Pages(ctx, false)), []wire.FreePage{pageCard}},
		"Profile":         {read(s.Profile(ctx)), profile},
		"Redirect":        {read(s.Redirect(ctx, "/old")), redirect},
		"Media":           {read(s.Media(ctx, media.Hash)), media},
	} {
		if diff := cmp.Diff(p.want, p.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	save(t, s, &wire.Post{Slug: "a"}, &wire.Project{Slug: "a"}, &wire.FreePage{Slug: "a"}) // with no source
	check := func(name string, err error) {
		if wire.CodeOf(err) != wire.NotFound {
			t.Errorf("%s: %v, want not_found", name, err)
		}
	}
	_, err := s.Post(ctx, "b")
	check("Post", err)
	_, err = s.PostBySource(ctx, "")
	check("PostBySource of nothing", err)
	_, err = s.Project(ctx, "b")
	check("Project", err)
	_, err = s.ProjectBySource(ctx, "")
	check("ProjectBySource of nothing", err)
	_, err = s.Page(ctx, "b")
	check("Page", err)
	_, err = s.PageBySource(ctx, "")
	check("PageBySource of nothing", err)
	_, err = s.Profile(ctx)
	check("Profile", err)
	_, err = s.Redirect(ctx, "/b")
	check("Redirect", err)
	_, err = s.Media(ctx, "b")
	check("Media", err)
}

func TestPostsAreFilteredAndNewestFirst(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	draft := post("draft", now-5, "Go")
	draft.Published = false
	filed := post("filed", now-30, "Go", "C plus")
	filed.Category, filed.Series = "Big Things", "Queues"
	save(t, s, post("old", now-40), filed, post("twin-1", now-20), post("twin-2", now-20, "go"),
		post("due", now, "Go"), post("later", now+1, "Go"), draft)
	for _, c := range []struct {
		filter store.PostFilter
		want   string
		count  int
	}{
		{store.PostFilter{Now: now}, "due twin-2 twin-1 filed old", 5},
		{store.PostFilter{}, "later due draft twin-2 twin-1 filed old", 7},
		{store.PostFilter{Now: now, Limit: 2}, "due twin-2", 5},
		{store.PostFilter{Now: now, Limit: 2, Offset: 2}, "twin-1 filed", 5},
		{store.PostFilter{Now: now, Offset: 4}, "old", 5},
		{store.PostFilter{Now: now, OldestFirst: true}, "old filed twin-1 twin-2 due", 5},
		{store.PostFilter{Now: now, OldestFirst: true, Limit: 1, Offset: 1}, "filed", 5},
		{store.PostFilter{Now: now, Limit: 2, Offset: 9}, "", 5},
		{store.PostFilter{Now: now, Tag: "go"}, "due twin-2 filed", 3},
		{store.PostFilter{Tag: "go"}, "later due draft twin-2 filed", 5},
		{store.PostFilter{Now: now, Tag: "c-plus"}, "filed", 1},
		{store.PostFilter{Now: now, Category: "big-things"}, "filed", 1},
		{store.PostFilter{Now: now, Series: "queues", Tag: "go"}, "filed", 1},
		{store.PostFilter{Now: now, Series: "go"}, "", 0},
		{store.PostFilter{Now: 1}, "", 0},
	} {
		all, err := s.Posts(ctx, c.filter)
		if got := slugs(t, all, err, postSlug); got != c.want {
			t.Errorf("Posts(%+v) are %q, want %q", c.filter, got, c.want)
		}
		if n, err := s.CountPosts(ctx, c.filter); err != nil || n != c.count {
			t.Errorf("CountPosts(%+v) is %d (%v), want %d", c.filter, n, err, c.count)
		}
	}

	at, ok, err := s.NextScheduled(ctx, now)
	if at != now+1 || !ok || err != nil {
		t.Errorf("NextScheduled is %d %v %v, want %d", at, ok, err, now+1)
	}
	if at, ok, err := s.NextScheduled(ctx, now+1); ok || err != nil {
		t.Errorf("NextScheduled after the last is %d %v %v, want none", at, ok, err)
	}
}

func TestNeighboursStandBesideAPostInTime(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	hidden := post("hidden", now-15)
	hidden.Published = false
	posts := []*wire.Post{post("a", now-30), post("b", now-20), post("c", now-20), hidden, post("d", now-10), post("e", now+10)}
	for _, p := range posts {
		save(t, s, p)
	}
	for i, want := range []string{"- b", "a c", "b d", "c d", "c -", "d -"} {
		older, newer, err := s.Neighbours(ctx, *posts[i], now)
		if err != nil {
			t.Fatal(err)
		}
		name := func(p *wire.Post) string {
			if p == nil {
				return "-"
			}
			return p.Slug
		}
		if got := name(older) + " " + name(newer); got != want {
			t.Errorf("beside %s are %q, want %q", posts[i].Slug, got, want)
		}
	}
}

func TestTermsAreCounted(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	draft := post("draft", 1, "Go", "Secret")
	draft.Published = false
	c := post("c", 3, "Beta", "alpha")
	c.Category, c.Series = "Notes", "One"
	hidden := &wire.Project{Slug: "h", TechStack: []string{"Rust"}}
	save(t, s, post("a", 1, "go", "Go", "  "), post("b", 2, "Go"), c, draft, hidden,
		&wire.Project{Slug: "p", Published: true, TechStack: []string{"Go", "SQLite"}},
		&wire.Project{Slug: "q", Published: true, TechStack: []string{"SQLite"}})
	for _, row := range []struct {
		kind store.TermKind
		now  int64
		want string
	}{
		{store.Tag, now, "go/Go:2 alpha/alpha:1 beta/Beta:1"},
		{store.Tag, 0, "go/Go:3 alpha/alpha:1 beta/Beta:1 secret/Secret:1"},
		{store.Tag, 1, "go/go:1"},
		{store.Category, now, "notes/Notes:1"},
		{store.Series, now, "one/One:1"},
		{store.Tech, now, "sqlite/SQLite:2 go/Go:1"},
		{store.Tech, 0, "sqlite/SQLite:2 go/Go:1 rust/Rust:1"},
	} {
		all, err := s.Terms(ctx, row.kind, row.now)
		if got := slugs(t, all, err, termText); got != row.want {
			t.Errorf("Terms(%s, %d) are %q, want %q", row.kind, row.now, got, row.want)
		}
	}

	// A save replaces what a record is filed under.
	c.Tags, c.Category = []string{"Gamma"}, ""
	save(t, s, c)
	all, err := s.Terms(ctx, store.Tag, now)
	if got, want := slugs(t, all, err, termText), "go/Go:2 gamma/Gamma:1"; got != want {
		t.Errorf("after the save the tags are %q, want %q", got, want)
	}
	if all, err := s.Terms(ctx, store.Category, now); err != nil || len(all) != 0 {
		t.Errorf("after the save the categories are %v (%v), want none", all, err)
	}
}

func TestProjectsPagesAddressesAndStale(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	save(t, s,
		&wire.Project{Slug: "second", Title: "S", Published: true, Order: 2, CreatedAt: 9, TechStack: []string{"Go"}},
		&wire.Project{Slug: "first", Title: "F", Published: true, Order: 1, CreatedAt: 1, Featured: true},
		&wire.Project{Slug: "second-newer", Title: "N", Published: true, Order: 2, CreatedAt: 10, Rendered: wire.Rendered{RenderV: 5}},
		&wire.Project{Slug: "hidden", Featured: true, TechStack: []string{"Go"}},
		&wire.FreePage{Slug: "uses", Title: "Uses", Published: true}, &wire.FreePage{Slug: "draft", Title: "Draft"},
		&wire.Post{Slug: "p", Title: "P", Published: true, PublishedAt: now, Rendered: wire.Rendered{RenderV: 4}},
		&wire.Post{Slug: "later", Title: "L", Published: true, PublishedAt: now + 1, Rendered: wire.Rendered{RenderV: 5}},
		wire.Profile{Name: "N"})
	for _, c := range []struct {
		filter store.ProjectFilter
		want   string
	}{
		{store.ProjectFilter{}, "hidden first second-newer second"},
		{store.ProjectFilter{Public: true}, "first second-newer second"},
		{store.ProjectFilter{Public: true, Featured: true}, "first"},
		{store.ProjectFilter{Public: true, Tech: "go"}, "second"},
		{store.ProjectFilter{Tech: "go"}, "hidden second"},
	} {
		all, err := s.Projects(ctx, c.filter)
		if got := slugs(t, all, err, projectSlug); got != c.want {
			t.Errorf("Projects(%+v) are %q, want %q", c.filter, got, c.want)
		}
	}
	for public, want := range map[bool]string{true: "uses", false: "draft uses"} {
		all, err := s.Pages(ctx, public)
		if got := slugs(t, all, err, pageSlug); got != want {
			t.Errorf("Pages(%v) are %q, want %q", public, got, want)
		}
	}
	all, err := s.Addresses(ctx, now)
	got := slugs(t, all, err, func(l wire.Link) string { return l.Href + "=" + l.Label })
	if want := "/blog/p=P /projects/first=F /projects/second=S /projects/second-newer=N /uses=Uses"; got != want {
		t.Errorf("Addresses are %q, want %q", got, want)
	}
	posts, projects, pages, profile, err := s.Stale(ctx, 5)
	if got, want := fmt.Sprint(posts, projects, pages, profile, err), "[p] [second first hidden] [uses draft] true <nil>"; got != want {
		t.Errorf("Stale(5) is %s, want %s", got, want)
	}
	posts, projects, pages, profile, err = s.Stale(ctx, 0)
	if got, want := fmt.Sprint(posts, projects, pages, profile, err), "[] [] [] false <nil>"; got != want {
		t.Errorf("Stale(0) is %s, want %s", got, want)
	}
}

func TestAPageOfAThousandPostsComesFromTheIndex(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	if err := s.Write(ctx, func(tx *store.Tx) error {
		for n := range 1000 {
			p := post(fmt.Sprintf("post-%d", n), int64(n+1), "Go")
			p.Content = strings.Repeat("words ", 1000)
			if err := tx.PutPost(p); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	filter := store.PostFilter{Now: now, Limit: 20, Offset: 40}
	all, err := s.Posts(ctx, filter)
	if err != nil || len(all) != 20 || all[0].Slug != "post-959" {
		t.Fatalf("the third page has %d posts (%v)", len(all), err)
	}
	query, args := filter.Query()
	rows, err := s.Pools()["readers"].QueryContext(ctx, "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, step)
	}
	if got := strings.Join(plan, "; "); !strings.Contains(got, "USING INDEX idx_blog_public") || strings.Contains(got, "TEMP B-TREE") {
		t.Errorf("a page of posts is found by %q, want idx_blog_public and no sorting", got)
	}
}
