package ui_test

import (
	"strings"
	"testing"

	"vitrine/app/ui"
	"vitrine/app/wire"
)

func TestParts(t *testing.T) {
	got := html(ui.Parts([]wire.NavLink{{Label: "One", Href: "/blog/1"}, {Label: "Two", Href: "/blog/2", Current: true}, {Label: "Three", Href: "javascript:x"}}))
	for _, want := range []string{`<li><a href="/blog/1">One</a></li>`, `<li><a aria-current="page" href="/blog/2"><b>Two</b></a></li>`, `<li><span>Three</span></li>`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	series := wire.Link{Label: "S", Href: "/blog/series/s"}
	if got, want := html(ui.Part(series, 2, 3)), `<p class="series">Part 2 of 3 in <a href="/blog/series/s">S</a></p>`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := html(ui.Part(series, 0, 0)), `<p class="series">Part of <a href="/blog/series/s">S</a></p>`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Pages of a list that begins with the oldest are turned the same way: the one
// before stands first.
func TestPagesOfAListThatBeginsWithTheOldest(t *testing.T) {
	for _, c := range []struct {
		pages         wire.Pagination
		before, after string
	}{
		{wire.Pagination{Page: 2, Of: 3, Newer: "/a", Older: "/b"}, `href="/a" rel="prev"`, `href="/b" rel="next"`},
		{wire.Pagination{Page: 2, Of: 3, Newer: "/a", Older: "/b", OldestFirst: true}, `href="/b" rel="prev"`, `href="/a" rel="next"`},
	} {
		got := html(ui.Pages(c.pages))
		before, after := strings.Index(got, c.before), strings.Index(got, c.after)
		newer, older := strings.Index(got, "Newer"), strings.Index(got, "Older")
		if before < 0 || after < before || (newer < older) == c.pages.OldestFirst {
			t.Errorf("%+v is turned by %s", c.pages, got)
		}
	}
}
