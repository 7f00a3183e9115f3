package site

import (
	"net/url"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/content"
)

// What pages say of themselves to machines: feeds, the owner's other profiles
// and schema.org, as one graph in which things name each other by @id. A search
// engine reads one page at a time, so what a page names it also describes.

// graph is a page's JSON-LD.
type graph struct {
	Context string `json:"@context"`
	Things  []any  `json:"@graph"`
}

type person struct {
	Type        string   `json:"@type"`
	ID          string   `json:"@id,omitempty"`
	Name        string   `json:"name"`
	URL         string   `json:"url,omitempty"`
	JobTitle    string   `json:"jobTitle,omitempty"`
	Description string   `json:"description,omitempty"`
	Image       string   `json:"image,omitempty"`
	SameAs      []string `json:"sameAs,omitempty"`
}

type website struct {
	Type      string        `json:"@type"`
	ID        string        `json:"@id"`
	Name      string        `json:"name"`
	URL       string        `json:"url"`
	Language  string        `json:"inLanguage,omitempty"`
	Publisher *reference    `json:"publisher,omitempty"`
	Action    *searchAction `json:"potentialAction,omitempty"`
}

type searchAction struct {
	Type   string     `json:"@type"`
	Target entryPoint `json:"target"`
	Input  string     `json:"query-input"`
}

type entryPoint struct {
	Type     string `json:"@type"`
	Template string `json:"urlTemplate"`
}

// reference names a thing that is described elsewhere in the graph.
type reference struct {
	ID string `json:"@id"`
}

type profilePage struct {
	Type     string    `json:"@type"`
	ID       string    `json:"@id"`
	URL      string    `json:"url"`
	Name     string    `json:"name"`
	Language string    `json:"inLanguage"`
	Subject  reference `json:"mainEntity"`
	PartOf   reference `json:"isPartOf"`
}

type blogPosting struct {
	Type        string   `json:"@type"`
	ID          string   `json:"@id"`
	URL         string   `json:"url"`
	MainPage    string   `json:"mainEntityOfPage"`
	Headline    string   `json:"headline"`
	Description string   `json:"description,omitempty"`
	Published   string   `json:"datePublished"`
	Modified    string   `json:"dateModified"`
	Author      any      `json:"author"` // a reference to the owner, or another person
	Image       string   `json:"image,omitempty"`
	WordCount   int      `json:"wordCount,omitempty"`
	Language    string   `json:"inLanguage"`
	Section     string   `json:"articleSection,omitempty"`
	Keywords    []string `json:"keywords,omitempty"`
	PartOf      []any    `json:"isPartOf"`
}

// work is what has a name and perhaps an address: a series.
type work struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url"`
}

type sourceCode struct {
	Type        string    `json:"@type"` // SoftwareSourceCode, or CreativeWork where no code is shown
	ID          string    `json:"@id"`
	Name        string    `json:"name"`
	URL         string    `json:"url"`
	Description string    `json:"description,omitempty"`
	Image       string    `json:"image,omitempty"`
	Repository  string    `json:"codeRepository,omitempty"`
	Languages   []string  `json:"programmingLanguage,omitempty"`
	Keywords    []string  `json:"keywords,omitempty"`
	SameAs      string    `json:"sameAs,omitempty"` // where it runs
	Created     string    `json:"dateCreated,omitempty"`
	Author      reference `json:"author"`
	PartOf      reference `json:"isPartOf"`
}

type breadcrumbs struct {
	Type  string  `json:"@type"`
	Items []crumb `json:"itemListElement"`
}

type crumb struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	Item     string `json:"item"`
}

// programming are the languages among the names that owners list as
// technologies, by slug.
var programming = slugs("Ada APL Assembly Awk Bash C C# C++ Clojure COBOL Crystal CSS D Dart Elixir Elm Erlang F# Fortran Gleam Go Golang " +
	"Groovy Haskell HTML Idris Java JavaScript Julia Kotlin Lisp Lua MATLAB Nim Nix Objective-C OCaml Odin Pascal Perl PHP PowerShell " +
	"Prolog Python R Racket Ruby Rust Scala Scheme Shell Smalltalk Solidity SQL Swift Tcl TypeScript V VHDL Verilog WebAssembly Zig")

func slugs(names string) map[string]bool {
	out := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		out[content.Slug(name)] = true
	}
	return out
}

// describe completes the head of a page that was drawn and has its picture. Pages
// of a record have described it already (see posting, sourceCode).
func (f *frame) describe() {
	if f.Kind == wire.KindWelcome {
		return
	}
	f.feeds()
	things := []any{f.website(), f.owner()}
	switch f.Kind {
	case wire.KindHome, wire.KindAbout:
		for _, l := range f.profile.Links {
			if elsewhere(l.Href) {
				f.Head.Me = append(f.Head.Me, l.Href)
			}
		}
		things = append(things, profilePage{Type: "ProfilePage", ID: f.Head.Canonical + "#page", URL: f.Head.Canonical, Name: f.Head.Title,
			Language: f.Head.Lang, Subject: f.ref("/#person"), PartOf: f.ref("/#website")})
	}
	switch record := f.Head.JSONLD.(type) {
	case blogPosting:
		record.Image = f.Head.Image
		things = append(things, record)
	case sourceCode:
		record.Image = f.Head.Image
		things = append(things, record)
	}
	if crumbs := f.crumbs(); len(crumbs) > 1 {
		things = append(things, breadcrumbs{"BreadcrumbList", crumbs})
	}
	f.Head.JSONLD = graph{"https://schema.org", things}
	if f.Head.AlternateMD == "" {
		f.Head.AlternateMD = f.markdown()
	}
}

// feeds names the whole blog's feeds, and before them those of a term's page.
func (f *frame) feeds() {
	name := func(title, folder string) {
		for _, kind := range [...]wire.Feed{
			{Title: "RSS", Href: "/feed.xml", Type: "application/rss+xml"},
			{Title: "Atom", Href: "/atom.xml", Type: "application/atom+xml"},
			{Title: "JSON Feed", Href: "/feed.json", Type: "application/feed+json"},
		} {
			f.Head.Feeds = append(f.Head.Feeds, wire.Feed{Title: title + " (" + kind.Title + ")", Href: f.whole(folder + kind.Href), Type: kind.Type})
		}
	}
	if path := f.path(); f.Kind == wire.KindList && path != "/blog" {
		name(f.List.Heading+" · "+f.profile.Name, path)
	}
	name(f.profile.Name, "")
}

// path is the page's address without its query.
func (f *frame) path() string {
	path, _, _ := strings.Cut(f.Path, "?")
	return path
}

// whole is a path of this site with its scheme and host, escaped.
func (f *frame) whole(path string) string { return f.base + (&url.URL{Path: path}).EscapedPath() }

func (f *frame) ref(path string) reference { return reference{f.base + path} }

// markdown is where the page's text stands as its author wrote it, if it does.
func (f *frame) markdown() string {
	switch {
	case f.Kind == wire.KindProject, f.Kind == wire.KindFree, f.Kind == wire.KindAbout && f.profile.Long != "":
		return f.whole(f.path() + ".md")
	}
	return ""
}

func (f *frame) owner() person {
	p := f.profile
	out := person{Type: "Person", ID: f.ref("/#person").ID, Name: p.Name, URL: f.whole("/"), JobTitle: p.Role, Description: p.Short}
	if strings.HasPrefix(p.Avatar, "/") {
		out.Image = f.base + p.Avatar
	}
	for _, l := range p.Links {
		if elsewhere(l.Href) {
			out.SameAs = append(out.SameAs, l.Href)
		}
	}
	return out
}

func elsewhere(href string) bool {
	return strings.HasPrefix(href, "https://") || strings.HasPrefix(href, "http://")
}

func (f *frame) website() website {
	owner := f.ref("/#person")
	w := website{Type: "WebSite", ID: f.ref("/#website").ID, Name: f.Site.Name, URL: f.whole("/"), Language: f.Site.Lang, Publisher: &owner}
	// A site without search would send people to a page that is not there.
	if r, _, ok := match("/search"); ok && r.query == "q" {
		w.Action = &searchAction{"SearchAction", entryPoint{"EntryPoint", f.base + "/search?q={search_term_string}"}, "required name=search_term_string"}
	}
	return w
}

// crumbs is the way to the page from the front; its last step is the page.
func (f *frame) crumbs() []crumb {
	var out []crumb
	step := func(name, path string) {
		out = append(out, crumb{"ListItem", len(out) + 1, name, f.whole(path)})
	}
	step(f.Site.Name, "/")
	writing, work := "Writing", "Work"
	switch f.Kind {
	case wire.KindAbout:
		step("About", "/about")
	case wire.KindProjects:
		step(work, "/projects")
	case wire.KindProject:
		step(work, "/projects")
		step(f.Project.Title, f.path())
	case wire.KindList:
		step(writing, "/blog")
		if f.path() != "/blog" {
			step(f.List.Heading, f.path())
		}
	case wire.KindPost:
		step(writing, "/blog")
		step(f.Post.Title, f.path())
	case wire.KindArchive:
		step(writing, "/blog")
		step("Archive", f.path())
	case wire.KindFree:
		step(f.Free.Title, f.path())
	case wire.KindContact:
		step("Contact", f.path())
	case wire.KindSearch:
		step("Search", f.path())
	}
	return out
}

// posting describes a post; its page's title, address and language are known.
func (f *frame) posting(p wire.Post) {
	at := f.Head.Canonical
	out := blogPosting{Type: "BlogPosting", ID: at + "#post", URL: at, MainPage: at, Headline: p.Title, Description: f.Head.Description,
		Published: f.Head.Published, Modified: stamp(max(p.PublishedAt, p.EditedAt)), Author: f.ref("/#person"),
		WordCount: p.Words, Language: f.Head.Lang, Section: p.Category, Keywords: p.Tags, PartOf: []any{f.ref("/#website")}}
	if p.Author != "" && p.Author != f.profile.Name {
		out.Author = person{Type: "Person", Name: p.Author}
	}
	if p.Series != "" {
		out.PartOf = append(out.PartOf, work{"CreativeWorkSeries", p.Series, f.whole(termLink("series", p.Series).Href)})
	}
	f.Head.JSONLD = out
}

// sourceCode describes a project; its page's address is known.
func (f *frame) sourceCode(p wire.Project) {
	at := f.Head.Canonical
	out := sourceCode{Type: "SoftwareSourceCode", ID: at + "#project", Name: p.Title, URL: at, Description: p.Description,
		Repository: p.RepositoryURL, Keywords: p.TechStack, SameAs: p.LiveURL, Created: p.Started, Author: f.ref("/#person"), PartOf: f.ref("/#website")}
	if p.RepositoryURL == "" {
		out.Type = "CreativeWork"
	} else {
		for _, t := range p.TechStack {
			if programming[content.Slug(t)] {
				out.Languages = append(out.Languages, t)
			}
		}
	}
	f.Head.JSONLD = out
}
