package search_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"vitrine/app/search"
	"vitrine/app/wire"
)

var (
	texts = search.TextsOf(shelf)
	index = search.Build(shelf)
)

// paths are the results of a query, in order.
func paths(x *search.Index, q search.Query) []string {
	got := []string{}
	for _, f := range x.Search(q, texts).Found {
		got = append(got, f.Path)
	}
	return got
}

// comesFirst is what the first result of a query must be.
var comesFirst = []struct{ name, query, want string }{
	{"a word", "lease", "queue"},
	{"a plural", "leases", "queue"},
	{"another form", "committing", "queue"},
	{"a form of a rare word", "renewed", "certs"},
	{"British spelling", "organised omission", "latency"},
	{"capitals", "FSYNC", "queue"},
	{"accents of the document", "meme memoire", "eau"},
	{"accents of the query", "Lédger lâtency", "latency"},
	{"full width", "ｆｓｙｎｃ", "queue"},
	{"a letter left out", "certficate", "certs"},
	{"a letter too many", "latenncy", "latency"},
	{"a letter changed", "idempotant", "queue"},
	{"two letters swapped", "lease quuee", "queue"},
	{"the first two swapped", "altency", "latency"},
	{"two errors in a long word", "exponentail bakoff", "new-retries"},
	{"an error in a beginning", "idemptoe", "queue"},
	{"the beginning of a word", "coordin", "latency"},
	{"the beginning of a form", "certifica", "certs"},
	{"only the last may be a beginning", "coordin om", "latency"},
	{"a dotted name", "http.Handler", "http"},
	{"in lower case", "http.handler", "http"},
	{"its parts", "handler http", "http"},
	{"a camel", "ResponseWriter", "http"},
	{"its words", "response writer", "http"},
	{"its words in one", "responsewriter", "http"},
	{"a name like GitHub", "github", "http"},
	{"hyphens", "e-mail", "email"},
	{"no hyphen", "email", "email"},
	{"two for one", "back off jitter", "new-retries"},
	{"one for two", "letsencrypt", "letsencrypt"},
	{"two words that are one", "web hook", "letsencrypt"},
	{"no apostrophe", "lets encrypt", "letsencrypt"},
	{"a typographic one", "let’s encrypt", "letsencrypt"},
	{"a possessive", "peter notes", "letsencrypt"},
	{"C++", "c++", "cpp"},
	{"C#", "C#", "csharp"},
	{"C", "c", "c"},
	{".NET", ".NET", "csharp"},
	{"net without its dot", "net", "csharp"},
	{"single letters", "R&D", "email"},
	{"a version", "1.26.8", "holdfast"},
	{"a version's beginning", "v1.26", "holdfast"},
	{"a number", "10000 jobs", "holdfast"},
	{"digits", "ipv6", "letsencrypt"},
	{"a tag", "durability", "queue"},
	{"German", "Baum ersetzen", "garten"},
	{"German plural", "Restaurierungen", "uhr"},
	{"German umlaut", "haus", "garten"},
	{"sharp s", "Strasse", "garten"},
	{"French elision", "eau", "eau"},
	{"French elision in the query", "l'écoulement", "eau"},
	{"French plural", "recettes lentes", "pain"},
	{"one character", "猫", "kyoto"},
	{"Japanese", "古い本棚", "kyoto"},
	{"Chinese", "东京", "hiroba"},
	{"Tokyo in Japanese", "東京都", "kyoto"},
	{"ё is е", "елка", "moskva"},
	{"of equals the newer", "exponential jitter", "new-retries"},
	{"a title", "Uses", "uses"},
	{"a title's case and punctuation", "where THE milliseconds go?", "latency"},
	{"a title of no word", "🎉", "emoji"},
	{"a title of no letter", "…", "dots"},
	{"a title in quotes", `"holdfast"`, "holdfast"},
	{"a quoted word", `"drill"`, "backup"},
	{"a phrase", `"job queue"`, "queue"},
	{"a phrase over a joint", `"standard library"`, "http"},
	{"a phrase of parts", `"http handler"`, "http"},
	{"a Japanese phrase", "「本棚を自分」", "kyoto"},
	{"an open quote", `"coordinated omi`, "latency"},
	{"exclusion", "queue -sqlite", "holdfast"},
	{"a flag is no exclusion", "--lease", "queue"},
	{"a hyphen is no exclusion", "clean-up", "cpp"},
	{"stop words of a question", "what is it that the worker must do when it dies", "queue"},
}

func TestFirst(t *testing.T) {
	for _, c := range comesFirst {
		t.Run(c.name, func(t *testing.T) {
			got := paths(index, search.Query{Text: c.query})
			if len(got) == 0 || got[0] != c.want {
				t.Errorf("%q found %q, want %q first", c.query, got, c.want)
			}
		})
	}
}

func TestAll(t *testing.T) {
	for _, c := range []struct {
		name  string
		query search.Query
		want  []string
	}{
		{"nothing", search.Query{}, []string{}},
		{"blanks", search.Query{Text: " \t\n\u3000"}, []string{}},
		{"punctuation", search.Query{Text: `?!,;:()"'-`}, []string{}},
		{"no such word", search.Query{Text: "xylophonist"}, []string{}},
		{"numbers are not guessed", search.Query{Text: "1912"}, []string{}},
		{"short words are not guessed", search.Query{Text: "dks "}, []string{}},
		{"a finished word is no beginning", search.Query{Text: "platt "}, []string{}},
		{"a finished word", search.Query{Text: "coordinated "}, []string{"latency"}},
		{"a quoted word has no other forms", search.Query{Text: `"lease"`}, []string{"queue"}},
		{"nor is it guessed", search.Query{Text: `"laese"`}, []string{}},
		{"a phrase in another order", search.Query{Text: `"queue job"`}, []string{}},
		{"a phrase across sections", search.Query{Text: `"platter leases"`}, []string{}},
		{"exclusion alone", search.Query{Text: "-queue"}, []string{}},
		{"exclusion of another form", search.Query{Text: "restaurierung -Zeigers"}, []string{}},
		{"exclusion of a phrase", search.Query{Text: `jitter exponential "in step" -"breaks the rhythm"`}, []string{}},
		{"a kind", search.Query{Text: "queue", Kind: wire.KindProject}, []string{}},
		{"all words before some", search.Query{Text: "durable queue"}, []string{"holdfast", "queue"}},
		{"a synonym", search.Query{Text: "mutex ", Synonyms: search.NewSynonyms([][]string{{"lease", "mutex"}})}, []string{"queue"}},
		{"a synonym of two words", search.Query{Text: "oha ", Synonyms: search.NewSynonyms([][]string{{"load generator", "oha"}})}, []string{"latency"}},
		{"two words with a synonym", search.Query{Text: "message bus ", Synonyms: search.NewSynonyms([][]string{{"webhooks", "message bus"}})}, []string{"letsencrypt"}},
		{"a quoted word has no synonym", search.Query{Text: `"mutex"`, Synonyms: search.NewSynonyms([][]string{{"lease", "mutex"}})}, []string{}},
		{"a page of results", search.Query{Text: "jitter", Offset: 1, Limit: 1}, []string{"old-retries"}},
		{"past the end", search.Query{Text: "jitter", Offset: 9}, []string{}},
		{"a negative page", search.Query{Text: "fsync", Offset: -3, Limit: -1}, []string{"queue"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, paths(index, c.query)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHostile(t *testing.T) {
	for name, text := range map[string]string{
		"long":             strings.Repeat("queue lease ", 1000),
		"one long word":    strings.Repeat("q", 10_000),
		"long Japanese":    strings.Repeat("図書館", 3000),
		"quotes":           strings.Repeat(`"`, 10_000),
		"minuses":          strings.Repeat("- -", 3000),
		"dots":             strings.Repeat("a.", 5000),
		"capitals":         strings.Repeat("aB", 5000),
		"apostrophes":      strings.Repeat("l'", 5000),
		"invalid UTF-8":    "que\xffue \xc3\x28 \xed\xa0\x80",
		"zero":             "\x00queue\x00",
		"marks alone":      "\u0301\u0301\u0301",
		"direction marks":  "\u202equeue\u202c",
		"a quote in a cut": strings.Repeat("字", 333) + `"字`,
	} {
		t.Run(name, func(t *testing.T) {
			a := index.Search(search.Query{Text: text}, texts)
			if a.Total < len(a.Found) {
				t.Errorf("%d found, %d in all", len(a.Found), a.Total)
			}
		})
	}
}

// TestByTitle holds that whoever types a title gets that page, first.
func TestByTitle(t *testing.T) {
	docs := append(slices.Clone(shelf), hugo(t)...)
	x := search.Build(docs)
	titles := map[string]int{}
	for _, d := range docs {
		titles[strings.ToLower(d.Title)]++
	}
	for _, d := range docs {
		found := x.Search(search.Query{Text: d.Title, Limit: 10}, nil).Found
		i := slices.IndexFunc(found, func(f wire.Found) bool { return f.Path == d.Path })
		if n := titles[strings.ToLower(d.Title)]; i < 0 || i >= n {
			t.Errorf("%q is result %d of its own title, which %d have", d.Title, i, n)
		}
	}
}

func TestReadings(t *testing.T) {
	for query, want := range map[string][]wire.Reading{
		"latncy":      {{Word: "latncy", As: "latency"}},
		"letsencrypt": {{Word: "letsencrypt", As: "let encrypt"}},
		"latency":     nil,
		"qqqqqqqq":    nil,
	} {
		if diff := cmp.Diff(want, index.Search(search.Query{Text: query}, nil).Readings); diff != "" {
			t.Errorf("%q: %s", query, diff)
		}
	}
}

// bracket shows runs with their marks in brackets.
func bracket(rs []wire.Run) string {
	var b strings.Builder
	for _, r := range rs {
		if r.Mark {
			b.WriteString("[" + r.Text + "]")
		} else {
			b.WriteString(r.Text)
		}
	}
	return b.String()
}

func TestSnippet(t *testing.T) {
	for _, c := range []struct{ name, query, section, title, want string }{
		{"the section with the words", "leases worker", "h-leases-instead-of-locks", "A queue that loses nothing",
			"A [worker] takes a job for thirty seconds. If it dies, the [lease] ends and another [worker] takes over. The handler must therefore be idempotent."},
		{"cut at a sentence, a title marked", "nothing platter queue", "h-one-flush,-many-promises", "A [queue] that loses [nothing]",
			"…A commit costs one fsync, and an fsync costs four milliseconds on this disk. So commits that arrive together share a flush: two hundred promises, one write to the [platter]."},
		{"a lede", "power cut", "", "A queue that loses nothing", "How a job queue in one SQLite file survives a [power] [cut]."},
		{"the whole of a name", "handler http", "h-servehttp", "Writing an [http.Handler] in Go",
			"An [http.Handler] has one method. A ResponseWriter is given to it and a *[http.Request]. GitHub has a million of them; most call w.WriteHeader twice."},
		{"pairs in one mark", "古い本棚", "h-古い本棚", "京都の小さな図書館", "館長は[古い本棚]を自分で直している。東京都の図書館とは違い、ここでは猫が好きな席で眠る。"},
		{"a possessive", "peter", "", "Let's Encrypt behind a proxy", "[Peter's] notes on HTTP-01 challenges when the proxy already listens on port 80."},
		{"a guess", "idempotant ", "h-leases-instead-of-locks", "A queue that loses nothing",
			"A worker takes a job for thirty seconds. If it dies, the lease ends and another worker takes over. The handler must therefore be [idempotent]."},
		{"an elided word", "écoulement", "h-les-crues", "L'eau et la mémoire",
			"Les crues d'automne déplacent les pierres; aujourd'hui on mesure l'[écoulement] avec des capteurs. L'été, l'eau manque."},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := index.Search(search.Query{Text: c.query}, texts).Found
			if len(found) == 0 {
				t.Fatal("nothing found")
			}
			got := []string{found[0].Section, bracket(found[0].Marked), bracket(found[0].Snippet)}
			if diff := cmp.Diff([]string{c.section, c.title, c.want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSnippetIsShort(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("needle in a very long sentence without any end ", 40),
		strings.Repeat("x", 500) + " needle " + strings.Repeat("y", 500),
		strings.Repeat("干し草", 200) + "needle" + strings.Repeat("干し草", 200),
		strings.Repeat("word\n\n\tword ", 100) + "needle",
		"\xff\xfe" + strings.Repeat("needle \xff ", 100),
	} {
		d := search.Document{Path: "/", Title: "t", Sections: []search.Section{{Text: text}}}
		s := search.Build([]search.Document{d}).Search(search.Query{Text: "needle"}, search.TextsOf([]search.Document{d})).Found[0].Snippet
		all := strings.NewReplacer("[", "", "]", "").Replace(bracket(s))
		if n := utf8.RuneCountInString(all); n > 200 || n < 60 || !strings.Contains(bracket(s), "[needle]") || !utf8.ValidString(all) {
			t.Errorf("a snippet of %d characters: %q", n, bracket(s))
		}
	}
}

func TestPassages(t *testing.T) {
	ps := index.Passages(search.Query{Text: "What happens when a worker dies?"}, texts, 3)
	if len(ps) == 0 || ps[0].Path != "queue" || ps[0].Section != "h-leases-instead-of-locks" || ps[0].Coverage < 0.5 {
		t.Errorf("passages are %+v", ps)
	}
	off := index.Passages(search.Query{Text: "How do I install WordPress plugins?"}, texts, 3)
	if len(off) > 0 && off[0].Coverage > 0.3 {
		t.Errorf("a question about something else is covered: %+v", off[0])
	}
	long := search.Document{Path: "/long", Title: "Long", Sections: []search.Section{{Text: strings.Repeat("A short sentence about llamas. ", 400)}, {Text: strings.Repeat("あ", 9000)}}}
	for _, p := range search.Build([]search.Document{long}).Passages(search.Query{Text: "llamas"}, search.TextsOf([]search.Document{long}), 100) {
		if n := len(strings.Fields(p.Text)); n > 221 || n > 1 && !strings.HasSuffix(p.Text, ".") {
			t.Errorf("a passage of %d words: %.40q…", n, p.Text)
		}
	}
}

func TestMatcher(t *testing.T) {
	m := index.Matcher(search.Query{Text: "fsync zeppelin"})
	for text, want := range map[string]float64{"an fsync costs": 0.5, "nothing": 0, "": 0} {
		if got := m.Coverage(text); got < want-0.1 || got > want+0.1 {
			t.Errorf("%q covers %.2f, want some %.2f", text, got, want)
		}
	}
	if got := bracket(m.Mark("An fsync, an FSYNC!")); got != "An [fsync], an [FSYNC]!" {
		t.Error(got)
	}
}
