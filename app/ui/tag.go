package ui

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/wire"
)

// Tags is words one can follow, and the reading time when minutes is not 0.
func Tags(tags []wire.Link, minutes int) goapp.UI {
	if len(tags) == 0 && minutes == 0 {
		return nil
	}
	items := make([]goapp.UI, 0, len(tags)+1)
	for _, t := range tags {
		items = append(items, goapp.Li().Body(Anchor(t.Href, "", goapp.Text("#"+t.Label))))
	}
	if minutes > 0 {
		items = append(items, goapp.Li().Text(strconv.Itoa(minutes)+" min"))
	}
	return goapp.Ul().Class("tags").Aria("label", "Tags").Body(items...)
}

// Filters is a row of choices; the chosen one carries the edge.
func Filters(label string, filters []wire.Filter) goapp.UI {
	return goapp.Nav().Class("filters").Aria("label", label).Body(filterList(filters))
}

// Terms is every word of one kind, with how often it is used.
func Terms(filters []wire.Filter) goapp.UI { return filterList(filters) }

func filterList(filters []wire.Filter) goapp.UI {
	items := make([]goapp.UI, 0, len(filters))
	for _, f := range filters {
		body := []goapp.UI{goapp.Text(f.Label)}
		if f.Count > 0 {
			body = append(body, goapp.Text(" "), goapp.Span().Class("count").Text(strconv.Itoa(f.Count)))
		}
		a := Anchor(f.Href, "", body...)
		if link, ok := a.(goapp.HTMLA); ok && f.Current {
			link.Aria("current", "page")
		}
		items = append(items, goapp.Li().Body(a))
	}
	return goapp.Ul().Body(items...)
}
