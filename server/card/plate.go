package card

import (
	"encoding/xml"
	"errors"
	"image"
	"io"
	"math"
	"strconv"
	"strings"
)

// Bounds of a drawing. The largest real one has 110 elements.
const (
	maxPlate    = 64 << 10
	maxElements = 4000
	maxDepth    = 64
)

// paint is how a shape is drawn: the site's paint classes, as its stylesheet
// has them.
type paint struct {
	fill, stroke   *rgb
	width          float64 // of the stroke, in pixels of the card
	fillA, strokeA float64
}

// Widths of strokes. A card is seen at half its size or less, so they are half
// as wide again as on a page.
const (
	hairline = 1.5
	thin     = 1.9
	thick    = 4
)

// worn is p with a class of the drawing on it.
func (p paint) worn(class string, k *inks) paint {
	switch class {
	case "l":
		p.fill, p.stroke, p.width = nil, &k.ink, thin
	case "l s", "s l":
		p.fill, p.stroke, p.width, p.strokeA = nil, &k.soft, thin, .55
	case "e":
		p.fill, p.stroke, p.width = nil, &k.edge, thick
	case "gr":
		p.fill, p.stroke, p.width = nil, &k.line, hairline
	case "f":
		p.fill = &k.ink
	case "a":
		p.fill = &k.edge
	case "g":
		p.fill = &k.ground
	case "w":
		p.fill = &k.wash
	case "m":
		p.fill = &k.mid
	}
	return p
}

// shape is one element of a drawing, in the drawing's own units.
type shape struct {
	m     affine
	paint paint
	draw  func(*path) bool
}

// plate is a drawing that was read.
type plate struct {
	x, y, w, h float64 // its viewBox
	shapes     []shape
}

var errPlate = errors.New("the drawing asks for more than a card can draw")

// readPlate reads a drawing in the form that package media lets into pages:
// shapes, groups, transforms and paint classes. Words in it are left out; at a
// card's size they would be too small to read. ok is false for "" and for a
// drawing with anything that is not understood.
func readPlate(svg string, k *inks) (p *plate, ok bool) {
	if svg == "" || len(svg) > maxPlate {
		return nil, false
	}
	d := xml.NewDecoder(strings.NewReader(svg))
	p = &plate{}
	type level struct {
		m     affine
		paint paint
	}
	stack := []level{{identity, paint{fill: &k.ink, fillA: 1, strokeA: 1}}}
	for elements := 0; ; {
		t, err := d.Token()
		if err == io.EOF && len(stack) == 1 {
			return p, p.w > 0 && p.h > 0 && len(p.shapes) > 0
		}
		if err != nil {
			return nil, false
		}
		switch t := t.(type) {
		case xml.StartElement:
			name := t.Name.Local
			if elements++; elements > maxElements || len(stack) > maxDepth || (len(stack) == 1) != (name == "svg") {
				return nil, false
			}
			if name == "title" || name == "desc" || name == "text" {
				if d.Skip() != nil {
					return nil, false
				}
				continue
			}
			v := attributes(t.Attr)
			now := stack[len(stack)-1]
			m, fine := transform(v["transform"])
			if !fine {
				return nil, false
			}
			now.m = now.m.times(m)
			now.paint = faded(now.paint, v).worn(v["class"], k)
			stack = append(stack, now)
			if !p.element(name, v, now.m, now.paint) {
				return nil, false
			}
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
}

func attributes(list []xml.Attr) map[string]string {
	v := make(map[string]string, len(list))
	for _, a := range list {
		v[a.Name.Local] = a.Value
	}
	return v
}

// faded is p with an element's opacities; a class may still set others, as the
// stylesheet wins over attributes.
func faded(p paint, v map[string]string) paint {
	for name, into := range map[string]*float64{"fill-opacity": &p.fillA, "stroke-opacity": &p.strokeA} {
		if s, ok := v[name]; ok {
			digits, percent := strings.CutSuffix(s, "%")
			f, err := strconv.ParseFloat(digits, 64)
			if err != nil {
				continue
			}
			if percent {
				f /= 100
			}
			*into = min(max(f, 0), 1)
		}
	}
	return p
}

// element takes an element's shape down.
func (p *plate) element(name string, v map[string]string, m affine, ink paint) bool {
	n := func(key string) float64 {
		f, err := strconv.ParseFloat(strings.TrimSuffix(v[key], "px"), 64)
		if err != nil || math.IsNaN(f) {
			return 0
		}
		return f
	}
	add := func(draw func(*path) bool) bool {
		p.shapes = append(p.shapes, shape{m, ink, draw})
		return true
	}
	plain := func(draw func(*path)) bool { return add(func(to *path) bool { draw(to); return true }) }
	switch name {
	case "svg":
		r := reader{s: v["viewBox"]}
		p.x, p.y, p.w, p.h = r.number(), r.number(), r.number(), r.number()
		return !r.bad && p.w > 0 && p.h > 0 && p.w < 1e5 && p.h < 1e5
	case "g":
		return true
	case "path":
		return add(func(to *path) bool { return to.data(v["d"]) })
	case "rect":
		return plain(func(to *path) { to.rect(n("x"), n("y"), max(0, n("width")), max(0, n("height"))) })
	case "circle":
		return plain(func(to *path) { to.ellipse(n("cx"), n("cy"), n("r"), n("r")) })
	case "ellipse":
		return plain(func(to *path) { to.ellipse(n("cx"), n("cy"), n("rx"), n("ry")) })
	case "line":
		return plain(func(to *path) {
			to.move(n("x1"), n("y1"))
			to.line(n("x2"), n("y2"))
		})
	case "polyline", "polygon":
		return add(func(to *path) bool {
			r := reader{s: v["points"]}
			for first := true; r.numeral() && !r.bad; first = false {
				x, y := r.number(), r.number()
				if first {
					to.move(x, y)
				} else {
					to.line(x, y)
				}
			}
			if name == "polygon" {
				to.close()
			}
			return !r.bad
		})
	}
	return false
}

// transform reads a transform attribute.
func transform(s string) (affine, bool) {
	m := identity
	for s = strings.TrimLeft(s, " \t\r\n,"); s != ""; s = strings.TrimLeft(s, " \t\r\n,") {
		name, rest, ok := strings.Cut(s, "(")
		list, after, closed := strings.Cut(rest, ")")
		if !ok || !closed {
			return m, false
		}
		s = after
		r := reader{s: list}
		var v []float64
		for r.numeral() && !r.bad && len(v) < 7 {
			v = append(v, r.number())
		}
		one, ok := transformation(strings.TrimSpace(name), v)
		if !ok || r.bad || r.more() {
			return m, false
		}
		m = m.times(one)
	}
	return m, true
}

func transformation(name string, v []float64) (affine, bool) {
	at := func(i int, otherwise float64) float64 {
		if i < len(v) {
			return v[i]
		}
		return otherwise
	}
	rad := at(0, 0) * math.Pi / 180
	switch {
	case name == "translate" && (len(v) == 1 || len(v) == 2):
		return affine{1, 0, 0, 1, v[0], at(1, 0)}, true
	case name == "scale" && (len(v) == 1 || len(v) == 2):
		return affine{v[0], 0, 0, at(1, v[0]), 0, 0}, true
	case name == "rotate" && (len(v) == 1 || len(v) == 3):
		sin, cos := math.Sincos(rad)
		x, y := at(1, 0), at(2, 0)
		return affine{cos, sin, -sin, cos, x - cos*x + sin*y, y - sin*x - cos*y}, true
	case name == "skewX" && len(v) == 1:
		return affine{1, 0, math.Tan(rad), 1, 0, 0}, true
	case name == "skewY" && len(v) == 1:
		return affine{1, math.Tan(rad), 0, 1, 0, 0}, true
	case name == "matrix" && len(v) == 6:
		return affine{v[0], v[1], v[2], v[3], v[4], v[5]}, true
	}
	return identity, false
}

// draw paints the plate as large as it goes in r, centred: the part of its
// viewBox that has ink, because on a card the margins are the case's. What it
// painted before an error stands: the caller paints over it.
func (p *plate) draw(c *canvas, r image.Rectangle) error {
	ink, err := p.ink()
	if err != nil {
		return err
	}
	w, h := ink.x1-ink.x0, ink.y1-ink.y0
	// A dot or a hair would fill the case: at most three times a page's size.
	scale := min(float64(r.Dx())/w, float64(r.Dy())/h, 3*float64(r.Dx())/p.w)
	base := affine{scale, 0, 0, scale,
		float64(r.Min.X+r.Max.X)/2 - (ink.x0+ink.x1)/2*scale,
		float64(r.Min.Y+r.Max.Y)/2 - (ink.y0+ink.y1)/2*scale}
	clip := r.Inset(-thick)
	for _, s := range p.shapes {
		line := &path{m: base.times(s.m)}
		if !s.draw(line) || line.over {
			return errPlate
		}
		if s.paint.fill != nil && !c.fill(line, *s.paint.fill, s.paint.fillA, clip) {
			return errPlate
		}
		if s.paint.stroke == nil {
			continue
		}
		outline := line.stroke(s.paint.width)
		if outline.over || !c.fill(outline, *s.paint.stroke, s.paint.strokeA, clip) {
			return errPlate
		}
	}
	return nil
}

// extent is a rectangle in a drawing's units.
type extent struct{ x0, y0, x1, y1 float64 }

// ink is where the shapes are, within the viewBox.
func (p *plate) ink() (extent, error) {
	e := extent{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	points := 0
	for _, s := range p.shapes {
		line := &path{m: s.m}
		if !s.draw(line) || line.over {
			return e, errPlate
		}
		if points += len(line.points); points > mostPoints {
			return e, errPlate
		}
		for _, q := range line.points {
			e.x0, e.x1 = min(e.x0, q.x), max(e.x1, q.x)
			e.y0, e.y1 = min(e.y0, q.y), max(e.y1, q.y)
		}
	}
	e.x0, e.y0 = max(e.x0, p.x), max(e.y0, p.y)
	e.x1, e.y1 = min(e.x1, p.x+p.w), min(e.y1, p.y+p.h)
	if !(e.x1-e.x0 >= 0) || !(e.y1-e.y0 >= 0) || e.x1-e.x0+e.y1-e.y0 == 0 {
		return e, errPlate
	}
	return e, nil
}
