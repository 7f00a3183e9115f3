package content_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vitrine/app/wire"
	"vitrine/server/content"
)

const (
	photo = "/media/00000000000000000000000000000001/photo.jpg"
	plate = "/media/00000000000000000000000000000002/plate.svg"
	other = "/media/00000000000000000000000000000003/other.svg"
	film  = "/media/00000000000000000000000000000004/film.mp4"
	shot  = "/media/00000000000000000000000000000005/shot.png"
)

// ready is the photo's tag up to its text.
const ready = `<img class="tone-07" src="` + photo + `" srcset="/media/00000000000000000000000000000001/w_320,q_75,f_auto 320w, ` +
	`/media/00000000000000000000000000000001/w_480,q_75,f_auto 480w, /media/00000000000000000000000000000001/w_640,q_75,f_auto 640w" ` +
	`sizes="(width &gt;= 44rem) 38.75rem, 90vw" alt="`

const inline = `<svg viewBox="0 0 4 3" role="img"><title>A curve</title><path class="l" d="M0 0"/></svg>`

// shelf is a media library of five files.
type shelf struct{}

func (shelf) Info(_ context.Context, address string) (wire.Media, bool) {
	switch address {
	case photo:
		return wire.Media{Hash: "00000000000000000000000000000001", Name: "photo.jpg", Type: "image/jpeg", Bytes: 90_000, Width: 640, Height: 480, Tone: "07"}, true
	case shot: // taller than it can be made in all its widths
		return wire.Media{Hash: "00000000000000000000000000000005", Name: "shot.png", Type: "image/png", Bytes: 90_000, Width: 700, Height: 20_000}, true
	case plate, other:
		return wire.Media{Type: "image/svg+xml", Width: 4, Height: 3}, true
	}
	return wire.Media{}, false
}

func (shelf) Drawing(_ context.Context, address string) (string, bool) {
	return inline, address == plate
}

func render(t testing.TB, markdown string) wire.Rendered {
	t.Helper()
	r, err := content.NewRenderer(shelf{}).Render(t.Context(), markdown)
	if err != nil {
		t.Fatalf("rendering %.80q: %v", markdown, err)
	}
	return r
}

// flat is HTML without newlines between tags, to be compared by eye.
func flat(html string) string {
	return strings.TrimSpace(strings.NewReplacer(">\n", ">", "\n<", "<").Replace(html))
}

func TestRender(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"paragraphs", "One\ntwo *three* **four** `five`\n\nSix ~~seven~~",
			"<p>One\ntwo <em>three</em> <strong>four</strong> <code>five</code></p><p>Six <del>seven</del></p>"},
		{"typography stays the author's", `"a" -- 'b'...`, `<p>&#34;a&#34; -- &#39;b&#39;...</p>`},
		{"headings", "## What a *flush* costs\n### Costs\n#### More", `<h2 id="h-what-a-flush-costs"><a href="#h-what-a-flush-costs">What a <em>flush</em> costs</a></h2>` +
			`<h3 id="h-costs"><a href="#h-costs">Costs</a></h3><h4 id="h-more"><a href="#h-more">More</a></h4>`},
		{"a first-level heading moves all down", "# A\n## B\n###### C", `<h2 id="h-a"><a href="#h-a">A</a></h2><h3 id="h-b"><a href="#h-b">B</a></h3><h6 id="h-c"><a href="#h-c">C</a></h6>`},
		{"equal headings", "## A\n## A\n## A 2\n## A", `<h2 id="h-a"><a href="#h-a">A</a></h2><h2 id="h-a-2"><a href="#h-a-2">A</a></h2>` +
			`<h2 id="h-a-2-2"><a href="#h-a-2-2">A 2</a></h2><h2 id="h-a-3"><a href="#h-a-3">A</a></h2>`},
		{"empty heading", "##\n\n## 🎉", `<h2 id="h-section"></h2><h2 id="h-section-2"><a href="#h-section-2">🎉</a></h2>`},
		{"a heading with a link has no second", "## See [b](/b)", `<h2 id="h-see-b">See <a href="/b">b</a></h2>`},
		{"Japanese heading", "## 日本語の見出し", `<h2 id="h-日本語の見出し"><a href="#h-%E6%97%A5%E6%9C%AC%E8%AA%9E%E3%81%AE%E8%A6%8B%E5%87%BA%E3%81%97">日本語の見出し</a></h2>`},
		{"links", "[a](/b) [c](https://d.e/) <https://f.g> www.h.i j@k.lm", `<p><a href="/b">a</a> <a href="https://d.e/" rel="noopener">c</a> ` +
			`<a href="https://f.g" rel="noopener">https://f.g</a> <a href="http://www.h.i" rel="noopener">www.h.i</a> <a href="mailto:j@k.lm">j@k.lm</a></p>`},
		{"raw link keeps its rel", `<a href="https://a.b" rel="nofollow" target=_blank>c</a>`, `<p><a href="https://a.b" rel="noopener nofollow">c</a></p>`},
		{"code", "```go\nreturn nil // x\n```", `<figure class="code"><figcaption><span>go</span></figcaption><pre tabindex="0" role="region" aria-label="Code, go"><code>` +
			`<span class="k">return</span> <span class="n">nil</span> <span class="c">// x</span></code></pre></figure>`},
		{"code with a title and marked lines", "```go title=\"queue/commit.go\" {1,3-4}\na\nb\n/* c\nd */\n```",
			`<figure class="code"><figcaption><span>queue/commit.go</span></figcaption><pre tabindex="0" role="region" aria-label="Code, queue/commit.go"><code>` +
				"<span class=\"hl\">a</span>b<span class=\"hl\"><span class=\"c\">/* c</span></span><span class=\"hl\"><span class=\"c\">d */</span></span></code></pre></figure>"},
		{"code of no language", "```\n<b>\n```", `<figure class="code"><pre tabindex="0" role="region" aria-label="Code"><code>&lt;b&gt;</code></pre></figure>`},
		{"code of an unknown language", "```klingon\nif\n```", `<figure class="code"><figcaption><span>klingon</span></figcaption><pre tabindex="0" role="region" aria-label="Code, klingon"><code>if</code></pre></figure>`},
		{"indented code", "    if", `<figure class="code"><pre tabindex="0" role="region" aria-label="Code"><code>if</code></pre></figure>`},
		{"raw code", `<pre><code class="language-go">nil</code></pre>`, `<figure class="code"><figcaption><span>go</span></figcaption><pre tabindex="0" role="region" aria-label="Code, go"><code><span class="n">nil</span></code></pre></figure>`},
		{"table", "| a | b | c |\n|---|--:|:-:|\n| 1 | 2 | 3 |", `<div class="tablebox" tabindex="0" role="region" aria-label="Table"><table><thead><tr>` +
			`<th scope="col">a</th><th scope="col" class="num">b</th><th scope="col" class="mid">c</th></tr></thead>` +
			`<tbody><tr><td>1</td><td class="num">2</td><td class="mid">3</td></tr></tbody></table></div>`},
		{"callout", "> [!WARNING]\n> Be *careful*.\n>\n> - a", `<div class="callout warn" role="note"><strong>Warning</strong><div><p>Be <em>careful</em>.</p><ul><li>a</li></ul></div></div>`},
		{"callout in small letters, alone", "> [!tip]", `<div class="callout tip" role="note"><strong>Tip</strong><div></div></div>`},
		{"callout that begins with code", "> [!WARNING]\n> `a` b", `<div class="callout warn" role="note"><strong>Warning</strong><div><p><code>a</code> b</p></div></div>`},
		{"no callout", "> [!NOPE]\n> a\n\n> [!NOTE] b", "<blockquote><p>[!NOPE]\na</p></blockquote><blockquote><p>[!NOTE] b</p></blockquote>"},
		{"footnotes", "A[^x] b[^y] c[^x].\n\n[^x]: One.\n[^y]: Two.", `<p>A<sup><a aria-label="Note 1" class="ref" href="#fn-1" id="fnref-1">1</a></sup>` +
			` b<sup><a aria-label="Note 2" class="ref" href="#fn-2" id="fnref-2">2</a></sup> c<sup><a aria-label="Note 1" class="ref" href="#fn-1" id="fnref-1-2">1</a></sup>.</p>` +
			`<ol class="notes"><li id="fn-1"><p>One. <a aria-label="Back to the text" href="#fnref-1">↩︎</a> <a aria-label="Back to the text" href="#fnref-1-2">↩︎</a></p></li>` +
			`<li id="fn-2"><p>Two. <a aria-label="Back to the text" href="#fnref-2">↩︎</a></p></li></ol>`},
		{"picture alone", "![A lake](" + photo + " \"The lake\")", `<figure>` + ready + `A lake" width="640" height="480" decoding="async" fetchpriority="high"/><figcaption>The lake</figcaption></figure>`},
		{"the second photo waits", "![](" + photo + ")\n\n![](" + photo + ")", `<figure>` + ready + `" width="640" height="480" decoding="async" fetchpriority="high"/></figure>` +
			`<figure>` + ready + `" width="640" height="480" decoding="async" loading="lazy"/></figure>`},
		{"a photo below the fold waits", strings.Repeat("a", 901) + "\n\n![](" + photo + ")", `<p>` + strings.Repeat("a", 901) + `</p><figure>` + ready + `" width="640" height="480" decoding="async" loading="lazy"/></figure>`},
		{"a tall picture comes in few widths, then whole", "![](" + shot + ")", `<figure><img src="` + shot + `" srcset="/media/00000000000000000000000000000005/w_320,q_75,f_auto 320w, ` +
			shot + ` 700w" sizes="(width &gt;= 44rem) 38.75rem, 90vw" alt="" width="700" height="20000" decoding="async" fetchpriority="high"/></figure>`},
		{"later pictures wait", "![](/a.png)\n\nx ![b](/b.png) y", `<figure><img src="/a.png" alt="" decoding="async"/></figure><p>x <img src="/b.png" alt="b" decoding="async" loading="lazy"/> y</p>`},
		{"linked picture", "[![a](/a.png)](/b)", `<figure><a href="/b"><img src="/a.png" alt="a" decoding="async"/></a></figure>`},
		{"raw figure", `<figure><img src="/a.png" alt="a" width=10 height=20 onerror="x()"><figcaption>B</figcaption></figure>`,
			`<figure><img src="/a.png" alt="a" width="10" height="20" decoding="async"/><figcaption>B</figcaption></figure>`},
		{"picture element", `<picture><source srcset="https://e.com/x"><img src="/a.png" alt="a"></picture>`, `<figure><img src="/a.png" alt="a" decoding="async"/></figure>`},
		{"drawing", "![x](" + plate + " \"A *curve*\")", `<figure class="drawing"><div class="plate">` + inline + `</div><figcaption>A *curve*</figcaption></figure>`},
		{"drawing in a raw figure", "<figure><img src=\"" + plate + "\"><figcaption>C</figcaption></figure>", `<figure class="drawing"><div class="plate">` + inline + `</div><figcaption>C</figcaption></figure>`},
		{"drawing among words", "a ![x](" + plate + ")", `<p>a <img src="` + plate + `" alt="x" width="4" height="3" decoding="async" loading="lazy"/></p>`},
		{"svg that is no drawing", "![x](" + other + ")", `<figure><img src="` + other + `" alt="x" width="4" height="3" decoding="async" loading="lazy"/></figure>`},
		{"picture of another site", "![A cat](https://e.com/cat.png)", `<p><a href="https://e.com/cat.png" rel="noopener">picture: A cat</a></p>`},
		{"nameless picture of another site", "![](//e.com/a/cat.png)", `<p><a href="https://e.com/a/cat.png" rel="noopener">picture: e.com/cat.png</a></p>`},
		{"linked picture of another site", "[![A cat](https://e.com/cat.png)](/b)", `<p><a href="/b">picture: A cat</a></p>`},
		{"picture in the address", "![A dot](data:image/png;base64,AAAA)", `<p>A dot</p>`},
		{"film", `<video src="` + film + `" autoplay onplay=x></video><video src="https://e.com/a.mp4">words</video>`, `<p><video src="` + film + `" controls="" preload="metadata"></video><span>words</span></p>`},
		{"tasks", "- [x] a\n- [ ] b", `<ul class="tasks"><li><input type="checkbox" disabled="" checked="" aria-label="Done"/> a</li><li><input type="checkbox" disabled="" aria-label="Open"/> b</li></ul>`},
		{"stray input", `a <input type=checkbox> <input type=text value=x>`, `<p>a  </p>`},
		{"details", "<details open><summary>S</summary>\n\n*a*\n\n</details>", `<details open=""><summary>S</summary><p><em>a</em></p></details>`},
		{"raw callout", `<div class="callout note">a</div><div class="site">b</div>`, `<div class="callout note">a</div><div>b</div>`},
		{"right to left", "## שלום\n\nمرحبا بالعالم\n\nplain", `<h2 id="h-שלום" dir="auto"><a href="#h-%D7%A9%D7%9C%D7%95%D7%9D">שלום</a></h2><p dir="auto">مرحبا بالعالم</p><p>plain</p>`},
		{"tags left open are closed, strays dropped", "</div></div><div><b>a", `<div><b>a</b></div>`},
		{"comment", "a <!-- b --> c", `<p>a  c</p>`},
		{"control characters", "a\x01\x1b[31m\u009bb\r\nc\rd\ufeff", "<p>a[31mb\nc\nd\ufeff</p>"},
		{"byte order mark", "\ufeff# A", `<h2 id="h-a"><a href="#h-a">A</a></h2>`},
		{"links inside the text find their place", "[a](#costs) [b](#fn:1) [c](#nowhere) [d](#Two%20Words)[^1]\n\n## Costs\n\n## Two words\n\n[^1]: x",
			`<p><a href="#h-costs">a</a> <a href="#fn-1">b</a> <a href="#nowhere">c</a> <a href="#h-two-words">d</a>` +
				`<sup><a aria-label="Note 1" class="ref" href="#fn-1" id="fnref-1">1</a></sup></p><h2 id="h-costs"><a href="#h-costs">Costs</a></h2>` +
				`<h2 id="h-two-words"><a href="#h-two-words">Two words</a></h2><ol class="notes"><li id="fn-1"><p>x <a aria-label="Back to the text" href="#fnref-1">↩︎</a></p></li></ol>`},
		{"a heading with a name of its own", "## Costs {#price}\n\n[a](#price)", `<h2 id="h-price"><a href="#h-price">Costs</a></h2><p><a href="#h-price">a</a></p>`},
		{"a named place in raw HTML", `<a id="location"></a> [a](#location)`, `<p><a id="h-location"></a> <a href="#h-location">a</a></p>`},
		{"no two regions are called alike", "|a|\n|-|\n|b|\n\n|a|\n|-|\n|b|\n", `<div class="tablebox" tabindex="0" role="region" aria-label="Table"><table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table></div>` +
			`<div class="tablebox" tabindex="0" role="region" aria-label="Table 2"><table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table></div>`},
		{"nothing", "", ""},
	} {
		if diff := cmp.Diff(c.want, flat(render(t, c.in).HTML)); diff != "" {
			t.Errorf("%s: %q (-want +got):\n%s", c.name, c.in, diff)
		}
	}
}

func TestUnderAPictureAllPicturesWait(t *testing.T) {
	r, err := content.NewRenderer(shelf{}).RenderUnder(t.Context(), "![a]("+photo+")")
	if err != nil || strings.Contains(r.HTML, "fetchpriority") || !strings.Contains(r.HTML, `loading="lazy"`) {
		t.Errorf("got %s, %v", r.HTML, err)
	}
}

func TestMarkedLinesKeepTheirLineEnds(t *testing.T) {
	got := render(t, "```go {1}\na\nb\n```").HTML
	if want := "<code><span class=\"hl\">a\n</span>b</code>"; !strings.Contains(got, want) {
		t.Errorf("got %s; want %s in it", got, want)
	}
}

func TestRenderedFacts(t *testing.T) {
	r := render(t, "# Top\n\nOne two, three's.[^a]\n\n## In `code`\n\n```go\none two three four\n```\n\n> ## Quoted\n\n### 日本語です\n\n- four\n\n[^a]: five")
	want := []wire.Heading{{Level: 2, ID: "h-top", Text: "Top"}, {Level: 3, ID: "h-in-code", Text: "In code"}}
	if diff := cmp.Diff(want, r.TOC); diff != "" {
		t.Errorf("table of contents (-want +got):\n%s", diff)
	}
	// Top, One two three's 1, In code, go + four of code counted half, Quoted,
	// five dense characters counted half, four, five.
	if r.Words != 1+4+2+1+2+1+3+2 {
		t.Errorf("%d words; want 16", r.Words)
	}
	if r.Summary != "One two, three's." || r.RenderV != content.RenderVersion {
		t.Errorf("summary %q, version %d", r.Summary, r.RenderV)
	}
}

func TestRenderRefuses(t *testing.T) {
	half := strings.Repeat("[a](", 20_000)
	for _, c := range []struct {
		name, in string
		code     wire.Code
		says     string
	}{
		{"NUL", "ab\x00c", wire.Invalid, "NUL at byte 2"},
		{"not UTF-8", "abc\xff", wire.Invalid, "not UTF-8 at byte 3"},
		{"too long", strings.Repeat("a", wire.MaxBodyBytes+1), wire.TooLarge, "1048577 bytes"},
		{"nested quotes", "a\n" + strings.Repeat(">", 50_000), wire.Invalid, "line 2 opens 50000 quotes"},
		{"nested lists", strings.Repeat("- 1. ", 100), wire.Invalid, "line 1 opens 200"},
		{"half links", "a\n\n" + half, wire.Invalid, "paragraph that begins on line 3"},
		{"half links in a heading", "# " + half, wire.Invalid, "heading on line 1"},
		{"half comments", "a " + strings.Repeat("<!-- ", 30_000), wire.Invalid, "paragraph that begins on line 1"},
		{"wide table", strings.Repeat("|a", 1000) + "\n" + strings.Repeat("|-", 1000) + "\n" + strings.Repeat("|x\n", 1000), wire.Invalid, "cells"},
		{"too many elements", strings.Repeat("a\n===\n", 60_000), wire.TooLarge, "tags"},
		{"nested elements", strings.Repeat("<div>", 600), wire.Invalid, "nests more than"},
	} {
		_, err := content.NewRenderer(nil).Render(t.Context(), c.in)
		if wire.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v; want %s that says %q", c.name, err, c.code, c.says)
		}
	}
}

// slow is a library that holds its first question until it is released.
type slow struct {
	shelf
	asked, release chan struct{}
}

func (s slow) Info(ctx context.Context, address string) (wire.Media, bool) {
	close(s.asked)
	<-s.release
	return s.shelf.Info(ctx, address)
}

func TestRenderWaitsItsTurnNoLongerThanItsContext(t *testing.T) {
	pictures := slow{asked: make(chan struct{}), release: make(chan struct{})}
	r := content.NewRenderer(pictures)
	done := make(chan error)
	go func() {
		_, err := r.Render(t.Context(), "![a](/b)")
		done <- err
	}()
	<-pictures.asked
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Render(ctx, "a"); wire.CodeOf(err) != wire.Unavailable {
		t.Errorf("a text behind another, cancelled: %v; want unavailable", err)
	}
	close(pictures.release)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func BenchmarkRender(b *testing.B) {
	section := "## Section\n\n" + strings.Repeat("A queue that *loses nothing* must [wait](/blog/wait) for the disk, and `fsync` is what it waits for. ", 24) +
		"\n\n```go\nfunc commit(q *Queue) error {\n\treturn q.flush() // once\n}\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n"
	text := strings.Repeat(section, 11)
	r := content.NewRenderer(shelf{})
	for b.Loop() {
		out, err := r.Render(b.Context(), text)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(out.Words), "words")
	}
}
