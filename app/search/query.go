package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"vitrine/app/wire"
)

// Query is what somebody looks for.
type Query struct {
	// Text is words, all of them wanted; "words in quotes" stand together as
	// they are; -word is not wanted. The last word may be unfinished, unless a
	// blank follows it.
	Text     string
	Kind     wire.Kind // documents of this kind only; "" is all
	Offset   int       // results to skip
	Limit    int       // results to give; 0 is 10
	Synonyms Synonyms
}

// maxWords is how many words of a query count. 24 are three lines of a
// question.
const maxWords = 24

// asking is a query cut into words.
type asking struct {
	words    []word
	phrases  [][]string // each as the words that must follow each other
	without  []word
	unphrase [][]string // phrases that must not be there
}

// word is one word of a query, as the index knows words (see chunk).
type word struct {
	text   string   // all of it
	parts  []string // when it has several, or one that is not all of it
	quoted bool     // it is meant as it is: no other forms, no typing errors
	open   bool     // it may be unfinished
	dense  bool
}

// parse reads a query.
func parse(text string) asking {
	text = cut(text, maxText)
	var a asking
	for i := 0; i < len(text); {
		c, n := utf8.DecodeRuneInString(text[i:])
		minus := c == '-'
		if minus {
			i += n
			c, n = utf8.DecodeRuneInString(text[i:])
			minus = c != '-' // --flag is a flag
		}
		if end, quoted := quotation(text, i, c, n); quoted {
			a.phrase(text[i+n:end], minus)
			_, n = utf8.DecodeRuneInString(text[end:])
			i = end + n
			continue
		}
		end := i + wordEnd(text[i:])
		if end == i { // a blank, a lone minus or a quote that nothing closes
			i += n
			continue
		}
		words := wordsOf(text[i:end])
		if minus {
			a.without = append(a.without, words...)
		} else {
			if n := len(words); n > 0 && end == len(text) && endsInWord(text) {
				words[n-1].open = true
			}
			a.want(words)
		}
		i = end
	}
	return a
}

const (
	quoteOpens  = "\"“”„«»「"
	quoteCloses = "\"“”»«」"
)

// quotation says whether a quotation begins at i, and where it ends.
func quotation(text string, i int, c rune, n int) (end int, ok bool) {
	if !strings.ContainsRune(quoteOpens, c) || n == 0 {
		return 0, false
	}
	j := strings.IndexAny(text[i+n:], quoteCloses)
	return i + n + j, j >= 0
}

// wordEnd is where the first blank or quote of s is.
func wordEnd(s string) int {
	if i := strings.IndexFunc(s, func(r rune) bool {
		return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == 0x3000 || r == 0xA0 || strings.ContainsRune(quoteOpens, r)
	}); i >= 0 {
		return i
	}
	return len(s)
}

func endsInWord(s string) bool {
	c, _ := utf8.DecodeLastRuneInString(s)
	switch classOf(c) {
	case other, sign:
		return c == '+' || c == '#'
	}
	return true
}

// wordsOf cuts a text into words. The last character of a run without blanks
// is a word only where it is the only one: 日本 is one pair, and not also 本.
func wordsOf(text string) []word {
	var words []word
	var r reader
	r.read(text, func(c *chunk) {
		if n := len(words); n > 0 && c.tail(words[n-1].text) {
			return
		}
		w := word{dense: c.dense}
		if len(c.whole) > 0 {
			w.text = string(c.whole)
			for _, p := range c.parts {
				w.parts = append(w.parts, string(p.text))
			}
			words = append(words, w)
			return
		}
		for _, p := range c.parts { // several only when there are too many to be one
			w.text = string(p.text)
			words = append(words, w)
		}
	})
	return words
}

// want adds words, each once.
func (a *asking) want(words []word) {
	for _, w := range words {
		i := slices.IndexFunc(a.words, func(o word) bool { return o.text == w.text })
		if i >= 0 {
			a.words[i].quoted = a.words[i].quoted || w.quoted
			continue
		}
		if len(a.words) < maxWords {
			a.words = append(a.words, w)
		}
	}
}

// phrase adds a quotation.
func (a *asking) phrase(text string, minus bool) {
	words := wordsOf(text)
	for i := range words {
		words[i].quoted = true
	}
	sequence := phraseOf(text)
	switch {
	case len(sequence) == 0:
	case len(sequence) == 1 && minus:
		a.without = append(a.without, words...)
	case minus:
		a.unphrase = append(a.unphrase, sequence)
	default:
		a.want(words)
		if len(sequence) > 1 {
			a.phrases = append(a.phrases, sequence)
		}
	}
}

// phraseOf is a text as the words that must follow each other.
func phraseOf(text string) []string {
	var seq []string
	sequence(text, func(w []byte) bool {
		seq = append(seq, string(w))
		return len(seq) < maxPhrase
	})
	return seq[:min(len(seq), maxPhrase)]
}

// maxPhrase is how many words of a phrase are compared: one bit each (see phrases).
const maxPhrase = 64

// sequence gives the words of a text as phrases compare them: the parts of
// what has parts, pairs without the character that ends their run. It ends
// when each says no.
func sequence(text string, each func(w []byte) bool) {
	var last []byte
	var r reader
	r.read(text, func(c *chunk) {
		if c.tail(string(last)) {
			return
		}
		if last = last[:0]; c.dense {
			last = append(last, c.parts[0].text...)
		}
		if len(c.parts) == 0 {
			r.stop = !each(c.whole)
		}
		for i := range c.parts {
			r.stop = !each(c.parts[i].text) || r.stop
		}
	})
}

// dropStops leaves out what a question has for its grammar, when it is long
// enough to be one and something is left.
func (a *asking) dropStops(langs []*language) {
	if len(a.words) < 4 {
		return
	}
	var left []word
	for _, w := range a.words {
		stop := false
		for _, l := range langs {
			stop = stop || isStop(l.code, w.text)
		}
		if w.quoted || !stop {
			left = append(left, w)
		}
	}
	if len(left) > 0 {
		a.words = left
	}
}

// Synonyms are words that mean the same on this site.
type Synonyms struct{ rows [][][]string }

// NewSynonyms takes rows of words or short phrases of equal meaning:
// {"sso", "single sign-on"}.
func NewSynonyms(rows [][]string) Synonyms {
	var s Synonyms
	for _, row := range rows {
		var r [][]string
		for _, text := range row {
			var terms []string
			for _, w := range wordsOf(text) {
				terms = append(terms, w.text)
			}
			if len(terms) > 0 {
				r = append(r, terms)
			}
		}
		if len(r) > 1 {
			s.rows = append(s.rows, r)
		}
	}
	return s
}

// others gives, for the words that begin at i, what else they are called and
// how many of them that is.
func (s Synonyms) others(words []word, i int, each func(terms []string, spans int)) {
	for _, row := range s.rows {
		for j, terms := range row {
			if len(terms) > len(words)-i || !slices.EqualFunc(terms, words[i:i+len(terms)], func(t string, w word) bool { return t == w.text }) {
				continue
			}
			for k, o := range row {
				if k != j {
					each(o, len(terms))
				}
			}
		}
	}
}
