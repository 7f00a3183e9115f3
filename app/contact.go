package app

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/ui"
	"vitrine/app/wire"
)

// Contact is "/contact": the form, and after it was sent the thanks.
type Contact struct {
	goapp.Compo

	Page wire.ContactPage
}

// Render draws the form with the other ways to the owner beside it.
func (c *Contact) Render() goapp.UI {
	p := c.Page
	label := []goapp.UI{goapp.P().Class("what").Text("Contact")}
	if p.Sent {
		return ui.Head(label,
			goapp.H1().Text("Thank you. Your message is here."),
			goapp.P().Class("lede").Text("An answer goes to the address you gave."),
			ui.Ways("Onward", []wire.Link{{Label: "Home", Href: "/"}, {Label: "Write another message", Href: "/contact"}}),
		)
	}
	name := p.Name
	if name == "" {
		name = "the owner"
	}
	return ui.Head(label, goapp.H1().Text("Write to "+name+"."), reach(ui.ContactForm(p.Form), ways(p.Contact)))
}

// ways is how to reach the owner without the form; nil when there are none.
func ways(c wire.Contact) goapp.UI {
	parts := contactParts(c)
	if len(parts) == 0 {
		return nil
	}
	return goapp.Div().Class("ways-out").Body(parts...)
}

// reach is the form and the other ways, side by side where there is room; what
// the page is about comes first.
func reach(first, second goapp.UI) goapp.UI {
	return goapp.Div().Class("reach").Body(first, second)
}
