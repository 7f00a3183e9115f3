package feeds

import (
	"bytes"
	"encoding/json"
	"time"
)

// jsonFeed is JSON Feed 1.1 (jsonfeed.org).
type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePage    string       `json:"home_page_url"`
	Feed        string       `json:"feed_url"`
	Description string       `json:"description"`
	Icon        string       `json:"icon,omitempty"`
	Authors     []jsonAuthor `json:"authors"`
	Language    string       `json:"language"`
	Hubs        []jsonHub    `json:"hubs,omitempty"`
	Items       []jsonItem   `json:"items"` // required even when there is none
}

type jsonAuthor struct {
	Name   string `json:"name"`
	URL    string `json:"url,omitempty"`
	Avatar string `json:"avatar,omitempty"`
}

type jsonHub struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	External  string       `json:"external_url,omitempty"`
	Title     string       `json:"title"`
	HTML      string       `json:"content_html,omitempty"`
	Text      string       `json:"content_text,omitempty"` // one of both is required
	Summary   string       `json:"summary,omitempty"`
	Image     string       `json:"image,omitempty"`
	Published string       `json:"date_published"`
	Modified  string       `json:"date_modified"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
	Language  string       `json:"language,omitempty"`
}

func writeJSON(f feed) ([]byte, error) {
	out := jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: f.title, HomePage: f.home, Feed: f.self, Description: f.description, Icon: f.picture,
		Authors: []jsonAuthor{{f.author, f.site, f.picture}}, Language: f.lang, Items: []jsonItem{}}
	if f.hub != "" {
		out.Hubs = []jsonHub{{"WebSub", f.hub}}
	}
	for _, e := range f.entries {
		item := jsonItem{ID: e.id, URL: e.address, External: e.elsewhere, Title: e.title, HTML: e.html, Summary: e.summary, Image: e.picture,
			Published: e.published.Format(time.RFC3339), Modified: e.updated.Format(time.RFC3339), Language: e.lang}
		if e.html == "" {
			if item.Text = e.summary; item.Text == "" {
				item.Text = e.title
			}
		}
		if e.author != "" {
			item.Authors = []jsonAuthor{{Name: e.author}}
		}
		for _, t := range e.tags {
			item.Tags = append(item.Tags, t.name)
		}
		out.Items = append(out.Items, item)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	// Nothing reads this as HTML, and \u003c for every tag made it a third larger.
	e.SetEscapeHTML(false)
	err := e.Encode(out)
	return b.Bytes(), err
}
