package content

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"
	"golang.org/x/net/html"

	"vitrine/app/wire"
)

// What a signature keeps. Forty words tell what a text is about; another
// language's articles and pronouns, which are known by their number only when
// texts are compared, may take up to half the places as well.
const (
	maxSigned     = 64
	maxSignedTags = 12
	longestWord   = 32 // characters: what is longer is an address or a key
	titleCounts   = 3  // a word of the title is worth so many of the text
	excerptCounts = 2
)

// signature is what a post is about, in one line: the words it uses most, as
// stems with their counts, its tags and its series.
//
//	queue:7 lease:4 #go #sqlite ~queues
//
// Code counts for nothing: its words are the language's, not the text's.
func signature(p wire.Post) (string, error) {
	root, err := parseBody(p.HTML)
	if err != nil {
		return "", err // the renderer made it: it cannot nest too deep
	}
	t := tally{counts: map[string]int{}}
	t.add(p.Title, titleCounts)
	t.add(p.Excerpt, excerptCounts)
	for n := range root.Descendants() {
		if n.Type == html.TextNode && !inside(n, "pre", "svg") && !isPlate(n.Parent) {
			t.add(n.Data, 1)
		}
	}
	var b strings.Builder
	for _, term := range t.most(maxSigned) {
		b.WriteString(term + ":" + strconv.Itoa(t.counts[term]) + " ")
	}
	for _, tag := range p.Tags[:min(len(p.Tags), maxSignedTags)] {
		if slug := Slug(tag); slug != "" {
			b.WriteString("#" + slug + " ")
		}
	}
	if slug := Slug(p.Series); slug != "" {
		b.WriteString("~" + slug)
	}
	return strings.TrimRight(b.String(), " "), nil
}

// tally counts the terms of a text.
type tally struct {
	counts map[string]int
	order  []string // as they came
}

// add counts the terms of text, each for so many.
func (t *tally) add(text string, worth int) {
	start := -1 // of the word at hand
	var before rune
	for i, r := range text {
		dense := isDense(r)
		if letter := !dense && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)); letter {
			if start < 0 {
				start = i
			}
			before = 0
			continue
		}
		if start >= 0 {
			t.word(text[start:i], worth)
			start = -1
		}
		// Scripts without spaces are read in pairs of characters: most of
		// their words are that long.
		if dense && before != 0 {
			t.count(string([]rune{before, r}), worth)
		}
		before = 0
		if dense {
			before = r
		}
	}
	if start >= 0 {
		t.word(text[start:], worth)
	}
}

// word counts a word by its stem. English is stemmed as English; in other
// languages that write ASCII the same rules still make one stem of one word.
func (t *tally) word(w string, worth int) {
	w = strings.ToLower(w)
	length, ascii, letter := 0, true, false
	for _, r := range w {
		length++
		ascii = ascii && r < 0x80
		letter = letter || !unicode.IsDigit(r)
	}
	if length < 2 || length > longestWord || !letter {
		return
	}
	if ascii {
		if english.IsStopWord(w) {
			return
		}
		w = english.Stem(w, true)
	}
	t.count(w, worth)
}

func (t *tally) count(term string, worth int) {
	if t.counts[term] == 0 {
		t.order = append(t.order, term)
	}
	t.counts[term] += worth
}

// most are up to n terms that count most; of equals those that came first.
func (t *tally) most(n int) []string {
	slices.SortStableFunc(t.order, func(a, b string) int { return cmp.Compare(t.counts[b], t.counts[a]) })
	return t.order[:min(n, len(t.order))]
}
