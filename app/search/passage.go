package search

import (
	"cmp"
	"slices"
	"strings"

	"vitrine/app/wire"
)

const (
	passageWords = 220 // of one passage: three or four answers' worth of context for a model
	passageDocs  = 12  // documents whose sections are read
)

// Passage is a piece of a document that may answer a question.
type Passage struct {
	Path, Title      string
	Kind             wire.Kind
	Date             int64  // ms since 1970, UTC
	Section, Heading string // anchor and heading that it stands under; "" before the first
	Text             string
	Score            float64 // the passage's own and its document's
	Coverage         float64 // see Matcher.Coverage; of the passage with its headings
}

// Passages gives the n best passages of the best documents. A passage is a
// section, or a piece of at most 220 words of a longer one. Its document's
// score counts as well: alone, passages of a digest or a year's letter come
// before the post about the thing.
func (x *Index) Passages(q Query, texts TextSource, n int) []Passage {
	s := x.state.Load()
	f := s.look(q, texts)
	m := s.matcher(f.words)
	var ps []Passage
	for _, slot := range f.docs[:min(len(f.docs), passageDocs)] {
		d := &s.docs[slot]
		for _, section := range texts.Sections(d.path) {
			for _, text := range pieces(section.Text) {
				ps = append(ps, Passage{
					Path: d.path, Title: d.title, Kind: d.kind, Date: d.date,
					Section: section.ID, Heading: section.Heading, Text: text,
					Score:    m.worth(d.title, section.Heading, text) + f.score[slot],
					Coverage: m.Coverage(d.title, section.Heading, text),
				})
			}
		}
	}
	order := make([]int32, len(ps))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(ps[b].Score, ps[a].Score), int(a-b)) })
	var best []Passage
	for _, i := range order[:min(len(order), max(0, n))] {
		best = append(best, ps[i])
	}
	return best
}

// pieces cuts a text into passages of at most passageWords words, each ending
// with a sentence where one ends in its second half. A text without blanks is
// cut by its length.
func pieces(text string) []string {
	const runes = passageWords * 6 // a word and its blank
	var out []string
	text = strings.TrimSpace(text)
	for text != "" {
		end, sentence, words := 0, 0, 0
		for i, r := range text {
			end = i
			if r == ' ' || r == '\n' {
				words++
				if i > 0 && strings.IndexByte(".!?", text[i-1]) >= 0 {
					sentence = i
				}
			}
			if words > passageWords || i > 4*runes {
				break
			}
			end = len(text)
		}
		if end < len(text) && sentence > end/2 {
			end = sentence
		}
		if end == 0 {
			end = len(text)
		}
		out = append(out, strings.TrimSpace(text[:end]))
		text = strings.TrimSpace(text[end:])
	}
	return out
}
