package media

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
)

// Bounds of a drawing. A real plate has 5 to 20 KB and nests five deep.
const (
	maxDrawing = 64 << 10
	maxDepth   = 64
)

const svgSpace = "http://www.w3.org/2000/svg"

// drawable are the elements of a drawing and whether they hold text.
var drawable = map[string]bool{
	"svg": false, "g": false, "path": false, "line": false, "rect": false, "circle": false, "ellipse": false,
	"polyline": false, "polygon": false, "text": true, "tspan": true, "title": true, "desc": true,
}

var (
	reLength    = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?(px|%|em)?$`)
	reFraction  = regexp.MustCompile(`^(0|1|0?\.[0-9]+|1\.0+|[0-9]{1,3}%)$`)
	rePath      = regexp.MustCompile(`^[MmLlHhVvCcSsQqTtAaZz0-9eE+\-.,\s]*$`)
	reNumbers   = regexp.MustCompile(`^[0-9eE+\-.,\s]*$`)
	reViewBox   = regexp.MustCompile(`^\s*-?[0-9.]{1,12}([\s,]+-?[0-9.]{1,12}){3}\s*$`)
	reTransform = regexp.MustCompile(`^\s*((translate|scale|rotate|skewX|skewY|matrix)\s*\([0-9eE+\-.,\s]*\)[\s,]*)*$`)
	reAnchor    = regexp.MustCompile(`^(start|middle|end)$`)
	reRole      = regexp.MustCompile(`^(img|none|presentation|group)$`)
	reAria      = regexp.MustCompile(`^aria-[a-z]{1,20}$`)
	rePaint     = regexp.MustCompile(`^(l|l s|s l|e|f|a|g|w|m|sv|gr)$`)
)

// attributes are those a drawing may carry, and what they may say.
var attributes = map[string]*regexp.Regexp{
	"d": rePath, "points": reNumbers, "viewBox": reViewBox, "transform": reTransform, "class": rePaint,
	"x": reLength, "y": reLength, "x1": reLength, "y1": reLength, "x2": reLength, "y2": reLength,
	"dx": reLength, "dy": reLength, "cx": reLength, "cy": reLength, "r": reLength, "rx": reLength, "ry": reLength,
	"width": reLength, "height": reLength, "text-anchor": reAnchor, "role": reRole,
	"fill-opacity": reFraction, "stroke-opacity": reFraction,
}

// SafeDrawing gives an SVG that speaks only the site's paint classes in a form
// that may stand inside a page, written anew from what was understood. ok is
// false when anything in it is outside the list, when it has no viewBox or when
// its first child is not a title with words: such a file is only ever an <img>.
//
// There is nothing to clean: no element, attribute or value is kept that the
// list does not name, so that a page needs no trust in the file's maker.
func SafeDrawing(src []byte) (svg string, ok bool) {
	if len(src) == 0 || len(src) > maxDrawing {
		return "", false
	}
	p := plate{d: xml.NewDecoder(bytes.NewReader(src))}
	for {
		t, err := p.d.Token()
		if err == io.EOF && p.done && p.titled {
			return p.out.String(), true
		}
		if err != nil || !p.token(t) {
			return "", false
		}
	}
}

// plate writes a drawing while it is read.
type plate struct {
	d      *xml.Decoder
	out    bytes.Buffer
	open   []string
	hollow bool // nothing was written since the last start tag
	done   bool // the root has closed
	titled bool // the root's first child was a title with words
	first  bool // the root's first child has come
}

func (p *plate) token(t xml.Token) bool {
	switch t := t.(type) {
	case xml.StartElement:
		return p.start(t)
	case xml.EndElement:
		last := p.open[len(p.open)-1]
		p.open = p.open[:len(p.open)-1]
		if p.hollow && !drawable[last] {
			p.out.Truncate(p.out.Len() - 1)
			p.out.WriteString("/>")
		} else {
			p.out.WriteString("</" + last + ">")
		}
		p.hollow = false
		p.done = p.done || len(p.open) == 0
		return true
	case xml.CharData:
		return p.text(string(t))
	case xml.ProcInst:
		return t.Target == "xml"
	case xml.Comment:
		return true
	}
	return false // a DOCTYPE, with whatever entities it brings
}

func (p *plate) start(t xml.StartElement) bool {
	name := t.Name.Local
	holdsText, known := drawable[name]
	root := len(p.open) == 0
	if !known || t.Name.Space != "" && t.Name.Space != svgSpace || len(p.open) >= maxDepth || root != (name == "svg") || p.done {
		return false
	}
	if !root {
		// In a page the insides of title and desc are read as HTML: words only.
		parent := p.open[len(p.open)-1]
		if parent == "title" || parent == "desc" || drawable[parent] && !holdsText || name == "tspan" && !drawable[parent] {
			return false
		}
		if !p.first && (name != "title" || len(p.open) != 1) {
			return false
		}
	}
	p.first = p.first || !root
	p.open = append(p.open, name)
	p.out.WriteString("<" + name)
	if !p.attributes(t.Attr, root) {
		return false
	}
	p.out.WriteByte('>')
	p.hollow = true
	return true
}

func (p *plate) attributes(list []xml.Attr, root bool) bool {
	seen := map[string]bool{}
	for _, a := range list {
		name, v := a.Name.Local, a.Value
		if a.Name.Space == "" && name == "xmlns" {
			if v != svgSpace {
				return false
			}
			continue
		}
		if a.Name.Space != "" || seen[name] || len(v) > maxDrawing {
			return false
		}
		seen[name] = true
		if rule := attributes[name]; rule != nil {
			if !rule.MatchString(v) || name == "viewBox" && !root {
				return false
			}
		} else if !reAria.MatchString(name) || !words(v) {
			return false
		}
		switch {
		case name == "aria-labelledby" || name == "aria-describedby":
			continue // they point at ids, and a drawing has none
		case root && (name == "role" || name == "width" || name == "height"):
			continue // the page says how large, and that it is one image
		}
		p.out.WriteString(" " + name + `="` + escape.Replace(strings.Join(strings.Fields(v), " ")) + `"`)
	}
	if root {
		p.out.WriteString(` role="img"`)
	}
	return !root || seen["viewBox"]
}

func (p *plate) text(s string) bool {
	if len(p.open) == 0 || !drawable[p.open[len(p.open)-1]] {
		return strings.TrimSpace(strings.TrimPrefix(s, "\ufeff")) == ""
	}
	if !words(s) {
		return false
	}
	if len(p.open) == 2 && p.open[1] == "title" && strings.TrimSpace(s) != "" {
		p.titled = true
	}
	p.out.WriteString(escape.Replace(s))
	p.hollow = false
	return true
}

// words says whether a text is free of control characters.
func words(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0
	}) < 0
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
