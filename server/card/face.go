package card

import (
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face is a font. Its lengths are in ems.
type face struct {
	font *sfnt.Font
	unit fixed.Int26_6 // units of an em
	own  bool          // one of the Go fonts, which have no kerning of their own
}

// The faces that are always there, parsed when the first card is drawn.
var (
	regular = sync.OnceValue(func() *face { return embedded(goregular.TTF) })
	bold    = sync.OnceValue(func() *face { return embedded(gobold.TTF) })
	mono    = sync.OnceValue(func() *face { return embedded(gomono.TTF) })
)

func embedded(ttf []byte) *face {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		panic("a font of the program itself is broken: " + err.Error())
	}
	return &face{f, fixed.Int26_6(f.UnitsPerEm()), true}
}

// letter is one glyph, ready to be placed.
type letter struct {
	r       rune
	face    *face
	glyph   sfnt.GlyphIndex
	advance float64 // ems
	claim   bool    // it stands on the edge
}

// tracking is ems between letters: large type is set tighter than its font
// says, small type a little wider.
const (
	tightly = -.022
	loosely = .004
)

// capital is the height of a capital letter of the Go fonts in ems, below how
// far their letters reach under the line.
const (
	capital = .7227
	below   = .211
)

// setter sets the words of one card. It is not for several goroutines.
type setter struct {
	buf   sfnt.Buffer
	shelf *shelf
}

// letter finds r in f; ok is false when f has no glyph for it.
func (s *setter) letter(f *face, r rune) (l letter, ok bool) {
	g, err := f.font.GlyphIndex(&s.buf, r)
	if err != nil || g == 0 {
		return letter{}, false
	}
	a, err := f.font.GlyphAdvance(&s.buf, g, f.unit, font.HintingNone)
	if err != nil {
		return letter{}, false
	}
	return letter{r: r, face: f, glyph: g, advance: float64(a) / float64(f.unit)}, true
}

// kerns are the pairs of letters whose gap a large title would show, made when
// the first title is set.
var kerns = sync.OnceValue(func() map[[2]rune]float64 {
	m := map[[2]rune]float64{}
	for _, p := range []struct {
		left, right string
		kern        float64 // thousandths of an em
	}{
		{"AÀÁÂÃÄÅ", "VWTY", -65}, {"VWTY", "AÀÁÂÃÄÅ", -65}, {"A", "vwy", -25}, {"L", "TVWY", -70}, {"L", "y", -30},
		{"T", "aceogqsäöåéèêó", -70}, {"T", "rnmpuyvwzxü", -50}, {"VY", "aceogqsäöåéèêó", -50}, {"VY", "rnmpuü", -30}, {"W", "aceogqsäöåéèêó", -30},
		{"TVWYPF", ".,", -90}, {"PF", "A", -60}, {"rvwy", ".,", -50}, {"KRX", "OCGQ", -20}, {"f", "'’”\"", 40}, {"Г", "аоеуя.,", -60}, {"Т", "аоеуя", -50},
		{"ΤΥ", "αοω", -50}, {"А", "ТУЧ", -50}, {"ТУ", "А", -50}, {"1", "1", -40},
	} {
		for _, a := range p.left {
			for _, b := range p.right {
				m[[2]rune{a, b}] = p.kern / 1000
			}
		}
	}
	return m
})

// kern is how much closer b stands to a, in ems.
func (s *setter) kern(a, b letter) float64 {
	if a.face != b.face {
		return 0
	}
	if a.face.own {
		return kerns()[[2]rune{a.r, b.r}]
	}
	k, err := a.face.font.Kern(&s.buf, a.glyph, b.glyph, a.face.unit, font.HintingNone)
	if err != nil {
		return 0 // a font without kerning
	}
	return float64(k) / float64(a.face.unit)
}

// bearing is the empty ems before a letter's leftmost point and after its
// rightmost.
func (s *setter) bearing(l letter) (before, after float64) {
	b, _, err := l.face.font.GlyphBounds(&s.buf, l.glyph, l.face.unit, font.HintingNone)
	if err != nil || b.Empty() {
		return 0, 0
	}
	unit := float64(l.face.unit)
	return float64(b.Min.X) / unit, l.advance - float64(b.Max.X)/unit
}

// rise is how far a letter stands above its line, in ems; a capital at least.
func (s *setter) rise(l letter) float64 {
	b, _, err := l.face.font.GlyphBounds(&s.buf, l.glyph, l.face.unit, font.HintingNone)
	if err != nil {
		return capital
	}
	return max(capital, -float64(b.Min.Y)/float64(l.face.unit))
}

// outline adds a letter's shape to p, its origin at x, y.
func (s *setter) outline(p *path, l letter, x, y, size float64) {
	segments, err := l.face.font.LoadGlyph(&s.buf, l.glyph, l.face.unit, nil)
	if err != nil {
		return // a glyph that is a bitmap; the shelf gives out no such font
	}
	k := size / float64(l.face.unit)
	at := func(q fixed.Point26_6) (float64, float64) { return x + float64(q.X)*k, y + float64(q.Y)*k }
	for _, g := range segments {
		x0, y0 := at(g.Args[0])
		x1, y1 := at(g.Args[1])
		x2, y2 := at(g.Args[2])
		switch g.Op {
		case sfnt.SegmentOpMoveTo:
			p.move(x0, y0)
		case sfnt.SegmentOpLineTo:
			p.line(x0, y0)
		case sfnt.SegmentOpQuadTo:
			p.quad(x0, y0, x1, y1)
		case sfnt.SegmentOpCubeTo:
			p.cube(x0, y0, x1, y1, x2, y2)
		}
	}
}
