package search

import "vitrine/app/wire"

// Matcher knows the words of one query in a text, in all their forms.
type Matcher struct {
	terms map[string]int // the concept of each
	idf   []float64      // of each concept
	total float64
}

// Matcher makes the matcher of a query.
func (x *Index) Matcher(q Query) *Matcher {
	s := x.state.Load()
	return s.matcher(s.look(q, nil).words)
}

func (s *state) matcher(cs []concept) *Matcher {
	m := &Matcher{terms: map[string]int{}}
	for i := range cs {
		m.idf = append(m.idf, cs[i].idf)
		m.total += cs[i].idf
		for way := range cs[i].ways {
			for _, v := range cs[i].ways[way] {
				for _, id := range v.terms {
					if _, ok := m.terms[s.terms[id]]; !ok {
						m.terms[s.terms[id]] = i
					}
				}
			}
		}
	}
	return m
}

// span is where a word of the query stands in a text.
type span struct{ start, end, concept int }

// spans gives the words of the query in a text, and how many words the text has.
func (m *Matcher) spans(text string) (found []span, words int) {
	if len(m.terms) == 0 {
		return nil, 0
	}
	var r reader
	r.read(text, func(c *chunk) {
		words += max(1, len(c.parts))
		if i, ok := m.terms[string(c.whole)]; ok {
			found = append(found, span{c.start, c.end, i})
			return
		}
		for _, p := range c.parts {
			if i, ok := m.terms[string(p.text)]; ok {
				found = append(found, span{p.start, p.end, i})
			}
		}
	})
	return found, words
}

// Coverage is the share of the query's words that a text has, each by how rare
// it is on the site: 1 is all of them. A word that no document has counts like
// the rarest, so a question about something else covers little.
func (m *Matcher) Coverage(texts ...string) float64 {
	if m.total == 0 {
		return 0
	}
	has := make([]bool, len(m.idf))
	for _, t := range texts {
		found, _ := m.spans(t)
		for _, f := range found {
			has[f.concept] = true
		}
	}
	sum := 0.0
	for i, ok := range has {
		if ok {
			sum += m.idf[i]
		}
	}
	return sum / m.total
}

// Mark cuts a text into runs, with the words of the query marked.
func (m *Matcher) Mark(text string) []wire.Run {
	found, _ := m.spans(text)
	return runs(text, found, 0, len(text))
}

// runs marks what spans, which are in the order of their starts, cover of text[from:to].
func runs(text string, found []span, from, to int) []wire.Run {
	var rs []wire.Run
	put := func(a, b int, mark bool) {
		if a < b {
			rs = append(rs, wire.Run{Text: text[a:b], Mark: mark})
		}
	}
	at := from
	for i := 0; i < len(found); {
		start, end := max(at, found[i].start), found[i].end
		for i++; i < len(found) && found[i].start <= end; i++ {
			end = max(end, found[i].end)
		}
		if end = min(end, to); start < end {
			put(at, start, false)
			put(start, end, true)
			at = end
		}
	}
	put(at, to, false)
	return rs
}

// worth scores a piece of a text by the query's words in it: BM25 with the
// heading's and the title's words counted as often as their fields weigh. A
// piece has some 100 words; longer ones are held back by half of what BM25
// would.
func (m *Matcher) worth(title, heading, text string) float64 {
	const usual, slope = 100, 0.4
	n := make([]float64, len(m.idf))
	count := func(s string, weight float64) int {
		found, words := m.spans(s)
		for _, f := range found {
			n[f.concept] += weight
		}
		return words
	}
	words := count(text, 1)
	long := 1 - slope + slope*float64(words)/usual
	for i := range n {
		n[i] /= long
	}
	count(heading, weights[inHeading])
	count(title, weights[inTitle]/2)
	sum := 0.0
	for i := range n {
		sum += m.idf[i] * n[i] / (n[i] + saturation)
	}
	return sum
}
