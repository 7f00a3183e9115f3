package card

import (
	"bytes"
	"fmt"
	"image"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Mark is a person's sign, a tile with their initials over the edge: what a
// browser's tab and a telephone's home screen show.
type Mark struct {
	inks    inks
	night   inks
	letters []letter
	setter  setter
}

// Mark makes the sign of a name. Initials that no font here can set are left
// out; without any, or without a name, the tile shows the site's own V.
func (p *Painter) Mark(name, accent string) *Mark {
	m := &Mark{inks: newInks(accent), night: nightInks(accent), setter: setter{shelf: p.shelf}}
	for letters := initials(name); letters != ""; {
		if m.letters = m.setter.letters(Plain(letters), bold()); len(m.letters) == utf8.RuneCountInString(letters) {
			break
		}
		// Half a pair is another person's: rather none, if the first is missing.
		_, size := utf8.DecodeLastRuneInString(letters)
		letters, m.letters = letters[:len(letters)-size], nil
	}
	m.letters = m.setter.visual(m.letters, leftward(m.letters))
	return m
}

// initials are those of the first and the last word of a name.
func initials(name string) string {
	var out []rune
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '-' }) {
		i := strings.IndexFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
		if i < 0 {
			continue
		}
		r, _ := utf8.DecodeRuneInString(word[i:])
		if len(out) == 2 {
			out = out[:1]
		}
		out = append(out, unicode.ToUpper(r))
	}
	return string(out)
}

// Where things stand on the tile, in 32nds of its side. The edge is two pixels
// of the smallest icon, 16 of them.
const (
	tile     = 32.0
	tileEdge = 4.0
	tileRoom = 25.0 // for the letters
	tileTall = 15.0 // the largest capital
	tileRise = 10.5 // from the letters' middle up to the highest accent
)

// Grounds are the page's colours behind everything, light and dark, which a
// browser takes for its own bar.
func Grounds(accent string) (light, dark string) {
	return hexOf(newInks(accent).ground), hexOf(nightInks(accent).ground)
}

func hexOf(c rgb) string { return fmt.Sprintf("#%06x", uint32(c)) }

// SVG draws the sign for a browser's tab: a dark tile where the browser is
// light, and a light one where it is dark.
func (m *Mark) SVG() []byte {
	var d strings.Builder
	m.outlines(func(op byte, points ...point) {
		d.WriteByte(op)
		for i, p := range points {
			if i > 0 {
				d.WriteByte(' ')
			}
			d.WriteString(strconv.FormatFloat(p.x, 'f', 2, 64) + " " + strconv.FormatFloat(p.y, 'f', 2, 64))
		}
	})
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">`+
		`<style>.t{fill:%s}.l{fill:%s}.e{fill:%s}@media(prefers-color-scheme:dark){.t{fill:%s}.l{fill:%s}.e{fill:%s}}</style>`+
		`<rect class="t" width="32" height="32" rx="3"/><path class="l" d="%s"/><path class="e" d="M0 28H32V29A3 3 0 0 1 29 32H3A3 3 0 0 1 0 29Z"/></svg>`,
		hexOf(m.inks.ink), hexOf(m.inks.ground), hexOf(m.night.edge), hexOf(m.inks.ground), hexOf(m.inks.ink), hexOf(m.inks.edge), d.String())
	return b.Bytes()
}

// PNG draws the sign for what takes no SVG: a full square, which telephones cut
// to their own shape. size is at most Height.
func (m *Mark) PNG(size int) ([]byte, error) {
	size = min(size, Height)
	c := newCanvas(m.inks.ink)
	k := float64(size) / tile
	p := &path{m: affine{a: k, d: k}}
	m.outlines(func(op byte, q ...point) {
		switch op {
		case 'M':
			p.move(q[0].x, q[0].y)
		case 'L':
			p.line(q[0].x, q[0].y)
		case 'Q':
			p.quad(q[0].x, q[0].y, q[1].x, q[1].y)
		case 'C':
			p.cube(q[0].x, q[0].y, q[1].x, q[1].y, q[2].x, q[2].y)
		case 'Z':
			p.close()
		}
	})
	all := image.Rect(0, 0, size, size)
	c.fill(p, m.inks.ground, 1, all)
	edge := &path{m: p.m}
	edge.rect(0, tile-tileEdge, tile, tileEdge)
	c.fill(edge, m.night.edge, 1, all)
	return c.png(size, size)
}

// outlines gives the shape of what stands on the tile, as SVG's path commands.
func (m *Mark) outlines(draw func(op byte, points ...point)) {
	if len(m.letters) == 0 {
		// A V, as a nib would cut it: one stroke thin, one thick.
		draw('M', point{6.5, 7})
		for _, p := range []point{{9.2, 7}, {16.6, 20}, {21, 7}, {25.5, 7}, {18, 23}, {15, 23}} {
			draw('L', p)
		}
		draw('Z')
		return
	}
	d := &drawing{setter: m.setter}
	track := 0.0
	if len(m.letters) > 1 {
		track = tightly
	}
	size := min(tileRoom/d.length(m.letters, 1, track), tileTall/capital)
	for _, l := range m.letters {
		size = min(size, tileRise/(m.setter.rise(l)-capital/2))
	}
	before, _ := m.setter.bearing(m.letters[0])
	x := (tile-d.length(m.letters, size, track))/2 - before*size
	y := (tile - tileEdge + capital*size) / 2
	for i, l := range m.letters {
		m.glyph(l, x, y, size, draw)
		x += (l.advance + track) * size
		if i+1 < len(m.letters) {
			x += m.setter.kern(l, m.letters[i+1]) * size
		}
	}
}

// glyph gives a letter's shape, its origin at x, y.
func (m *Mark) glyph(l letter, x, y, size float64, draw func(op byte, points ...point)) {
	segments, err := l.face.font.LoadGlyph(&m.setter.buf, l.glyph, l.face.unit, nil)
	if err != nil {
		return // a glyph that is a bitmap; the shelf gives out no such font
	}
	k := size / float64(l.face.unit)
	at := func(q fixed.Point26_6) point { return point{x + float64(q.X)*k, y + float64(q.Y)*k} }
	for i, g := range segments {
		a, b, c := at(g.Args[0]), at(g.Args[1]), at(g.Args[2])
		switch g.Op {
		case sfnt.SegmentOpMoveTo:
			if i > 0 {
				draw('Z')
			}
			draw('M', a)
		case sfnt.SegmentOpLineTo:
			draw('L', a)
		case sfnt.SegmentOpQuadTo:
			draw('Q', a, b)
		case sfnt.SegmentOpCubeTo:
			draw('C', a, b, c)
		}
	}
	draw('Z')
}
