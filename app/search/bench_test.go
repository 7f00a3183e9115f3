package search_test

import (
	"bytes"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"vitrine/app/search"
	"vitrine/app/wire"
)

// vocabulary is 40,000 words as an engineer's site has them after some
// thousand posts, made of syllables so that many begin alike.
var vocabulary = sync.OnceValue(func() []string {
	syllables := strings.Fields("ba ce di fo gu re con pro ter ment tion al er in ver con tra pa li no mo su ra ti lo ca te men for per")
	r := rand.New(rand.NewPCG(3, 5))
	seen := map[string]bool{}
	var words []string
	for len(words) < 40_000 {
		w := ""
		for range 2 + r.IntN(3) {
			w += syllables[r.IntN(len(syllables))]
		}
		if !seen[w] {
			seen[w] = true
			words = append(words, w)
		}
	}
	return words
})

// posts makes n posts of 800 words, as often as Zipf says.
func posts(n int) []search.Document {
	words := vocabulary()
	r := rand.New(rand.NewPCG(7, 11))
	often := rand.NewZipf(r, 1.1, 8, uint64(len(words)-1))
	text := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(words[often.Uint64()])
			b.WriteByte(' ')
		}
		return b.String()
	}
	docs := make([]search.Document, n)
	for i := range docs {
		d := search.Document{Path: "/blog/" + strings.ReplaceAll(text(4), " ", "-") + string(rune('a'+i%26)), Title: text(6), Kind: wire.KindPost, Lang: "en", Date: on(int64(i)), Tags: strings.Fields(text(3))}
		for range 4 {
			d.Sections = append(d.Sections, search.Section{ID: "h-x", Heading: text(3), Text: text(200)})
		}
		docs[i] = d
	}
	return docs
}

// site is posts with their index, made once for all benchmarks.
type site struct {
	docs  []search.Document
	texts search.Texts
	index *search.Index
}

func made(n int) func() site {
	return sync.OnceValue(func() site {
		docs := posts(n)
		return site{docs, search.TextsOf(docs), search.Build(docs)}
	})
}

var thousand, tenThousand = made(1_000), made(10_000)

// heap is what is alive, in bytes.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func BenchmarkBuild(b *testing.B) {
	for _, size := range []struct {
		name string
		site func() site
	}{{"1000", thousand}, {"10000", tenThousand}} {
		b.Run(size.name, func(b *testing.B) {
			s := size.site()
			before := heap()
			var x *search.Index
			for b.Loop() {
				x = search.Build(s.docs)
			}
			b.ReportMetric(float64(heap()-before)/1e6, "MB")
			runtime.KeepAlive(x)
		})
	}
}

func BenchmarkQuery(b *testing.B) {
	words := vocabulary()
	r := rand.New(rand.NewPCG(13, 17))
	word := func() string { return words[r.IntN(3000)] }
	for _, kind := range []struct {
		name string
		make func() string
	}{
		{"short", func() string { return word() + " " + word() + " " }},
		{"long", func() string {
			q := ""
			for range 12 {
				q += word() + " "
			}
			return q
		}},
		{"common", func() string { return words[r.IntN(5)] + " " + words[r.IntN(5)] + " " }},
		{"prefix", func() string { return word() + " " + word()[:3] }},
		{"typo", func() string { w := word() + word(); return word() + " " + w[:3] + w[4:] }},
		{"phrase", func() string { return `"` + words[r.IntN(5)] + " " + words[r.IntN(5)] + `"` }},
	} {
		for _, size := range []struct {
			name string
			site func() site
		}{{"1000", thousand}, {"10000", tenThousand}} {
			b.Run(kind.name+"/"+size.name, func(b *testing.B) {
				s := size.site()
				var took []time.Duration
				for b.Loop() {
					q := kind.make()
					start := time.Now()
					s.index.Search(search.Query{Text: q}, s.texts)
					took = append(took, time.Since(start))
				}
				slices.Sort(took)
				b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			})
		}
	}
}

func BenchmarkPut(b *testing.B) {
	for _, size := range []struct {
		name string
		site func() site
	}{{"1000", thousand}, {"10000", tenThousand}} {
		b.Run(size.name, func(b *testing.B) {
			s := size.site()
			i := 0
			for b.Loop() {
				s.index.Put(s.docs[i%len(s.docs)])
				i++
			}
		})
	}
}

func squeezed(b *testing.B, data []byte) float64 {
	var out bytes.Buffer
	w := brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: 11, LGWin: 24})
	if _, err := w.Write(data); err != nil {
		b.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	return float64(out.Len()) / 1000
}

func BenchmarkEncode(b *testing.B) {
	sites := map[string]*search.Index{"1000": thousand().index}
	if docs := hugo(b); docs != nil {
		sites["hugo"] = search.Build(docs)
	}
	for name, x := range sites {
		b.Run(name, func(b *testing.B) {
			var data []byte
			for b.Loop() {
				data = x.Encode("r")
			}
			b.ReportMetric(float64(len(data))/1000, "raw-KB")
			b.ReportMetric(squeezed(b, data), "br-KB")
		})
	}
}

func BenchmarkDecode(b *testing.B) {
	data := thousand().index.Encode("r")
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, _, err := search.Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}
