package main

import (
	"bytes"
	"strings"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app"
	"vitrine/app/ui"
	"vitrine/app/wire"
	"vitrine/server/ssr"
)

// states are shown standing still on the page of parts, by an attribute that
// its stylesheet takes for the real thing.
var states = strings.NewReplacer(
	":hover", `:is(:hover, [data-state~="hover"])`,
	":focus-visible", `:is(:focus-visible, [data-state~="focus"])`,
	":active", `:is(:active, [data-state~="active"])`,
	":target", `:is(:target, [data-state~="target"])`,
)

// inside is the stylesheet of whole pages that are shown as parts: as wide as
// their frame and no higher than they are.
const inside = "@layer media{.object .wrap{inline-size:auto}.object .site{min-block-size:0}}"

// part is one part of the house in one state.
type part struct {
	name string
	show []goapp.UI
}

// parts is every part in every state on one page.
func parts() ([]byte, error) {
	list := controls()
	list = append(list, forms()...)
	list = append(list, rows()...)
	list = append(list, texts()...)
	cards, err := plates()
	if err != nil {
		return nil, err
	}
	list = append(list, cards...)
	list = append(list, notThere()...)

	body := []goapp.UI{ui.Head([]goapp.UI{goapp.P().Class("what").Text("Parts")}, goapp.H1().Text("Every part, in every state"))}
	for _, p := range list {
		body = append(body, goapp.Section().Class("case tight wrap").Body(
			goapp.Div().Class("label").Body(goapp.H2().Text(p.name)),
			goapp.Div().Class("object").Body(p.show...)))
	}
	var w bytes.Buffer
	w.WriteString(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Parts</title><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="parts.css"></head><body>`)
	ssr.Element(&w, goapp.Div().ID("site").Class("site").Body(goapp.Main().ID("main").Body(body...)))
	w.WriteString("<button data-theme-toggle hidden></button></body></html>\n")
	return w.Bytes(), nil
}

// in shows ui with the state put on its first element that is called tag.
func in(state, tag string, shown goapp.UI) goapp.UI {
	var w bytes.Buffer
	ssr.Element(&w, shown)
	return goapp.Raw("<div>" + strings.Replace(w.String(), "<"+tag+" ", "<"+tag+` data-state="`+state+`" `, 1) + "</div>")
}

func row(items ...goapp.UI) goapp.UI { return goapp.Div().Class("pages").Body(items...) }

func controls() []part {
	button := func(class, word string) goapp.HTMLButton { return goapp.Button().Class("btn " + class).Text(word) }
	buttons := func(class string) goapp.UI {
		return row(button(class, "At rest"), button(class, "Hover").DataSet("state", "hover"), button(class, "Focus").DataSet("state", "focus"),
			button(class, "Pressed").DataSet("state", "active hover"), button(class, "Disabled").Disabled(true))
	}
	a := func(state string) goapp.UI {
		return goapp.A().Href("#x").DataSet("state", state).Text("a link in a sentence")
	}
	return []part{
		{"Buttons", []goapp.UI{buttons("main"), goapp.Div().Class("push").Body(buttons(""))}},
		{"Links", []goapp.UI{goapp.Div().Class("prose").Body(goapp.P().Body(goapp.Text("This is "), a("rest"), goapp.Text(", under the hand "), a("hover"), goapp.Text(", with the focus "), a("focus"), goapp.Text(" and pressed "), a("active hover"), goapp.Text(".")))}},
		{"Bar", []goapp.UI{in("hover", "a", &app.View{Page: wire.Page{Path: "/blog", Kind: wire.KindFree, Site: site("/blog"), Free: &wire.FreeTextPage{Title: "In its frame"}}})}},
		{"Filters", []goapp.UI{
			in("hover", "a", ui.Filters("By category", []wire.Filter{{Label: "Storage", Href: "/blog/categories/storage", Count: 12}, {Label: "Operations", Href: "/blog/categories/operations", Count: 8}, {Label: "Craft", Href: "/blog/categories/craft", Count: 1}})),
			in("focus", "a", ui.Filters("By tag", []wire.Filter{{Label: "go", Href: "/blog/tags/go", Count: 14}, {Label: "postgres", Href: "/blog/tags/postgres", Count: 9, Current: true}, {Label: longWord, Href: "/blog/tags/long", Count: 1}})),
		}},
		{"Tags", []goapp.UI{ui.Tags([]wire.Link{link("go"), link("on-call"), link(longWord)}, 11), in("hover", "a", ui.Tags([]wire.Link{link("hover")}, 0)), in("focus", "a", ui.Tags([]wire.Link{link("focus")}, 0))}},
		{"Pages", []goapp.UI{pages(1), pages(2), pages(3)}},
		{"Turn", []goapp.UI{ui.Turn("Posts", "Older", &wire.Link{Label: "Six alarms a day", Href: "/a"}, "Newer", &wire.Link{Label: longWord, Href: "/b"}), ui.Turn("Posts", "Older", nil, "Newer", &wire.Link{Label: "Only a newer one", Href: "/b"})}},
		{"Ways", []goapp.UI{in("hover", "a", ui.Ways("Onward", []wire.Link{{Label: "Home", Href: "/"}, {Label: "Work", Href: "/projects"}, {Label: "Not a link any more"}}))}},
	}
}

// mirroredText is Latin: which letters another script gets depends on the machine.
const mirroredText = `<p>A line that ends in a full stop.</p><ul><li>first</li><li>second</li></ul><ol><li>one</li></ol><div class="callout tip" role="note"><strong>Tip</strong><div><p>Its word stands on the right.</p></div></div>
<figure class="code"><figcaption><span>go</span></figcaption><pre tabindex="0"><code><span class="k">func</span> main() {}</code></pre></figure><blockquote><p>Said from the other side.</p></blockquote><ul class="tasks"><li><input type="checkbox" disabled checked> Done</li></ul>`

const longWord = "donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"

func pages(n int) goapp.UI {
	p := wire.Pagination{Page: n, Of: 3, Newer: "/blog", Older: "/blog?page=3"}
	if n == 1 {
		p.Newer = ""
	}
	if n == 3 {
		p.Older = ""
	}
	return ui.Pages(p)
}

func forms() []part {
	wrong := wire.ContactForm{Problem: "Too many messages came from your network. Try again in 12 minutes; what you wrote is still here.",
		Name:    wire.FormField{Value: "Ada", Error: "Write your name in 80 characters at most."},
		Email:   wire.FormField{Value: "ada@", Error: "This is no address: there is nothing after the @."},
		Message: wire.FormField{Value: "A first line.\n\n" + longWord + longWord}}
	return []part{
		{"Form", []goapp.UI{in("focus", "input", ui.ContactForm(wire.ContactForm{}))}},
		{"Form with errors", []goapp.UI{ui.ContactForm(wrong)}},
		{"Sent", []goapp.UI{&app.Contact{Page: wire.ContactPage{Sent: true}}}},
	}
}

func rows() []part {
	long := posts()[3]
	long.Title, long.Excerpt = longWord, longWord+" "+longWord
	return []part{
		{"Articles", []goapp.UI{in("hover", "li", ui.Articles(append(posts()[:2], long), ui.ArticleOptions{Lead: true}))}},
		{"Articles, in brief", []goapp.UI{ui.Articles(posts()[2:5], ui.ArticleOptions{Brief: true, Year: "2025"})}},
		{"Facts", []goapp.UI{ui.Facts(append(facts(), wire.Fact{Label: "Very long label", Value: longWord}))}},
		{"Skills", []goapp.UI{ui.Skills(skills())}},
		{"Skills at length", []goapp.UI{ui.SkillLevels(skills()[:2])}},
		{"Positions", []goapp.UI{ui.Positions([]wire.Position{{Title: "Staff engineer", Organisation: "Quittance", Place: "Lyon", Href: "https://example.com", From: "2023-04", Summary: "Leads the ledger team of six."}, {Title: longWord, From: "2015", To: "2019-01"}})}},
		{"Contents", []goapp.UI{ui.TOC("Closed", toc, ""), in("hover", "a", open(ui.TOC("Open", toc, "")))}},
		{"Series", []goapp.UI{ui.Part(wire.Link{Label: "Small machines", Href: "/blog/series/small-machines"}, 2, 3), open(ui.Parts([]wire.NavLink{{Label: "One", Href: "/1"}, {Label: "Two, which is being read", Href: "/2", Current: true}, {Label: longWord, Href: "/3"}}))}},
	}
}

// open opens the <details> in shown.
func open(shown goapp.UI) goapp.UI {
	var w bytes.Buffer
	ssr.Element(&w, shown)
	return goapp.Raw("<div>" + strings.Replace(w.String(), "<details ", "<details open ", 1) + "</div>")
}

func texts() []part {
	return []part{
		{"Prose", []goapp.UI{in("target", "li", goapp.Div().Body(&ui.Fragment{HTML: wire.HTML{ID: "parts-prose", Body: postText}, Class: "prose"}))}},
		{"Right to left", []goapp.UI{goapp.Div().Dir("rtl").Body(&ui.Fragment{HTML: wire.HTML{ID: "parts-rtl", Body: mirroredText}, Class: "prose"}, ui.Tags([]wire.Link{link("go")}, 4), pages(2))}},
	}
}

func plates() ([]part, error) {
	all, err := cards(3)
	if err != nil {
		return nil, err
	}
	all[1].Plate, all[1].Image = wire.HTML{}, photo()
	all[2].Plate, all[2].Title = wire.HTML{}, longWord
	return []part{
		{"Showcase", []goapp.UI{in("hover", "li", ui.Showcase(all))}},
		{"Catalogue", []goapp.UI{ui.Catalogue(all, 3)}},
	}, nil
}

func notThere() []part {
	problem := func(code wire.Code, heading, message string) goapp.UI {
		return &app.Problem{Page: wire.ProblemPage{Code: code, Heading: heading, Message: message, Reference: "0198f2c4-77aa", Closest: []wire.Link{{Label: "Home", Href: "/"}}}}
	}
	return []part{
		{"Problems", []goapp.UI{problem(wire.NotFound, "Nothing is shown here.", "The page was moved, or the address has a slip in it."), problem(wire.RateLimited, "That was a lot at once.", "Try again in 12 seconds.")}},
		{"Empty", []goapp.UI{&app.List{Page: wire.ListPage{Label: "Tag", Heading: "sqlite"}}, &app.Archive{}, &app.Projects{Page: wire.ProjectsPage{Heading: "Work"}}, ui.Showcase(nil)}},
	}
}
