package app

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/ui"
	"vitrine/app/wire"
)

// Search is "/search": the form, and what was found. The browser itself asks
// again, with script and without.
type Search struct {
	goapp.Compo

	Page wire.SearchPage
}

// Render draws the question first: it is the page's one control.
func (s *Search) Render() goapp.UI {
	p := s.Page
	label := []goapp.UI{goapp.P().Class("what").Text("Search")}
	if p.Scope != "" {
		label = append(label, goapp.P().Text(p.Scope))
	}
	title := "Search"
	if p.Query != "" {
		title += ": " + p.Query
	}
	parts := []goapp.UI{ui.Head(label, goapp.H1().Class("sr").Text(title), ui.SearchForm(p.Query))}
	object := []goapp.UI{}
	if says := found(p); says != "" {
		line := goapp.P().Role("status").Text(says)
		if len(p.Results) > 0 {
			line.Class("meta")
		}
		object = append(object, line)
	}
	if len(p.Results) > 0 {
		object = append(object, ui.Results(p.Results))
	}
	if len(p.Closest) > 0 {
		object = append(object, goapp.P().Class("push").Text("Did you mean one of these?"), ui.Ways("Closest pages", p.Closest))
	}
	if len(p.Tags) > 0 {
		lead := "Or go by what posts are about:"
		if p.Query == "" {
			lead = "What posts are about:"
		}
		object = append(object, goapp.P().Class("push soft").Text(lead),
			goapp.Nav().Class("terms").Aria("label", "Tags").Body(ui.Terms(p.Tags)))
	}
	if len(object) > 0 {
		parts = append(parts, goapp.Div().Class("case bare tight wrap").Body(
			goapp.Div().Class("object at-object").Body(object...)))
	}
	return goapp.Div().Body(parts...)
}

// found says in words what came of a search.
func found(p wire.SearchPage) string {
	says := ""
	switch {
	case p.Problem != "":
		return p.Problem
	case p.Pending:
		return "The search is getting ready. Reload this page in a moment."
	case p.Query == "":
		return ""
	case p.Count == 0:
		says = "Nothing was found for “" + p.Query + "”."
	case p.Count > len(p.Results):
		says = "The best " + strconv.Itoa(len(p.Results)) + " of " + strconv.Itoa(p.Count) + " results. More words find fewer."
	default:
		says = count(p.Count, "result", "results")
	}
	for i, r := range p.Readings {
		if i == 0 && p.Count > 0 && p.Count <= len(p.Results) {
			says += "."
		}
		says += " Nothing here says “" + r.Word + "”, so this is for “" + r.As + "”."
	}
	return says
}
