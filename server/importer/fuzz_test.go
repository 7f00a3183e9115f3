package importer

import (
	"errors"
	"strings"
	"testing"
)

// FuzzFrontMatter feeds the parser and the carrier directly: through the door each
// try would wait for the disk.
func FuzzFrontMatter(f *testing.F) {
	for _, seed := range []string{
		"", "---", "---\n---\n", "---\ntitle: a\n---\nText.\n", "---\ntitle: a: b\n---\n", "+++\na = 1\n+++\nText.", "{\"a\": [1, {}]}\nText.",
		"{{< a >}}\n", "\xef\xbb\xbf---\r\ntitle: a\r\n---\r\nText.\r\n", "---\na: &a [*a]\n---\n", "---\n<<: {a: b}\n---\n", "\n\n---\n- a\n...\n",
		"[a](b \"c\") ![d](<e f>) [g]: h\n\n[g]: h 'i'\n\n> ```go\n> [a](b)\n\ntext", "<img src=\"a&amp;b\" alt='x'><a href=c>d</a><!-- <a href=e> -->",
		"`[a](b)` ``[a](b)` [c](d)``", "- a\n\n      [a](b)\n\n    [a](b)\n", "~~~\n[a](b)\n~~~ x\n~~~\n[a](b)", "[a](b\\)c) [a](b(c)d) [a]( <b> ) [a](\nb)",
	} {
		f.Add([]byte(seed))
	}
	c := carrier{
		resolve:   func(address string, _ bool, _ int) string { return address },
		ref:       func(string) (string, bool) { return "", false },
		shortcode: func(string, int) {},
		hidden:    func(string, int) {},
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(string(data), "\ufeff"))
		lines := strings.Count(text, "\n") + 1
		d, err := parseDocument(data)
		if err != nil {
			var bad *fault
			if !errors.As(err, &bad) || bad.line < 1 || bad.line > max(lines, strings.Count(string(data), "\n")+1) {
				t.Fatalf("%q of %d lines: the fault is %v", data, lines, err)
			}
			return
		}
		if !strings.HasSuffix(text, d.body) {
			t.Fatalf("%q: the body %q is not its end", data, d.body)
		}
		if want := lines - strings.Count(d.body, "\n"); d.bodyLine != want && d.body != "" {
			t.Fatalf("%q: the body begins in line %d, want %d", data, d.bodyLine, want)
		}
		// With nothing to lead elsewhere, a text is carried as it is.
		if got := c.markdown(d.body, d.bodyLine); got != d.body {
			t.Fatalf("carrying changed %q to %q", d.body, got)
		}
		hugo := c
		hugo.hugo, hugo.mdx = true, true
		hugo.markdown(d.body, d.bodyLine)
		hugo.htmlBody(d.body, d.bodyLine)
		liquid := c
		liquid.liquid = true
		liquid.markdown(d.body, d.bodyLine)
	})
}
