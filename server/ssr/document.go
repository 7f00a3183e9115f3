package ssr

import (
	"bytes"
	"encoding/json"
	"strconv"

	"vitrine/app"
	"vitrine/app/wire"
)

// Assets are the addresses of the files a document links. Without Wasm the
// browser client was not built and the boot script will not start one.
type Assets struct {
	Stylesheet string
	Boot       string
	Wasm       string
	Exec       string // Go's wasm_exec.js
	Worker     string // compiles the client off the main thread
	Icon       string
	Touch      string // the icon as PNG, for home screens
	Light      string // the page's grounds, for the browser's own bar
	Dark       string
}

// Document appends the whole HTML document of a page to w.
func Document(w *bytes.Buffer, p wire.Page, a Assets) error {
	w.WriteString("<!doctype html>\n<html")
	attr(w, "lang", p.Head.Lang)
	attr(w, "data-build", p.Build)
	w.WriteString("><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
	head(w, p.Head, p.Site)
	links(w, a)
	if p.Head.JSONLD != nil {
		if err := JSONBlock(w, "application/ld+json", "", p.Head.JSONLD); err != nil {
			return err
		}
	}
	w.WriteString("</head>\n<body>")
	Element(w, &app.View{Page: p})
	if err := JSONBlock(w, "application/json", "page", p.Slim()); err != nil {
		return err
	}
	w.WriteString("</body></html>\n")
	return nil
}

// JSONBlock appends v as JSON in a script element, which browsers do not run:
// kind is its media type, id may be "". json.Marshal writes < > & and U+2028 as
// escapes, also in what encodes itself, so nothing in it can end the block.
func JSONBlock(w *bytes.Buffer, kind, id string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return wire.Errorf(wire.Internal, "the page could not be encoded: %w", err)
	}
	w.WriteString("<script")
	attr(w, "type", kind)
	attr(w, "id", id)
	w.WriteString(">")
	w.Write(b)
	w.WriteString("</script>")
	return nil
}

func head(w *bytes.Buffer, h wire.Head, s wire.Site) {
	w.WriteString("<title>")
	escapeText(w, h.Title)
	w.WriteString("</title>")
	meta(w, "name", "description", h.Description)
	meta(w, "name", "color-scheme", "light dark")
	if h.NoIndex {
		meta(w, "name", "robots", "noindex")
	}
	link(w, "canonical", h.Canonical, "")
	link(w, "prev", h.Prev, "")
	link(w, "next", h.Next, "")
	link(w, "alternate", h.AlternateMD, "text/markdown")
	for _, f := range h.Feeds {
		link(w, "alternate", f.Href, f.Type, "title", f.Title)
	}
	for _, profile := range h.Me {
		link(w, "me", profile, "")
	}
	meta(w, "property", "og:title", h.Title)
	meta(w, "property", "og:description", h.Description)
	meta(w, "property", "og:type", h.Type)
	meta(w, "property", "og:url", h.Canonical)
	meta(w, "property", "og:site_name", s.Name)
	meta(w, "property", "og:image", h.Image)
	meta(w, "property", "og:image:alt", h.ImageAlt)
	if h.ImageWidth > 0 && h.ImageHeight > 0 {
		meta(w, "property", "og:image:width", strconv.Itoa(h.ImageWidth))
		meta(w, "property", "og:image:height", strconv.Itoa(h.ImageHeight))
	}
	meta(w, "property", "article:published_time", h.Published)
	meta(w, "property", "article:modified_time", h.Modified)
	if h.Image != "" {
		meta(w, "name", "twitter:card", "summary_large_image")
	}
}

func links(w *bytes.Buffer, a Assets) {
	themeColour(w, a.Light, "light")
	themeColour(w, a.Dark, "dark")
	link(w, "icon", a.Icon, "image/svg+xml", "sizes", "any")
	link(w, "apple-touch-icon", a.Touch, "")
	link(w, "stylesheet", a.Stylesheet, "")
	if a.Boot == "" {
		return
	}
	w.WriteString("<script")
	attr(w, "src", a.Boot)
	if a.Wasm != "" {
		attr(w, "data-wasm", a.Wasm)
		attr(w, "data-exec", a.Exec)
		attr(w, "data-worker", a.Worker)
	}
	w.WriteString("></script>")
}

// themeColour colours the browser's own bar like the page, when the system's
// scheme is this one.
func themeColour(w *bytes.Buffer, colour, scheme string) {
	if colour == "" {
		return
	}
	w.WriteString("<meta name=\"theme-color\"")
	attr(w, "content", colour)
	attr(w, "media", "(prefers-color-scheme: "+scheme+")")
	w.WriteString(">")
}

func meta(w *bytes.Buffer, key, name, content string) {
	if content == "" {
		return
	}
	w.WriteString("<meta ")
	w.WriteString(key)
	w.WriteString(`="`)
	w.WriteString(name)
	w.WriteString(`"`)
	attr(w, "content", content)
	w.WriteString(">")
}

// link writes nothing without an address. More attributes come as name, value.
func link(w *bytes.Buffer, rel, href, kind string, more ...string) {
	if href == "" {
		return
	}
	w.WriteString("<link")
	attr(w, "rel", rel)
	attr(w, "href", href)
	attr(w, "type", kind)
	for i := 0; i+1 < len(more); i += 2 {
		attr(w, more[i], more[i+1])
	}
	w.WriteString(">")
}

func attr(w *bytes.Buffer, name, value string) {
	if value == "" {
		return
	}
	w.WriteByte(' ')
	w.WriteString(name)
	w.WriteString(`="`)
	escapeAttribute(w, value)
	w.WriteByte('"')
}
