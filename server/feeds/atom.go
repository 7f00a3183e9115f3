package feeds

import (
	"encoding/xml"
	"time"
)

const atomSpace = "http://www.w3.org/2005/Atom"

// atomFeed is RFC 4287.
type atomFeed struct {
	XMLName   xml.Name    `xml:"feed"`
	Space     string      `xml:"xmlns,attr"`
	Lang      string      `xml:"xml:lang,attr"`
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Subtitle  string      `xml:"subtitle"`
	Updated   string      `xml:"updated"`
	Author    atomAuthor  `xml:"author"`
	Links     []link      `xml:"link"`
	Logo      string      `xml:"logo,omitempty"`
	Generator string      `xml:"generator"`
	Entries   []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
	URI  string `xml:"uri,omitempty"`
}

type atomEntry struct {
	Lang       string         `xml:"xml:lang,attr,omitempty"`
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Links      []link         `xml:"link"`
	Published  string         `xml:"published"`
	Updated    string         `xml:"updated"`
	Author     *atomAuthor    `xml:"author"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary,omitempty"`
	Content    *atomContent   `xml:"content"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Text string `xml:",cdata"`
}

func writeAtom(f feed) ([]byte, error) {
	out := atomFeed{Space: atomSpace, Lang: f.lang, ID: f.self, Title: f.title, Subtitle: f.description, Updated: f.updated.Format(time.RFC3339),
		Author: atomAuthor{f.author, f.site}, Logo: f.picture, Generator: generator,
		Links: []link{{f.self, "self", TypeAtom}, {f.home, "alternate", "text/html"}}}
	if f.hub != "" {
		out.Links = append(out.Links, link{Href: f.hub, Rel: "hub"})
	}
	for _, e := range f.entries {
		entry := atomEntry{Lang: e.lang, ID: e.id, Title: e.title, Links: []link{{e.address, "alternate", "text/html"}},
			Published: e.published.Format(time.RFC3339), Updated: e.updated.Format(time.RFC3339), Summary: e.summary}
		if e.author != "" {
			entry.Author = &atomAuthor{Name: e.author}
		}
		for _, t := range e.tags {
			entry.Categories = append(entry.Categories, atomCategory{t.slug, t.name})
		}
		if e.html != "" {
			entry.Content = &atomContent{"html", e.html}
		}
		out.Entries = append(out.Entries, entry)
	}
	return marshal(out)
}
