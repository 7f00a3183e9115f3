package search_test

import (
	"encoding/binary"
	"hash/fnv"
	"testing"
	"unicode/utf8"

	"vitrine/app/search"
)

// check holds what every answer must keep, whatever was asked of whatever.
func check(t *testing.T, x *search.Index, query string) {
	t.Helper()
	for _, source := range []search.TextSource{texts, nil} {
		a := x.Search(search.Query{Text: query, Limit: 50}, source)
		b := x.Search(search.Query{Text: query, Limit: 50}, source)
		if len(a.Found) > a.Total || a.Total > x.Len() || len(a.Found) != len(b.Found) {
			t.Fatalf("%q: %d and %d shown of %d found of %d", query, len(a.Found), len(b.Found), a.Total, x.Len())
		}
		seen := map[string]bool{}
		for i, f := range a.Found {
			if seen[f.Path] || f.Path != b.Found[i].Path || !(f.Score >= 0 && f.Score < 1e9) {
				t.Fatalf("%q: result %d is %+v", query, i, f)
			}
			seen[f.Path] = true
			n := 0
			for _, r := range f.Snippet {
				n += utf8.RuneCountInString(r.Text)
			}
			if n > 200 {
				t.Fatalf("%q: a snippet of %d characters", query, n)
			}
			title := ""
			for _, r := range f.Marked {
				title += r.Text
			}
			if title != f.Title {
				t.Fatalf("%q: marking made %q of %q", query, title, f.Title)
			}
		}
	}
	x.Passages(search.Query{Text: query}, texts, 3)
}

func FuzzQuery(f *testing.F) {
	for _, q := range asked {
		f.Add(q.query)
	}
	for _, q := range []string{`"a phrase" -not -"that one"`, "http.Handler c++ .NET v1.26.8 l'eau R&D", "「猫が好き」 日本", "\xff -\" ”", "🎉…"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, query string) {
		check(t, index, query)
		// What is asked is also something to be found.
		d := search.Document{Path: "/fuzz", Title: query, Lang: "fr", Sections: []search.Section{{Heading: query, Text: query}}}
		x := search.Build(shelf)
		x.Put(d)
		check(t, x, query)
		again, _, err := search.Decode(x.Encode(query))
		if err != nil {
			t.Fatal(err)
		}
		check(t, again, query)
	})
}

func FuzzDecode(f *testing.F) {
	seal := func(b []byte) []byte {
		h := fnv.New32a()
		h.Write(b)
		return binary.LittleEndian.AppendUint32(b, h.Sum32())
	}
	for _, x := range []*search.Index{search.New(), search.Build(shelf[:1]), search.Build(shelf[:4])} {
		data := x.Encode("r")
		f.Add(data[:len(data)-4])
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		x, revision, err := search.Decode(seal(body))
		if err != nil {
			return
		}
		for _, q := range []string{"queue", "a", "", `"lease worker" -x`, "certficate"} {
			check(t, x, q)
		}
		data := x.Encode(revision)
		y, _, err := search.Decode(data)
		if err != nil {
			t.Fatalf("what was decoded and encoded is refused: %v", err)
		}
		y.Put(shelf[0])
		y.Remove(shelf[0].Path)
	})
}
