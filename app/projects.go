package app

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/ui"
	"vitrine/app/wire"
)

// Projects is "/projects": the catalogue, whole or by one technology.
type Projects struct {
	goapp.Compo

	Page wire.ProjectsPage
}

// Render draws the heading, the filters and one row for each project.
func (l *Projects) Render() goapp.UI {
	p := l.Page
	label := []goapp.UI{goapp.P().Class("what").Text("Work")}
	if p.Span != "" {
		label = append(label, goapp.P().Text(p.Span))
	}
	object := []goapp.UI{}
	if len(p.Filters) > 1 {
		object = append(object, ui.Filters("By technology", p.Filters))
	}
	if len(p.Projects) == 0 {
		object = append(object, goapp.P().Class("soft push").Text("Nothing is on display here yet."))
	} else {
		object = append(object, ui.Catalogue(p.Projects, 2))
	}
	return goapp.Div().Body(
		ui.Head(label, goapp.H1().Text(p.Heading)),
		goapp.Div().Class("case bare tight wrap").Body(goapp.Div().Class("object at-object").Body(object...)),
	)
}
