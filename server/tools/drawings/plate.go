package main

import (
	"bytes"
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
)

// plate collects the elements of one SVG.
type plate struct {
	b bytes.Buffer
}

// newPlate starts a drawing of w by h units. title says in words what is drawn:
// it is all that a reader who cannot see the plate gets.
func newPlate(w, h int, title string) *plate {
	p := &plate{}
	fmt.Fprintf(&p.b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">\n", w, h)
	fmt.Fprintf(&p.b, "<title>%s</title>\n", html.EscapeString(title))
	return p
}

// bytes closes the drawing.
func (p *plate) bytes() []byte {
	return append(bytes.Clone(p.b.Bytes()), "</svg>\n"...)
}

func (p *plate) path(class string, d *trace) {
	fmt.Fprintf(&p.b, "<path class=\"%s\" d=\"%s\"/>\n", class, d.String())
}

func (p *plate) line(class string, x1, y1, x2, y2 float64) {
	p.path(class, new(trace).move(x1, y1).to(x2, y2))
}

func (p *plate) rect(class string, x, y, w, h float64) {
	fmt.Fprintf(&p.b, "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n", class, num(x), num(y), num(w), num(h))
}

func (p *plate) circle(class string, cx, cy, r float64) {
	fmt.Fprintf(&p.b, "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>\n", class, num(cx), num(cy), num(r))
}

// label writes a small label; anchor is "start", "middle" or "end".
func (p *plate) label(x, y float64, anchor, text string) {
	fmt.Fprintf(&p.b, "<text class=\"sv\" x=\"%s\" y=\"%s\"", num(x), num(y))
	if anchor != "start" {
		fmt.Fprintf(&p.b, " text-anchor=\"%s\"", anchor)
	}
	fmt.Fprintf(&p.b, ">%s</text>\n", html.EscapeString(text))
}

// trace is the data of a path, written with absolute moves and relative lines:
// relative steps are short, which halves a long curve.
type trace struct {
	b    strings.Builder
	x, y float64 // where the pen is, as rounded
}

func (t *trace) String() string { return t.b.String() }

// empty reports whether nothing was drawn yet.
func (t *trace) empty() bool { return t.b.Len() == 0 }

func (t *trace) move(x, y float64) *trace {
	t.x, t.y = tenth(x), tenth(y)
	t.b.WriteString("M" + num(t.x) + " " + num(t.y))
	return t
}

func (t *trace) to(x, y float64) *trace {
	x, y = tenth(x), tenth(y)
	switch dx, dy := x-t.x, y-t.y; {
	case tenth(dy) == 0:
		t.b.WriteString("h" + num(dx))
	case tenth(dx) == 0:
		t.b.WriteString("v" + num(dy))
	default:
		t.b.WriteString("l" + pair(dx, dy))
	}
	t.x, t.y = x, y
	return t
}

// curve draws a cubic with control points (x1, y1) and (x2, y2).
func (t *trace) curve(x1, y1, x2, y2, x, y float64) *trace {
	x, y = tenth(x), tenth(y)
	t.b.WriteString("c" + pair(x1-t.x, y1-t.y) + " " + pair(x2-t.x, y2-t.y) + " " + pair(x-t.x, y-t.y))
	t.x, t.y = x, y
	return t
}

func (t *trace) close() *trace {
	t.b.WriteString("z")
	return t
}

// box adds a closed rectangle, so that many of one class share one element.
func (t *trace) box(x, y, w, h float64) *trace {
	return t.move(x, y).to(x+w, y).to(x+w, y+h).to(x, y+h).close()
}

// dot adds a closed circle of radius r.
func (t *trace) dot(cx, cy, r float64) *trace {
	t.move(cx-r, cy)
	arc := "a" + num(r) + " " + num(r) + " 0 1 "
	t.b.WriteString(arc + "0 " + num(2*r) + " 0" + arc + "0 " + num(-2*r) + " 0z")
	return t
}

// pair writes two numbers; a minus sign is separator enough.
func pair(x, y float64) string {
	s := num(y)
	if strings.HasPrefix(s, "-") {
		return num(x) + s
	}
	return num(x) + " " + s
}

// tenth rounds to one decimal, the precision of every file: a plate is shown at
// most twice its size, so a tenth of a unit is a fifth of a pixel.
func tenth(v float64) float64 {
	r := math.Round(v*10) / 10
	if r == 0 {
		return 0 // never -0, which would print its sign
	}
	return r
}

func num(v float64) string {
	return strconv.FormatFloat(tenth(v), 'f', -1, 64)
}

// scatter is a fixed sequence of numbers in [0, 1) that looks random: a linear
// congruential generator with the constants of Numerical Recipes.
type scatter uint32

func (s *scatter) next() float64 {
	*s = *s*1664525 + 1013904223
	return float64(*s>>8) / (1 << 24)
}
