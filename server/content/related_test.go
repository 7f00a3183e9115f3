package content_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"vitrine/app/wire"
	"vitrine/server/store"
)

// related are the slugs of what is related to the post of this slug.
func (s site) related(t testing.TB, slug string, limit int) string {
	t.Helper()
	p, err := s.Post(t.Context(), slug)
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Related(t.Context(), p, limit)
	if err != nil {
		t.Fatal(err)
	}
	var slugs []string
	for _, r := range all {
		slugs = append(slugs, r.Slug)
	}
	return strings.Join(slugs, " ")
}

// fill publishes posts that have nothing to do with each other.
func (s site) fill(t testing.TB, n int) {
	for i := range n {
		s.post(t, wire.Post{Title: fmt.Sprintf("Subject%d", i), Published: true, PublishedAt: start - 1000 + int64(i),
			Content: strings.Repeat(fmt.Sprintf("matter%d thing%d ", i, i), 5)})
	}
}

func TestRelatedPosts(t *testing.T) {
	s := open(t)
	s.fill(t, 6)
	at := int64(start - 100)
	for _, p := range []wire.Post{
		{Slug: "queues", Title: "Queues", Content: "A queue holds jobs. Workers lease jobs from the queue, and a lease ends."},
		{Slug: "leases", Title: "What a lease is", Content: "Workers lease a job; when leases end, another worker takes it from the queue."},
		{Slug: "bread", Title: "Baking bread", Content: "Flour, water, salt and yeast. Bread wants time, and an oven that is hot.", Tags: []string{"Kitchen"}},
		{Slug: "rolls", Title: "Breakfast rolls", Content: "Small breads: the flour, the water, the yeast, and the oven hotter.", Tags: []string{"kitchen"}},
		{Slug: "knives", Title: "Knives", Content: "Steel that keeps its edge.", Tags: []string{"Kitchen"}},
		{Slug: "part-1", Title: "Alpha", Content: "Something.", Series: "Letters"},
		{Slug: "part-2", Title: "Beta", Content: "Anything.", Series: "letters"},
		{Slug: "code", Title: "Printing", Content: "Hello:\n\n```go\nfor _, flour := range water { yeast(oven, bread, salt) }\n```\n"},
		{Slug: "日本", Title: "量子力学", Content: "量子力学の観測問題について。"},
		{Slug: "日本-2", Title: "観測", Content: "観測問題は量子力学の問題である。"},
		{Slug: "hidden", Title: "Queues", Content: "A queue holds jobs. Workers lease jobs from the queue, and a lease ends."},
		{Slug: "later", Title: "Queues", Content: "A queue holds jobs. Workers lease jobs from the queue, and a lease ends.", PublishedAt: start + hour},
	} {
		p.Published = p.Slug != "hidden"
		if at++; p.PublishedAt == 0 {
			p.PublishedAt = at
		}
		s.post(t, p)
	}
	for slug, want := range map[string]string{
		"queues": "leases", "leases": "queues", "bread": "rolls knives", "rolls": "bread knives", "knives": "rolls bread",
		"part-1": "part-2", "code": "", "日本": "日本-2", "subject0": "",
	} {
		if got := s.related(t, slug, 5); got != want {
			t.Errorf("related to %s are %q; want %q", slug, got, want)
		}
	}
	if got := s.related(t, "bread", 1); got != "rolls" {
		t.Errorf("one related to bread: %q", got)
	}
	draft, err := s.store.Post(t.Context(), "hidden")
	if err != nil {
		t.Fatal(err)
	}
	if all, err := s.Related(t.Context(), draft, 5); err != nil || len(all) != 0 {
		t.Errorf("related to a draft: %v, %v", all, err)
	}

	// What comes due and what is withdrawn are in and out at once.
	s.clock.ms.Store(start + hour)
	s.run(t)
	eventually(t, "a due post is related", func() bool { return s.related(t, "queues", 5) == "later leases" })
	p, err := s.Post(t.Context(), "leases")
	if err != nil {
		t.Fatal(err)
	}
	p.Published = false
	s.post(t, p)
	if got := s.related(t, "queues", 5); got != "later" {
		t.Errorf("after one was withdrawn: %q", got)
	}
}

func TestEqualLikenessIsNewestFirst(t *testing.T) {
	s := open(t)
	s.fill(t, 4)
	for i, slug := range []string{"c", "a", "b"} {
		s.post(t, wire.Post{Slug: slug, Title: slug, Content: "Trains and their timetables.", Published: true, PublishedAt: start - 50 + int64(i)})
	}
	if got := s.related(t, "c", 5); got != "b a" {
		t.Errorf("related are %q; want the newest first", got)
	}
}

func TestAWordOfEveryPostOfALanguageTellsNothing(t *testing.T) {
	s := open(t)
	for i := range 20 {
		s.post(t, wire.Post{Title: fmt.Sprintf("Topic%d", i), Content: fmt.Sprintf("Plain words about topic%d.", i), Published: true})
	}
	for i := range 5 {
		s.post(t, wire.Post{Title: fmt.Sprintf("Thema%d", i), Lang: "de", Content: fmt.Sprintf("Und der und die und das, aber nicht ohne thema%d.", i), Published: true})
	}
	if got := s.related(t, "thema0", 5); got != "" {
		t.Errorf("posts that share their language's articles are related: %q", got)
	}
}

func TestSignaturesAreMadeAgain(t *testing.T) {
	s := open(t)
	s.fill(t, 4)
	err := s.store.Write(t.Context(), func(tx *store.Tx) error {
		for _, slug := range []string{"old-1", "old-2"} { // as an earlier program left them
			if err := tx.PutPost(&wire.Post{Slug: slug, Title: slug, Content: "Trains and their timetables.", Published: true, PublishedAt: 1}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s.run(t)
	eventually(t, "posts without signatures get them", func() bool { return s.related(t, "old-1", 5) == "old-2" })
}

// thousand publishes a thousand posts of sixty different words out of 20,000,
// some of which are in most posts, as in any language.
func thousand(b *testing.B, s site) []*wire.Post {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	posts := make([]*wire.Post, 1000)
	err := s.store.Write(b.Context(), func(tx *store.Tx) error {
		for i := range posts {
			posts[i] = &wire.Post{Slug: fmt.Sprint(i), Title: fmt.Sprint(i), Published: true, PublishedAt: int64(i + 1)}
			if err := tx.PutPost(posts[i]); err != nil {
				return err
			}
			var terms []string
			for len(terms) < 60 {
				word := fmt.Sprintf("word%d", int(20_000*r.Float64()*r.Float64()*r.Float64()))
				if !slices.Contains(terms, word) {
					terms = append(terms, word)
				}
			}
			signature := strings.Join(terms, fmt.Sprintf(":%d ", 1+r.IntN(9))) + fmt.Sprintf(":1 #tag%d #tag%d", r.IntN(9), r.IntN(40))
			if err := tx.PutSignature(posts[i].ID, signature); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return posts
}

// BenchmarkRelated is the first post page after a change, and every one after it.
func BenchmarkRelated(b *testing.B) {
	s := open(b)
	posts := thousand(b, s)
	b.Run("after a change", func(b *testing.B) {
		for b.Loop() {
			fresh := overAt(b, s.store, b.TempDir(), start)
			if _, err := fresh.Related(b.Context(), *posts[0], 3); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("known", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := s.Related(b.Context(), *posts[i%len(posts)], 3); err != nil {
				b.Fatal(err)
			}
		}
	})
}
