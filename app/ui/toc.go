package ui

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/wire"
)

// TOC is the contents of a text. It is closed where it would push the text
// down, and always open where it stands beside it: the style sheet decides by
// width, so neither needs script. lang is the headings' when not the page's.
func TOC(title string, headings []wire.Heading, lang string) goapp.UI {
	items := make([]goapp.UI, 0, len(headings))
	for _, h := range headings {
		if h.ID == "" {
			continue
		}
		class := ""
		if h.Level > 2 {
			class = "sub"
		}
		items = append(items, goapp.Li().Class(class).Body(goapp.A().Href("#"+h.ID).Text(h.Text)))
	}
	return goapp.Nav().Aria("label", "Contents").Body(
		goapp.Details().Class("toc").Body(
			goapp.Summary().Body(goapp.Text(title), iconOpen()),
			goapp.Ol().Lang(lang).Dir(Direction(lang)).Body(items...),
		),
	)
}
