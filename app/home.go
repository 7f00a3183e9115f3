package app

import (
	"strconv"
	"strings"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/ui"
	"vitrine/app/wire"
)

// Home is "/": the sentence with its evidence, the person, the work, the
// skills, the writing, and how to reach them.
type Home struct {
	goapp.Compo

	Page wire.HomePage
}

// Render leaves out every section that has nothing to show. Of About and
// Projects the anchor stays: it is an address that others link to.
func (h *Home) Render() goapp.UI {
	return goapp.Div().Class("home").Body(
		h.hero(), h.about(), h.work(), h.skills(), h.writing(), h.contact(),
	)
}

func (h *Home) hero() goapp.UI {
	p := h.Page
	line := []goapp.UI{}
	for _, s := range p.Headline {
		if s.Href == "" {
			line = append(line, goapp.Text(s.Text+s.Trail))
		} else {
			line = append(line, ui.Anchor(s.Href, "", goapp.Text(s.Text)))
			if s.Trail != "" {
				line = append(line, goapp.Text(s.Trail))
			}
		}
		if s.No > 0 && s.No <= len(p.References) {
			n := strconv.Itoa(s.No)
			line = append(line, goapp.A().Class("ref").Href("#k"+n).
				Aria("label", "Reference "+n+": "+p.References[s.No-1].Label).Text(n))
		}
	}
	if len(line) == 0 {
		line = append(line, goapp.Text(join(", ", p.Name, p.Role)))
	}
	return goapp.Section().Class("hero wrap").Aria("label", "Introduction").Body(
		goapp.H1().Body(line...),
		h.key(),
	)
}

// key is the list the headline's numbers point at, with the person beside it.
func (h *Home) key() goapp.UI {
	p := h.Page
	who := []goapp.UI{}
	if p.Name != "" && p.Role+p.Short != "" {
		who = append(who, goapp.B().Text(join(", ", p.Name, p.Role)+"."))
	}
	// Without a biography the short one is all that About has to say.
	if p.Short != "" && p.About.ID != "" {
		who = append(who, goapp.Text(" "+p.Short))
	}
	items := []goapp.UI{}
	for i, r := range p.References {
		n := strconv.Itoa(i + 1)
		item := []goapp.UI{
			goapp.B().Class("no").Text(n), goapp.Text(" "),
			ui.Anchor(r.Href, "", goapp.Text(r.Label)),
		}
		if r.Note != "" {
			item = append(item, goapp.Text(" "), goapp.Span().Class("note").Text(r.Note))
		}
		items = append(items, goapp.Li().ID("k"+n).Body(item...))
	}
	parts := []goapp.UI{}
	if len(who) > 0 {
		parts = append(parts, goapp.P().Body(who...))
	}
	if len(items) > 0 {
		parts = append(parts, goapp.Ol().Aria("label", "References").Body(items...))
	}
	if len(parts) == 0 {
		return nil
	}
	return goapp.Div().Class("key").Body(parts...)
}

func (h *Home) about() goapp.UI {
	p := h.Page
	if p.About.ID == "" && p.Short == "" && len(p.Facts) == 0 {
		return goapp.Div().ID("about")
	}
	label := []goapp.UI{ui.Heading("about", "About"), ui.More("/about", "More about "+ownerName(p.Name))}
	object := []goapp.UI{}
	switch {
	case p.About.ID != "":
		object = append(object, &ui.Fragment{HTML: p.About, Class: "prose"})
	case p.Short != "":
		object = append(object, goapp.Div().Class("prose").Body(goapp.P().Text(p.Short)))
	}
	if len(p.Facts) > 0 {
		object = append(object, ui.Facts(p.Facts))
	}
	return ui.Section("about", "", label, goapp.Div().Class("beside").Body(object...))
}

func (h *Home) work() goapp.UI {
	p := h.Page
	if len(p.Projects) == 0 {
		return goapp.Div().ID("projects")
	}
	label := []goapp.UI{ui.Heading("projects", "Selected work")}
	if p.ProjectCount > len(p.Projects) {
		label = append(label, ui.More("/projects", "All "+strconv.Itoa(p.ProjectCount)+" projects"))
	} else {
		label = append(label, ui.More("/projects", "The catalogue"))
	}
	if len(p.Projects) == 0 {
		text := "Nothing is on display yet."
		if p.ProjectCount > 0 {
			text = "No piece stands out for now; the catalogue has them all."
		}
		return ui.Section("projects", "", label, goapp.P().Class("soft").Text(text))
	}
	// One numeral means one thing on a page: a card carries the number of the
	// headline's claim it proves, not its place in the catalogue.
	claim := map[string]int{}
	for i, r := range p.References {
		claim[r.Href] = i + 1
	}
	cards := append([]wire.ProjectCard(nil), p.Projects...)
	for i := range cards {
		cards[i].No = claim[cards[i].Href]
	}
	return ui.Section("projects", "bare", label, ui.Showcase(cards))
}

func (h *Home) skills() goapp.UI {
	if len(h.Page.Skills) == 0 {
		return nil
	}
	label := []goapp.UI{ui.Heading("skills", "Skills"), goapp.P().Text("Each with where to see it.")}
	return ui.Section("skills", "", label, ui.Skills(h.Page.Skills))
}

func (h *Home) writing() goapp.UI {
	p := h.Page
	if len(p.Posts) == 0 {
		return nil
	}
	label := []goapp.UI{ui.Heading("writing", "Latest writing")}
	if p.PostCount > len(p.Posts) {
		label = append(label, ui.More("/blog", "All "+strconv.Itoa(p.PostCount)+" posts"))
	} else {
		label = append(label, ui.More("/blog", "The blog"))
	}
	return ui.Section("writing", "", label, ui.Articles(p.Posts, ui.ArticleOptions{NoTags: true}))
}

// contact is the one band of the page that turns to night. Its form has no token:
// this page is kept and shared, and a token in it would be everybody's.
func (h *Home) contact() goapp.UI {
	return goapp.Div().Class("night").Body(
		ui.Section("contact", "", []goapp.UI{ui.Heading("contact", "Contact")},
			reach(ways(h.Page.Contact), ui.ContactForm(wire.ContactForm{}))),
	)
}

// contactParts is the same on the home page, on About and beside the form.
func contactParts(c wire.Contact) []goapp.UI {
	var out []goapp.UI
	if c.Email != "" {
		// A long address breaks after its @ and nowhere else if it can.
		name, host, _ := strings.Cut(c.Email, "@")
		out = append(out, goapp.P().Class("loud").Body(goapp.A().Href("mailto:"+c.Email).Body(
			goapp.Text(name+"@"), goapp.Wbr(), goapp.Text(host))))
	}
	if c.Text.ID != "" {
		out = append(out, &ui.Fragment{HTML: c.Text, Class: "says"})
	}
	if len(c.Links) > 0 {
		out = append(out, goapp.Ul().Class("inline elsewhere").Body(ui.LinkItems(c.Links)...))
	}
	return out
}

// ownerName is how a sentence calls a person whose name is not set.
func ownerName(name string) string {
	if name == "" {
		return "me"
	}
	return name
}

// join puts sep between the words that are there.
func join(sep string, words ...string) string {
	out := ""
	for _, w := range words {
		switch {
		case w == "":
		case out == "":
			out = w
		default:
			out += sep + w
		}
	}
	return out
}
