package content

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"vitrine/app/wire"
)

// Bounds of a comparison: an address of 2,000 bytes against a thousand others
// would be half a second of a core for one wrong link.
const (
	maxCompared = 64  // characters
	decent      = 0.5 // likeness under which a suggestion is noise
)

// Closest are up to n public addresses that a reader of a wrong path may have
// meant, the likeliest first; often none.
func (s *Service) Closest(ctx context.Context, path string, n int) ([]wire.Link, error) {
	wanted := compared(path)
	if wanted == "" || n <= 0 {
		return nil, nil
	}
	entries, err := s.directory(ctx)
	if err != nil {
		return nil, err
	}
	type match struct {
		wire.Link
		score float64
	}
	var found []match
	for _, e := range entries {
		score := max(likeness(wanted, e.address), sharedWords(wanted, e.title))
		if score >= decent && e.Href != path {
			found = append(found, match{e.Link, score})
		}
	}
	slices.SortStableFunc(found, func(a, b match) int { return cmp.Compare(b.score, a.score) })
	var out []wire.Link
	for _, m := range found[:min(n, len(found))] {
		out = append(out, m.Link)
	}
	return out, nil
}

// directory is what Closest compares with, made once for a revision: a wrong
// address costs comparisons only, however many of them a robot asks for.
type directory struct {
	revision string
	entries  []entry
}

type entry struct {
	wire.Link
	address, title string // as slugs
}

func (s *Service) directory(ctx context.Context) ([]entry, error) {
	s.mu.Lock()
	revision, known := s.revision, s.known
	s.mu.Unlock()
	if known.revision == revision {
		return known.entries, nil
	}
	links, err := s.store.Addresses(ctx, s.nowMS())
	if err != nil {
		return nil, err
	}
	known = directory{revision: revision}
	for _, l := range links {
		known.entries = append(known.entries, entry{l, compared(l.Href), Slug(l.Label)})
	}
	s.mu.Lock()
	s.known = known
	s.mu.Unlock()
	return known.entries, nil
}

// compared is the last part of a path, as a slug.
func compared(path string) string {
	path = strings.TrimRight(path, "/")
	last := path[strings.LastIndexByte(path, '/')+1:]
	for _, ext := range []string{".html", ".htm", ".md", ".php"} {
		last = strings.TrimSuffix(last, ext)
	}
	return cut(Slug(clip(last, 4*maxCompared)), maxCompared)
}

// likeness is 1 for equal slugs and falls with each letter that differs; words
// in another order count as much as letters in place.
func likeness(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	longest := max(len(x), len(y))
	if longest == 0 {
		return 0
	}
	letters := 0.0
	if apart := len(x) - len(y); max(apart, -apart)*2 <= longest {
		letters = 1 - float64(distance(x, y))/float64(longest)
	}
	return max(letters, sharedWords(a, b))
}

// distance is how many letters must be added, taken or changed.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			change := diagonal
			if x != y {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// sharedWords is the share of words that two slugs have in common; words of one or
// two letters do not count.
func sharedWords(a, b string) float64 {
	long := func(s string) []string {
		return slices.DeleteFunc(strings.Split(s, "-"), func(w string) bool { return len(w) < 3 })
	}
	x, y := long(a), long(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	both := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			both++
		}
	}
	return 2 * float64(both) / float64(len(x)+len(y))
}
