package content

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vitrine/app/wire"
)

// spelled are Latin letters that do not fold to ASCII by losing a mark.
var spelled = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'ħ': "h",
	'ı': "i", 'ł': "l", 'ŋ': "ng", 'þ': "th", 'ŧ': "t", 'ſ': "s",
}

// Slug makes the part of an address that names a title: letters and digits in
// lower case with single hyphens between words, at most wire.MaxSlug
// characters. Latin accents are folded to ASCII; other scripts stay as they
// are (NFC), so that a Japanese title has an address too. A "+" or "#" that
// ends a word is spelled, so that C, C++ and C# are three. "" when nothing is
// left.
func Slug(title string) string {
	var b strings.Builder
	latin := false   // the last letter was Latin: its marks are dropped
	pending := false // a hyphen is due before the next letter
	put := func(s string) {
		if pending && b.Len() > 0 {
			b.WriteByte('-')
		}
		pending = false
		b.WriteString(s)
	}
	// Marks are bounded to what languages use: a letter with a thousand of
	// them is a prank that would stretch the address over the page.
	runes := []rune(norm.NFD.String(strings.ToLower(strings.ToValidUTF8(title, " "))))
	marks := 0
	for i, r := range runes {
		switch {
		case unicode.Is(unicode.M, r):
			if marks++; !latin && b.Len() > 0 && !pending && marks <= 3 {
				b.WriteRune(r)
			}
			continue
		case spelled[r] != "":
			latin = true
			put(spelled[r])
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			latin = unicode.Is(unicode.Latin, r)
			put(string(r))
		case r == '\'' || r == '’' || r == 'ʼ' || r == '\u00ad' || r == '\u200d' || r == '\u200c':
			continue // "don't" is one word
		case (r == '+' || r == '#') && endsWord(runes, i):
			if r == '#' {
				put("sharp")
			} else {
				put("plus")
			}
		default:
			pending = true
			latin = false
		}
		marks = 0
	}
	return cut(norm.NFC.String(b.String()), wire.MaxSlug)
}

// endsWord says whether the run of signs round i follows a letter and is
// followed by none.
func endsWord(runes []rune, i int) bool {
	sign := func(r rune) bool { return r == '+' || r == '#' }
	from, to := i, i
	for from > 0 && sign(runes[from-1]) && i-from < 3 {
		from--
	}
	for to < len(runes) && sign(runes[to]) && to-i < 3 {
		to++
	}
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || sign(r) }
	return from > 0 && unicode.IsLetter(runes[from-1]) && (to == len(runes) || !word(runes[to]))
}

// cut shortens a slug to n characters, at a hyphen where there is one in the
// last third.
func cut(slug string, n int) string {
	if utf8.RuneCountInString(slug) <= n {
		return slug
	}
	s := string([]rune(slug)[:n])
	if i := strings.LastIndexByte(s, '-'); i > len(s)*2/3 {
		s = s[:i]
	}
	return strings.TrimRight(s, "-")
}

// Minutes is the reading time of so many words at 230 words a minute, the
// middle of what studies of silent reading give for English; at least 1.
func Minutes(words int) int {
	return max(1, (words+115)/230)
}
