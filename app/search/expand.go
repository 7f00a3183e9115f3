package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// The ways in which a document can have a word, from best to worst. Each is
// one word to the ranking: what its variants find is added up before it is
// weighed, so that a rare misspelling of a common word is not worth more than
// the word.
const (
	same    = iota // the word, its other forms, its parts
	meaning        // a synonym
	begun          // a longer word that begins like it
	guessed        // a word that is spelled almost like it
	ways
)

// wayWeights are what a match of each way is worth.
var wayWeights = [ways]float64{same: 1, meaning: 0.8, begun: 0.7, guessed: 0.6}

const (
	formWeight  = 0.8  // of another form of the word
	partsWeight = 0.6  // of a word's parts that stand anywhere in the document
	farWeight   = 0.65 // of a guess of two errors, on top
	maxBegun    = 64   // longer words that a beginning stands for: the most frequent
	maxGuesses  = 4
)

// variant is one way to write a word; of several terms the document must have all.
type variant struct {
	terms  []int32
	weight float64
	lang   string // only documents of this language; "" is all
}

// concept is a word of a query with all that it may be in the index.
type concept struct {
	word word
	ways [ways][]variant
	far  bool    // its guesses have two errors
	idf  float64 // how much it weighs; set when it is looked up
	met  bool    // some document has it
}

// term gives the number of a term.
func (s *state) term(text string) (int32, bool) {
	i, ok := slices.BinarySearch(s.terms, text)
	return int32(i), ok
}

// begin gives the terms that begin with prefix as a range.
func (s *state) begin(prefix string) (from, to int) {
	from, _ = slices.BinarySearch(s.terms, prefix)
	to = from
	for to < len(s.terms) && strings.HasPrefix(s.terms[to], prefix) {
		to++
	}
	return from, to
}

// concepts looks the words of a query up.
func (s *state) concepts(words []word, synonyms Synonyms) []concept {
	cs := make([]concept, len(words))
	for i, w := range words {
		cs[i].word = w
		cs[i].ways[same] = s.same(w)
	}
	for i := range words {
		if i+1 < len(words) && !words[i].quoted && !words[i+1].quoted && !words[i].dense {
			if id, ok := s.term(words[i].text + words[i+1].text); ok { // "web hook" is "webhook" elsewhere
				v := variant{terms: []int32{id}, weight: formWeight}
				cs[i].ways[same] = append(cs[i].ways[same], v)
				cs[i+1].ways[same] = append(cs[i+1].ways[same], v)
			}
		}
		synonyms.others(words, i, func(terms []string, spans int) {
			for _, v := range s.all(terms) {
				for j := range spans {
					cs[i+j].ways[meaning] = append(cs[i+j].ways[meaning], v)
				}
			}
		})
	}
	for i := range cs {
		c := &cs[i]
		if c.word.open && !c.word.quoted && !c.word.dense {
			c.ways[begun] = s.begun(c.word.text)
		}
		if !c.word.quoted && !c.word.dense {
			s.guess(c)
		}
	}
	return cs
}

// same gives a word as it is, its other forms and its parts.
func (s *state) same(w word) []variant {
	var vs []variant
	if id, ok := s.term(w.text); ok {
		vs = append(vs, variant{terms: []int32{id}, weight: 1})
	}
	switch {
	case w.dense && utf8.RuneCountInString(w.text) == 1: // every pair that begins with it
		from, to := s.begin(w.text)
		for i := from; i < to; i++ {
			if s.terms[i] != w.text {
				vs = append(vs, variant{terms: []int32{int32(i)}, weight: 1})
			}
		}
	case !w.dense && !w.quoted:
		vs = append(vs, s.forms(w.text)...)
	}
	if len(w.parts) > 0 {
		weight := partsWeight
		if len(w.parts) == 1 { // l'eau: the article is no part
			weight = 1
		}
		for _, v := range s.all(w.parts) {
			v.weight *= weight
			vs = append(vs, v)
		}
	}
	return vs
}

// forms gives the other forms of a word in each language of the index: those
// with its stem. They share all of the stem but perhaps its last letter, so
// they stand close together.
func (s *state) forms(text string) []variant {
	if len(text) < 3 {
		return nil
	}
	var vs []variant
	for _, lang := range s.langs {
		root := lang.stem(text)
		_, last := utf8.DecodeLastRuneInString(root)
		if len(root)-last < 2 {
			last = 0
		}
		from, to := s.begin(root[:len(root)-last])
		for i := from; i < to; i++ {
			t := s.terms[i]
			if t != text && len(t) <= len(root)+8 && lang.stem(t) == root && s.spoken(i, lang.code) {
				vs = append(vs, variant{[]int32{int32(i)}, formWeight, lang.code})
			}
		}
	}
	return vs
}

// spoken says whether a document of a language has a term.
func (s *state) spoken(term int, lang string) bool {
	for c := s.lists[term].walk(); c.next(); {
		if s.docs[c.doc].lang == lang {
			return true
		}
	}
	return false
}

// all gives the variants of terms that must stand together in a document; none
// when the index lacks one. A single term comes with its forms; of several
// each is as it is or, where the index does not have it so, its first form.
func (s *state) all(terms []string) []variant {
	if len(terms) == 1 {
		vs := s.forms(terms[0])
		if id, ok := s.term(terms[0]); ok {
			vs = append(vs, variant{terms: []int32{id}, weight: 1})
		}
		return vs
	}
	v := variant{weight: 1}
	for _, t := range terms {
		id, ok := s.term(t)
		if !ok {
			forms := s.forms(t)
			if len(forms) == 0 {
				return nil
			}
			id = forms[0].terms[0]
		}
		v.terms = append(v.terms, id)
	}
	return []variant{v}
}

// begun gives the words that begin like text: when there are many, the most
// frequent. The more of a word is typed, the more its match is worth.
func (s *state) begun(text string) []variant {
	if len(text) < 2 {
		return nil
	}
	from, to := s.begin(text)
	ids := make([]int32, 0, to-from)
	for i := from; i < to; i++ {
		if s.terms[i] != text {
			ids = append(ids, int32(i))
		}
	}
	return s.most(ids, maxBegun, func(id int32) variant {
		return variant{terms: []int32{id}, weight: float64(len(text)) / float64(len(s.terms[id]))}
	})
}

// most makes variants of the most frequent of ids.
func (s *state) most(ids []int32, n int, make func(id int32) variant) []variant {
	slices.SortFunc(ids, func(a, b int32) int {
		return cmp.Or(s.lists[b].n-s.lists[a].n, int(a-b))
	})
	var vs []variant
	for _, id := range ids[:min(n, len(ids))] {
		vs = append(vs, make(id))
	}
	return vs
}

// frequency is in how many documents a way's variants are, at least.
func (s *state) frequency(vs []variant) int {
	n := 0
	for _, v := range vs {
		least := len(s.docs)
		for _, id := range v.terms {
			least = min(least, s.lists[id].n)
		}
		n = max(n, least)
	}
	return n
}
