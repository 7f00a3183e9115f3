package feeds_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Readers that are stricter than any in use: what they do not know is a fault.

// item is a post as a reader got it.
type item struct {
	id, link, title, author, summary, html, lang string
	tags                                         []string
	published, updated                           time.Time // RSS has no updated
}

// read is a feed as a reader got it.
type read struct {
	title, description, home, self, hub, lang, author string
	items                                             []item
}

type unknown struct {
	XMLName xml.Name
}

type linkElement struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
}

// wellFormed reads every token: encoding/xml refuses what XML 1.0 cannot hold.
func wellFormed(t testing.TB, body []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(body))
	for {
		_, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("not XML: %v\n%.2000s", err, body)
		}
	}
}

func when(t testing.TB, layout, s string) time.Time {
	t.Helper()
	at, err := time.Parse(layout, s)
	if err != nil {
		t.Errorf("a date in the wrong form: %v", err)
	}
	return at.UTC()
}

func absolute(t testing.TB, what, address string) {
	t.Helper()
	if u, err := url.Parse(address); err != nil || !u.IsAbs() || (u.Host == "" && u.Opaque == "") {
		t.Errorf("%s is no whole address: %q", what, address)
	}
}

func nothingElse(t testing.TB, where string, rest []unknown) {
	t.Helper()
	for _, u := range rest {
		t.Errorf("%s has an element nobody knows: %v", where, u.XMLName)
	}
}

// rssDoc is RSS 2.0 as we write it.
type rssDoc struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Channel struct {
		// A field without a namespace takes an element of any, so these come first.
		Links       []linkElement `xml:"http://www.w3.org/2005/Atom link"`
		Title       []string      `xml:"title"`
		Link        []string      `xml:"link"`
		Description []string      `xml:"description"`
		Language    string        `xml:"language"`
		Built       string        `xml:"lastBuildDate"`
		Generator   string        `xml:"generator"`
		Image       *struct {
			URL   string `xml:"url"`
			Title string `xml:"title"`
			Link  string `xml:"link"`
		} `xml:"image"`
		Items []struct {
			Title       string `xml:"title"`
			Link        string `xml:"link"`
			Description string `xml:"description"`
			GUID        struct {
				PermaLink string `xml:"isPermaLink,attr"`
				ID        string `xml:",chardata"`
			} `xml:"guid"`
			Published  string    `xml:"pubDate"`
			Categories []string  `xml:"category"`
			Creator    string    `xml:"http://purl.org/dc/elements/1.1/ creator"`
			Language   string    `xml:"http://purl.org/dc/elements/1.1/ language"`
			Content    string    `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
			Rest       []unknown `xml:",any"`
		} `xml:"item"`
		Rest []unknown `xml:",any"`
	} `xml:"channel"`
}

func readRSS(t testing.TB, body []byte) read {
	t.Helper()
	wellFormed(t, body)
	var doc rssDoc
	if err := xml.Unmarshal(body, &doc); err != nil {
		t.Fatal(err)
	}
	c := doc.Channel
	nothingElse(t, "the channel", c.Rest)
	if doc.Version != "2.0" || len(c.Title) != 1 || len(c.Link) != 1 || len(c.Description) != 1 || c.Title[0] == "" || c.Description[0] == "" {
		t.Fatalf("the channel lacks what RSS requires: %+v", c)
	}
	when(t, time.RFC1123Z, c.Built)
	out := read{title: c.Title[0], description: c.Description[0], home: c.Link[0], lang: c.Language}
	for _, l := range c.Links {
		absolute(t, "atom:link "+l.Rel, l.Href)
		switch l.Rel {
		case "self":
			out.self = l.Href
		case "hub":
			out.hub = l.Href
		default:
			t.Errorf("atom:link has the relation %q", l.Rel)
		}
	}
	absolute(t, "link", out.home)
	for _, i := range c.Items {
		nothingElse(t, "an item", i.Rest)
		if i.GUID.PermaLink != "false" {
			t.Error("an id that is no address must say isPermaLink=\"false\"")
		}
		absolute(t, "link", i.Link)
		out.items = append(out.items, item{id: i.GUID.ID, link: i.Link, title: i.Title, author: i.Creator, html: i.Content, lang: i.Language, tags: i.Categories,
			summary: html.UnescapeString(i.Description), published: when(t, time.RFC1123Z, i.Published)})
	}
	return out
}

// person is an author.
type person struct {
	Name string    `xml:"name"`
	URI  string    `xml:"uri"`
	Rest []unknown `xml:",any"`
}

// atomDoc is RFC 4287 as we write it.
type atomDoc struct {
	XMLName   xml.Name      `xml:"http://www.w3.org/2005/Atom feed"`
	Lang      string        `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID        string        `xml:"http://www.w3.org/2005/Atom id"`
	Title     string        `xml:"http://www.w3.org/2005/Atom title"`
	Subtitle  string        `xml:"http://www.w3.org/2005/Atom subtitle"`
	Updated   string        `xml:"http://www.w3.org/2005/Atom updated"`
	Author    person        `xml:"http://www.w3.org/2005/Atom author"`
	Links     []linkElement `xml:"http://www.w3.org/2005/Atom link"`
	Logo      string        `xml:"http://www.w3.org/2005/Atom logo"`
	Generator string        `xml:"http://www.w3.org/2005/Atom generator"`
	Entries   []struct {
		Lang       string        `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
		ID         string        `xml:"id"`
		Title      string        `xml:"title"`
		Links      []linkElement `xml:"link"`
		Published  string        `xml:"published"`
		Updated    string        `xml:"updated"`
		Author     *person       `xml:"author"`
		Categories []struct {
			Term  string `xml:"term,attr"`
			Label string `xml:"label,attr"`
		} `xml:"category"`
		Summary string `xml:"summary"`
		Content *struct {
			Type string `xml:"type,attr"`
			Text string `xml:",chardata"`
		} `xml:"content"`
		Rest []unknown `xml:",any"`
	} `xml:"http://www.w3.org/2005/Atom entry"`
	Rest []unknown `xml:",any"`
}

func readAtom(t testing.TB, body []byte) read {
	t.Helper()
	wellFormed(t, body)
	var doc atomDoc
	if err := xml.Unmarshal(body, &doc); err != nil {
		t.Fatal(err)
	}
	nothingElse(t, "the feed", doc.Rest)
	if doc.ID == "" || doc.Title == "" || doc.Author.Name == "" {
		t.Fatalf("the feed lacks what Atom requires: %+v", doc)
	}
	absolute(t, "the feed's id", doc.ID)
	newest := when(t, time.RFC3339, doc.Updated)
	out := read{title: doc.Title, description: doc.Subtitle, lang: doc.Lang, author: doc.Author.Name}
	for _, l := range doc.Links {
		absolute(t, "link "+l.Rel, l.Href)
		switch l.Rel {
		case "self":
			out.self = l.Href
		case "hub":
			out.hub = l.Href
		case "alternate":
			out.home = l.Href
		}
	}
	for _, e := range doc.Entries {
		nothingElse(t, "an entry", e.Rest)
		absolute(t, "an entry's id", e.ID)
		i := item{id: e.ID, title: e.Title, author: doc.Author.Name, summary: e.Summary, lang: e.Lang,
			published: when(t, time.RFC3339, e.Published), updated: when(t, time.RFC3339, e.Updated)}
		if i.updated.After(newest) {
			t.Errorf("the entry %s is newer than its feed", e.ID)
		}
		if e.Author != nil {
			i.author = e.Author.Name
		}
		for _, c := range e.Categories {
			if c.Term == "" {
				t.Error("a category has no term")
			}
			i.tags = append(i.tags, c.Label)
		}
		if e.Content != nil {
			if e.Content.Type != "html" {
				t.Errorf("content of the type %q", e.Content.Type)
			}
			i.html = e.Content.Text
		}
		if len(e.Links) != 1 || e.Links[0].Rel != "alternate" {
			t.Errorf("an entry without its one alternate link: %+v", e.Links)
		} else {
			i.link = e.Links[0].Href
			absolute(t, "an entry's link", i.link)
		}
		out.items = append(out.items, i)
	}
	return out
}

// The fields of JSON Feed 1.1 that we use, their types, and whether they are required.
var (
	jsonTop = map[string]field{"version": {"", true}, "title": {"", true}, "home_page_url": {"", false}, "feed_url": {"", false}, "description": {"", false},
		"icon": {"", false}, "authors": {[]any{}, false}, "language": {"", false}, "hubs": {[]any{}, false}, "items": {[]any{}, true}}
	jsonItem = map[string]field{"id": {"", true}, "url": {"", false}, "external_url": {"", false}, "title": {"", false}, "content_html": {"", false}, "content_text": {"", false},
		"summary": {"", false}, "image": {"", false}, "date_published": {"", false}, "date_modified": {"", false}, "authors": {[]any{}, false}, "tags": {[]any{}, false}, "language": {"", false}}
	jsonPerson = map[string]field{"name": {"", false}, "url": {"", false}, "avatar": {"", false}}
	jsonHub    = map[string]field{"type": {"", true}, "url": {"", true}}
)

type field struct {
	kind     any
	required bool
}

func object(t testing.TB, where string, v any, fields map[string]field) map[string]any {
	t.Helper()
	m, ok := v.(map[string]any)
	if !ok {
		t.Fatalf("%s is %T", where, v)
	}
	for k, v := range m {
		f, known := fields[k]
		if !known {
			t.Errorf("%s has the unknown field %q", where, k)
		} else if reflect.TypeOf(v) != reflect.TypeOf(f.kind) {
			t.Errorf("%s: %q is %T, want %T", where, k, v, f.kind)
		}
		if s, isText := v.(string); isText && regexp.MustCompile(`url$|^icon$|^image$|^avatar$`).MatchString(k) {
			absolute(t, where+": "+k, s)
		}
	}
	for k, f := range fields {
		if _, there := m[k]; f.required && !there {
			t.Errorf("%s lacks %q", where, k)
		}
	}
	return m
}

func readJSON(t testing.TB, body []byte) read {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(body))
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	top := object(t, "the feed", v, jsonTop)
	if top["version"] != "https://jsonfeed.org/version/1.1" {
		t.Errorf("version %v", top["version"])
	}
	get := func(m map[string]any, k string) string { s, _ := m[k].(string); return s }
	list := func(m map[string]any, k string) []any { l, _ := m[k].([]any); return l }
	out := read{title: get(top, "title"), description: get(top, "description"), home: get(top, "home_page_url"), self: get(top, "feed_url"), lang: get(top, "language")}
	for _, a := range list(top, "authors") {
		out.author = get(object(t, "an author", a, jsonPerson), "name")
	}
	for _, h := range list(top, "hubs") {
		out.hub = get(object(t, "a hub", h, jsonHub), "url")
	}
	for _, v := range list(top, "items") {
		m := object(t, "an item", v, jsonItem)
		if get(m, "content_html") == "" && get(m, "content_text") == "" {
			t.Errorf("the item %v has no content", m["id"])
		}
		i := item{id: get(m, "id"), link: get(m, "url"), title: get(m, "title"), author: out.author, html: get(m, "content_html"), summary: get(m, "summary"), lang: get(m, "language"),
			published: when(t, time.RFC3339, get(m, "date_published")), updated: when(t, time.RFC3339, get(m, "date_modified"))}
		for _, a := range list(m, "authors") {
			i.author = get(object(t, "an author", a, jsonPerson), "name")
		}
		for _, tag := range list(m, "tags") {
			i.tags = append(i.tags, tag.(string))
		}
		out.items = append(out.items, i)
	}
	return out
}

// addresses are all addresses in a fragment, by a reading of its own.
func addresses(t testing.TB, fragment string) []string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(fragment), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, root := range nodes {
		visit := func(n *html.Node) {
			for _, a := range n.Attr {
				switch a.Key {
				case "href", "src", "poster", "cite", "data", "action", "formaction", "background", "longdesc", "manifest", "ping":
					out = append(out, a.Val)
				case "srcset", "imagesrcset":
					for c := range strings.SplitSeq(a.Val, ", ") {
						u, _, _ := strings.Cut(c, " ")
						out = append(out, u)
					}
				}
			}
		}
		visit(root)
		for n := range root.Descendants() {
			visit(n)
		}
	}
	return out
}
