package highlight_test

import (
	"strings"
	"testing"

	"vitrine/server/content/highlight"
)

// marked writes spans as text with the role's letter round each: "k{func} main".
func marked(spans []highlight.Span) string {
	var b strings.Builder
	for _, s := range spans {
		if s.Role == highlight.Plain {
			b.WriteString(s.Text)
			continue
		}
		b.WriteString(string(rune(s.Role)) + "{" + s.Text + "}")
	}
	return b.String()
}

func TestSpans(t *testing.T) {
	for _, c := range []struct {
		lang, code string
		want       []string // runs that must be there, in their order
	}{
		{"go", "func f(x []byte) { return 0x1F // why\n}", []string{"k{func} f(x []", "k{return} n{0x1F} c{// why}"}},
		{"Go", "s := `a\n\\` + \"b\\\"\" + 'c'", []string{"s{`a\n\\`}", "s{\"b\\\"\"}", "s{'c'}"}},
		{"go", "x.funcs, interfaces := 1.5e-3, nil", []string{"x.funcs, interfaces := n{1.5e-3}, n{nil}"}},
		{"js", "const a = /[/\"]+/g.test(1) // c", []string{"k{const} a = s{/[/\"]+/g}", "n{1}", "c{// c}"}},
		{"ts", "let x: number = undefined;", []string{"k{let} x"}},
		{"json", `{"a": [1, true, "b"]}`, []string{`k{"a"}`, "n{1}", "n{true}", `s{"b"}`}},
		{"yaml", "# c\nname: \"x\"", []string{"c{# c", "k{name}", `s{"x"}`}},
		{"toml", "[a]\nb = 1", []string{"n{1}"}},
		{"rust", "fn f() { r#\"q\"q\"# } /* a */", []string{"k{fn} f", "s{r#\"q\"q\"#}", "c{/* a */}"}},
		{"python", "def f():\n  return None # y", []string{"k{def} f():", "k{return} n{None} c{# y}"}},
		{"sql", "SELECT 'it''s' FROM t -- c", []string{"k{SELECT} s{'it''s'} k{FROM} t c{-- c}"}},
		{"bash", "echo \"a\" # c\nif x; then", []string{"s{\"a\"} c{# c", "k{if} x; k{then}"}},
		{"sh", "x=1", []string{"n{1}"}},
		{"c++", "#include <a>\nauto x = 1;", []string{"k{#include} s{<a>}", "n{1}"}},
		{"css", "a { color: #fff; top: 1.5rem }", []string{"k{color}: n{#fff}", "k{top}: n{1.5}"}},
		{"html", "<a href=\"x\">y &amp; z</a><!-- c -->", []string{"k{a} k{href}=s{\"x\"}", "n{&amp;}", "c{<!-- c -->}"}},
		{"diff", "@@ 1 @@\n-x\n+y\n", []string{"k{@@ 1 @@", "n{-x", "s{+y"}},
		{"go", "", nil},
		{"dockerfile", "FROM x AS y\nRUN a", []string{"k{FROM}", "k{RUN} a"}},
	} {
		spans, ok := highlight.Spans(c.lang, c.code)
		if !ok {
			t.Errorf("%s is not known", c.lang)
		}
		rest := marked(spans)
		for _, want := range c.want {
			_, after, found := strings.Cut(rest, want)
			if !found {
				t.Errorf("%s: no %q in %q", c.lang, want, marked(spans))
			}
			rest = after
		}
	}
}

func TestUnknownLanguageIsPlain(t *testing.T) {
	for _, lang := range []string{"", "go go", " ", "nonsense", "*.go", "a.go"} {
		if spans, ok := highlight.Spans(lang, "func"); ok || marked(spans) != "func" {
			t.Errorf("%q: %q, known %v; want plain and unknown", lang, marked(spans), ok)
		}
	}
}

// FuzzSpans holds that no code is lost or made, whatever the language.
func FuzzSpans(f *testing.F) {
	langs := []string{"go", "js", "json", "yaml", "toml", "rust", "python", "sql", "bash", "css", "html", "diff", "haskell", "lua", "make"}
	for i := range langs {
		f.Add(byte(i), "a'b\"c`d/*e*/ # f\n<g h='i'>&j; 0x1.5e+3 [k] l: m = /n/ \xff é\\")
	}
	f.Fuzz(func(t *testing.T, lang byte, code string) {
		spans, ok := highlight.Spans(langs[int(lang)%len(langs)], code)
		if !ok {
			t.Fatal("language not known")
		}
		var b strings.Builder
		for _, s := range spans {
			if s.Text == "" {
				t.Errorf("empty span of role %q", s.Role)
			}
			b.WriteString(s.Text)
		}
		if b.String() != code {
			t.Errorf("spans join to %q, want %q", b.String(), code)
		}
	})
}

func TestHostileCodeIsLinear(t *testing.T) {
	const n = 16_000
	for _, lang := range []string{"go", "js", "html", "rust", "css", "toml", "bash"} {
		for _, part := range []string{"(/[", "'", "\"\n", "/*", "<", "&", "a:", "[ ", "$", "r#\"", "\\"} {
			spans, _ := highlight.Spans(lang, strings.Repeat(part, n/len(part)))
			if len(spans) > n {
				t.Errorf("%s of %q: %d spans", lang, part, len(spans))
			}
		}
	}
}
