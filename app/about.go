package app

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/ui"
	"vitrine/app/wire"
)

// About is "/about": the person at length.
type About struct {
	goapp.Compo

	Page wire.AboutPage
}

// Render leaves out every section that has nothing to show.
func (a *About) Render() goapp.UI {
	p := a.Page
	return goapp.Div().Class("about").Body(
		a.head(),
		a.story(),
		a.availability(),
		a.skills(),
		positions("experience", "Experience", p.Experience),
		positions("education", "Education", p.Education),
		a.contact(),
	)
}

func (a *About) head() goapp.UI {
	p := a.Page
	label := []goapp.UI{goapp.P().Class("what").Text("About")}
	if p.Role != "" {
		label = append(label, goapp.P().Text(p.Role))
	}
	if p.Location != "" {
		label = append(label, goapp.P().Text(p.Location))
	}
	title := []goapp.UI{goapp.H1().Text(p.Name)}
	if p.Name == "" {
		title = []goapp.UI{goapp.H1().Text("About")}
	}
	if p.Short != "" {
		title = append(title, goapp.P().Class("lede").Text(p.Short))
	}
	if p.Avatar == nil {
		return ui.Head(label, title...)
	}
	return ui.Head(label, goapp.Div().Class("beside portrait").Body(
		goapp.Div().Body(title...), ui.Picture(*p.Avatar, true)))
}

func (a *About) story() goapp.UI {
	p := a.Page
	object := []goapp.UI{}
	if p.Long.ID != "" {
		object = append(object, &ui.Fragment{HTML: p.Long, Class: "prose"})
	}
	if len(p.Facts) > 0 {
		object = append(object, ui.Facts(p.Facts))
	}
	if len(object) == 0 {
		return nil
	}
	return ui.Section("story", "tight", []goapp.UI{ui.Heading("story", "The long version")},
		goapp.Div().Class("beside").Body(object...))
}

// availability has a section to itself: it is a sentence or several, and what
// half of this page's readers came for.
func (a *About) availability() goapp.UI {
	if a.Page.Availability == "" {
		return nil
	}
	return ui.Section("availability", "tight", []goapp.UI{ui.Heading("availability", "Availability")},
		goapp.Div().Class("prose").Body(goapp.P().Text(a.Page.Availability)))
}

func (a *About) skills() goapp.UI {
	if len(a.Page.Skills) == 0 {
		return nil
	}
	return ui.Section("skills", "", []goapp.UI{ui.Heading("skills", "Skills")}, ui.SkillLevels(a.Page.Skills))
}

func (a *About) contact() goapp.UI {
	object := contactParts(a.Page.Contact)
	if len(object) == 0 {
		return nil
	}
	return ui.Section("contact", "", []goapp.UI{ui.Heading("contact", "Contact")}, object...)
}

func positions(id, heading string, rows []wire.Position) goapp.UI {
	if len(rows) == 0 {
		return nil
	}
	return ui.Section(id, "", []goapp.UI{ui.Heading(id, heading)}, ui.Positions(rows))
}
