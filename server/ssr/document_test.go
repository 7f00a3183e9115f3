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

func find(n *html.Node, match func(*html.Node) bool) *html.Node {
	if match(n) {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if f := find(c, match); f != nil {
			return f
		}
	}
	return nil
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func TestDocumentCarriesItsProps(t *testing.T) {
	hostile := "</script><script>alert(1)</script><!-- \u2028 \"'&"
	p := wire.Page{Path: "/x", Build: "b1", Kind: wire.KindFree, Status: 200,
		Head: wire.Head{Title: hostile, Description: hostile, Canonical: "https://example.com/x", Lang: "en", Type: "website"},
		Free: &wire.FreeTextPage{Title: hostile, Body: wire.HTML{ID: "body", Body: "<p>long</p>"}}}
	var b bytes.Buffer
	if err := ssr.Document(&b, p, ssr.Assets{Stylesheet: "/assets/site.1.css", Boot: "/assets/boot.1.js", Wasm: "/assets/site.1.wasm"}); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	scripts := 0
	find(doc, func(n *html.Node) bool {
		if n.Type == html.ElementNode && n.Data == "script" {
			scripts++
		}
		return false
	})
	if scripts != 2 {
		t.Errorf("the document has %d script elements, want the boot script and the props", scripts)
	}
	props := find(doc, func(n *html.Node) bool { return attribute(n, "id") == "page" })
	if props == nil || props.FirstChild == nil {
		t.Fatal("the document has no #page block")
	}
	var got wire.Page
	if err := json.Unmarshal([]byte(props.FirstChild.Data), &got); err != nil {
		t.Fatalf("#page is not JSON: %v", err)
	}
	if want := p.Slim(); !reflect.DeepEqual(got, want) {
		t.Errorf("#page holds\n%+v\nwant the slim page\n%+v", got, want)
	}
	title := find(doc, func(n *html.Node) bool { return n.Type == html.ElementNode && n.Data == "title" })
	if title == nil || title.FirstChild.Data != hostile {
		t.Errorf("the title did not survive: %v", title)
	}
	body := find(doc, func(n *html.Node) bool { return n.Type == html.ElementNode && n.Data == "body" })
	if body.FirstChild == nil || attribute(body.FirstChild, "id") != "site" {
		t.Error("#site must be body's first child: the client replaces that element")
	}
}
