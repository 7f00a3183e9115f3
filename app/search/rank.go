package search

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"vitrine/app/wire"
)

const (
	saturation  = 2    // BM25's k1: how fast more of a word stops counting
	leastShare  = 0.35 // of the best document's share of the words: with less it is no result
	maxVerified = 100  // documents whose text is read for a phrase
	precision   = 1e-9 // scores nearer than this are equal, and the newer document comes first
)

// scorer adds up what the words of one query are worth in each document.
type scorer struct {
	s      *state
	counts []float64 // of the way being read: the word's weighted count, by document
	found  []int32   // documents of it
	best   []float64 // of the concept being read: its best way
	cover  []float64 // and what that way is worth
	met    []int32   // documents of it
	score  []float64
	share  []float64 // weight of the words that the document has
	any    []int32   // documents with any word
}

func newScorer(s *state) *scorer {
	n := len(s.docs)
	all := make([]float64, 5*n)
	return &scorer{s: s, counts: all[:n], best: all[n : 2*n], cover: all[2*n : 3*n], score: all[3*n : 4*n], share: all[4*n:]}
}

// idf is what a word is worth that n documents have.
func (s *state) idf(n int) float64 {
	return math.Log(1 + (float64(s.live-n)+0.5)/(float64(n)+0.5))
}

// add looks a concept up and adds its worth to the documents that have it.
func (r *scorer) add(c *concept) {
	c.idf = r.s.idf(0)
	for way, variants := range c.ways {
		if len(variants) == 0 {
			continue
		}
		for i := range variants {
			r.count(&variants[i])
		}
		if len(r.found) == 0 {
			continue
		}
		idf := r.s.idf(len(r.found))
		if !c.met {
			c.idf, c.met = idf, true
		}
		weight := wayWeights[way]
		if way == guessed && c.far {
			weight *= farWeight
		}
		for _, d := range r.found {
			v := idf * weight * r.counts[d] / (r.counts[d] + saturation)
			if r.best[d] == 0 {
				r.met = append(r.met, d)
			}
			r.best[d] = max(r.best[d], v)
			r.cover[d] = max(r.cover[d], weight)
			r.counts[d] = 0
		}
		r.found = r.found[:0]
	}
	for _, d := range r.met {
		if r.score[d] == 0 {
			r.any = append(r.any, d)
		}
		r.score[d] += r.best[d]
		r.share[d] += c.idf * r.cover[d]
		r.best[d], r.cover[d] = 0, 0
	}
	r.met = r.met[:0]
}

// count adds the weighted counts of a variant.
func (r *scorer) count(v *variant) {
	put := func(d int, n float64) {
		if v.lang != "" && r.s.docs[d].lang != v.lang {
			return
		}
		if r.counts[d] == 0 {
			r.found = append(r.found, int32(d))
		}
		r.counts[d] += n * v.weight
	}
	if len(v.terms) == 1 {
		for c := r.s.lists[v.terms[0]].walk(); c.next(); {
			put(c.doc, r.s.weigh(c.doc, &c.has))
		}
		return
	}
	for _, d := range r.s.together(v.terms) {
		put(int(d.doc), d.n)
	}
}

// weigh is BM25F's count of a word in a document: each field's by its weight
// and by how long the field is against the mean.
func (s *state) weigh(d int, has *counts) float64 {
	sum := 0.0
	for f, n := range has {
		if n > 0 {
			long := float64(s.docs[d].lens[f]) / s.means[f]
			sum += weights[f] * float64(n) / (1 - slopes[f] + slopes[f]*long)
		}
	}
	return sum
}

// counted is a document with a word's weighted count in it.
type counted struct {
	doc int32
	n   float64
}

// together gives the documents that have all terms, with the least of their counts.
func (s *state) together(terms []int32) []counted {
	var all []counted
	for c := s.lists[terms[0]].walk(); c.next(); {
		all = append(all, counted{int32(c.doc), s.weigh(c.doc, &c.has)})
	}
	for _, t := range terms[1:] {
		c := s.lists[t].walk()
		on := c.next()
		left := all[:0]
		for _, d := range all {
			for on && c.doc < int(d.doc) {
				on = c.next()
			}
			if on && c.doc == int(d.doc) {
				left = append(left, counted{d.doc, min(d.n, s.weigh(c.doc, &c.has))})
			}
		}
		all = left
	}
	return all
}

// rank gives the documents that were found, best first. A document's score is
// the sum of its words times its share of all words' weight: all words are
// wanted, and a document that lacks one comes the later the rarer that is.
func (r *scorer) rank(cs []concept) []int32 {
	total, most := 0.0, 0.0
	for i := range cs {
		if cs[i].met {
			total += cs[i].idf
		}
	}
	for _, d := range r.any {
		most = max(most, r.share[d])
	}
	docs := make([]int32, 0, len(r.any))
	for _, d := range r.any {
		if r.share[d] >= leastShare*most {
			r.score[d] *= r.share[d] / total
			docs = append(docs, d)
		}
	}
	r.sort(docs)
	return docs
}

func (r *scorer) sort(docs []int32) {
	slices.SortFunc(docs, func(a, b int32) int {
		x, y := &r.s.docs[a], &r.s.docs[b]
		return cmp.Or(cmp.Compare(math.Round(r.score[b]/precision), math.Round(r.score[a]/precision)),
			cmp.Compare(y.date, x.date), strings.Compare(x.path, y.path))
	})
}

// found is what a query found.
type found struct {
	docs  []int32   // best first
	score []float64 // by document
	words []concept
}

// look finds the documents of a query.
func (s *state) look(q Query, texts TextSource) found {
	a := parse(q.Text)
	a.dropStops(s.langs)
	cs := s.concepts(a.words, q.Synonyms)
	r := newScorer(s)
	for i := range cs {
		r.add(&cs[i])
	}
	docs := r.rank(cs)
	unwanted := s.unwanted(a.without)
	docs = slices.DeleteFunc(docs, func(d int32) bool {
		return unwanted[d] || q.Kind != "" && s.docs[d].kind != q.Kind
	})
	if len(a.unphrase) > 0 || slices.ContainsFunc(a.words, func(w word) bool { return w.quoted }) {
		docs = s.verify(docs, &a, cs, texts)
	}
	return found{r.exactFirst(docs, q), r.score, cs}
}

// unwanted gives the documents with any of words.
func (s *state) unwanted(words []word) map[int32]bool {
	out := map[int32]bool{}
	for _, w := range words {
		for _, v := range s.same(w) {
			if len(v.terms) > 1 {
				for _, d := range s.together(v.terms) {
					out[d.doc] = true
				}
				continue
			}
			for c := s.lists[v.terms[0]].walk(); c.next(); {
				if v.lang == "" || s.docs[c.doc].lang == v.lang {
					out[int32(c.doc)] = true
				}
			}
		}
	}
	return out
}

// exactFirst puts the documents whose title is the query before all others:
// who types a title wants that page, whatever its words are worth. Of C++ and
// c++, the one that was typed comes first.
func (r *scorer) exactFirst(docs []int32, q Query) []int32 {
	s := r.s
	text := cut(q.Text, maxText)
	key := newCollector().key(text)
	i, _ := slices.BinarySearchFunc(s.byTitle, key, func(slot int32, k string) int { return strings.Compare(s.docs[slot].key, k) })
	var exact, alike []int32
	titled := map[int32]bool{}
	for ; i < len(s.byTitle) && s.docs[s.byTitle[i]].key == key && key != ""; i++ {
		d := s.byTitle[i]
		switch {
		case q.Kind != "" && s.docs[d].kind != q.Kind:
			continue
		case strings.EqualFold(strings.TrimSpace(s.docs[d].title), strings.TrimSpace(text)):
			exact = append(exact, d)
		default:
			alike = append(alike, d)
		}
		titled[d] = true
	}
	if len(titled) == 0 {
		return docs
	}
	docs = slices.DeleteFunc(docs, func(d int32) bool { return titled[d] })
	r.sort(exact)
	r.sort(alike)
	return append(append(exact, alike...), docs...)
}

// Search finds documents. Without texts there are no snippets, and a phrase
// asks for its words wherever they stand.
func (x *Index) Search(q Query, texts TextSource) wire.SearchAnswer {
	s := x.state.Load()
	f := s.look(q, texts)
	answer := wire.SearchAnswer{Total: len(f.docs), Found: []wire.Found{}, Readings: s.readings(f.words)}
	if q.Limit <= 0 {
		q.Limit = 10
	}
	from := min(max(0, q.Offset), len(f.docs))
	m := s.matcher(f.words)
	for _, d := range f.docs[from:min(len(f.docs), from+min(q.Limit, len(f.docs)))] {
		answer.Found = append(answer.Found, s.show(d, f.score[d], m, texts))
	}
	return answer
}

// readings gives what words were taken for, where nothing had them as they are.
func (s *state) readings(cs []concept) []wire.Reading {
	var rs []wire.Reading
	for i := range cs {
		c := &cs[i]
		if len(c.ways[same])+len(c.ways[meaning])+len(c.ways[begun]) > 0 || len(c.ways[guessed]) == 0 {
			continue
		}
		var as []string
		for _, id := range c.ways[guessed][0].terms {
			as = append(as, s.terms[id])
		}
		rs = append(rs, wire.Reading{Word: c.word.text, As: strings.Join(as, " ")})
	}
	return rs
}
