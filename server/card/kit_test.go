package card_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"vitrine/server/card"
)

// draw draws a card and gives its picture.
func draw(t testing.TB, p *card.Painter, c card.Card) (*image.Paletted, []byte) {
	t.Helper()
	b, err := p.Draw(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	img, ok := m.(*image.Paletted)
	if !ok || img.Rect != image.Rect(0, 0, 1200, 630) {
		t.Fatalf("a card is %T of %v", m, m.Bounds())
	}
	return img, b
}

// dark reports whether a pixel has ink of text on it.
func dark(c color.Color) bool {
	r, g, b, _ := c.RGBA()
	return r+g+b < 3*0x7000
}

// inks says which colours of a card are ink of text.
func inks(m *image.Paletted) []bool {
	ink := make([]bool, len(m.Palette))
	for i, c := range m.Palette {
		ink[i] = dark(c)
	}
	return ink
}

// inked is the smallest rectangle in r with all its dark pixels.
func inked(m *image.Paletted, r image.Rectangle) (box image.Rectangle) {
	ink := inks(m)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if ink[m.ColorIndexAt(x, y)] {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

// bareFont is a font whose only glyphs are boxes for these letters: enough to
// see that a machine's fonts are found and how they are used.
func bareFont(t testing.TB, dir, name, letters string) {
	t.Helper()
	runes := []rune(letters)
	slices.Sort(runes)
	be := binary.BigEndian
	words := func(v ...int) (b []byte) {
		for _, w := range v {
			b = be.AppendUint16(b, uint16(w))
		}
		return b
	}
	longs := func(v ...int) (b []byte) {
		for _, w := range v {
			b = be.AppendUint32(b, uint32(w))
		}
		return b
	}
	glyphs := len(runes) + 1
	box := append(words(1, 100, 0, 500, 700, 3, 0), 1, 1, 1, 1)
	box = append(box, words(100, 0, 400, 0, 0, 700, 0, -700)...)
	cmap := append(words(0, 1, 3, 10), longs(12)...)
	cmap = append(cmap, words(12, 0)...)
	cmap = append(cmap, longs(16+12*len(runes), 0, len(runes))...)
	var glyf, loca, hmtx []byte
	for i := range glyphs {
		loca = append(loca, longs(len(glyf))...)
		if i > 0 {
			cmap = append(cmap, longs(int(runes[i-1]), int(runes[i-1]), i)...)
		}
		glyf = append(glyf, box...)
		hmtx = append(hmtx, words(600, 100)...)
	}
	loca = append(loca, longs(len(glyf))...)
	head := make([]byte, 54)
	be.PutUint16(head[18:], 1000)
	be.PutUint16(head[50:], 1)
	hhea := make([]byte, 36)
	be.PutUint16(hhea[34:], uint16(glyphs))
	maxp := make([]byte, 32)
	be.PutUint16(maxp[4:], uint16(glyphs))
	os2 := make([]byte, 96)
	os2[1] = 2
	post := make([]byte, 32)
	post[1] = 3
	tables := []struct {
		tag  string
		body []byte
	}{{"OS/2", os2}, {"cmap", cmap}, {"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}, {"post", post}}
	out := append([]byte{0, 1, 0, 0}, words(len(tables), 0, 0, 0)...)
	var bodies []byte
	for _, tb := range tables {
		out = append(out, tb.tag...)
		out = append(out, longs(0, 12+16*len(tables)+len(bodies), len(tb.body))...)
		bodies = append(bodies, tb.body...)
		for len(bodies)%4 != 0 {
			bodies = append(bodies, 0)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, name), append(out, bodies...), 0o600); err != nil {
		t.Fatal(err)
	}
}
