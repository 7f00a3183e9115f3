package search

import (
	"strings"
	"unicode/utf8"
)

const (
	guessFrom  = 4  // letters of a word that may have one error
	guessFar   = 8  // of one that may have two
	fewer      = 10 // times rarer than its neighbour a word must be to look like an error itself
	maxLetters = 32 // of a word that is compared
)

// guess finds what a word without a match, or with the one match of a
// document's own error, was meant to be: two words written as one, else
// words a typing error or two away.
func (s *state) guess(c *concept) {
	found := max(s.frequency(c.ways[same]), s.frequency(c.ways[meaning]), s.frequency(c.ways[begun]))
	if found > 1 || strings.ContainsAny(c.word.text, "0123456789+#.") { // 2023 is not 2024
		return
	}
	if found == 0 {
		if c.ways[guessed] = s.split(c.word.text); c.ways[guessed] != nil {
			return
		}
	}
	ids, far := s.near(c.word.text, c.word.open)
	if found == 1 {
		kept := ids[:0]
		for _, id := range ids {
			if s.lists[id].n >= fewer {
				kept = append(kept, id)
			}
		}
		if ids = kept; far {
			return
		}
	}
	c.far = far
	for _, v := range s.most(ids, maxGuesses, func(id int32) variant { return variant{terms: []int32{id}, weight: 1} }) {
		c.ways[guessed] = append(c.ways[guessed], v)
		c.ways[guessed] = append(c.ways[guessed], s.forms(s.terms[v.terms[0]])...)
	}
}

// split finds two words of the index that are text together: letsencrypt. Of
// several pairs it takes the one whose rarer word is most frequent.
func (s *state) split(text string) []variant {
	const least = 3 // letters of each: shorter ones are in everything
	var best []variant
	frequency := 0
	for i := least; i <= len(text)-least; i++ {
		if !utf8.RuneStart(text[i]) {
			continue
		}
		vs := s.all([]string{text[:i], text[i:]})
		if n := s.frequency(vs); n > frequency {
			best, frequency = vs, n
		}
	}
	return best
}

// near gives the terms that are fewest errors away from text, and whether that
// is two. The first letter is right, or changed places with the second: people
// rarely miss it, and so two ranges of the dictionary are all that is compared.
// An unfinished word may be near the beginning of a term.
func (s *state) near(text string, open bool) (ids []int32, far bool) {
	var w [maxLetters]rune
	n := letter(&w, text)
	if n < guessFrom || n >= maxLetters {
		return nil, false
	}
	most := 1
	if n >= guessFar {
		most = 2
	}
	compare := func(prefix string) {
		from, to := s.begin(prefix)
		for i := from; i < to; i++ {
			t := s.terms[i]
			if len(t) > 4*maxLetters || classOf(rune(t[len(t)-1])) == digit {
				continue
			}
			d := distance(w[:n], t, most, open)
			if d > most {
				continue
			}
			if d < most {
				ids, most = ids[:0], d
			}
			ids = append(ids, int32(i))
		}
	}
	compare(string(w[0]))
	if w[0] != w[1] {
		compare(string(w[1]) + string(w[0]))
	}
	return ids, most == 2
}

// letter writes the letters of text into w and gives how many they are, as far
// as w goes.
func letter(w *[maxLetters]rune, text string) int {
	n := 0
	for _, r := range text {
		if n == len(w) {
			break
		}
		w[n] = r
		n++
	}
	return n
}

// distance is how many letters must be added, left out, changed or swapped
// with their neighbour to make b of a (Damerau and Levenshtein, each letter
// once), or more than most. With open, a beginning of b is enough.
func distance(a []rune, b string, most int, open bool) int {
	var letters [maxLetters]rune
	m := letter(&letters, b)
	if m < len(a)-most || !open && m > len(a)+most {
		return most + 1
	}
	m = min(m, len(a)+most)
	var rows [3][maxLetters + 1]int
	for j := range m + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, above, over := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		least := i
		for j := 1; j <= m; j++ {
			d := above[j-1]
			if a[i-1] != letters[j-1] {
				d++
			}
			d = min(d, above[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == letters[j-2] && a[i-2] == letters[j-1] {
				d = min(d, over[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > most {
			return most + 1
		}
	}
	last := &rows[len(a)%3]
	if !open {
		return last[m]
	}
	best := most + 1
	for j := max(1, len(a)-most); j <= m; j++ {
		best = min(best, last[j])
	}
	return best
}
