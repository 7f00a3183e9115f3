package feeds

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Absolute gives an HTML fragment of the page at an address in the form in
// which it may stand anywhere: every address in it is whole, fragments lead
// back to the page, what only the site's stylesheet and scripts read is gone. A
// drawing inside it becomes a link with its title: feed readers take inline SVG
// out, and as a file it is black without the site's colours.
//
// The error says that the fragment nests more than 500 elements.
func Absolute(fragment string, at *url.URL) (string, error) {
	root := element("div")
	nodes, err := html.ParseFragment(strings.NewReader(fragment), element("div"))
	if err != nil {
		return "", err
	}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	var elements []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			elements = append(elements, n)
		}
	}
	for _, n := range elements {
		switch n.Data {
		case "svg":
			swap(n, drawing(n, at))
		case "input":
			swap(n, task(n))
		default:
			attributes(n, at)
			if n.Data == "span" && len(n.Attr) == 0 {
				unwrap(n)
			}
		}
	}
	var b strings.Builder
	for n := range root.ChildNodes() {
		if err := html.Render(&b, n); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

// attributes makes an element's addresses whole and drops what no reader of a
// feed reads.
func attributes(n *html.Node, at *url.URL) {
	kept := n.Attr[:0]
	for _, a := range n.Attr {
		ok := true
		switch a.Key {
		case "href", "src", "poster", "cite", "data", "action", "formaction", "background", "longdesc", "manifest", "ping":
			a.Val, ok = resolve(a.Val, at)
		case "srcset", "imagesrcset":
			a.Val = srcset(a.Val, at)
			ok = a.Val != ""
		case "id", "class", "tabindex", "role", "decoding", "loading", "fetchpriority":
			ok = false
		default:
			ok = !strings.HasPrefix(a.Key, "aria-") && !strings.HasPrefix(a.Key, "data-")
		}
		if ok {
			kept = append(kept, a)
		}
	}
	n.Attr = kept
}

// resolve makes one address whole; ok is false for what is no address.
func resolve(ref string, at *url.URL) (whole string, ok bool) {
	u, err := url.Parse(strings.TrimSpace(ref))
	if err != nil {
		return "", false
	}
	return at.ResolveReference(u).String(), true
}

const space = " \t\n\f\r"

// srcset makes the addresses of a srcset whole, read as HTML says: an address
// ends at a space, because it may hold commas, as those of our own pictures do.
func srcset(v string, at *url.URL) string {
	var out []string
	for {
		v = strings.TrimLeft(v, space+",")
		if v == "" {
			return strings.Join(out, ", ")
		}
		end := strings.IndexAny(v, space)
		if end < 0 {
			end = len(v)
		}
		address, size := strings.TrimRight(v[:end], ","), ""
		if v = v[end:]; len(address) == end {
			size, v, _ = strings.Cut(v, ",")
		}
		// A comma at the end would be read as the end of the candidate.
		if whole, ok := resolve(address, at); ok && !strings.HasSuffix(whole, ",") {
			out = append(out, strings.TrimRight(whole+" "+strings.Join(strings.Fields(size), " "), " "))
		}
	}
}

// drawing is what stands for an SVG.
func drawing(svg *html.Node, at *url.URL) *html.Node {
	name := "Drawing"
	for n := range svg.Descendants() {
		if n.Type == html.ElementNode && n.Data == "title" {
			if title := strings.Join(strings.Fields(text(n)), " "); title != "" {
				name += ": " + title
			}
			break
		}
	}
	words := &html.Node{Type: html.TextNode, Data: name}
	for a := range svg.Ancestors() {
		if a.Data == "a" {
			return words
		}
	}
	link := element("a")
	link.Attr = []html.Attribute{{Key: "href", Val: at.String()}}
	link.AppendChild(words)
	return link
}

// task is what stands for the box of a task list.
func task(input *html.Node) *html.Node {
	box := "☐"
	for _, a := range input.Attr {
		if a.Key == "checked" {
			box = "☑"
		}
	}
	return &html.Node{Type: html.TextNode, Data: box}
}

func element(name string) *html.Node {
	return &html.Node{Type: html.ElementNode, Data: name, DataAtom: atom.Lookup([]byte(name))}
}

func swap(old, new *html.Node) {
	old.Parent.InsertBefore(new, old)
	old.Parent.RemoveChild(old)
}

// unwrap leaves an element's children where it stood.
func unwrap(n *html.Node) {
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
		n.Parent.InsertBefore(c, n)
	}
	n.Parent.RemoveChild(n)
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
