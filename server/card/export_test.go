package card

import (
	"strings"
)

// Set gives the letters that p draws of a title, "" when it would leave the
// title out, and whether every one of them has a glyph.
func (p *Painter) Set(title string) (drawn string, whole bool) {
	s := setter{shelf: p.shelf}
	var b strings.Builder
	whole = true
	for _, l := range s.letters(Plain(title), regular()) {
		b.WriteRune(l.r)
		whole = whole && l.glyph != 0
	}
	return b.String(), whole
}

// Rows gives the lines of a title as they stand from left to right, and the
// size it is set in.
func (p *Painter) Rows(title string) (lines []string, size float64) {
	s := setter{shelf: p.shelf}
	letters := s.letters(Plain(title), regular())
	t := s.text(letters, tightly)
	size, rows := t.fit(right-object, Height-2*margin, largest)
	d := &drawing{setter: s}
	for _, r := range rows {
		var b strings.Builder
		for _, l := range d.line(t, r, leftward(letters)) {
			b.WriteRune(l.r)
		}
		lines = append(lines, b.String())
	}
	return lines, size
}

// Outside gives the rows of a title that are wider than their column.
func (p *Painter) Outside(title string) (rows []string) {
	d := &drawing{setter: setter{shelf: p.shelf}}
	letters := d.setter.letters(Plain(title), regular())
	t := d.setter.text(letters, tightly)
	size, fitted := t.fit(right-object, Height-2*margin, largest)
	for _, r := range fitted {
		line := d.line(t, r, leftward(letters))
		if d.length(line, size, t.track) > right-object+4 {
			var b strings.Builder
			for _, l := range line {
				b.WriteRune(l.r)
			}
			rows = append(rows, b.String())
		}
	}
	return rows
}

// Plates reports whether a card shows a drawing.
func Plates(svg string) bool {
	k := newInks("")
	p, ok := readPlate(svg, &k)
	return ok && p.draw(newCanvas(k.ground), canvasRect) == nil
}
