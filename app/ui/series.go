package ui

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/wire"
)

// Part says of which series a post is a part, and which part it is when part
// is not 0.
func Part(series wire.Link, part, of int) goapp.UI {
	text := "Part of "
	if part > 0 {
		text = "Part " + strconv.Itoa(part) + " of " + strconv.Itoa(of) + " in "
	}
	return goapp.P().Class("series").Body(goapp.Text(text), Anchor(series.Href, "", goapp.Text(series.Label)))
}

// Parts is the posts of a series in the look of a table of contents, the one
// that is being read in bold.
func Parts(posts []wire.NavLink) goapp.UI {
	items := make([]goapp.UI, 0, len(posts))
	for _, p := range posts {
		name := goapp.UI(goapp.Text(p.Label))
		if p.Current {
			name = goapp.B().Text(p.Label)
		}
		a := Anchor(p.Href, "", name)
		if link, ok := a.(goapp.HTMLA); ok && p.Current {
			link.Aria("current", "page")
		}
		items = append(items, goapp.Li().Body(a))
	}
	return goapp.Nav().Aria("label", "Parts of the series").Body(
		goapp.Details().Class("toc").Body(
			goapp.Summary().Body(goapp.Text("The parts"), iconOpen()),
			goapp.Ol().Body(items...),
		),
	)
}
