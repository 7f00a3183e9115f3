package app

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/ui"
	"vitrine/app/wire"
)

// Archive is "/blog/archive": every post by year, and every word they are filed under.
type Archive struct {
	goapp.Compo

	Page wire.ArchivePage
}

// Render draws the index first, then the years with a title a line.
func (a *Archive) Render() goapp.UI {
	p := a.Page
	label := []goapp.UI{goapp.P().Class("what").Body(ui.Anchor("/blog", "", goapp.Text("Writing")))}
	if p.Count > 0 {
		label = append(label, goapp.P().Text(count(p.Count, "post", "posts")))
	}
	parts := []goapp.UI{ui.Head(label, goapp.H1().Text("Archive"))}
	index := []goapp.UI{}
	for _, row := range []struct {
		name  string
		terms []wire.Filter
	}{{"Categories", p.Categories}, {"Series", p.Series}, {"Tags", p.Tags}} {
		if len(row.terms) > 0 {
			index = append(index, goapp.Dt().Text(row.name), goapp.Dd().Body(ui.Terms(row.terms)))
		}
	}
	if len(index) > 0 {
		parts = append(parts, ui.Section("index", "tight", []goapp.UI{ui.Heading("index", "Filed under")},
			goapp.Dl().Class("index").Body(index...)))
	}
	if len(p.Years) == 0 {
		parts = append(parts, goapp.Div().Class("case bare tight wrap").Body(
			goapp.P().Class("object at-object soft").Text("Nothing is published here yet.")))
	}
	for i, y := range p.Years {
		parts = append(parts, year(i, y, ui.ArticleOptions{Year: y.Year, Brief: true}))
	}
	return goapp.Div().Body(parts...)
}
