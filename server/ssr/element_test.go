package ssr_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"vitrine/server/ssr"
)

type greeting struct {
	goapp.Compo
	Name string
}

func (g *greeting) Render() goapp.UI { return goapp.P().Text("Hello " + g.Name) }

type nothing struct{ goapp.Compo }

func (*nothing) Render() goapp.UI { return nil }

func encode(ui goapp.UI) string {
	var b bytes.Buffer
	ssr.Element(&b, ui)
	return b.String()
}

func TestElement(t *testing.T) {
	for _, c := range []struct {
		name string
		ui   goapp.UI
		want string
	}{
		{"text", goapp.Text(`a < b & "c" > 'd'`), `a &lt; b &amp; "c" &gt; 'd'`},
		{"attribute breaks nothing", goapp.A().Href(`/x?a=1&b="><script>`).Title("\"'"), `<a href="/x?a=1&amp;b=&#34;&gt;&lt;script&gt;" title="&#34;'"></a>`},
		{"unicode stays", goapp.P().Title("na\u00a0ïve 👩‍💻\n2").Text("שלום 👩‍💻"), "<p title=\"na\u00a0ïve 👩‍💻\n2\">שלום 👩‍💻</p>"},
		{"no white space between inline", goapp.P().Body(goapp.Text("a "), goapp.B().Text("b"), goapp.Text(".")), "<p>a <b>b</b>.</p>"},
		{"pre untouched", goapp.Pre().Body(goapp.Code().Text("\n  x\n\ty\n")), "<pre><code>\n  x\n\ty\n</code></pre>"},
		{"pre keeps its first newline", goapp.Pre().Text("\nx"), "<pre>\n\nx</pre>"},
		{"textarea", goapp.Textarea().Name("m").Text("\n</textarea><b>"), "<textarea name=\"m\">\n\n&lt;/textarea&gt;&lt;b&gt;</textarea>"},
		{"false booleans vanish", goapp.Input().Disabled(false).Checked(true).Required(true).Value("true"), `<input checked required value="true">`},
		{"enumerated stay", goapp.Button().Aria("expanded", true).Attr("draggable", false).Hidden(false).Text("x"), `<button aria-expanded="true" draggable="false">x</button>`},
		{"void elements", goapp.Div().Body(goapp.Br(), goapp.Img().Src("/a.png").Alt("a"), goapp.Hr()), `<div><br><img alt="a" src="/a.png"><hr></div>`},
		{"details", goapp.Details().Open(true).Body(goapp.Summary().Text("s")), `<details open><summary>s</summary></details>`},
		{"script schemes", goapp.Div().Body(goapp.A().Href("JaVa\tScript:alert(1)"), goapp.A().Href(" data:text/html,x"), goapp.A().Href("/a:b"), goapp.A().Href("mailto:a@b")), `<div><a href="#"></a><a href="#"></a><a href="/a:b"></a><a href="mailto:a@b"></a></div>`},
		{"style and handlers never", goapp.P().Style("color", "red").Attr("onclick", "x()").Class("c"), `<p class="c"></p>`},
		{"raw as it is", goapp.Div().Body(goapp.Raw("<svg><path d='M0 0'/></svg>")), "<div><svg><path d='M0 0'/></svg></div>"},
		{"component", goapp.Div().Body(&greeting{Name: "<Ada>"}, &nothing{}), "<div><p>Hello &lt;Ada&gt;</p></div>"},
		{"conditions and ranges", goapp.Ul().Body(goapp.If(true, func() goapp.UI { return goapp.Li().Text("1") }), goapp.If(false, func() goapp.UI { return goapp.Li() }), goapp.Range([]int{2, 3}).Slice(func(i int) goapp.UI { return goapp.Li().Text(i + 2) })), "<ul><li>1</li><li>2</li><li>3</li></ul>"},
		{"nul, cr and broken utf-8", goapp.P().Title("a\x00b").Text("c\rd\xffe"), "<p title=\"a\uFFFDb\">c&#13;d\uFFFDe</p>"},
		{"script carries no text", goapp.Script().Text("alert(1)"), "<script></script>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := encode(c.ui); got != c.want {
				t.Errorf("encoded wrongly\n got %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestElementIsStable(t *testing.T) {
	ui := func() goapp.UI {
		return goapp.A().Href("/").Class("c").ID("i").Title("t").Lang("en").Dir("rtl").Rel("noopener").DataSet("a", 1).DataSet("b", 2)
	}
	first := encode(ui())
	for range 50 {
		if got := encode(ui()); got != first {
			t.Fatalf("equal trees gave different bytes\n%s\n%s", first, got)
		}
	}
}

// TestShape fails when go-app no longer keeps its fields where the encoder reads them.
func TestShape(t *testing.T) {
	for _, c := range []struct {
		ui     goapp.UI
		embed  string
		fields []string
	}{
		{goapp.Div(), "htmlElement", []string{"attributes", "children"}},
		{goapp.Text("x"), "", []string{"value"}},
		{goapp.Raw("<p></p>"), "", []string{"value", "tag"}},
	} {
		v := reflect.ValueOf(c.ui).Elem()
		if c.embed != "" {
			v = v.FieldByName(c.embed)
		}
		for _, f := range c.fields {
			if !v.IsValid() || !v.FieldByName(f).IsValid() {
				t.Errorf("go-app's %T has no field %s any more: the encoder must follow", c.ui, f)
			}
		}
	}
}

// node is a tree both sides can be brought to.
type node struct {
	Tag   string
	Attrs map[string]string
	Text  string
	Kids  []node
}

// grow makes a tree of elements that may nest in one another from fuzz input,
// and the tree a parser must find in its HTML.
func grow(data *[]byte, depth int) (goapp.UI, node) {
	next := func() byte {
		if len(*data) == 0 {
			return 0
		}
		b := (*data)[0]
		*data = (*data)[1:]
		return b
	}
	word := func() string {
		n := min(int(next())%24, len(*data))
		s := string((*data)[:n])
		*data = (*data)[n:]
		return s
	}
	kind := next() % 8
	if depth > 6 && kind < 4 {
		kind = 4
	}
	clean := func(s string) string {
		return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
	}
	attr := strings.TrimSpace(word())
	attrs := func() map[string]string {
		if attr == "" {
			return nil
		}
		return map[string]string{"title": clean(attr)}
	}
	switch kind {
	case 0, 1, 2, 3:
		tag := [...]string{"div", "section", "ul", "blockquote"}[kind]
		e := goapp.Elem(tag).Attr("title", attr)
		n := node{Tag: tag, Attrs: attrs()}
		var kids []goapp.UI
		for range next() % 4 {
			ui, kid := grow(data, depth+1)
			kids = append(kids, ui)
			n.Kids = append(n.Kids, kid)
		}
		return e.Body(kids...), n
	case 4:
		s := word()
		return goapp.Pre().Title(attr).Text(s), node{Tag: "pre", Attrs: attrs(), Kids: textNode(clean(s))}
	case 5:
		s := word()
		return goapp.Textarea().Title(attr).Text(s), node{Tag: "textarea", Attrs: attrs(), Kids: textNode(clean(s))}
	case 6:
		a := attrs()
		if on := next()%2 == 1; on {
			if a == nil {
				a = map[string]string{}
			}
			a["checked"] = ""
			return goapp.Input().Title(attr).Checked(true).Disabled(false), node{Tag: "input", Attrs: a}
		}
		return goapp.Input().Title(attr), node{Tag: "input", Attrs: a}
	default:
		s := word()
		return goapp.Span().Title(attr).Text(s), node{Tag: "span", Attrs: attrs(), Kids: textNode(clean(s))}
	}
}

func textNode(s string) []node {
	if s == "" {
		return nil
	}
	return []node{{Text: s}}
}

func read(n *html.Node) node {
	if n.Type == html.TextNode {
		return node{Text: n.Data}
	}
	out := node{Tag: n.Data}
	for _, a := range n.Attr {
		if out.Attrs == nil {
			out.Attrs = map[string]string{}
		}
		out.Attrs[a.Key] = a.Val
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		out.Kids = append(out.Kids, read(c))
	}
	return out
}

// FuzzElement: what a parser reads from the HTML is the tree that was encoded.
func FuzzElement(f *testing.F) {
	f.Add([]byte("\x00\x05\"><b>\x03\x07\x02hi\x03<b>\x04\x01x\x04\n\nab"))
	f.Add([]byte("\x02\x03a&b\x02\x05\x00\x06</text\x04\x02\r\n\x03\x00\xff\xfe"))
	f.Add([]byte("\x06\x04</a>\x01\x07\x0a\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb x\x0b\xd7\xa9\xd7\x9c"))
	f.Fuzz(func(t *testing.T, data []byte) {
		ui, want := grow(&data, 0)
		doc := encode(ui)
		roots, err := html.ParseFragment(strings.NewReader(doc), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
		if err != nil || len(roots) != 1 {
			t.Fatalf("%q parses to %d roots, %v", doc, len(roots), err)
		}
		if diff := cmp.Diff(want, read(roots[0])); diff != "" {
			t.Fatalf("the parsed tree is not the encoded one (-want +got)\n%s\nHTML: %q", diff, doc)
		}
	})
}
