package media

import (
	"encoding/xml"
	"io"
	"math"
	"strconv"
	"strings"

	"vitrine/app/wire"
)

// maxSVG bounds what the XML reader is given; larger drawings are pictures
// that ought to be PNG or WebP.
const maxSVG = 1 << 20

// svgSize reads an SVG to its end, so that what is kept is well-formed, and
// gives its size: width and height where they are lengths, else the viewBox's.
// A document type is refused (entities unfold), and so are scripts: an <img>
// never runs them, but somebody may open the file by itself.
func svgSize(r io.ReaderAt, n int64) (width, height int, err error) {
	if n > maxSVG {
		return 0, 0, wire.Errorf(wire.TooLarge, "is an SVG of more than 1 MB: save it as PNG or WebP")
	}
	d := xml.NewDecoder(io.NewSectionReader(r, 0, n))
	depth, roots := 0, 0
	for {
		t, err := d.Token()
		if err == io.EOF && roots == 1 {
			return width, height, nil
		}
		if err == io.EOF {
			return 0, 0, wire.Errorf(wire.Invalid, "is not an SVG: its outermost element is not svg")
		}
		if err != nil {
			return 0, 0, wire.Errorf(wire.Invalid, "is not well-formed XML in UTF-8: %w", err)
		}
		switch t := t.(type) {
		case xml.Directive:
			return 0, 0, wire.Errorf(wire.Invalid, "begins with a document type (<!DOCTYPE>): remove it, SVG needs none")
		case xml.StartElement:
			if depth == 0 {
				roots++
				if t.Name.Local != "svg" || roots > 1 {
					return 0, 0, wire.Errorf(wire.Invalid, "is not an SVG: its outermost element is <%s>", clip(t.Name.Local))
				}
				width, height = extent(t.Attr)
			}
			if depth++; depth > 100 {
				return 0, 0, wire.Errorf(wire.Invalid, "nests more than 100 elements in one another")
			}
			if active(t) {
				return 0, 0, wire.Errorf(wire.Invalid, "carries a script in <%s>: save it as plain SVG", clip(t.Name.Local))
			}
		case xml.EndElement:
			depth--
		}
	}
}

// active says whether an element could run something.
func active(t xml.StartElement) bool {
	switch strings.ToLower(t.Name.Local) {
	case "script", "handler", "iframe", "object", "embed":
		return true
	}
	for _, a := range t.Attr {
		name := strings.ToLower(a.Name.Local)
		value := strings.ToLower(strings.Join(strings.Fields(a.Value), ""))
		if strings.HasPrefix(name, "on") || name == "href" && strings.HasPrefix(value, "javascript:") {
			return true
		}
	}
	return false
}

// extent is a root's size in pixels; 0, 0 when it says none.
func extent(attributes []xml.Attr) (width, height int) {
	var w, h float64
	var box [4]float64
	for _, a := range attributes {
		switch a.Name.Local {
		case "width":
			w = pixels(a.Value)
		case "height":
			h = pixels(a.Value)
		case "viewBox":
			parts := strings.FieldsFunc(a.Value, func(r rune) bool { return strings.ContainsRune(" \t\r\n,", r) })
			for i := range min(len(parts), 4) {
				box[i] = number(parts[i])
			}
		}
	}
	switch ratio := box[3] / box[2]; {
	case w > 0 && h > 0:
	case !(ratio > 0) || math.IsInf(ratio, 0):
		return 0, 0
	case w > 0:
		h = w * ratio
	case h > 0:
		w = h / ratio
	default:
		w, h = box[2], box[3]
	}
	const most = 6000 // a drawing has no pixels: the size only gives the shape
	if scale := most / max(w, h); scale < 1 {
		w, h = w*scale, h*scale
	}
	return max(1, int(math.Round(w))), max(1, int(math.Round(h)))
}

// pixels reads a length in px; other units and percentages say nothing about
// the page and give 0.
func pixels(s string) float64 {
	return number(strings.TrimSuffix(strings.TrimSpace(s), "px"))
}

// number is a finite number from 0 up; anything else is 0, which is no size.
func number(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) || v < 0 {
		return 0
	}
	return v
}
