package content_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"vitrine/app/wire"
	"vitrine/server/content"
)

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"What a flush costs":          "what-a-flush-costs",
		"  --Hello,   World!--  ":     "hello-world",
		"Crème brûlée à la Noël":      "creme-brulee-a-la-noel",
		"Cre\u0300me":                 "creme",
		"Straße, Ærø, Łódź, Þórr":     "strasse-aero-lodz-thorr",
		"Don't; it’s":                 "dont-its",
		"日本語のタイトル":                    "日本語のタイトル",
		"ガーデン":                        "ガーデン",
		"Привет, Йод":                 "привет-йод",
		"مرحبا بالعالم":               "مرحبا-بالعالم",
		"हिन्दी भाषा":                 "हिन्दी-भाषा",
		"Go 1.26 & 2":                 "go-1-26-2",
		"C":                           "c",
		"C++":                         "cplusplus",
		"C#":                          "csharp",
		"F# on .NET, a+b, #1":         "fsharp-on-net-a-b-1",
		"Node.js":                     "node-js",
		"🎉":                           "",
		"👩‍👩‍👧 family":                "family",
		"":                            "",
		"---":                         "",
		"../../etc/passwd":            "etc-passwd",
		`"><script>alert(1)</script>`: "script-alert-1-script",
		"a\x00b\xffc":                 "a-b-c",
		"١٢٣":                         "١٢٣",
		"x\u0301\u0302\u0303\u0304":   "x",
	} {
		if got := content.Slug(in); got != want {
			t.Errorf("Slug(%q) = %q; want %q", in, got, want)
		}
	}
}

func FuzzSlug(f *testing.F) {
	f.Add("What a flush costs C++ é 日本 ي\u0301")
	f.Add(strings.Repeat("long title ", 1000))
	f.Add("क\u0301\u0302\u0303\u0304\u0305" + "İıſK")
	f.Fuzz(func(t *testing.T, title string) {
		s := content.Slug(title)
		if n := utf8.RuneCountInString(s); n > wire.MaxSlug || !utf8.ValidString(s) || !norm.NFC.IsNormalString(s) {
			t.Errorf("Slug(%q) = %q: %d characters", title, s, n)
		}
		if strings.HasPrefix(s, "-") || strings.HasSuffix(s, "-") || strings.Contains(s, "--") || strings.ContainsAny(s, "/\\.?#%&\"'<> \n") {
			t.Errorf("Slug(%q) = %q", title, s)
		}
		if again := content.Slug(s); again != s {
			t.Errorf("Slug(%q) = %q, whose slug is %q", title, s, again)
		}
	})
}

func TestMinutes(t *testing.T) {
	for words, want := range map[int]int{0: 1, 1: 1, 344: 1, 345: 2, 1150: 5, 5000: 22} {
		if got := content.Minutes(words); got != want {
			t.Errorf("Minutes(%d) = %d; want %d", words, got, want)
		}
	}
}

func TestHeadline(t *testing.T) {
	type list = []wire.Segment
	for in, want := range map[string]list{
		"":               nil,
		"I build things": {{Text: "I build things"}},
		"I build [queues that lose nothing](/projects/holdfast), and [write](https://a.b/c)…": {
			{Text: "I build "}, {Text: "queues that lose nothing", Href: "/projects/holdfast", No: 1, Trail: ","},
			{Text: " and "}, {Text: "write", Href: "https://a.b/c", No: 2, Trail: "…"}},
		"[a](/b)":                      {{Text: "a", Href: "/b", No: 1}},
		"[a](javascript:x) [b]( [c](d": {{Text: "[a](javascript:x) [b]( [c](d"}},
		"[[a](/b)] []( ) ]":            {{Text: "["}, {Text: "a", Href: "/b", No: 1}, {Text: "] []( ) ]"}},
		"日本[語](/ja)。":                  {{Text: "日本"}, {Text: "語", Href: "/ja", No: 1, Trail: "。"}},
	} {
		if diff := cmp.Diff(want, content.Headline(in)); diff != "" {
			t.Errorf("Headline(%q) (-want +got):\n%s", in, diff)
		}
	}
}

func TestSummary(t *testing.T) {
	long := strings.Repeat("word ", 100)
	for _, c := range []struct {
		name string
		post wire.Post
		want string
	}{
		{"the excerpt", wire.Post{Excerpt: "E", Rendered: wire.Rendered{Summary: "S", HTML: "<p>H</p>"}}, "E"},
		{"what was kept", wire.Post{Rendered: wire.Rendered{Summary: "S", HTML: "<p>H</p>"}}, "S"},
		{"the text", wire.Post{Rendered: wire.Rendered{HTML: "<h2>A</h2><figure><figcaption><p>no</p></figcaption></figure><p>One<sup>1</sup> &amp;\ntwo.</p><p>Three</p>"}}, "One & two. Three"},
		{"at a word's end", wire.Post{Rendered: wire.Rendered{HTML: "<p>" + long + "</p>"}}, strings.TrimSpace(strings.Repeat("word ", 32)) + "…"},
		{"no paragraphs", wire.Post{Rendered: wire.Rendered{HTML: "<ul><li>a</li>\n<li>b</li></ul>"}}, "a b"},
		{"nothing", wire.Post{}, ""},
	} {
		if got := content.Summary(c.post); got != c.want {
			t.Errorf("%s: %q; want %q", c.name, got, c.want)
		}
	}
}
