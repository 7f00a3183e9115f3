package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// class is what a character does to the word it stands in.
type class uint8

const (
	other  class = iota // ends it
	lower               // belongs to it, as does a mark
	upper               // belongs to it, and may begin a part of it
	digit               // belongs to it
	hidden              // is as if it were not there: soft hyphens, joiners, marks over letters
	dense               // a script without blanks: its words are pairs of characters
	sign                // a word of its own: emoji, ™, ♫
)

func classOf(r rune) class {
	if r < utf8.RuneSelf {
		switch {
		case 'a' <= r && r <= 'z':
			return lower
		case 'A' <= r && r <= 'Z':
			return upper
		case '0' <= r && r <= '9':
			return digit
		}
		return other
	}
	switch {
	case r == utf8.RuneError: // no character, or the end
		return other
	case r == 0xAD || r == 0xB7 || r >= 0x200B && r <= 0x200D || r == 0x2060 || r == 0xFEFF || r >= 0xFE00 && r <= 0xFE0F,
		r >= 0x0300 && r <= 0x036F, // accents after a Latin, Greek or Cyrillic letter
		r >= 0x0591 && r <= 0x05C7, // Hebrew points
		r >= 0x064B && r <= 0x065F, // Arabic vowels
		r == 0x0640:                // Arabic tatweel, which only stretches
		return hidden
	case isDense(r):
		return dense
	case unicode.IsUpper(r):
		return upper
	case unicode.IsLetter(r), unicode.IsMark(r):
		return lower
	case unicode.IsNumber(r):
		return digit
	case unicode.Is(unicode.So, r):
		return sign
	}
	return other
}

// denseScripts are the ranges of Chinese, Japanese and Korean and of the
// South-East Asian scripts that put no blanks between words.
var denseScripts = [...][2]rune{
	{0x0E01, 0x0E4E}, {0x0E80, 0x0ECD}, {0x1000, 0x103F}, {0x1780, 0x17D3}, // Thai, Lao, Burmese, Khmer
	{0x3005, 0x3007}, {0x3041, 0x3096}, {0x309D, 0x309E}, {0x30A1, 0x30FA}, {0x30FC, 0x30FE}, // kana
	{0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, // Han, Hangul
	{0xFF66, 0xFF9F}, {0x20000, 0x3FFFF},
}

func isDense(r rune) bool {
	if r < denseScripts[0][0] {
		return false
	}
	for _, s := range denseScripts {
		if r >= s[0] && r <= s[1] {
			return true
		}
	}
	return false
}

// The Latin letters from À to ſ and the Vietnamese ones from Ạ to ỹ, folded.
// '*' stands for one that folds to several or stays.
const (
	latin = "aaaaaa*ceeeeiiii*nooooo**uuuuy**aaaaaa*ceeeeiiii*nooooo**uuuuy*y" +
		"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkkllllllllll" +
		"nnnnnn***oooooo**rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
	vietnamese = "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy"
)

// several is what a letter folds to that folds to more than one, or to one of
// another script's; "" for all others.
func several(r rune) string {
	switch r {
	case 'ß', 'ẞ':
		return "ss"
	case 'æ', 'Æ':
		return "ae"
	case 'œ', 'Œ':
		return "oe"
	case 'þ', 'Þ':
		return "th"
	case 'ĳ', 'Ĳ':
		return "ij"
	case 'ø', 'Ø', 'ơ', 'Ơ':
		return "o"
	case 'ð', 'Ð':
		return "d"
	case 'ŋ', 'Ŋ', 'ŉ':
		return "n"
	case 'ư', 'Ư':
		return "u"
	case 'ș', 'Ș':
		return "s"
	case 'ț', 'Ț':
		return "t"
	case 'ﬁ':
		return "fi"
	case 'ﬂ':
		return "fl"
	case 'ё', 'Ё':
		return "е"
	case 'й', 'Й':
		return "и"
	}
	if r >= 0x386 && r <= 0x3CE { // Greek
		switch r {
		case 'ά', 'Ά':
			return "α"
		case 'έ', 'Έ':
			return "ε"
		case 'ή', 'Ή':
			return "η"
		case 'ί', 'Ί', 'ϊ', 'Ϊ':
			return "ι"
		case 'ό', 'Ό':
			return "ο"
		case 'ύ', 'Ύ', 'ϋ', 'Ϋ':
			return "υ"
		case 'ώ', 'Ώ':
			return "ω"
		case 'ς':
			return "σ"
		}
	}
	return ""
}

// fold appends r to a word in lower case and without its accent, so that
// "Über" is found by "uber" and ＡＢＣ by "abc".
func fold(word []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(word, byte(r))
	}
	if c := folded(r); c != 0 && c != '*' {
		return append(word, c)
	}
	if r >= 0xFF10 && r <= 0xFF5A { // full width
		return fold(word, r-0xFEE0)
	}
	if s := several(r); s != "" {
		return append(word, s...)
	}
	return utf8.AppendRune(word, unicode.ToLower(r))
}

func folded(r rune) byte {
	switch {
	case r >= 0xC0 && int(r-0xC0) < len(latin):
		return latin[r-0xC0]
	case r >= 0x1EA0 && int(r-0x1EA0) < len(vietnamese):
		return vietnamese[r-0x1EA0]
	}
	return 0
}

// cut is s without what is over n bytes, at a character's end.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// base is the language of a tag without its country: "de" of "de-AT".
func base(tag string) string {
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	return strings.ToLower(cut(tag, 8))
}
