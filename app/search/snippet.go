package search

import (
	"strings"
	"unicode/utf8"

	"vitrine/app/wire"
)

const (
	snippetRunes = 200 // characters of a snippet, its dots with it: two lines on a wide screen
	leadRunes    = 70  // of them before the first marked word, to begin with a sentence
	repeated     = 0.1 // what a word is worth that the snippet shows already
)

// show makes a result of a document.
func (s *state) show(slot int32, score float64, m *Matcher, texts TextSource) wire.Found {
	d := &s.docs[slot]
	f := wire.Found{Path: d.path, Title: d.title, Kind: d.kind, Date: d.date, Score: score, Marked: m.Mark(d.title)}
	if texts == nil {
		return f
	}
	sections := texts.Sections(d.path)
	best, most := -1, 0.0
	for i := range sections {
		if sections[i].Text == "" {
			continue
		}
		if w := m.worth("", sections[i].Heading, sections[i].Text); best < 0 || w > most {
			best, most = i, w
		}
	}
	if best >= 0 {
		f.Section, f.Heading = sections[best].ID, sections[best].Heading
		f.Snippet = m.snippet(sections[best].Text)
	}
	return f
}

// snippet cuts the piece of a text that shows most of the query, beginning
// with a sentence if one is near.
func (m *Matcher) snippet(text string) []wire.Run {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, " ")), " ")
	found, _ := m.spans(text)
	from, to := 0, len(text)
	if utf8.RuneCountInString(text) > snippetRunes {
		from, to = m.window(text, found)
	}
	out := runs(text, found, from, to)
	if from > 0 {
		out = append([]wire.Run{{Text: "…"}}, out...)
	}
	if to < len(text) {
		out = append(out, wire.Run{Text: "…"})
	}
	return out
}

// window is where the snippet of a text is, without its dots.
func (m *Matcher) window(text string, found []span) (from, to int) {
	const room = snippetRunes - 2
	start := 0
	most := 0.0
	for i := range found {
		worth := 0.0
		end := skip(text, found[i].start, room-leadRunes)
		seen := map[int]bool{}
		for _, f := range found[i:] {
			if f.end > end {
				break
			}
			if seen[f.concept] {
				worth += repeated * m.idf[f.concept]
			} else {
				worth += m.idf[f.concept]
			}
			seen[f.concept] = true
		}
		if worth > most {
			most, start = worth, found[i].start
		}
	}
	from = begin(text, back(text, start, leadRunes), start)
	to = skip(text, from, room)
	if to == len(text) { // there is room before it
		from = begin(text, back(text, to, room), from)
	}
	if to < len(text) {
		if i := strings.LastIndexByte(text[from:to], ' '); i > 0 && from+i > start && to-from-i < 40 {
			to = from + i
		}
	}
	return from, to
}

// skip is the place n characters after i.
func skip(text string, i, n int) int {
	for ; n > 0 && i < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	return i
}

// back is the place n characters before i.
func back(text string, i, n int) int {
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:i])
		i -= size
	}
	return i
}

// begin is where the first sentence from i on begins, or else the first word,
// no later than most.
func begin(text string, i, most int) int {
	if i == 0 {
		return 0
	}
	word := -1
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	for at, r := range text[i:most] {
		if before == ' ' && word < 0 {
			word = i + at
		}
		if r == ' ' && strings.ContainsRune(".!?", before) {
			return i + at + 1
		}
		if strings.ContainsRune("。！？", before) {
			return i + at
		}
		before = r
	}
	switch {
	case word >= 0:
		return word
	case classOf(before) == dense:
		return i
	}
	return most
}
