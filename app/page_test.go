package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"vitrine/app"
	"vitrine/app/wire"
	"vitrine/server/ssr"
)

const hostile = `Odd "><script>alert(1)</script> & <b>name</b>`

var kinds = []wire.Kind{
	wire.KindWelcome, wire.KindHome, wire.KindAbout, wire.KindProjects, wire.KindProject,
	wire.KindList, wire.KindPost, wire.KindArchive, wire.KindFree, wire.KindContact, wire.KindSearch, wire.KindProblem,
}

// fill sets every field of a page: strings to text, addresses to address, two
// of everything in a list, and fragments with ids that are one of a kind.
func fill(v reflect.Value, name, text, address string, fragments *int) {
	if v.Type() == reflect.TypeOf(wire.HTML{}) {
		*fragments++
		v.Set(reflect.ValueOf(wire.HTML{ID: "f" + strconv.Itoa(*fragments), Body: "<p>First.</p><p>Second.</p>"}))
		return
	}
	switch v.Kind() {
	case reflect.String:
		switch name {
		case "Href", "Src", "LiveURL", "RepositoryURL", "Newer", "Older", "Archive", "Email":
			v.SetString(address)
		default:
			v.SetString(text)
		}
	case reflect.Int:
		v.SetInt(2)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), name, text, address, fragments)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), name, text, address, fragments)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), v.Type().Field(i).Name, text, address, fragments)
		}
	}
}

// full is a page of one kind with everything in it.
func full(kind wire.Kind, text, address string) wire.Page {
	var all wire.Page
	n := 0
	fill(reflect.ValueOf(&all).Elem(), "", text, address, &n)
	return only(all, kind)
}

// empty is a page of one kind with nothing in it.
func empty(kind wire.Kind) wire.Page {
	return only(wire.Page{
		Home: &wire.HomePage{Name: "A"}, About: &wire.AboutPage{}, Projects: &wire.ProjectsPage{Heading: "A"},
		Project: &wire.ProjectPage{ProjectCard: wire.ProjectCard{Title: "A"}}, List: &wire.ListPage{Label: "A", Heading: "A"},
		Post: &wire.PostPage{Title: "A"}, Archive: &wire.ArchivePage{}, Free: &wire.FreeTextPage{Title: "A"}, Contact: &wire.ContactPage{}, Search: &wire.SearchPage{}, Problem: &wire.ProblemPage{},
	}, kind)
}

func only(all wire.Page, kind wire.Kind) wire.Page {
	p := wire.Page{Kind: kind, Site: all.Site, Head: all.Head, Path: "/blog"}
	p.Head.Lang, p.Site.Lang = "ar", "en"
	switch kind {
	case wire.KindHome:
		p.Home = all.Home
	case wire.KindAbout:
		p.About = all.About
	case wire.KindProjects:
		p.Projects = all.Projects
	case wire.KindProject:
		p.Project = all.Project
	case wire.KindList:
		p.List = all.List
	case wire.KindPost:
		p.Post = all.Post
	case wire.KindArchive:
		p.Archive = all.Archive
	case wire.KindFree:
		p.Free = all.Free
	case wire.KindContact:
		p.Contact = all.Contact
	case wire.KindSearch:
		p.Search = all.Search
	case wire.KindProblem:
		p.Problem = all.Problem
	}
	return p
}

func render(t *testing.T, p wire.Page) (*html.Node, string) {
	t.Helper()
	var w bytes.Buffer
	ssr.Element(&w, &app.View{Page: p})
	doc, err := html.Parse(bytes.NewReader(w.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return doc, w.String()
}

func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

func TestPagesAreWellFormed(t *testing.T) {
	for _, kind := range kinds {
		for name, page := range map[string]wire.Page{
			"full":          full(kind, "Words", "/somewhere"),
			"hostile":       full(kind, hostile, "/x?"+hostile),
			"bad addresses": full(kind, "Words", "javascript:alert(1)"),
			"no addresses":  full(kind, "Words", ""),
			"empty":         empty(kind),
		} {
			t.Run(string(kind)+"/"+name, func(t *testing.T) {
				doc, _ := render(t, page)
				check(t, doc)
			})
		}
	}
}

// check holds what is true of every page whatever is in it.
func check(t *testing.T, doc *html.Node) {
	t.Helper()
	ids, h1, labelled := map[string]int{}, 0, []string{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id, ok := attr(n, "id"); ok {
			ids[id]++
		}
		if by, ok := attr(n, "aria-labelledby"); ok {
			labelled = append(labelled, by)
		}
		if _, ok := attr(n, "style"); ok {
			t.Errorf("<%s> has a style attribute, which the policy forbids", n.Data)
		}
		if href, ok := attr(n, "href"); ok && (href == "" || strings.HasPrefix(href, "javascript:")) {
			t.Errorf("<%s href=%q>", n.Data, href)
		}
		_, label := attr(n, "aria-label")
		_, by := attr(n, "aria-labelledby")
		switch n.Data {
		case "script", "style":
			t.Errorf("<%s> in the page: a property broke out of its place", n.Data)
		case "h1":
			h1++
			fallthrough
		case "h2", "h3", "p", "ul", "ol", "dl", "a", "dd":
			if n.FirstChild == nil || text(n) == "" {
				t.Errorf("<%s> is empty", n.Data)
			}
		case "nav", "section":
			if !label && !by {
				t.Errorf("<%s> has no name", n.Data)
			}
		case "img":
			if _, ok := attr(n, "alt"); !ok {
				t.Error("<img> without alt")
			}
		}
	}
	if h1 != 1 {
		t.Errorf("%d <h1>, want 1", h1)
	}
	for id, n := range ids {
		if n > 1 || id == "" {
			t.Errorf("id %q stands %d times", id, n)
		}
	}
	for _, by := range labelled {
		if ids[by] != 1 {
			t.Errorf("aria-labelledby=%q points at nothing", by)
		}
	}
}

// A client that starts over the server's page gets Slim: the tree must be the
// same but for what it adopts.
func TestSlimIsTheSameTree(t *testing.T) {
	for _, kind := range kinds {
		page := full(kind, "Words", "/somewhere")
		_, whole := render(t, page)
		_, slim := render(t, page.Slim())
		whole = strings.ReplaceAll(whole, "<p>First.</p><p>Second.</p>", "")
		if whole != slim {
			t.Errorf("%s: slim and whole differ:\n%s\n%s", kind, slim, whole)
		}
	}
}

func TestHomeKeepsItsAnchors(t *testing.T) {
	_, out := render(t, full(wire.KindHome, "Words", "/somewhere"))
	for _, id := range []string{"about", "projects", "skills", "writing", "contact", "k1", "k2"} {
		if !strings.Contains(out, `id="`+id+`"`) {
			t.Errorf("home has no #%s", id)
		}
	}
	_, out = render(t, empty(wire.KindHome))
	for _, id := range []string{"about", "projects"} {
		if !strings.Contains(out, `id="`+id+`"`) {
			t.Errorf("an empty home has no #%s", id)
		}
	}
}

func TestOtherLanguageStaysInItsPlace(t *testing.T) {
	_, out := render(t, full(wire.KindPost, "Words", "/somewhere"))
	for _, want := range []string{`<div class="site" dir="ltr" id="site" lang="en">`, `class="prose" lang="ar" dir="rtl"`} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in\n%s", want, out)
		}
	}
}

// A class that no rule speaks of is a slip of the pen on one side or the other.
func TestEveryClassHasAStyle(t *testing.T) {
	files, err := filepath.Glob("../assets/web/css/*.css")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stylesheets: %v", err)
	}
	var css strings.Builder
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		css.Write(b)
	}
	for _, kind := range kinds {
		doc, _ := render(t, full(kind, "Words", "/somewhere"))
		for n := range doc.Descendants() {
			classes, _ := attr(n, "class")
			for _, c := range strings.Fields(classes) {
				if !strings.Contains(css.String(), "."+c) {
					t.Errorf("%s: class %q has no rule", kind, c)
				}
			}
		}
	}
}
