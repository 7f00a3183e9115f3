package search

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"vitrine/app/search"
)

// mostText bounds the text of one record, in bytes. What a book has beyond the
// first 40,000 words is not found by its body, but by its headings.
const mostText = 256 << 10

// cut makes sections of a rendered text: each heading that has an address
// begins one.
func cut(body string) []search.Section {
	context := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(body), context)
	if err != nil {
		return nil // the reader's one limit is 512 open elements, which rendering holds too
	}
	c := cutter{sections: []search.Section{{}}}
	for _, n := range nodes {
		c.read(n)
	}
	c.end()
	out := c.sections[:0]
	for _, s := range c.sections {
		if s.Text+s.Heading != "" {
			out = append(out, s)
		}
	}
	return out
}

// cutter collects the words of the present section.
type cutter struct {
	sections []search.Section
	text     strings.Builder
	bytes    int
}

func (c *cutter) read(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		if c.bytes < mostText {
			c.bytes += len(n.Data)
			c.text.WriteString(n.Data)
		}
		return
	case html.ElementNode:
	default:
		return
	}
	switch n.DataAtom {
	case atom.Svg, atom.Button, atom.Script, atom.Style, atom.Template, atom.Math:
		return // pictures and controls; what they say is not the author's text
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		if id := attr(n, "id"); id != "" {
			c.end()
			c.sections = append(c.sections, search.Section{ID: id, Heading: words(textOf(n))})
			return
		}
	case atom.A:
		if strings.HasPrefix(attr(n, "href"), "#fn") {
			return // a note's number, or the way back from it
		}
	case atom.Figcaption:
		if n.Parent != nil && attr(n.Parent, "class") == "code" {
			return // the name of its language
		}
	case atom.Img:
		c.text.WriteString(" " + attr(n, "alt") + " ")
		return
	}
	block := !inline[n.DataAtom]
	if block {
		c.text.WriteByte(' ')
	}
	for child := range n.ChildNodes() {
		c.read(child)
	}
	switch {
	case n.DataAtom == atom.Strong && n.Parent != nil && attr(n.Parent, "role") == "note":
		c.text.WriteString(": ") // the title of a callout
	case block:
		c.text.WriteByte(' ')
	}
}

// end gives the text collected so far to the present section.
func (c *cutter) end() {
	c.sections[len(c.sections)-1].Text = words(c.text.String())
	c.text.Reset()
}

// inline elements stand inside words; every other ends one, a note's number too.
var inline = map[atom.Atom]bool{atom.A: true, atom.Abbr: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Cite: true, atom.Code: true, atom.Data: true,
	atom.Del: true, atom.Dfn: true, atom.Em: true, atom.I: true, atom.Ins: true, atom.Kbd: true, atom.Mark: true, atom.Q: true, atom.S: true, atom.Samp: true,
	atom.Small: true, atom.Span: true, atom.Strong: true, atom.Sub: true, atom.Time: true, atom.U: true, atom.Var: true, atom.Wbr: true}

// textOf is the text of a heading.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// words is s with one blank between words.
func words(s string) string { return strings.Join(strings.Fields(s), " ") }
