package content

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"vitrine/app/wire"
)

// summaryLength is how many characters a summary has at most: what a search
// result or a card shows.
const summaryLength = 160

// words counts what there is to read. Code counts half: readers skim it. A
// character of a script without spaces counts half a word, which puts Chinese
// and Japanese at the 460 characters a minute that are read in them.
func words(root *html.Node) int {
	halves := 0
	for n := range root.Descendants() {
		if n.Type != html.TextNode || isPlate(n.Parent) {
			continue
		}
		w, dense := count(n.Data)
		if inside(n, "pre") {
			halves += w + dense/2
		} else {
			halves += 2*w + dense
		}
	}
	return (halves + 1) / 2
}

// isDense says whether r is of a script that puts no spaces between words.
func isDense(r rune) bool {
	return r > 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer)
}

func count(s string) (words, dense int) {
	in := false
	for _, r := range s {
		switch {
		case isDense(r):
			dense++
			in = false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if !in {
				words++
			}
			in = true
		case unicode.IsSpace(r) || r == '—' || r == '/':
			in = false
		}
	}
	return words, dense
}

// summarise is the beginning of the body's paragraphs: no headings, code,
// tables or notes, which make no sense by themselves. A body without
// paragraphs gives its whole text.
func summarise(root *html.Node) string {
	var b strings.Builder
	for _, p := range all(root, "p") {
		if inside(p, "table", "figure", "details") || inNotes(p) {
			continue
		}
		for d := range p.Descendants() {
			if d.Type == html.TextNode && !inside(d, "sup") {
				b.WriteString(d.Data)
			}
		}
		b.WriteByte(' ')
		if b.Len() > 8*summaryLength {
			break
		}
	}
	if b.Len() == 0 {
		for n := range root.Descendants() {
			if n.Type == html.TextNode && !inside(n, "pre", "svg") && !isPlate(n.Parent) {
				b.WriteString(n.Data)
			}
		}
	}
	return shorten(b.String(), summaryLength)
}

// inNotes says whether n stands in the list of footnotes.
func inNotes(n *html.Node) bool {
	for a := range n.Ancestors() {
		if is(a, "ol") && value(a, "class") == "notes" {
			return true
		}
	}
	return false
}

// isPlate says whether n holds a drawing or its placeholder.
func isPlate(n *html.Node) bool { return is(n, "div") && value(n, "class") == "plate" }

// shorten cuts text to n characters at the end of a word, and says so with "…".
func shorten(text string, n int) string {
	text = strings.Join(strings.Fields(text), " ")
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	end := n - 1
	for i := end; i > n*2/3; i-- {
		if runes[i] == ' ' {
			end = i
			break
		}
	}
	for end > 0 && unicode.Is(unicode.M, runes[end]) {
		end-- // a mark stays with its letter
	}
	return strings.TrimRightFunc(string(runes[:end]), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(".,;:–—-", r)
	}) + "…"
}

// Summary is a post in one or two lines: its excerpt, or else the first words
// of its text.
func Summary(p wire.Post) string {
	if p.Excerpt != "" {
		return p.Excerpt
	}
	if p.Summary != "" || p.HTML == "" {
		return p.Summary
	}
	// The first words stand in the beginning, behind one drawing at most.
	root, err := parseBody(p.HTML[:min(len(p.HTML), 80<<10)])
	if err != nil {
		return "" // the renderer made it: it cannot nest too deep
	}
	return summarise(root)
}
