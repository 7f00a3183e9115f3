package card

import (
	"maps"
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vitrine/app/wire"
)

// mostRunes bounds what is looked at of a text: more than four lines of the
// smallest size hold.
const mostRunes = 400

// softHyphen is where a long word may be parted.
const softHyphen = '\u00ad'

const ellipsis = '…'

// simple are the scripts whose letters stand side by side as they are. All
// others need a shaper.
var simple = []struct {
	name  string
	table *unicode.RangeTable
	group string // scripts that one font serves
}{
	{"Latin", unicode.Latin, "Latin"}, {"Greek", unicode.Greek, "Greek"}, {"Cyrillic", unicode.Cyrillic, "Cyrillic"},
	{"Han", unicode.Han, "Han"}, {"Hiragana", unicode.Hiragana, "Han"}, {"Katakana", unicode.Katakana, "Han"}, {"Bopomofo", unicode.Bopomofo, "Han"},
	{"Hangul", unicode.Hangul, "Hangul"}, {"Hebrew", unicode.Hebrew, "Hebrew"}, {"Armenian", unicode.Armenian, "Armenian"}, {"Georgian", unicode.Georgian, "Georgian"},
	{"Cherokee", unicode.Cherokee, "Cherokee"}, {"Ethiopic", unicode.Ethiopic, "Ethiopic"}, {"Canadian_Aboriginal", unicode.Canadian_Aboriginal, "CanadianAboriginal"},
	{"Tifinagh", unicode.Tifinagh, "Tifinagh"}, {"Yi", unicode.Yi, "Yi"}, {"Runic", unicode.Runic, "Runic"},
}

// scriptOf is the group of r's script; "" when it needs a shaper or has none.
func scriptOf(r rune) string {
	for _, s := range simple {
		if unicode.Is(s.table, r) {
			return s.group
		}
	}
	return ""
}

// ideographic scripts have no spaces: a line may end after any letter.
func ideographic(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef || r == 'ー'
}

// alphabetic scripts are those of the Go fonts: a word of theirs that needs
// another font takes the whole title along, so that it has one face.
func alphabetic(group string) bool {
	return group == "Latin" || group == "Greek" || group == "Cyrillic"
}

// alike replaces characters that fonts often lack.
var alike = map[rune]rune{
	'\u2010': '-', '\u2011': '-', '\u2012': '–', '\u2015': '—', '\u2212': '–', '\u02bc': '’', '\u2032': '\'', '\u2033': '"', '\u202f': '\u00a0', '\u2007': '\u00a0', '\u2024': '.',
}

// written is a character of a text before it has a glyph.
type written struct {
	r     rune
	claim bool
}

// read takes the characters that can be seen out of a text, with single spaces.
func read(text []wire.Segment) []written {
	var out []written
	space := false
	put := func(s string, claim bool) {
		for _, r := range norm.NFC.String(clip(s, mostRunes)) {
			if to, ok := alike[r]; ok {
				r = to
			}
			switch {
			case len(out) >= mostRunes:
				return
			case r != '\u00a0' && (unicode.IsSpace(r) || unicode.Is(unicode.Cc, r)):
				space = len(out) > 0
				continue
			case r != softHyphen && (unicode.In(r, unicode.Cf, unicode.M, unicode.Co, unicode.Cs) || r == unicode.ReplacementChar):
				continue
			}
			if space {
				out = append(out, written{' ', claim && out[len(out)-1].claim})
				space = false
			}
			out = append(out, written{r, claim})
		}
	}
	for _, s := range text {
		put(s.Text, s.No > 0)
		put(s.Trail, false)
	}
	return out
}

// clip is the first n runes of s.
func clip(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// letters gives a text its glyphs, in f where f has them. Symbols without a
// glyph are left out. A word with a letter that no font here can set becomes an
// ellipsis; when that takes more than a third of the letters the text is
// better left out: it is nil.
func (s *setter) letters(text []wire.Segment, f *face) []letter {
	in := read(text)
	fonts := s.fonts(in, f)
	var out []letter
	var set, lost int
	word := 0          // where the present word begins in out
	broken := false    // the present word has lost a letter
	finish := func() { // the present word ends
		if dots, ok := s.letter(f, ellipsis); ok && broken {
			if out = out[:word]; !endsInEllipsis(out) {
				out = append(out, dots)
			}
		}
		broken, word = false, len(out)
	}
	for _, c := range in {
		l, ok := s.one(c.r, f, fonts)
		switch {
		case ok:
			if unicode.IsLetter(c.r) || unicode.IsDigit(c.r) {
				set++
			}
			if l.claim = c.claim; c.r == ' ' || ideographic(c.r) {
				finish()
				if n := len(out); c.r == ' ' && (n == 0 || out[n-1].r == ' ') {
					continue
				}
				out = append(out, l)
				word = len(out)
				continue
			}
			out = append(out, l)
		case unicode.IsLetter(c.r) || unicode.IsDigit(c.r):
			if lost++; ideographic(c.r) {
				finish()
			}
			broken = true
			if ideographic(c.r) {
				finish()
			}
		}
	}
	finish()
	if n := len(out); n > 0 && out[n-1].r == ' ' {
		out = out[:n-1]
	}
	if lost*2 > set {
		return nil
	}
	return out
}

// endsInEllipsis reports whether another one would say nothing new.
func endsInEllipsis(l []letter) bool {
	n := len(l)
	return n > 0 && l[n-1].r == ellipsis || n > 1 && l[n-1].r == ' ' && l[n-2].r == ellipsis
}

// one finds the glyph of a character: in the whole text's font, in f, in the
// font of its script, or as the letter under its accents.
func (s *setter) one(r rune, f *face, fonts map[string]*face) (letter, bool) {
	group := scriptOf(r)
	tries := [...]*face{fonts["whole"], f, fonts[group], fonts["Han"], fonts["Hangul"], fonts["Hebrew"]}
	last := len(tries)
	if group != "" {
		last = 3 // only what is of no script, such as 「, is drawn by a neighbour's font
	} else if unicode.IsLetter(r) && !ideographic(r) {
		last = 2
	}
	for _, t := range tries[:last] {
		if t == nil {
			continue
		}
		if l, ok := s.letter(t, r); ok {
			return l, true
		}
	}
	// ế has no glyph in the Go fonts, ê has.
	parts := []rune(norm.NFD.String(string(r)))
	for n := len(parts) - 1; n > 0 && group != "Hangul"; n-- {
		less, _ := utf8.DecodeRuneInString(norm.NFC.String(string(parts[:n])))
		if l, ok := s.letter(f, less); ok {
			return l, true
		}
	}
	return letter{}, false
}

// fonts looks up what a text needs beyond f: by script, and under "whole" a
// face that sets all of it.
func (s *setter) fonts(in []written, f *face) map[string]*face {
	missing := map[string][]rune{}
	var all []rune
	for _, c := range in {
		group := scriptOf(c.r)
		if alphabetic(group) {
			all = append(all, c.r)
		}
		if group == "" {
			continue
		}
		if _, ok := s.letter(f, c.r); !ok {
			missing[group] = append(missing[group], c.r)
		}
	}
	found := map[string]*face{}
	for _, group := range [...]string{"Latin", "Greek", "Cyrillic"} {
		if missing[group] == nil {
			continue
		}
		if other, n := s.shelf.find(group, all); n == len(all) {
			found["whole"] = other
		}
	}
	for _, group := range slices.Sorted(maps.Keys(missing)) {
		if !alphabetic(group) {
			found[group], _ = s.shelf.find(group, missing[group])
		}
	}
	return found
}
