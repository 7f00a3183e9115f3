package site_test

import (
	"fmt"
	"strings"
	"testing"

	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/site"
)

func publish(t *testing.T, c *content.Service, posts ...wire.Post) {
	t.Helper()
	for i, p := range posts {
		p.Published = true
		if p.PublishedAt == 0 {
			p.PublishedAt = now.UnixMilli() - int64(len(posts)-i)*86_400_000
		}
		if _, _, err := c.SavePost(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
}

func page(t *testing.T, b *site.Builder, address string) wire.Page {
	t.Helper()
	p, err := b.Page(t.Context(), address)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return p
}

// TestSeries: a post knows its place, and the list is read from its beginning.
func TestSeries(t *testing.T) {
	b, c := newBuilder(t)
	var posts []wire.Post
	for i := range 25 {
		posts = append(posts, wire.Post{Slug: fmt.Sprintf("part-%d", i+1), Title: fmt.Sprintf("P%d", i+1), Series: "A Long One"})
	}
	publish(t, c, append(posts, wire.Post{Slug: "lonely", Title: "Lonely", Series: "Another"}, wire.Post{Slug: "plain", Title: "Plain"},
		wire.Post{Slug: "part-26", Title: "P26", Series: "A Long One", PublishedAt: now.UnixMilli() + 1000})...)
	for _, row := range []struct {
		slug, parts string
		part, of    int
	}{
		{"part-1", "*P1 P2 P3 P4 P5 P6 P7 P8 P9 P10 P11", 1, 25},
		{"part-6", "P1 P2 P3 P4 P5 *P6 P7 P8 P9 P10 P11", 6, 25},
		{"part-12", "P7 P8 P9 P10 P11 *P12 P13 P14 P15 P16 P17", 12, 25},
		{"part-25", "P15 P16 P17 P18 P19 P20 P21 P22 P23 P24 *P25", 25, 25},
		{"lonely", "", 0, 0},
		{"plain", "", 0, 0},
	} {
		p := page(t, b, "/blog/"+row.slug).Post
		var parts []string
		for _, l := range p.SeriesPosts {
			mark := ""
			if l.Current {
				mark = "*"
			}
			if l.Href != "/blog/part-"+strings.TrimPrefix(l.Label, "P") {
				t.Errorf("%s leads to %s", l.Label, l.Href)
			}
			parts = append(parts, mark+l.Label)
		}
		if got := strings.Join(parts, " "); got != row.parts || p.SeriesPart != row.part || p.SeriesCount != row.of {
			t.Errorf("%s is part %d of %d: %s; want %d of %d: %s", row.slug, p.SeriesPart, p.SeriesCount, got, row.part, row.of, row.parts)
		}
	}
	first, second := page(t, b, "/blog/series/a-long-one"), page(t, b, "/blog/series/a-long-one?page=2")
	if l := first.List; l.Posts[0].Title != "P1" || l.Pages.Older != "" || l.Pages.Newer != "/blog/series/a-long-one?page=2" || !l.Pages.OldestFirst ||
		first.Head.Prev != "" || first.Head.Next != "https://example.com/blog/series/a-long-one?page=2" {
		t.Errorf("the series begins with %s, %+v, %+v", l.Posts[0].Title, l.Pages, first.Head)
	}
	if l := second.List; l.Posts[0].Title != "P21" || len(l.Posts) != 5 || l.Pages.Older != "/blog/series/a-long-one" || l.Pages.Newer != "" ||
		second.Head.Prev != "https://example.com/blog/series/a-long-one" {
		t.Errorf("its second page begins with %s, %+v, %+v", l.Posts[0].Title, l.Pages, second.Head)
	}
}

func TestCategoriesAreAChoiceFromTwoOn(t *testing.T) {
	b, c := newBuilder(t)
	publish(t, c, wire.Post{Title: "A", Category: "Notes"}, wire.Post{Title: "B", Category: "Notes"}, wire.Post{Title: "Later", Category: "Secret", PublishedAt: now.UnixMilli() + 1})
	if got := page(t, b, "/blog").List.Categories; len(got) != 0 {
		t.Errorf("one category is offered: %+v", got)
	}
	publish(t, c, wire.Post{Title: "C", Category: "Essays"})
	if got, want := fmt.Sprint(page(t, b, "/blog").List.Categories), "[{Notes /blog/categories/notes 2 false} {Essays /blog/categories/essays 1 false}]"; got != want {
		t.Errorf("the categories are %s; want %s", got, want)
	}
}

func TestWhereAPostWasPublishedFirst(t *testing.T) {
	b, c := newBuilder(t)
	for i, row := range []struct{ canonical, label string }{
		{"https://www.elsewhere.org/2019/a", "elsewhere.org"}, {"https://example.com/blog/p1", ""}, {"", ""}, {"https://example.com.evil.org/x", "example.com.evil.org"},
	} {
		slug := fmt.Sprintf("p%d", i)
		publish(t, c, wire.Post{Slug: slug, Title: "P", Canonical: row.canonical})
		p := page(t, b, "/blog/"+slug)
		got := ""
		if o := p.Post.Origin; o != nil {
			got = o.Label
			if o.Href != row.canonical {
				t.Errorf("%s leads to %s", row.canonical, o.Href)
			}
		}
		if got != row.label || row.canonical != "" && p.Head.Canonical != row.canonical {
			t.Errorf("%s: first published at %q, canonical %s; want %q", row.canonical, got, p.Head.Canonical, row.label)
		}
	}
}

func TestMovedAndWithdrawn(t *testing.T) {
	b, c := newBuilder(t)
	publish(t, c, wire.Post{Slug: "a", Title: "A"})
	for _, slug := range []string{"b", "c"} {
		p, err := c.Post(t.Context(), map[string]string{"b": "a", "c": "b"}[slug])
		if err != nil {
			t.Fatal(err)
		}
		p.Slug = slug
		if _, _, err := c.SavePost(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	for _, address := range []string{"/blog/a", "/blog/b"} {
		if p := page(t, b, address); p.Redirect != "/blog/c" || p.Status != 301 {
			t.Errorf("%s leads to %s with %d; want /blog/c in one step", address, p.Redirect, p.Status)
		}
	}
	if err := c.DeletePost(t.Context(), "c"); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"/blog/a", "/blog/b", "/blog/c"} {
		if _, err := b.Page(t.Context(), address); wire.CodeOf(err) != wire.Gone {
			t.Errorf("%s of a deleted post: %v; want gone", address, err)
		}
	}
}
