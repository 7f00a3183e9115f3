package content

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/store"
)

// How posts are compared. The figures were set by reading what came out for
// the example site and for a manual of 91 pages.
const (
	maxCompare   = 5000 // posts: the newest; 3 MB of numbers at most
	tooCommon    = 0.4  // a word in more of the posts than this tells nothing
	fewPosts     = 5    // fewer may share a word whatever part of all they are
	sharedTags   = 0.2  // what equal tags add to the likeness of the words
	sharedSeries = 0.1
	alikeEnough  = 0.1 // under which two posts have nothing to do with each other
)

// Related are up to limit public posts that are most like p, the likeliest
// first and of equals the newest; none that only seem to be. p is a post that
// is public.
func (s *Service) Related(ctx context.Context, p wire.Post, limit int) ([]wire.Post, error) {
	c, err := s.comparison(ctx)
	if err != nil {
		return nil, err
	}
	return s.store.PostsByID(ctx, c.nearest(p.ID, limit), s.nowMS())
}

// comparison is made once for a revision.
func (s *Service) comparison(ctx context.Context) (*comparison, error) {
	s.comparing.Lock()
	defer s.comparing.Unlock()
	revision := s.Revision()
	if s.compared != nil && s.compared.revision == revision {
		return s.compared, nil
	}
	signatures, err := s.store.Signatures(ctx, s.nowMS(), maxCompare)
	if err != nil {
		return nil, err
	}
	s.compared = compare(signatures)
	s.compared.revision = revision
	return s.compared, nil
}

// comparison is posts as vectors of weighted words, newest first.
type comparison struct {
	revision string
	place    map[string]int // by id
	posts    []likened
	terms    int // how many different ones there are
}

type likened struct {
	id     string
	words  []weight // of length 1 with those that no other post has, which are left out
	tags   []int32
	series int32 // 0: none
}

type weight struct {
	term  int32
	value float32
}

// compare weighs each word by how often a post has it and how few other posts
// do (tf-idf). What too many have is dropped, among all posts and among those
// of one language: that is how articles and pronouns are known in any language.
func compare(signatures []store.Signature) *comparison {
	c := &comparison{place: make(map[string]int, len(signatures)), posts: make([]likened, len(signatures))}
	v := &vocabulary{posts: len(signatures), numbers: map[string]int32{}, uses: []int{0}}
	languages := map[string]*language{}
	raw := make([][]weight, len(signatures)) // terms with their counts
	for i, g := range signatures {
		c.place[g.ID] = i
		c.posts[i].id = g.ID
		l := languages[g.Lang]
		if l == nil {
			l = &language{}
			languages[g.Lang] = l
		}
		l.posts++
		raw[i] = c.posts[i].read(g.Terms, v, l)
	}
	c.terms = len(v.uses)
	for i, g := range signatures {
		p, l := &c.posts[i], languages[g.Lang]
		p.words = weigh(raw[i], v, l)
		p.tags = slices.DeleteFunc(p.tags, func(t int32) bool { return v.common(t, l) })
	}
	return c
}

// read takes a signature apart; counts are its words with their numbers.
func (p *likened) read(signature string, v *vocabulary, l *language) (counts []weight) {
	counts = make([]weight, 0, maxSigned)
	for token := range strings.SplitSeq(signature, " ") {
		word, count, counted := strings.Cut(token, ":")
		switch {
		case counted:
			if n, err := strconv.Atoi(count); err == nil && n > 0 {
				counts = append(counts, weight{v.number(word, l), float32(n)})
			}
		case strings.HasPrefix(word, "#"):
			p.tags = append(p.tags, v.number(word, l))
		case word != "":
			p.series = v.number(word, l)
		}
	}
	return counts
}

// vocabulary numbers the terms of all posts from 1 and counts how many have
// each.
type vocabulary struct {
	posts   int
	numbers map[string]int32
	uses    []int
}

// language counts the posts of one language and how many have each term.
type language struct {
	posts int
	uses  []int
}

// number is called once for each term of a post.
func (v *vocabulary) number(term string, l *language) int32 {
	n, known := v.numbers[term]
	if !known {
		n = int32(len(v.uses))
		v.numbers[term] = n
		v.uses = append(v.uses, 0)
	}
	v.uses[n]++
	if more := int(n) + 1 - len(l.uses); more > 0 {
		l.uses = append(l.uses, make([]int, more+len(l.uses))...)
	}
	l.uses[n]++
	return n
}

// common says whether so many of the posts have a term that it tells nothing.
func (v *vocabulary) common(term int32, l *language) bool {
	all, own := v.uses[term], l.uses[term]
	return all >= fewPosts && float64(all) > tooCommon*float64(v.posts) ||
		own >= fewPosts && float64(own) > tooCommon*float64(l.posts)
}

// weigh turns counts into weights.
func weigh(counts []weight, v *vocabulary, l *language) []weight {
	length := 0.0
	kept := counts[:0]
	for _, w := range counts {
		if v.common(w.term, l) {
			continue
		}
		uses := v.uses[w.term]
		value := (1 + math.Log(float64(w.value))) * math.Log(float64(v.posts)/float64(uses))
		length += value * value
		if uses > 1 {
			kept = append(kept, weight{w.term, float32(value)})
		}
	}
	if length == 0 {
		return nil // two posts with the same words: all weigh nothing
	}
	for i := range kept {
		kept[i].value /= float32(math.Sqrt(length))
	}
	return slices.Clip(kept)
}

// nearest are the ids of up to limit posts that are most like the one of id.
func (c *comparison) nearest(id string, limit int) []string {
	at, ok := c.place[id]
	if !ok {
		return nil
	}
	p := &c.posts[at]
	own := make([]float32, c.terms) // p's weights by term
	for _, w := range p.words {
		own[w.term] = w.value
	}
	type match struct {
		id    string
		score float64
	}
	var found []match
	for i := range c.posts {
		other := &c.posts[i]
		score := float64(0)
		for _, w := range other.words {
			score += float64(own[w.term] * w.value)
		}
		score += p.filed(other)
		if i != at && score >= alikeEnough {
			found = append(found, match{other.id, score})
		}
	}
	slices.SortStableFunc(found, func(a, b match) int { return cmp.Compare(b.score, a.score) })
	var ids []string
	for _, m := range found[:min(limit, len(found))] {
		ids = append(ids, m.id)
	}
	return ids
}

// filed is what tags and series add to the likeness of two posts.
func (p *likened) filed(other *likened) float64 {
	score := 0.0
	if len(p.tags) > 0 && len(other.tags) > 0 {
		shared := 0
		for _, t := range other.tags {
			if slices.Contains(p.tags, t) {
				shared++
			}
		}
		score = sharedTags * float64(shared) / math.Sqrt(float64(len(p.tags)*len(other.tags)))
	}
	if p.series != 0 && p.series == other.series {
		score += sharedSeries
	}
	return score
}
