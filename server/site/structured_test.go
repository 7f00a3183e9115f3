package site_test

import (
	"encoding/json"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/site"
)

func fill(t *testing.T, c *content.Service) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := c.SaveProfile(t.Context(), wire.Profile{Name: "Ada", Role: "engineer", Short: "Ada makes engines.", Long: "I count.", Avatar: "/media/0123456789abcdef0123456789abcdef/ada.png", Lang: "en",
		Links: []wire.Link{{Label: "Code", Href: "https://code.example/ada"}, {Label: "Mail", Href: "mailto:ada@example.com"}, {Label: "Here", Href: "/uses"}}})
	must(err)
	_, _, err = c.SaveProject(t.Context(), wire.Project{Slug: "engine", Title: "Engine", Description: "It counts.", TechStack: []string{"Go", "Brass", "C++"}, RepositoryURL: "https://code.example/ada/engine",
		LiveURL: "https://engine.example/", Started: "2023-04", Published: true})
	must(err)
	_, _, err = c.SaveProject(t.Context(), wire.Project{Slug: "loom", Title: "Loom", TechStack: []string{"Go"}, Published: true})
	must(err)
	day := int64(86_400_000)
	_, _, err = c.SavePost(t.Context(), wire.Post{Slug: "first", Title: `First </script> "1"`, Content: "One two three.", Tags: []string{"Go"}, Category: "Notes", Series: "Engines", Lang: "de",
		FeaturedImage: "/media/0123456789abcdef0123456789abcdef/first.png", Published: true, PublishedAt: now.UnixMilli() - 3*day, EditedAt: now.UnixMilli() - day})
	must(err)
	_, _, err = c.SavePost(t.Context(), wire.Post{Slug: "guest", Title: "Guest", Content: "x", Author: "Grace", Published: true, PublishedAt: now.UnixMilli() - 4*day})
	must(err)
	_, _, err = c.SavePage(t.Context(), wire.FreePage{Slug: "uses", Title: "Uses", Content: "A desk.", Published: true})
	must(err)
}

type thing = map[string]any

// things is a page's graph by type, parsed back, with every reference inside it resolved.
func things(t *testing.T, p wire.Page) map[string]thing {
	t.Helper()
	b, err := json.Marshal(p.Head.JSONLD)
	if err != nil {
		t.Fatal(err)
	}
	var g struct {
		Context string  `json:"@context"`
		Graph   []thing `json:"@graph"`
	}
	if err := json.Unmarshal(b, &g); err != nil || g.Context != "https://schema.org" {
		t.Fatalf("%s: no graph: %v\n%s", p.Path, err, b)
	}
	out, ids := map[string]thing{}, map[string]bool{}
	for _, x := range g.Graph {
		kind, _ := x["@type"].(string)
		if kind == "" || out[kind] != nil {
			t.Errorf("%s: a thing of the type %q", p.Path, kind)
		}
		out[kind] = x
		if id, ok := x["@id"].(string); ok {
			if ids[id] || !strings.HasPrefix(id, "https://example.com/") {
				t.Errorf("%s: the id %q", p.Path, id)
			}
			ids[id] = true
		}
	}
	var follow func(v any)
	follow = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				follow(x)
			}
		case thing:
			if id, ok := v["@id"].(string); ok && len(v) == 1 && !ids[id] {
				t.Errorf("%s: a reference to %s, which the page does not describe", p.Path, id)
			}
			for k, x := range v {
				if x == "" || x == nil {
					t.Errorf("%s: %s is empty", p.Path, k)
				}
				follow(x)
			}
		}
	}
	for _, x := range g.Graph {
		follow(x)
	}
	return out
}

func crumbs(t *testing.T, list thing) (names []string) {
	t.Helper()
	items, _ := list["itemListElement"].([]any)
	for i, v := range items {
		c := v.(thing)
		if c["@type"] != "ListItem" || c["position"] != float64(i+1) || !strings.HasPrefix(c["item"].(string), "https://example.com/") {
			t.Errorf("step %d is %v", i+1, c)
		}
		names = append(names, c["name"].(string))
	}
	return names
}

func TestStructuredData(t *testing.T) {
	b, c := newBuilder(t)
	fill(t, c)
	page := func(address string) wire.Page {
		t.Helper()
		p, err := b.Page(t.Context(), address)
		if err != nil {
			t.Fatalf("%s: %v", address, err)
		}
		return p
	}
	for address, want := range map[string][]string{
		"/": nil, "/about": {"Ada", "About"}, "/projects": {"Ada", "Work"}, "/projects/engine": {"Ada", "Work", "Engine"}, "/blog": {"Ada", "Writing"},
		"/blog/first": {"Ada", "Writing", `First </script> "1"`}, "/blog/tags/go": {"Ada", "Writing", "Go"}, "/blog/archive": {"Ada", "Writing", "Archive"}, "/uses": {"Ada", "Uses"},
	} {
		if got := crumbs(t, things(t, page(address))["BreadcrumbList"]); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the way to it is %q, want %q", address, got, want)
		}
	}

	home := things(t, page("/"))
	if p := home["Person"]; p["name"] != "Ada" || p["jobTitle"] != "engineer" || p["image"] != "https://example.com/media/0123456789abcdef0123456789abcdef/ada.png" ||
		!reflect.DeepEqual(p["sameAs"], []any{"https://code.example/ada"}) {
		t.Errorf("the person is %v", p)
	}
	if w := home["WebSite"]; w["name"] != "Ada" || w["url"] != "https://example.com/" || w["inLanguage"] != "en" {
		t.Errorf("the site is %v", w)
	}
	searchable := false
	if at, ok := site.Address("/search", url.Values{"q": {"x"}}); ok {
		searchable = at == "/search?q=x"
	}
	if _, says := home["WebSite"]["potentialAction"]; says != searchable {
		t.Errorf("the site has a search: %v; it says so: %v", searchable, says)
	}
	if home["ProfilePage"] == nil || things(t, page("/about"))["ProfilePage"] == nil || things(t, page("/blog"))["ProfilePage"] != nil {
		t.Error("the home page and /about, and no other, are about the person")
	}

	post := things(t, page("/blog/first"))["BlogPosting"]
	for k, want := range map[string]any{"headline": `First </script> "1"`, "url": "https://example.com/blog/first", "datePublished": "2026-11-21T12:00:00Z", "dateModified": "2026-11-23T12:00:00Z",
		"wordCount": 3.0, "inLanguage": "de", "articleSection": "Notes", "keywords": []any{"Go"}, "image": "https://example.com/media/0123456789abcdef0123456789abcdef/first.png",
		"author": thing{"@id": "https://example.com/#person"}} {
		if !reflect.DeepEqual(post[k], want) {
			t.Errorf("the post's %s is %v, want %v", k, post[k], want)
		}
	}
	if of := post["isPartOf"].([]any); len(of) != 2 || of[1].(thing)["url"] != "https://example.com/blog/series/engines" {
		t.Errorf("the post is part of %v", of)
	}
	if a := things(t, page("/blog/guest"))["BlogPosting"]["author"].(thing); a["name"] != "Grace" || a["@id"] != nil {
		t.Errorf("the guest's author is %v", a)
	}

	code := things(t, page("/projects/engine"))["SoftwareSourceCode"]
	for k, want := range map[string]any{"name": "Engine", "codeRepository": "https://code.example/ada/engine", "programmingLanguage": []any{"Go", "C++"}, "keywords": []any{"Go", "Brass", "C++"},
		"sameAs": "https://engine.example/", "dateCreated": "2023-04"} {
		if !reflect.DeepEqual(code[k], want) {
			t.Errorf("the project's %s is %v, want %v", k, code[k], want)
		}
	}
	if loom := things(t, page("/projects/loom")); loom["SoftwareSourceCode"] != nil || loom["CreativeWork"] == nil {
		t.Errorf("a project without code is %v", loom)
	}
}

func TestHeadNamesFeeds(t *testing.T) {
	b, c := newBuilder(t)
	if p, err := b.Page(t.Context(), "/"); err != nil || p.Head.Feeds != nil || p.Head.JSONLD != nil {
		t.Errorf("an empty site names feeds: %v, %v", p.Head, err)
	}
	fill(t, c)
	for address, want := range map[string]struct {
		feeds, me int
		first, md string
	}{
		"/":                     {3, 1, "https://example.com/feed.xml", ""},
		"/about":                {3, 1, "https://example.com/feed.xml", "https://example.com/about.md"},
		"/blog":                 {3, 0, "https://example.com/feed.xml", ""},
		"/blog/tags/go":         {6, 0, "https://example.com/blog/tags/go/feed.xml", ""},
		"/blog/series/engines":  {6, 0, "https://example.com/blog/series/engines/feed.xml", ""},
		"/blog/categories/note": {},
		"/blog/first":           {3, 0, "https://example.com/feed.xml", "https://example.com/blog/first.md"},
		"/projects/engine":      {3, 0, "https://example.com/feed.xml", "https://example.com/projects/engine.md"},
		"/uses":                 {3, 0, "https://example.com/feed.xml", "https://example.com/uses.md"},
	} {
		p, err := b.Page(t.Context(), address)
		if want.feeds == 0 {
			if wire.CodeOf(err) != wire.NotFound {
				t.Errorf("%s: %v", address, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		h := p.Head
		if len(h.Feeds) != want.feeds || h.Feeds[0].Href != want.first || h.Feeds[0].Title == "" || h.Feeds[0].Type != "application/rss+xml" || len(h.Me) != want.me || h.AlternateMD != want.md {
			t.Errorf("%s: feeds %+v, profiles %v, Markdown %q", address, h.Feeds, h.Me, h.AlternateMD)
		}
	}
	p := b.Problem(t.Context(), "/nothing", wire.Errorf(wire.NotFound, "x"))
	if p.Head.JSONLD != nil || p.Head.Feeds != nil {
		t.Error("an error page describes itself to robots")
	}
}
