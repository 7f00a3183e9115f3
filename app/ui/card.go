package ui

import (
	"strconv"
	"strings"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/wire"
)

// Showcase is a few chosen projects, unequal on purpose: the first across the
// whole width, then pairs of unlike widths, an odd last one lying down. When
// none has a picture it is a catalogue, because words alone need no stage. A
// card's No is shown when it is not 0.
func Showcase(cards []wire.ProjectCard) goapp.UI {
	pictured := false
	for _, c := range cards {
		pictured = pictured || hasPlate(c)
	}
	if !pictured {
		return Catalogue(cards, 3)
	}
	items := make([]goapp.UI, 0, len(cards))
	for i, c := range cards {
		title := []goapp.UI{Anchor(c.Href, "", goapp.Text(c.Title))}
		if c.No > 0 {
			title = append(title, goapp.Span().Class("ref").Text(strconv.Itoa(c.No)))
		}
		class := ""
		if !hasPlate(c) {
			class = "plain"
		}
		items = append(items, goapp.Li().Class(class).Body(
			Plate(c.Plate, c.Image, i == 0),
			goapp.H3().Body(title...),
			goapp.Div().Class("says").Body(cardText(c)...),
		))
	}
	return goapp.Ul().Class("work").Body(items...)
}

// Catalogue is one row for each project, its number before it and its plate,
// small, after it. level is that of the titles' headings, 2 or 3.
func Catalogue(cards []wire.ProjectCard, level int) goapp.UI {
	items := make([]goapp.UI, 0, len(cards))
	for _, c := range cards {
		row := []goapp.UI{}
		if c.No > 0 {
			row = append(row, goapp.B().Class("no").Text(strconv.Itoa(c.No)))
		}
		title := Anchor(c.Href, "", goapp.Text(c.Title))
		text := []goapp.UI{}
		if level == 2 {
			text = append(text, goapp.H2().Body(title))
		} else {
			text = append(text, goapp.H3().Body(title))
		}
		row = append(row, goapp.Div().Class("says").Body(append(text, cardText(c)...)...), Plate(c.Plate, c.Image, false))
		items = append(items, goapp.Li().Body(row...))
	}
	return goapp.Ul().Class("rows").Body(items...)
}

func hasPlate(c wire.ProjectCard) bool {
	return c.Plate.ID != "" || c.Image != nil && c.Image.Src != ""
}

func cardText(c wire.ProjectCard) []goapp.UI {
	out := []goapp.UI{}
	if c.Description != "" {
		out = append(out, goapp.P().Text(c.Description))
	}
	facts := []string{}
	for _, s := range []string{strings.Join(c.Tech, ", "), c.Span, c.Status} {
		if s != "" {
			facts = append(facts, s)
		}
	}
	if len(facts) > 0 {
		out = append(out, goapp.P().Class("meta").Text(strings.Join(facts, " · ")))
	}
	return out
}
