package card_test

import (
	"bytes"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vitrine/server/card"
)

func svg(body string) string {
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><title>A drawing</title>` + body + `</svg>`
}

// TestPlates: the same shape said in different ways is the same picture.
func TestPlates(t *testing.T) {
	p := card.New(nil)
	square := `<rect class="f" x="10" y="10" width="80" height="80"/>`
	disc := `<circle class="f" cx="50" cy="50" r="40"/>`
	wants := map[string]*image.Paletted{}
	for _, body := range []string{square, disc} {
		wants[body], _ = draw(t, p, card.Card{Plate: svg(body)})
	}
	for _, test := range []struct{ want, body string }{
		{square, `<path class="f" d="M10 10H90V90H10Z"/>`},
		{square, `<path class="f" d="m10,10 80,0l0 80-80,0z"/>`},
		{square, `<path class="f" d="M10 10h80v80h-80"/>`},
		{square, `<path class="f" d="M10 10C10 10 90 10 90 10S90 90 90 90L10 90z"/>`},
		{square, `<path class="f" d="M1e1.1e2L90 10 90 90 10 90"/>`},
		{square, `<polygon class="f" points="10,10 90,10 90,90 10,90"/>`},
		{square, `<g transform="translate(10 10)"><g class="f"><rect width="80" height="80"/></g></g>`},
		{square, `<rect transform="matrix(2 0 0 2 10 10)" class="f" width="40" height="40"/>`},
		{square, `<rect transform="scale(2) translate(5,5)" class="f" width="40" height="40"/>`},
		{square, `<rect transform="rotate(90 50 50)" class="f" x="10" y="10" width="80" height="80"/>`},
		{square, square + `<text class="sv" x="5" y="5">words <tspan>here</tspan></text>`},
		{disc, `<ellipse class="f" cx="50" cy="50" rx="40" ry="40"/>`},
		{disc, `<path class="f" d="M90 50a40 40 0 0 1-80 0a40 40 0 0180 0z"/>`},
		{disc, `<path class="f" d="M90 50A40 40 0 1 1 10 50A40 40 30 1 1 90 50"/>`},
	} {
		want := wants[test.want]
		got, _ := draw(t, p, card.Card{Plate: svg(test.body)})
		differ := 0
		had, has := inks(want), inks(got)
		for i := range got.Pix {
			if had[want.Pix[i]] != has[got.Pix[i]] {
				differ++
			}
		}
		if differ > 60 { // an arc's curves are cut up elsewhere
			t.Errorf("%s differs from %s in %d pixels", test.body, test.want, differ)
		}
	}
}

// TestStrokes: a line is as wide as its class says, whichever way it goes, and
// its corners are filled.
func TestStrokes(t *testing.T) {
	p := card.New(nil)
	frame := `<path class="gr" d="M0 0h100v100h-100z"/>`
	for _, d := range []string{"M10 50H90", "M90 50H10", "M10 50L50 50L90 50", "M10 50h20h20h40", "M90 50h-30h-50"} {
		img, _ := draw(t, p, card.Card{Plate: svg(frame + `<path class="e" d="` + d + `"/>`)})
		got := inked(img, image.Rect(560, 100, 960, 580))
		if got.Dy() < 4 || got.Dy() > 5 || got.Dx() < 350 {
			t.Errorf("%s is drawn in %v", d, got)
		}
	}
	img, _ := draw(t, p, card.Card{Plate: svg(frame + `<path class="e" d="M10 90L10 10L90 10"/>`)})
	if got := inked(img, image.Rect(560, 100, 960, 580)); !dark(img.At(got.Min.X+1, got.Min.Y+1)) {
		t.Error("the corner of a line has a notch")
	}
}

// TestSeedPlates: every drawing of the example site is drawn, in few bytes.
func TestSeedPlates(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "data", "seed", "media", "*.svg"))
	if err != nil || len(files) < 10 {
		t.Fatalf("the example site has %d drawings (%v)", len(files), err)
	}
	p := card.New(nil)
	for _, f := range files {
		body, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if !card.Plates(string(body)) {
			t.Errorf("%s is not drawn", f)
		}
		if _, b := draw(t, p, card.Card{Title: card.Plain("What church organs know about maintenance"), Plate: string(body)}); len(b) > 60_000 {
			t.Errorf("the card of %s has %d bytes", f, len(b))
		}
	}
}

// TestRefusedPlates: what is not understood, or asks for too much, leaves the
// card to its words.
func TestRefusedPlates(t *testing.T) {
	p := card.New(nil)
	_, bare := draw(t, p, card.Card{Title: card.Plain("Words")})
	var many strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&many, `<rect class="f" x="%d" y="0" width="100" height="100"/>`, i%3)
	}
	for name, plate := range map[string]string{
		"nothing":       svg(``),
		"no viewBox":    `<svg><rect class="f" width="1" height="1"/></svg>`,
		"no size":       `<svg viewBox="0 0 0 0"><rect class="f" width="1" height="1"/></svg>`,
		"another root":  `<g><rect class="f" width="1" height="1"/></g>`,
		"an image":      svg(`<image href="/x.png" width="9" height="9"/>`),
		"a script":      svg(`<script>alert(1)</script>`),
		"unfinished":    `<svg viewBox="0 0 1 1"><rect class="f" width="1" height="1"/>`,
		"a bad path":    svg(`<path class="f" d="M0 0 Q"/>`),
		"a bad number":  svg(`<path class="f" d="M0 0L1e999 1"/>`),
		"far away":      svg(`<path class="f" d="M0 0L1e30 1L0 5z"/>`),
		"a dot":         svg(`<path class="f" d="M5 5"/>`),
		"outside":       svg(`<rect class="f" x="500" y="500" width="5" height="5"/>`),
		"many":          svg(many.String()),
		"long":          svg(`<path class="e" d="M0 0` + strings.Repeat("l1 1l1-1", 8000) + `"/>`),
		"large":         svg(strings.Repeat(" ", 70_000)),
		"a bad turn":    svg(`<rect transform="rotate(1 2)" class="f" width="9" height="9"/>`),
		"deep":          svg(strings.Repeat("<g>", 100) + strings.Repeat("</g>", 100)),
		"an open turn":  svg(`<rect transform="scale(2" class="f" width="9" height="9"/>`),
		"numbers first": svg(`<path class="f" d="5 5L9 9"/>`),
	} {
		if _, b := draw(t, p, card.Card{Title: card.Plain("Words"), Plate: plate}); !bytes.Equal(b, bare) {
			t.Errorf("%s leaves something on the card", name)
		}
	}
}

func FuzzPlate(f *testing.F) {
	f.Add(svg(`<path class="l s" d="M1 2h3v4H5V6l7 8L9 10c1 2 3 4 5 6C1 2 3 4 5 6s1 2 3 4q1 2 3 4t5 6a4 4 0 1 0 8 0z"/>`))
	f.Add(svg(`<g transform="rotate(30) skewX(9) skewY(4)" fill-opacity=".5"><polyline class="e" points="0,0 50,50 100,0"/><line class="gr" x1="1" y1="2" x2="3" y2="4"/></g>`))
	f.Add(svg(`<ellipse class="m" cx="50%" cy="5px" rx="-3" ry="1e5"/><circle class="w" r="1e9"/>`))
	f.Fuzz(func(t *testing.T, plate string) {
		card.Plates(plate)
		card.Plates(svg(plate))
	})
}
