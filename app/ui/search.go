package ui

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/wire"
)

// SearchForm asks for what to search. An empty one has the focus: who opens the
// page came to type.
func SearchForm(query string) goapp.UI {
	return goapp.Form().Class("ask").Role("search").Method("get").Action("/search").Body(
		goapp.Label().Class("sr").For("search-q").Text("Search this site"),
		goapp.Input().ID("search-q").Name("q").Type("search").Value(query).MaxLength(wire.MaxQuery).Required(true).
			Attr("enterkeyhint", "search").Attr("autocomplete", "off").Dir("auto").AutoFocus(query == ""),
		goapp.Button().Type("submit").Class("btn").Text("Search"),
	)
}

// Results is what a search found, the best first, numbered.
func Results(results []wire.SearchResult) goapp.UI {
	items := make([]goapp.UI, 0, len(results))
	for i, r := range results {
		says := []goapp.UI{goapp.H2().Dir("auto").Body(Anchor(r.Href, "", goapp.Text(r.Title)))}
		if snippet := marked(r.Snippet); len(snippet) > 0 {
			says = append(says, goapp.P().Dir("auto").Body(snippet...))
		}
		facts := kindName(r.Kind)
		if r.When != "" {
			facts += " · " + r.When
		}
		if r.Heading != "" {
			facts += " · " + r.Heading
		}
		says = append(says, goapp.P().Class("meta").Text(facts))
		items = append(items, goapp.Li().Body(goapp.B().Class("no").Text(strconv.Itoa(i+1)), goapp.Div().Class("says").Body(says...)))
	}
	return goapp.Ol().Class("rows results").Body(items...)
}

// marked is a text with what was searched for lit.
func marked(runs []wire.Run) []goapp.UI {
	out := make([]goapp.UI, 0, len(runs))
	for _, r := range runs {
		switch {
		case r.Text == "":
		case r.Mark:
			out = append(out, goapp.Mark().Text(r.Text))
		default:
			out = append(out, goapp.Text(r.Text))
		}
	}
	return out
}

func kindName(k wire.Kind) string {
	switch k {
	case wire.KindPost:
		return "Post"
	case wire.KindProject:
		return "Project"
	}
	return "Page"
}

// SearchTool is the link to the search in the bar of every page.
func SearchTool(path string) goapp.UI {
	a := goapp.A().Class("tool").Href("/search").Body(goapp.Raw(svgIcon+pathSearch), goapp.Span().Class("word").Text("Search"))
	if path == "/search" {
		a.Aria("current", "page")
	}
	return a
}
