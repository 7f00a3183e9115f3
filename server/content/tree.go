package content

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"vitrine/app/wire"
)

// parseBody reads a fragment as a browser reads the inside of a div, so that
// whatever it opens is closed in it.
func parseBody(fragment string) (*html.Node, error) {
	root := element("div")
	nodes, err := html.ParseFragment(strings.NewReader(fragment), element("div"))
	if err != nil {
		// The reader's one limit: 512 open elements.
		return nil, wire.Errorf(wire.Invalid, "the text nests more than 500 elements in one another: %w", err)
	}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	return root, nil
}

// write is the HTML of root's children.
func write(root *html.Node) (string, error) {
	var b strings.Builder
	for n := range root.ChildNodes() {
		if err := html.Render(&b, n); err != nil {
			return "", wire.Errorf(wire.Internal, "the text could not be written: %w", err)
		}
	}
	return b.String(), nil
}

// element makes an element; attributes come as name, value, name, value.
func element(name string, attributes ...string) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: name, DataAtom: atom.Lookup([]byte(name))}
	for i := 0; i+1 < len(attributes); i += 2 {
		n.Attr = append(n.Attr, html.Attribute{Key: attributes[i], Val: attributes[i+1]})
	}
	return n
}

func textNode(s string) *html.Node { return &html.Node{Type: html.TextNode, Data: s} }

// is says whether n is one of these elements.
func is(n *html.Node, names ...string) bool {
	if n == nil || n.Type != html.ElementNode {
		return false
	}
	for _, name := range names {
		if n.Data == name {
			return true
		}
	}
	return false
}

// all are the elements under root with one of these names, in document order.
// They are gathered first, so that the caller may move them.
func all(root *html.Node, names ...string) []*html.Node {
	var out []*html.Node
	for n := range root.Descendants() {
		if is(n, names...) {
			out = append(out, n)
		}
	}
	return out
}

// inside says whether n stands in one of these elements.
func inside(n *html.Node, names ...string) bool {
	for a := range n.Ancestors() {
		if is(a, names...) {
			return true
		}
	}
	return false
}

func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

func value(n *html.Node, key string) string {
	v, _ := attr(n, key)
	return v
}

func set(n *html.Node, key, val string) {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			n.Attr[i].Val = val
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: val})
}

func unset(n *html.Node, keys ...string) {
	kept := n.Attr[:0]
	for _, a := range n.Attr {
		drop := false
		for _, k := range keys {
			drop = drop || a.Key == k
		}
		if !drop {
			kept = append(kept, a)
		}
	}
	n.Attr = kept
}

// swap puts new where old stands.
func swap(old, new *html.Node) {
	old.Parent.InsertBefore(new, old)
	old.Parent.RemoveChild(old)
}

// remove takes n out of the tree.
func remove(n *html.Node) { n.Parent.RemoveChild(n) }

// moveChildren puts from's children at the end of to.
func moveChildren(from, to *html.Node) {
	for c := from.FirstChild; c != nil; c = from.FirstChild {
		from.RemoveChild(c)
		to.AppendChild(c)
	}
}

// wrap puts n inside box, where n stood.
func wrap(n, box *html.Node) {
	n.Parent.InsertBefore(box, n)
	n.Parent.RemoveChild(n)
	box.AppendChild(n)
}

// only is n's one child apart from white space, or nil.
func only(n *html.Node) *html.Node {
	var found *html.Node
	for c := range n.ChildNodes() {
		if blank(c) {
			continue
		}
		if found != nil {
			return nil
		}
		found = c
	}
	return found
}

func blank(n *html.Node) bool {
	return n.Type == html.TextNode && strings.TrimSpace(n.Data) == ""
}

// firstElement is n's first child that is not white space.
func firstElement(n *html.Node) *html.Node {
	c := n.FirstChild
	for c != nil && blank(c) {
		c = c.NextSibling
	}
	return c
}

// textOf is all text under n.
func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
