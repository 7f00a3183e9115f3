package ssr

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Element appends ui's HTML to w. Attributes come in alphabetical order, so
// equal trees give equal bytes.
func Element(w *bytes.Buffer, ui goapp.UI) {
	encode(w, ui)
}

func encode(w *bytes.Buffer, ui any) {
	switch u := ui.(type) {
	case nil:
	case goapp.HTML:
		element(w, u)
	case goapp.Composer:
		if i, ok := u.(goapp.Initializer); ok {
			i.OnInit()
		}
		if roots := goapp.FilterUIElems(u.Render()); len(roots) > 0 {
			encode(w, roots[0])
		}
	default:
		leaf(w, reflect.ValueOf(ui).Elem())
	}
}

// leaf writes go-app's two leaves. Both hold a string called value; only raw
// HTML also has a tag.
func leaf(w *bytes.Buffer, v reflect.Value) {
	value := v.FieldByName("value").String()
	if v.FieldByName("tag").IsValid() {
		w.WriteString(value)
		return
	}
	escapeText(w, value)
}

func element(w *bytes.Buffer, e goapp.HTML) {
	fields := reflect.ValueOf(e).Elem().FieldByName("htmlElement")
	tag := e.Tag()
	w.WriteByte('<')
	w.WriteString(tag)
	value := attributes(w, tag, fields.FieldByName("attributes"))
	w.WriteByte('>')
	if e.SelfClosing() || void[tag] {
		return
	}
	if !rawText[tag] {
		body := w.Len()
		if tag == "textarea" {
			escapeText(w, value)
		}
		children := fields.FieldByName("children")
		for i := range children.Len() {
			encode(w, exposed(children.Index(i)))
		}
		keepFirstNewline(w, tag, body)
	}
	w.WriteString("</")
	w.WriteString(tag)
	w.WriteByte('>')
}

// attributes writes the attributes and gives the one called value, which a
// textarea shows as its text.
func attributes(w *bytes.Buffer, tag string, attrs reflect.Value) (value string) {
	names := make([]string, 0, attrs.Len())
	for _, k := range attrs.MapKeys() {
		names = append(names, k.String())
	}
	slices.Sort(names)
	for _, name := range names {
		v := attrs.MapIndex(reflect.ValueOf(name)).String()
		switch {
		case strings.ContainsAny(name, " \t\r\n\f\x00\"'<>/=") || name == "" || name == "style" || strings.HasPrefix(name, "on"):
			// No page has these: the content policy refuses inline styles and handlers.
		case name == "value" && tag == "textarea":
			value = v
		case boolean[name]:
			if v == "true" {
				w.WriteByte(' ')
				w.WriteString(name)
			}
		default:
			if address[name] && !safeAddress(v) {
				v = "#"
			}
			w.WriteByte(' ')
			w.WriteString(name)
			w.WriteString(`="`)
			escapeAttribute(w, v)
			w.WriteByte('"')
		}
	}
	return value
}

// exposed makes a usable value from one read through an unexported field.
func exposed(v reflect.Value) any {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() {
		return nil
	}
	if v.CanInterface() {
		return v.Interface()
	}
	return reflect.NewAt(v.Type().Elem(), v.UnsafePointer()).Interface()
}

// keepFirstNewline puts a newline before a newline or carriage return that comes
// first: parsers drop one there (golang.org/x/net/html even a "&#13;").
func keepFirstNewline(w *bytes.Buffer, tag string, body int) {
	if tag != "pre" && tag != "textarea" && tag != "listing" {
		return
	}
	if b := w.Bytes()[body:]; len(b) > 0 && (b[0] == '\n' || bytes.HasPrefix(b, []byte("&#13;"))) {
		rest := bytes.Clone(b)
		w.Truncate(body)
		w.WriteByte('\n')
		w.Write(rest)
	}
}

func escapeText(w *bytes.Buffer, s string)      { escape(w, s, false) }
func escapeAttribute(w *bytes.Buffer, s string) { escape(w, s, true) }

// escape writes s as text, or as the value of an attribute in double quotes. A
// carriage return must travel as an entity or the parser makes it a newline; NUL and invalid
// UTF-8 have no place in HTML and become U+FFFD.
func escape(w *bytes.Buffer, s string, attribute bool) {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	from := 0
	for i := range len(s) {
		e := ""
		switch s[i] {
		case '&':
			e = "&amp;"
		case '<':
			e = "&lt;"
		case '>':
			e = "&gt;"
		case '"':
			if attribute {
				e = "&#34;"
			}
		case '\r':
			e = "&#13;"
		case 0:
			e = "\uFFFD"
		}
		if e != "" {
			w.WriteString(s[from:i])
			w.WriteString(e)
			from = i + 1
		}
	}
	w.WriteString(s[from:])
}

// safeAddress refuses the schemes that run script. It reads as browsers do:
// control characters and spaces do not hide a scheme.
func safeAddress(s string) bool {
	s = strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s))
	scheme, _, ok := strings.Cut(s, ":")
	if !ok || strings.ContainsAny(scheme, "/?#") {
		return true
	}
	switch scheme {
	case "http", "https", "mailto", "tel", "sms", "xmpp", "matrix":
		return true
	case "data":
		return strings.HasPrefix(s, "data:image/png") || strings.HasPrefix(s, "data:image/gif") ||
			strings.HasPrefix(s, "data:image/jpeg") || strings.HasPrefix(s, "data:image/webp")
	}
	return false
}

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

var (
	void = set("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
	// rawText elements are parsed without entities, so no text is safe in them. Pages have none.
	rawText = set("script", "style", "iframe", "noembed", "noframes", "xmp", "plaintext")
	boolean = set("allowfullscreen", "async", "autofocus", "autoplay", "checked", "controls", "default", "defer", "disabled",
		"formnovalidate", "hidden", "inert", "ismap", "itemscope", "loop", "multiple", "muted", "nomodule", "novalidate",
		"open", "playsinline", "readonly", "required", "reversed", "selected")
	address = set("action", "cite", "data", "formaction", "href", "poster", "src")
)
