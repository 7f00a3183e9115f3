package ssr

import (
	"bytes"
	"encoding/json"

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
}

// Document appends the whole HTML document of a page to w.
func Document(w *bytes.Buffer, p wire.Page, a Assets) error {
	props, err := json.Marshal(p.Slim())
	if err != nil {
		return wire.Errorf(wire.Internal, "the page could not be encoded: %w", err)
	}
	w.WriteString("<!doctype html>\n<html")
	attr(w, "lang", p.Head.Lang)
	attr(w, "data-build", p.Build)
	w.WriteString("><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
	head(w, p.Head, p.Site)
	links(w, a)
	w.WriteString("</head>\n<body>")
	Element(w, &app.View{Page: p})
	// json.Marshal writes < > & and U+2028 as escapes, so nothing in it can end the block.
	w.WriteString("<script type=\"application/json\" id=\"page\">")
	w.Write(props)
	w.WriteString("</script></body></html>\n")
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
	meta(w, "property", "og:title", h.Title)
	meta(w, "property", "og:description", h.Description)
	meta(w, "property", "og:type", h.Type)
	meta(w, "property", "og:url", h.Canonical)
	meta(w, "property", "og:site_name", s.Name)
	meta(w, "property", "og:image", h.Image)
	meta(w, "property", "og:image:alt", h.ImageAlt)
	meta(w, "property", "article:published_time", h.Published)
	meta(w, "property", "article:modified_time", h.Modified)
	if h.Image != "" {
		meta(w, "name", "twitter:card", "summary_large_image")
	}
}

func links(w *bytes.Buffer, a Assets) {
	link(w, "icon", a.Icon, "image/svg+xml")
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

func link(w *bytes.Buffer, rel, href, kind string) {
	if href == "" {
		return
	}
	w.WriteString("<link")
	attr(w, "rel", rel)
	attr(w, "href", href)
	if kind != "" {
		attr(w, "type", kind)
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
