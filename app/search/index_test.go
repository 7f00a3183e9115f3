package search_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vitrine/app/search"
	"vitrine/app/wire"
)

// answers are those to everything that is asked of the shelf, scores and all.
func answers(x *search.Index) []wire.SearchAnswer {
	var all []wire.SearchAnswer
	for _, q := range append(slices.Clone(asked), tuned...) {
		all = append(all, x.Search(search.Query{Text: q.query, Limit: 100}, texts))
	}
	return all
}

// TestIncremental holds that an index says the same however it came to be.
func TestIncremental(t *testing.T) {
	rebuilt := answers(index)
	r := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		x := search.New()
		if r.IntN(2) == 0 {
			x = search.Build(shelf[:10])
		}
		for range 3 { // put, replace by something else, remove and put again
			for _, i := range r.Perm(len(shelf)) {
				switch r.IntN(4) {
				case 0:
					x.Remove(shelf[i].Path)
				case 1:
					d := shelf[r.IntN(len(shelf))]
					d.Path = shelf[i].Path
					x.Put(d)
				default:
					x.Put(shelf[i])
				}
			}
		}
		for _, d := range shelf {
			x.Put(d)
		}
		if diff := cmp.Diff(rebuilt, answers(x)); diff != "" {
			t.Fatal(diff)
		}
		if !bytes.Equal(x.Encode("r"), index.Encode("r")) {
			t.Fatal("equal indexes are not equal bytes")
		}
		for _, d := range shelf {
			if !x.Remove(d.Path) || x.Remove(d.Path) {
				t.Fatalf("removing %s", d.Path)
			}
		}
		if x.Len() != 0 || !bytes.Equal(x.Encode("r"), search.New().Encode("r")) {
			t.Fatal("an emptied index is not empty")
		}
	}
}

// TestBuildTakesTheLast holds that a path is one document.
func TestBuildTakesTheLast(t *testing.T) {
	x := search.Build([]search.Document{{Path: "/a", Title: "first"}, {Path: "/b", Title: "between"}, {Path: "/a", Title: "second"}})
	if x.Len() != 2 || x.Search(search.Query{Text: "first"}, nil).Total != 0 || x.Search(search.Query{Text: "second"}, nil).Total != 1 {
		t.Error("the earlier document is still there")
	}
}

func TestConcurrent(t *testing.T) {
	x := search.Build(shelf)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, q := range asked {
				for _, f := range x.Search(search.Query{Text: q.query}, texts).Found {
					if f.Title == "" {
						t.Error("a result without a title")
					}
				}
			}
		})
	}
	for _, d := range shelf {
		x.Remove(d.Path)
		x.Put(d)
	}
	wg.Wait()
	if diff := cmp.Diff(answers(index), answers(x)); diff != "" {
		t.Error(diff)
	}
}

func TestRoundTrip(t *testing.T) {
	data := index.Encode("revision 7")
	x, revision, err := search.Decode(data)
	if err != nil || revision != "revision 7" || x.Len() != len(shelf) {
		t.Fatalf("decoded %d documents of %q: %v", x.Len(), revision, err)
	}
	if r, err := search.Revision(data); err != nil || r != revision {
		t.Errorf("the revision is %q: %v", r, err)
	}
	if diff := cmp.Diff(answers(index), answers(x)); diff != "" {
		t.Error(diff)
	}
	if !bytes.Equal(data, x.Encode("revision 7")) {
		t.Error("encoded again, it is other bytes")
	}
	x.Put(search.Document{Path: "/new", Title: "New after decoding"})
	if got := x.Search(search.Query{Text: "decoding"}, nil).Total; got != 1 {
		t.Errorf("a decoded index takes no documents: %d found", got)
	}
}

func TestDecodeRefuses(t *testing.T) {
	good := index.Encode("r")
	other := bytes.Clone(good)
	other[4]++
	for name, c := range map[string]struct {
		data []byte
		code wire.Code
		says string
	}{
		"nothing":         {nil, wire.Invalid, "not a search index"},
		"HTML":            {[]byte("<!doctype html><title>404</title>"), wire.Invalid, "not a search index"},
		"another version": {other, wire.Conflict, "another version"},
		"a cut":           {good[:len(good)/2], wire.Invalid, "damaged"},
		"a tail":          {append(bytes.Clone(good), 0), wire.Invalid, "damaged"},
		"a changed byte":  {append(append(bytes.Clone(good[:90]), good[90]^1), good[91:]...), wire.Invalid, "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, decode := range []func() error{
				func() error { _, _, err := search.Decode(c.data); return err },
				func() error { _, err := search.Revision(c.data); return err },
			} {
				if err := decode(); wire.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) {
					t.Errorf("said %v, want %s: %s", err, c.code, c.says)
				}
			}
		})
	}
}
