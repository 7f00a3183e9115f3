package feeds

import (
	"encoding/xml"
	"html"
	"time"
)

// rss is RSS 2.0 with the parts of other formats that readers look for. Names
// with a colon stand as they are written: encoding/xml's own namespaces would
// be declared again on every element.
type rss struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Atom    string     `xml:"xmlns:atom,attr"`
	Content string     `xml:"xmlns:content,attr"`
	DC      string     `xml:"xmlns:dc,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string    `xml:"title"`
	Link        string    `xml:"link"`
	Description string    `xml:"description"`
	Language    string    `xml:"language"`
	Built       string    `xml:"lastBuildDate"`
	Generator   string    `xml:"generator"`
	Links       []link    `xml:"atom:link"`
	Image       *rssImage `xml:"image"`
	Items       []rssItem `xml:"item"`
}

type link struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
}

type rssImage struct {
	URL   string `xml:"url"`
	Title string `xml:"title"`
	Link  string `xml:"link"`
}

type rssItem struct {
	Title       string   `xml:"title"`
	Link        string   `xml:"link"`
	GUID        rssGUID  `xml:"guid"`
	Published   string   `xml:"pubDate"`
	Creator     string   `xml:"dc:creator"`
	Language    string   `xml:"dc:language,omitempty"`
	Categories  []string `xml:"category"`
	Description string   `xml:"description"`
	Content     *cdata   `xml:"content:encoded"`
}

type rssGUID struct {
	PermaLink bool   `xml:"isPermaLink,attr"`
	ID        string `xml:",chardata"`
}

// cdata keeps HTML readable and a third smaller than escapes; encoding/xml
// splits a "]]>" inside it.
type cdata struct {
	Text string `xml:",cdata"`
}

const generator = "Vitrine"

func writeRSS(f feed) ([]byte, error) {
	c := rssChannel{Title: f.title, Link: f.home, Description: f.description, Language: f.lang, Built: f.updated.Format(time.RFC1123Z), Generator: generator,
		Links: []link{{f.self, "self", TypeRSS}}}
	if f.hub != "" {
		c.Links = append(c.Links, link{Href: f.hub, Rel: "hub"})
	}
	if f.picture != "" {
		c.Image = &rssImage{URL: f.picture, Title: f.title, Link: f.home}
	}
	for _, e := range f.entries {
		item := rssItem{Title: e.title, Link: e.address, GUID: rssGUID{ID: e.id}, Published: e.published.Format(time.RFC1123Z),
			Creator: f.author, Language: e.lang,
			// Readers take a description for HTML.
			Description: html.EscapeString(e.summary)}
		if e.author != "" {
			item.Creator = e.author
		}
		for _, t := range e.tags {
			item.Categories = append(item.Categories, t.name)
		}
		if e.html != "" {
			item.Content = &cdata{e.html}
		}
		c.Items = append(c.Items, item)
	}
	return marshal(rss{Version: "2.0", Atom: atomSpace, Content: "http://purl.org/rss/1.0/modules/content/", DC: "http://purl.org/dc/elements/1.1/", Channel: c})
}

// marshal is a whole XML document.
func marshal(v any) ([]byte, error) {
	b, err := xml.Marshal(v)
	if err != nil {
		return nil, err
	}
	return append(append([]byte(xml.Header), b...), '\n'), nil
}
