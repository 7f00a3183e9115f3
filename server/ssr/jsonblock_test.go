package ssr_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"vitrine/app/wire"
	"vitrine/server/ssr"
)

// selfEncoding writes its own JSON, without any care.
type selfEncoding string

func (s selfEncoding) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(string(s))
	return b.Bytes(), err
}

// blockOf puts v into a document and gives what a browser's parser reads in the block.
func blockOf(t testing.TB, v any) string {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("<!doctype html><html><head><title>x</title>")
	if err := ssr.JSONBlock(&b, "application/ld+json", "", v); err != nil {
		t.Fatal(err)
	}
	b.WriteString("</head><body><p id=after>after</p></body></html>")
	doc, err := html.Parse(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	var scripts []*html.Node
	var shape []string
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			shape = append(shape, n.Data)
		}
		if n.Type == html.CommentNode {
			t.Errorf("the block opens a comment: %q", n.Data)
		}
		if n.Type == html.ElementNode && n.Data == "script" {
			scripts = append(scripts, n)
		}
	}
	if got := strings.Join(shape, " "); got != "html head title script body p" {
		t.Fatalf("the document has become %q:\n%s", got, b.String())
	}
	if s := scripts[0]; attribute(s, "type") != "application/ld+json" || len(s.Attr) != 1 {
		t.Errorf("the block's attributes are %v", s.Attr)
	}
	return scripts[0].FirstChild.Data
}

func TestJSONBlock(t *testing.T) {
	for _, hostile := range []string{"</script><script>alert(1)</script>", "<!--<script>", "]]>", "\u2028\u2029", "a\r\nb\x00c", `\u003c`, "-->", "&lt;/script&gt;", "\xff", strings.Repeat("<!--<script></script>", 50)} {
		for _, v := range []any{hostile, selfEncoding(hostile), map[string]any{hostile: []string{hostile}}, json.RawMessage(`"</script>"`)} {
			text := blockOf(t, v)
			if i := strings.IndexAny(text, "<>&\u2028\u2029\r\x00"); i >= 0 {
				t.Errorf("%q stands in the block: %q", text[i:], text)
			}
			if !json.Valid([]byte(text)) {
				t.Errorf("no JSON: %q", text)
			}
		}
	}
	var b bytes.Buffer
	if err := ssr.JSONBlock(&b, "application/json", "x", func() {}); wire.CodeOf(err) != wire.Internal || b.Len() != 0 {
		t.Errorf("what is no JSON gives %v and writes %q", err, b.String())
	}
}

// FuzzJSONBlock: no text ends the block or begins another element, and it is
// read back as it was.
func FuzzJSONBlock(f *testing.F) {
	f.Add("</script>", "<!--")
	f.Add("\u2028", "\xff\x00")
	f.Add("<script></script>", "]]>")
	f.Fuzz(func(t *testing.T, key, value string) {
		// encoding/json replaces each broken byte by itself, ToValidUTF8 a run of them.
		key, value = strings.ToValidUTF8(key, "\uFFFD"), strings.ToValidUTF8(value, "\uFFFD")
		want := map[string]string{key: value}
		var got map[string]string
		if err := json.Unmarshal([]byte(blockOf(t, want)), &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q came back as %q (%v)", want, got, err)
		}
	})
}

func TestHeadNamesFeedsAndProfiles(t *testing.T) {
	p := wire.Page{Path: "/", Kind: wire.KindFree, Status: 200, Free: &wire.FreeTextPage{Title: "x"}, Head: wire.Head{Title: "x", Type: "website",
		Feeds:  []wire.Feed{{Title: `Ada "& co" (RSS)`, Href: "https://example.com/feed.xml?a=1&b=2", Type: "application/rss+xml"}},
		Me:     []string{"https://social.example/@ada"},
		JSONLD: map[string]any{"@context": "https://schema.org", "name": "</script>"}}}
	var b bytes.Buffer
	if err := ssr.Document(&b, p, ssr.Assets{}); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	feed := find(doc, func(n *html.Node) bool { return n.Data == "link" && attribute(n, "rel") == "alternate" })
	if feed == nil || attribute(feed, "href") != p.Head.Feeds[0].Href || attribute(feed, "type") != "application/rss+xml" || attribute(feed, "title") != p.Head.Feeds[0].Title {
		t.Errorf("the feed is named by %+v", feed)
	}
	if me := find(doc, func(n *html.Node) bool { return n.Data == "link" && attribute(n, "rel") == "me" }); me == nil || attribute(me, "href") != p.Head.Me[0] {
		t.Errorf("the profile is named by %+v", me)
	}
	block := find(doc, func(n *html.Node) bool { return n.Data == "script" && attribute(n, "type") == "application/ld+json" })
	if block == nil || block.Parent.Data != "head" {
		t.Fatalf("the head has no JSON-LD: %+v", block)
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(block.FirstChild.Data), &got); err != nil || !reflect.DeepEqual(got, p.Head.JSONLD) {
		t.Errorf("JSON-LD came back as %v (%v)", got, err)
	}
	props := find(doc, func(n *html.Node) bool { return attribute(n, "id") == "page" })
	if strings.Contains(props.FirstChild.Data, "schema.org") || strings.Contains(props.FirstChild.Data, "feed.xml") {
		t.Error("the client's props carry what only robots read")
	}
}
