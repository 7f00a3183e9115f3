package ui

import goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

// Section is the one grid of the site: a narrow label that says what, when, how
// many, and the object beside it. Its heading, made by Heading with the same
// id, names it for readers that jump from region to region.
func Section(id, class string, label []goapp.UI, object ...goapp.UI) goapp.UI {
	return goapp.Section().ID(id).Class("case wrap").Class(class).Aria("labelledby", id+"-h").Body(
		goapp.Div().Class("label").Body(label...),
		goapp.Div().Class("object").Body(object...),
	)
}

// Heading is the <h2> that names the Section of that id.
func Heading(id, text string) goapp.UI {
	return goapp.H2().ID(id + "-h").Text(text)
}

// Head is the top of a page: its label, and the <h1> with what belongs to it.
func Head(label []goapp.UI, object ...goapp.UI) goapp.UI {
	return goapp.Header().Class("case bare wrap pagehead").Body(
		goapp.Div().Class("label").Body(label...),
		goapp.Div().Class("object").Body(object...),
	)
}
