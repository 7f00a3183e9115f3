package app

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/ui"
	"vitrine/app/wire"
)

// Project is "/projects/<slug>": one piece of work.
type Project struct {
	goapp.Compo

	Page wire.ProjectPage
}

// Render draws the name, the plate across both columns, then the label with
// the facts beside the text.
func (v *Project) Render() goapp.UI {
	p := v.Page
	label := []goapp.UI{goapp.P().Class("what").Body(ui.Anchor("/projects", "", goapp.Text("Work")))}
	if p.No > 0 {
		label = append(label, goapp.P().Text("No. "+strconv.Itoa(p.No)))
	}
	title := []goapp.UI{goapp.H1().Text(p.Title)}
	if p.Description != "" {
		title = append(title, goapp.P().Class("lede").Text(p.Description))
	}
	parts := []goapp.UI{ui.Head(label, title...)}
	if plate := ui.Plate(p.Plate, p.Image, true); plate != nil {
		parts = append(parts, goapp.Div().Class("wrap plated").Body(plate))
	}
	parts = append(parts, v.body())
	article := goapp.Article().Class("post").Body(parts...)
	return goapp.Div().Body(article, v.posts(), ui.Turn("More work", "Before", p.Prev, "Next", p.Next))
}

func (v *Project) body() goapp.UI {
	p := v.Page
	aside := []goapp.UI{goapp.H2().Text("About the piece"), ui.FactList(v.facts())}
	links := []goapp.UI{}
	if p.LiveURL != "" {
		links = append(links, goapp.Li().Body(ui.Anchor(p.LiveURL, "", goapp.Text("See it live"))))
	}
	if p.RepositoryURL != "" {
		links = append(links, goapp.Li().Body(ui.Anchor(p.RepositoryURL, "", goapp.Text("Source code"))))
	}
	if len(links) > 0 {
		aside = append(aside, goapp.Ul().Class("stack").Body(links...))
	}
	if len(p.TOC) > 1 {
		aside = append(aside, ui.TOC("On this page", p.TOC, ""))
	}
	object := goapp.Div().Class("object")
	if p.Body.ID != "" {
		object.Body(&ui.Fragment{HTML: p.Body, Class: "prose"})
	}
	return goapp.Div().Class("case bare tight wrap").Body(goapp.Div().Class("label").Body(aside...), object)
}

func (v *Project) facts() []ui.Fact {
	p := v.Page
	facts := []ui.Fact{}
	if p.Span != "" {
		facts = append(facts, ui.Fact{Label: "Years", Value: goapp.Text(p.Span)})
	}
	if p.Status != "" {
		facts = append(facts, ui.Fact{Label: "Status", Value: goapp.Text(p.Status)})
	}
	switch {
	case len(p.TechLinks) > 0:
		facts = append(facts, ui.Fact{Label: "Made of", Value: ui.Commas("Work with ", p.TechLinks)})
	case len(p.Tech) > 0:
		facts = append(facts, ui.Fact{Label: "Made of", Value: goapp.Text(join(", ", p.Tech...))})
	}
	return facts
}

func (v *Project) posts() goapp.UI {
	if len(v.Page.Posts) == 0 {
		return nil
	}
	return ui.Section("posts", "", []goapp.UI{ui.Heading("posts", "Written about it")},
		ui.Articles(v.Page.Posts, ui.ArticleOptions{NoTags: true}))
}
