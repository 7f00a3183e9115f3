package card_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"strings"
	"testing"

	"vitrine/server/card"
)

func TestMarksAreOfAName(t *testing.T) {
	p := card.New(nil)
	same := func(a, b string) bool { return bytes.Equal(p.Mark(a, "").SVG(), p.Mark(b, "").SVG()) }
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"Ada Lovelace", "Anna Maria Lind", true},
		{"Ada Lovelace", "ada lovelace", true},
		{"Ada Lovelace", "“Ada” (Lovelace)", true},
		{"Ada Lovelace-Byron", "Ada Byron", true},
		{"Ada", "Anna", true},
		{"Ada", "Ada Lovelace", false},
		{"Ada Lovelace", "Lovelace Ada", false},
		{"Ada", "", false},
		{"", "…", true},
		{"محمد علي", "", true}, // no font here joins its letters
	} {
		if got := same(c.a, c.b); got != c.same {
			t.Errorf("%q and %q have the same mark: %v, want %v", c.a, c.b, got, c.same)
		}
	}
}

func TestMarksCanBeRead(t *testing.T) {
	p := card.New(card.Folders)
	for _, name := range []string{"", "Elisha", "Wilhelmina Mbeki", "iii lll", "Þór Ýr", "Ж Щ", "1 2", "עדי כהן", "山田"} {
		for _, accent := range []string{"", "#0f766e", "#ffff00", "#000", "red"} {
			m := p.Mark(name, accent)
			svg := m.SVG()
			for d := xml.NewDecoder(bytes.NewReader(svg)); ; {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%q: %v in %s", name, err, svg)
				}
			}
			if len(svg) > 4<<10 || strings.Contains(string(svg), "NaN") || strings.Contains(string(svg), "Inf") {
				t.Errorf("%q: %d bytes of SVG: %s", name, len(svg), svg)
			}
			for _, size := range []int{48, 180, 512} {
				b, err := m.PNG(size)
				if err != nil {
					t.Fatal(err)
				}
				img, err := png.Decode(bytes.NewReader(b))
				if err != nil || img.Bounds().Dx() != size || img.Bounds().Dy() != size || len(b) > 8<<10 {
					t.Fatalf("%q at %d: %v, %d bytes", name, size, err, len(b))
				}
				// Every telephone cuts it to its own shape: words stay in the middle.
				ground := img.At(0, 0)
				for i := range size {
					if img.At(i, size/16) != ground || img.At(size/16, i*7/8) != ground || img.At(size-1-size/16, i*7/8) != ground {
						t.Fatalf("%q at %d: the letters reach the rim", name, size)
					}
				}
			}
		}
	}
}

func TestGrounds(t *testing.T) {
	for _, accent := range []string{"", "#0f766e", "#ffff00", "none"} {
		light, dark := card.Grounds(accent)
		if len(light) != 7 || len(dark) != 7 || light[:2] != "#f" || dark[:2] != "#1" && dark[:2] != "#0" {
			t.Errorf("%q: %s and %s", accent, light, dark)
		}
	}
}
