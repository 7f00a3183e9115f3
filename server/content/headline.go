package content

import (
	"strings"
	"unicode/utf8"

	"vitrine/app/wire"
)

// Headline cuts the profile's sentence into segments: "[words](/address)" is a
// claim with the next number, everything else is plain text. Punctuation right
// after a claim goes to its Trail, so that the number can follow it. Brackets
// that make no claim, or whose address is not safe, stay text.
func Headline(s string) []wire.Segment {
	var out []wire.Segment
	plain, no := 0, 0
	for i := 0; i < len(s); i++ {
		if s[i] != '[' {
			continue
		}
		text, href, n := claim(s[i:])
		if n == 0 {
			continue
		}
		if plain < i {
			out = append(out, wire.Segment{Text: s[plain:i]})
		}
		no++
		trail := trailing(s[i+n:])
		out = append(out, wire.Segment{Text: text, Href: href, No: no, Trail: trail})
		plain = i + n + len(trail)
		i = plain - 1
	}
	if plain < len(s) {
		out = append(out, wire.Segment{Text: s[plain:]})
	}
	return out
}

// claim reads "[words](/address)" at the start of s; n is its length, or 0.
func claim(s string) (text, href string, n int) {
	mid := strings.Index(s, "](")
	if mid < 2 || strings.ContainsAny(s[1:mid], "[]") {
		return "", "", 0
	}
	end := strings.IndexByte(s[mid:], ')')
	if end < 3 {
		return "", "", 0
	}
	href = s[mid+2 : mid+end]
	if linkFault(href) != "" {
		return "", "", 0
	}
	return s[1:mid], href, mid + end + 1
}

func trailing(s string) string {
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !strings.ContainsRune(".,;:!?…)”’»、。，", r) {
			break
		}
		n += size
	}
	return s[:n]
}
