package app

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/ui"
	"vitrine/app/wire"
)

// View is the root of every page: skip link, bar, main, footer. It is the
// body's first element, which is the one the client replaces.
type View struct {
	goapp.Compo

	Page wire.Page
}

// Render draws the frame and the page's own component in it.
func (v *View) Render() goapp.UI {
	site := v.Page.Site
	return goapp.Div().ID("site").Class("site").Lang(site.Lang).Dir(ui.Direction(site.Lang)).Body(
		goapp.A().Class("skip").Href("#main").Text("Skip to the content"),
		bar(site, v.Page.Path),
		goapp.Main().ID("main").TabIndex(-1).Body(v.content()),
		footer(site),
	)
}

// content is the component for the page's kind. A kind without its value is a
// fault of the server; the reader gets the problem page rather than nothing.
func (v *View) content() goapp.UI {
	p := v.Page
	lang := ""
	if p.Head.Lang != p.Site.Lang {
		lang = p.Head.Lang
	}
	switch {
	case p.Kind == wire.KindWelcome:
		return &Welcome{}
	case p.Kind == wire.KindHome && p.Home != nil:
		return &Home{Page: *p.Home}
	case p.Kind == wire.KindAbout && p.About != nil:
		return &About{Page: *p.About}
	case p.Kind == wire.KindProjects && p.Projects != nil:
		return &Projects{Page: *p.Projects}
	case p.Kind == wire.KindProject && p.Project != nil:
		return &Project{Page: *p.Project}
	case p.Kind == wire.KindList && p.List != nil:
		return &List{Page: *p.List}
	case p.Kind == wire.KindPost && p.Post != nil:
		return &Post{Page: *p.Post, Lang: lang}
	case p.Kind == wire.KindArchive && p.Archive != nil:
		return &Archive{Page: *p.Archive}
	case p.Kind == wire.KindFree && p.Free != nil:
		return &Free{Page: *p.Free}
	case p.Kind == wire.KindContact && p.Contact != nil:
		return &Contact{Page: *p.Contact}
	case p.Kind == wire.KindSearch && p.Search != nil:
		return &Search{Page: *p.Search}
	case p.Kind == wire.KindProblem && p.Problem != nil:
		return &Problem{Page: *p.Problem}
	}
	return &Problem{Page: wire.ProblemPage{
		Code:    wire.Internal,
		Heading: "This page could not be drawn.",
		Message: "The fault is ours. Reload the page, or start again from the home page.",
		Closest: []wire.Link{{Label: "Home", Href: "/"}},
	}}
}

func bar(site wire.Site, path string) goapp.UI {
	name := goapp.A().Class("name").Href("/").Text(siteName(site))
	if path == "/" {
		name.Aria("current", "page")
	}
	items := make([]goapp.UI, 0, len(site.Nav))
	for _, n := range site.Nav {
		if n.Href == "" {
			continue
		}
		a := goapp.A().Href(n.Href).Text(n.Label)
		switch {
		case n.Href == path:
			a.Aria("current", "page")
		case n.Current:
			// A post is inside "Writing", it is not that page.
			a.Aria("current", "true")
		}
		items = append(items, goapp.Li().Body(a))
	}
	parts := []goapp.UI{name}
	if len(items) > 0 {
		parts = append(parts, goapp.Nav().Aria("label", "Site").Body(goapp.Ul().Body(items...)))
	}
	tools := []goapp.UI{}
	if len(items) > 0 { // an empty site has nothing to find
		tools = append(tools, ui.SearchTool(path))
	}
	// Hidden until the boot script shows it: without script it could do nothing.
	tools = append(tools, goapp.Button().Type("button").Class("tool").Hidden(true).
		Attr("data-theme-toggle", "toggle").Aria("pressed", "false").Aria("label", "Dark theme").
		Body(ui.IconTheme()))
	parts = append(parts, goapp.Div().Class("tools").Body(tools...))
	return goapp.Header().Class("bar").Body(goapp.Div().Class("wrap").Body(parts...))
}

func footer(site wire.Site) goapp.UI {
	object := []goapp.UI{}
	if len(site.Footer) > 0 {
		object = append(object, goapp.Ul().Class("inline").Body(ui.LinkItems(site.Footer)...))
	}
	object = append(object, goapp.P().Text("Made with Vitrine. No cookies, no trackers."))
	return goapp.Footer().Class("foot").Body(
		goapp.Div().Class("case wrap").Body(
			goapp.P().Class("label").Text(siteName(site)),
			goapp.Div().Class("object").Body(object...),
		),
	)
}

func siteName(site wire.Site) string {
	if site.Name == "" {
		return "Vitrine"
	}
	return site.Name
}
