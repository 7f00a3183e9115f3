package app

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/ui"
	"vitrine/app/wire"
)

// List is a list of posts: the blog, a tag, a category or a series.
type List struct {
	goapp.Compo

	Page wire.ListPage
}

// Render draws the posts under the years they came out in, so that a date in a
// row needs no year.
func (l *List) Render() goapp.UI {
	p := l.Page
	label := []goapp.UI{goapp.P().Class("what").Text(p.Label)}
	if p.Count > 0 {
		label = append(label, goapp.P().Text(count(p.Count, "post", "posts")))
	}
	if p.Archive != "" {
		label = append(label, ui.More(p.Archive, "All, by year"))
	}
	parts := []goapp.UI{ui.Head(label, goapp.H1().Text(p.Heading))}
	rows := []goapp.UI{}
	if len(p.Categories) > 1 {
		rows = append(rows, ui.Filters("By category", p.Categories))
	}
	if len(p.Filters) > 1 {
		rows = append(rows, ui.Filters("By tag", p.Filters))
	}
	if len(rows) > 0 {
		parts = append(parts, goapp.Div().Class("case bare tight wrap").Body(
			goapp.Div().Class("object at-object").Body(rows...)))
	}
	if len(p.Posts) == 0 {
		parts = append(parts, goapp.Div().Class("case bare tight wrap").Body(
			goapp.P().Class("object at-object soft").Text("Nothing is published here yet.")))
	}
	for i, y := range byYear(p.Posts) {
		parts = append(parts, year(i, y, ui.ArticleOptions{Lead: p.Lead && i == 0, Year: y.Year}))
	}
	parts = append(parts, ui.Pages(p.Pages))
	return goapp.Div().Body(parts...)
}

// byYear cuts a list at the changes of year. Posts without a date stand under "".
func byYear(posts []wire.PostCard) []wire.Year {
	var out []wire.Year
	for _, p := range posts {
		y := ""
		if len(p.Date.ISO) >= 4 {
			y = p.Date.ISO[:4]
		}
		if n := len(out); n == 0 || out[n-1].Year != y {
			out = append(out, wire.Year{Year: y})
		}
		last := &out[len(out)-1]
		last.Posts = append(last.Posts, p)
	}
	return out
}

// year is one section of a list. Its address is #y2026; a year that is not a
// number gets its place instead, so that ids stay ids.
func year(place int, y wire.Year, o ui.ArticleOptions) goapp.UI {
	text, id := y.Year, "y"+y.Year
	if _, err := strconv.Atoi(y.Year); err != nil {
		id = "years-" + strconv.Itoa(place+1)
	}
	if y.Year == "" {
		text = "Undated"
	}
	label := []goapp.UI{goapp.H2().Class("year").ID(id + "-h").Text(text)}
	return ui.Section(id, "tight", label, ui.Articles(y.Posts, o))
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
