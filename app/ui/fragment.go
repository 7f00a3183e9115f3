package ui

import (
	"strings"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/wire"
)

// Fragment is the one way server-made HTML enters a page. It is a <div> with
// the id HTML.ID and HTML.Body inside.
//
// A client that starts over a server-rendered page gets no Body (see
// wire.Page.Slim). It then takes the nodes of the standing element with that id
// into its own before anything is painted: the same nodes go on living, so an
// open <details>, a playing video and a selection in a long article survive,
// and a 5,000-node article costs nothing to mount.
type Fragment struct {
	goapp.Compo

	HTML  wire.HTML
	Class string
	Lang  string // of the content when it is not the page's; sets the direction too

	standing goapp.Value
}

// CompoID makes go-app mount a new Fragment for other content, where it would
// otherwise update the one on the page and keep the old nodes.
func (f *Fragment) CompoID() string { return f.HTML.ID }

// OnInit finds the standing element. It runs before the client swaps the body's
// first element, while that is still the server's.
func (f *Fragment) OnInit() {
	if !goapp.IsClient || f.HTML.Body != "" || f.HTML.ID == "" {
		return
	}
	if e := goapp.Window().GetElementByID(f.HTML.ID); e.Truthy() {
		f.standing = e
	}
}

// OnMount runs after the swap in the same task: no frame shows the gap.
func (f *Fragment) OnMount(goapp.Context) {
	if f.standing == nil {
		return
	}
	own := f.JSValue()
	for {
		child := f.standing.Get("firstChild")
		if !child.Truthy() {
			break
		}
		own.Call("appendChild", child)
	}
	f.standing = nil
}

// Render writes the element whole: Raw wants exactly one root, and a body has many.
func (f *Fragment) Render() goapp.UI {
	var b strings.Builder
	b.Grow(len(f.HTML.Body) + 64)
	b.WriteString("<div")
	attribute(&b, "id", f.HTML.ID)
	attribute(&b, "class", f.Class)
	attribute(&b, "lang", f.Lang)
	attribute(&b, "dir", Direction(f.Lang))
	b.WriteString(">")
	b.WriteString(f.HTML.Body)
	b.WriteString("</div>")
	return goapp.Raw(b.String())
}

var attributeEscaper = strings.NewReplacer("&", "&amp;", `"`, "&#34;", "<", "&lt;", ">", "&gt;")

// attribute writes one attribute of a raw element; an empty value writes nothing.
func attribute(b *strings.Builder, name, value string) {
	if value == "" {
		return
	}
	b.WriteString(" " + name + `="`)
	b.WriteString(attributeEscaper.Replace(value))
	b.WriteString(`"`)
}

// Direction is "rtl" for a BCP 47 language written from right to left, "ltr"
// for another and "" for none.
func Direction(lang string) string {
	if lang == "" {
		return ""
	}
	primary, rest, _ := strings.Cut(strings.ToLower(lang), "-")
	switch {
	case strings.HasPrefix(rest, "latn"):
		return "ltr"
	case strings.HasPrefix(rest, "arab"), strings.HasPrefix(rest, "hebr"):
		return "rtl"
	}
	switch primary {
	case "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi":
		return "rtl"
	}
	return "ltr"
}
