package media_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"vitrine/server/media"
)

const title = `<title>A line that rises</title>`

func TestSafeDrawing(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"canonical form", "<?xml version=\"1.0\"?>\n<!-- made by hand --><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" viewBox=\"0 0  64 33\">\n " + title + "\n <g transform=\"translate(1 2)\"><path class=\"l s\" d=\"M0 0L1,1\"/></g><text class=\"sv\" x=\"1\">a &lt; b</text></svg>",
			`<svg viewBox="0 0 64 33" role="img">` + title + `<g transform="translate(1 2)"><path class="l s" d="M0 0L1,1"/></g><text class="sv" x="1">a &lt; b</text></svg>`},
		{"role and aria", `<svg viewBox="0 0 1 1" role="img" aria-labelledby="x">` + title + `<g aria-hidden="true" role="none"/></svg>`,
			`<svg viewBox="0 0 1 1" role="img">` + title + `<g aria-hidden="true" role="none"/></svg>`},
		{"no viewBox", `<svg>` + title + `</svg>`, ""},
		{"no title", `<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>`, ""},
		{"empty title", `<svg viewBox="0 0 1 1"><title> </title></svg>`, ""},
		{"title not first", `<svg viewBox="0 0 1 1"><g/>` + title + `</svg>`, ""},
		{"style", `<svg viewBox="0 0 1 1">` + title + `<path style="x:y"/></svg>`, ""},
		{"fill", `<svg viewBox="0 0 1 1">` + title + `<path fill="red"/></svg>`, ""},
		{"id", `<svg viewBox="0 0 1 1" id="a">` + title + `</svg>`, ""},
		{"class of others", `<svg viewBox="0 0 1 1">` + title + `<path class="btn"/></svg>`, ""},
		{"handler", `<svg viewBox="0 0 1 1" onload="x()">` + title + `</svg>`, ""},
		{"script", `<svg viewBox="0 0 1 1">` + title + `<script>x()</script></svg>`, ""},
		{"link", `<svg viewBox="0 0 1 1">` + title + `<a href="/x"><path/></a></svg>`, ""},
		{"use", `<svg viewBox="0 0 1 1">` + title + `<use href="#a"/></svg>`, ""},
		{"foreign content", `<svg viewBox="0 0 1 1">` + title + `<foreignObject/></svg>`, ""},
		{"HTML in the title", `<svg viewBox="0 0 1 1"><title>a<g/></title></svg>`, ""},
		{"other namespace", `<svg viewBox="0 0 1 1">` + title + `<h:g xmlns:h="http://www.w3.org/1999/xhtml"/></svg>`, ""},
		{"doctype", `<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1">` + title + `</svg>`, ""},
		{"entity", `<svg viewBox="0 0 1 1"><title>&nbsp;x</title></svg>`, ""},
		{"address in a value", `<svg viewBox="0 0 1 1">` + title + `<g transform="url(#a)"/></svg>`, ""},
		{"text between shapes", `<svg viewBox="0 0 1 1">` + title + `<g>x</g></svg>`, ""},
		{"two roots", `<svg viewBox="0 0 1 1">` + title + `</svg><svg viewBox="0 0 1 1">` + title + `</svg>`, ""},
		{"attribute twice", `<svg viewBox="0 0 1 1">` + title + `<g class="l" class="e"/></svg>`, ""},
		{"cut off", `<svg viewBox="0 0 1 1">` + title, ""},
		{"too deep", `<svg viewBox="0 0 1 1">` + title + strings.Repeat("<g>", 70) + strings.Repeat("</g>", 70) + `</svg>`, ""},
		{"too long", `<svg viewBox="0 0 1 1">` + title + strings.Repeat(" ", 64<<10) + `</svg>`, ""},
		{"nothing", "", ""},
	} {
		got, ok := media.SafeDrawing([]byte(c.in))
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%s: got %q, %v; want %q", c.name, got, ok, c.want)
		}
	}
}

var (
	elements = strings.Fields("svg g path line rect circle ellipse polyline polygon text tspan title desc")
	names    = strings.Fields("d points viewBox transform class x y x1 y1 x2 y2 dx dy cx cy r rx ry width height text-anchor role fill-opacity stroke-opacity")
	classes  = regexp.MustCompile(`^(l|l s|s l|e|f|a|g|w|m|sv|gr)$`)
)

// FuzzSafeDrawing reads what came out as a browser would, and looks for
// anything that is not on the list.
func FuzzSafeDrawing(f *testing.F) {
	f.Add(`<svg viewBox="0 0 1 1">` + title + `<text x="1"><tspan class="sv">a</tspan></text></svg>`)
	f.Add(`<svg viewBox="0 0 1 1"><title>&lt;img src=x onerror=y&gt;</title><desc>&#60;/desc&gt;</desc></svg>`)
	f.Add(`<svg viewBox="0 0 1 1"><title><![CDATA[</title><script>]]></title><g aria-label="&quot;>&lt;b"/></svg>`)
	f.Add("<svg viewBox='0 0 1 1'><title>a</title><path d='M0 0\n1 1'/></svg>")
	f.Fuzz(func(t *testing.T, in string) {
		out, ok := media.SafeDrawing([]byte(in))
		if !ok {
			return
		}
		if again, ok := media.SafeDrawing([]byte(out)); !ok || again != out {
			t.Errorf("not at rest: %q became %q", out, again)
		}
		nodes, err := html.ParseFragment(strings.NewReader(out), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
		if err != nil || len(nodes) != 1 || nodes[0].Data != "svg" {
			t.Fatalf("%q is not one svg: %v", out, err)
		}
		check := func(n *html.Node) {
			switch n.Type {
			case html.TextNode:
			case html.ElementNode:
				if !slices.Contains(elements, n.Data) || n.Namespace != "svg" {
					t.Errorf("element %s of namespace %q in %q", n.Data, n.Namespace, out)
				}
				for _, a := range n.Attr {
					if !slices.Contains(names, a.Key) && !strings.HasPrefix(a.Key, "aria-") || a.Key == "class" && !classes.MatchString(a.Val) {
						t.Errorf("attribute %s=%q in %q", a.Key, a.Val, out)
					}
				}
			default:
				t.Errorf("node of type %d in %q", n.Type, out)
			}
		}
		check(nodes[0])
		for n := range nodes[0].Descendants() {
			check(n)
		}
	})
}
