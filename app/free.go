package app

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/ui"
	"vitrine/app/wire"
)

// Free is a page of its own: /colophon, /uses.
type Free struct {
	goapp.Compo

	Page wire.FreeTextPage
}

// Render draws the title, then the text with its contents beside it.
func (f *Free) Render() goapp.UI {
	p := f.Page
	label := []goapp.UI{goapp.P().Class("what").Text("Page")}
	if p.Updated.ISO != "" {
		label = append(label, goapp.P().Body(goapp.Text("Updated "), ui.Time(p.Updated)))
	}
	title := []goapp.UI{goapp.H1().Text(p.Title)}
	if p.Lede != "" {
		title = append(title, goapp.P().Class("lede").Text(p.Lede))
	}
	object := goapp.Div().Class("object")
	if p.Body.ID != "" {
		object.Body(&ui.Fragment{HTML: p.Body, Class: "prose"})
	}
	body := goapp.Div().Class("case bare tight wrap")
	if len(p.TOC) > 1 {
		body.Body(goapp.Div().Class("label").Body(ui.TOC("On this page", p.TOC, "")), object)
	} else {
		body.Body(object.Class("at-object"))
	}
	return goapp.Article().Class("post").Body(ui.Head(label, title...), body)
}
