package ui

import (
	"strconv"
	"strings"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/wire"
)

// Anchor is a link round body, or the same words without a link when href
// leads nowhere: it is empty, or of a scheme that is not for reading
// (javascript:, data:). A link to another site carries rel=noopener.
func Anchor(href, class string, body ...goapp.UI) goapp.UI {
	if !leads(href) {
		return goapp.Span().Class(class).Body(body...)
	}
	a := goapp.A().Class(class).Href(href).Body(body...)
	if external(href) {
		a.Rel("noopener")
	}
	return a
}

// leads reports whether an address is one a reader may follow. Content is
// checked when it is saved; this holds for whatever comes another way.
func leads(href string) bool {
	if href == "" {
		return false
	}
	scheme, _, ok := strings.Cut(href, ":")
	if !ok || strings.ContainsAny(scheme, "/?#") {
		return true
	}
	switch strings.ToLower(strings.TrimSpace(scheme)) {
	case "http", "https", "mailto", "tel", "xmpp", "sip", "matrix", "geo":
		return true
	}
	return false
}

func external(href string) bool {
	return strings.HasPrefix(href, "https://") || strings.HasPrefix(href, "http://") || strings.HasPrefix(href, "//")
}

// LinkItems is a <li> for each link.
func LinkItems(links []wire.Link) []goapp.UI {
	items := make([]goapp.UI, 0, len(links))
	for _, l := range links {
		items = append(items, goapp.Li().Body(Anchor(l.Href, "", goapp.Text(l.Label))))
	}
	return items
}

// Commas is links in a line of text: "Go, SQLite". lead is said before each to
// those who hear it out of that line: "Work with " makes a link called "Go" one
// that says where it goes.
func Commas(lead string, links []wire.Link) goapp.UI {
	parts := make([]goapp.UI, 0, 2*len(links))
	for i, l := range links {
		if i > 0 {
			parts = append(parts, goapp.Text(", "))
		}
		words := []goapp.UI{goapp.Text(l.Label)}
		if lead != "" {
			words = append([]goapp.UI{goapp.Span().Class("sr").Text(lead)}, words...)
		}
		parts = append(parts, Anchor(l.Href, "", words...))
	}
	return goapp.Span().Body(parts...)
}

// More is the link from a label to the whole of what a section shows a part of.
func More(href, text string) goapp.UI {
	return goapp.P().Body(Anchor(href, "more", goapp.Text(text)))
}

// Ways is a list of places to go, a line each.
func Ways(label string, links []wire.Link) goapp.UI {
	items := make([]goapp.UI, 0, len(links))
	for _, l := range links {
		items = append(items, goapp.Li().Body(Anchor(l.Href, "", goapp.Span().Text(l.Label), iconOnward())))
	}
	return goapp.Nav().Class("ways").Aria("label", label).Body(goapp.Ul().Body(items...))
}

// Turn leads to the neighbours in a row; a side without one stays empty.
func Turn(label, beforeWord string, before *wire.Link, afterWord string, after *wire.Link) goapp.UI {
	parts := []goapp.UI{}
	if before != nil && leads(before.Href) {
		parts = append(parts, neighbour("", "prev", beforeWord, before))
	}
	if after != nil && leads(after.Href) {
		parts = append(parts, neighbour("after", "next", afterWord, after))
	}
	if len(parts) == 0 {
		return nil
	}
	return goapp.Nav().Class("case bare tight wrap").Aria("label", label).Body(
		goapp.Div().Class("object at-object").Body(goapp.Div().Class("turn").Body(parts...)))
}

func neighbour(class, rel, word string, l *wire.Link) goapp.UI {
	return goapp.A().Class(class).Rel(rel).Href(l.Href).Body(
		goapp.Span().Text(word), goapp.Text(" "), goapp.B().Text(l.Label))
}

// Pages leads through a list that is cut into pages; nil when there is one.
func Pages(p wire.Pagination) goapp.UI {
	if p.Of < 2 {
		return nil
	}
	parts := []goapp.UI{}
	before, beforeWord, after, afterWord := p.Newer, "Newer", p.Older, "Older"
	if p.OldestFirst {
		before, beforeWord, after, afterWord = after, afterWord, before, beforeWord
	}
	if before != "" {
		parts = append(parts, goapp.A().Class("btn").Rel("prev").Href(before).Body(iconBack(), goapp.Text(" "+beforeWord)))
	}
	if after != "" {
		parts = append(parts, goapp.A().Class("btn").Rel("next").Href(after).Body(goapp.Text(afterWord+" "), iconOnward()))
	}
	parts = append(parts, goapp.Span().Class("meta").Text("Page "+strconv.Itoa(p.Page)+" of "+strconv.Itoa(p.Of)))
	return goapp.Nav().Class("case bare tight wrap").Aria("label", "Pages").Body(
		goapp.Div().Class("object at-object pages").Body(parts...))
}
