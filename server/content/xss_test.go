package content_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"vitrine/server/content"
)

var (
	elements = strings.Fields("p div span br hr wbr b i em strong u s small sub sup del ins mark kbd samp var abbr cite q blockquote ul ol li dl dt dd table caption thead tbody tfoot tr th td details summary h2 h3 h4 h5 h6 figure figcaption pre code a img input video audio")
	plain    = strings.Fields("dir lang title rel aria-label alt width height colspan rowspan scope start type reversed value open checked disabled controls loop muted playsinline decoding loading fetchpriority sizes preload tabindex role")
	idForm   = regexp.MustCompile(`^(h|fn|fnref)-[\pL\pM\pN-]+$`)
	classes  = strings.Fields("ref notes num mid code drawing tablebox plate k s n c hl tasks callout note tip important warn caution")
	toneForm = regexp.MustCompile(`^tone-\d\d$`)
	listForm = regexp.MustCompile(`^(/media/[0-9a-f]{32}/[a-z0-9._,-]+ \d+w(, |$))+$`)
	ownFile  = regexp.MustCompile(`^/media/[0-9a-f]{32}/[a-z0-9._-]+$`)
)

// judge reads the HTML as a browser would and reports everything that is not
// on the lists. They are written out here, apart from the renderer's own.
func judge(t *testing.T, in, out string) {
	t.Helper()
	bad := func(format string, args ...any) {
		t.Helper()
		t.Errorf(format+"\nin  %.300q\nout %.600q", append(args, in, out)...)
	}
	nodes, err := html.ParseFragment(strings.NewReader(out), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		bad("it cannot be read: %v", err)
		return
	}
	root := &html.Node{Type: html.ElementNode, Data: "div"}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	ids := map[string]bool{}
	for n := range root.Descendants() {
		switch {
		case n.Type == html.TextNode:
			continue
		case n.Type != html.ElementNode || n.Namespace != "" || !slices.Contains(elements, n.Data):
			bad("node %q of type %d", n.Data, n.Type)
			continue
		}
		for _, a := range n.Attr {
			ok := slices.Contains(plain, a.Key)
			switch a.Key {
			case "id":
				ok = idForm.MatchString(a.Val) && !ids[a.Val]
				ids[a.Val] = true
			case "class":
				ok = true
				for c := range strings.FieldsSeq(a.Val) {
					ok = ok && (slices.Contains(classes, c) || n.Data == "img" && toneForm.MatchString(c))
				}
			case "href", "cite":
				u, err := url.Parse(a.Val)
				ok = err == nil && slices.Contains([]string{"", "http", "https", "mailto"}, u.Scheme) && !strings.ContainsAny(a.Val, "\\\t\n")
				ok = ok && (a.Key == "cite" || u.Scheme != "" || u.Host == "")
			case "src":
				u, err := url.Parse(a.Val)
				ok = err == nil && u.Scheme == "" && u.Host == "" && (n.Data == "img" || ownFile.MatchString(a.Val))
			case "srcset":
				ok = n.Data == "img" && listForm.MatchString(a.Val)
			case "poster":
				ok = ownFile.MatchString(a.Val)
			}
			if !ok || a.Namespace != "" {
				bad("attribute %s=%q on %s", a.Key, a.Val, n.Data)
			}
		}
		if n.Data == "input" && !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "disabled" }) {
			bad("an input that works")
		}
	}
}

// vectors are ways that have led a script into a page somewhere.
var vectors = []string{
	`<script>alert(1)</script>`,
	`<ScRiPt src=//e.com/x.js></sCrIpT>`,
	`<script>alert(1)`,
	`<scr<script>ipt>alert(1)</scr</script>ipt>`,
	`<script/x>alert(1)</script/x>`,
	`<img src=x onerror=alert(1)>`,
	`<img/src=/x/onerror=alert(1)>`,
	"<img src=x\nonerror\n=\nalert(1)>",
	"<img src=`x`onerror=alert(1)>",
	`<img """><script>alert(1)</script>">`,
	`<IMG SRC="jav&#x09;ascript:alert(1);">`,
	`<img src="x" srcset="x 1x, javascript:alert(1) 2x">`,
	`<img src="data:text/html,<script>alert(1)</script>">`,
	`<img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+">`,
	`<a href="javascript:alert(1)">a</a>`,
	`<a href=" javascript:alert(1)">a</a>`,
	`<a href="JaVaScRiPt:alert(1)">a</a>`,
	"<a href=\"java\tscript:alert(1)\">a</a>",
	"<a href=\"java\nscript:alert(1)\">a</a>",
	"<a href=\"\x01javascript:alert(1)\">a</a>",
	`<a href="&#106;&#97;&#118;&#97;script&colon;alert(1)">a</a>`,
	`<a href="javascript&#58;alert(1)">a</a>`,
	`<a href="javas&Tab;cript&colon;alert(1)">a</a>`,
	`<a href="vbscript:x">a</a>`,
	`<a href="data:text/html;base64,PHNjcmlwdD4=">a</a>`,
	`<a href="//evil.com">a</a>`,
	`<a href="\\evil.com">a</a>`,
	`<a href="/\evil.com">a</a>`,
	`<a href="https://a.b" onclick="x()" style="position:fixed" target="_blank">a</a>`,
	`[a](javascript:alert(1))`,
	`[a](JAVASCRIPT&colon;alert(1))`,
	"[a](java\tscript:alert(1))",
	`[a](<javascript:alert(1)>)`,
	`[a]: javascript:alert(1)` + "\n\n[a]",
	`<javascript:alert(1)>`,
	`![a](javascript:alert(1))`,
	`![a" onerror="alert(1)](/x)`,
	`![a](/x "b" onerror="alert(1)")`,
	`[a](/x "\"><script>alert(1)</script>")`,
	`[a](https://e.com/"onmouseover="alert(1))`,
	`<svg onload=alert(1)>`,
	`<svg><script>alert(1)</script></svg>`,
	`<svg><a xlink:href="javascript:alert(1)"><text>a</text></a></svg>`,
	`<svg><style><img src=x onerror=alert(1)></style></svg>`,
	`<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">`,
	`<svg><foreignObject><iframe srcdoc="x"></foreignObject></svg>`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
	`<math href="javascript:alert(1)">x</math>`,
	`<math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>`,
	`<style>@import "//e.com/x.css";</style>`,
	`<p style="background:url(javascript:alert(1))">a</p>`,
	`<link rel=stylesheet href=//e.com/x.css>`,
	`<iframe src="javascript:alert(1)"></iframe>`,
	`<iframe srcdoc="<script>alert(1)</script>"></iframe>`,
	`<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">`,
	`<base href="//evil.com/">`,
	`<meta http-equiv=refresh content="0;url=javascript:alert(1)">`,
	`<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">a</button></form>`,
	`<form id=document><input name=body></form>`,
	`<input autofocus onfocus=alert(1)><textarea autofocus onfocus=alert(1)></textarea>`,
	`<select><option><img src=x onerror=alert(1)></select>`,
	`<a id="location" name="cookie">a</a><p id="csp-nonce">b</p><h2 id="body">c</h2>`,
	`<li id="fn-1">a</li><li id="fn-1">b</li><a id="fnref-1">c</a>`,
	`<h2 id="h-a">a</h2>` + "\n\n## a",
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>`,
	`<template><script>alert(1)</script></template>`,
	`<title><img src=x onerror=alert(1)></title>`,
	`<xmp><img src=x onerror=alert(1)></xmp><plaintext><script>alert(1)</script>`,
	`<textarea></textarea><script>alert(1)</script></textarea>`,
	`<!--><script>alert(1)</script>-->`,
	`<!-- --!><img src=x onerror=alert(1)>`,
	`<![CDATA[><script>alert(1)</script>]]>`,
	`<?xml version="1.0"?><script>alert(1)</script>`,
	`<details open ontoggle=alert(1)><summary>a</summary></details>`,
	`<video><source onerror="alert(1)" src=x></video><audio src=x onerror=alert(1)></audio>`,
	`<video poster="javascript:alert(1)" src="/media/../x"></video>`,
	`<marquee onstart=alert(1)>a</marquee><bgsound src="javascript:alert(1)">`,
	`<table background="javascript:alert(1)"><td background="javascript:alert(1)">a</table>`,
	`<a href="x" href="javascript:alert(1)">a</a>`,
	`<p/onclick=alert(1)>a`,
	`<b <script>alert(1)</script>0</b>`,
	`<a href="&lt;script&gt;">&lt;script&gt;alert(1)&lt;/script&gt;</a>`,
	`<div class="callout note btn site" role="dialog" tabindex="1" aria-label="x">a</div>`,
	`<figure class="code"><pre role="region" tabindex="0"><code data-info="go title=&quot;&gt;&lt;script&gt;">a</code></pre></figure>`,
	"```\"><script>alert(1)</script>\na\n```",
	"```go title=\"\\\"><script>alert(1)</script>\"\na\n```",
	"## <img src=x onerror=alert(1)> \"><script>",
	`<table><tr><td><p>a<table><b><tr><td></b></table><a href=1><table><a href=2>`,
	`<p><b><a href=1><div><p><a href=2><h2><a href=3></h3></b>`,
	`<div class="plate">plate-aaaaaaaaaaaaaaaaaaaaaaaaaa-0;</div>`,
	`<a href="mailto:a@b.c?subject=%0d%0aBcc:x">a</a>`,
	`<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`,
	`<p dir="rtl" lang="x onload=1">a</p>`,
	`[^1]` + "\n\n[^1]: <script>alert(1)</script> <a id=fn-1>",
	`> [!NOTE"><script>alert(1)</script>]`,
	`| <script> | <img src=x onerror=alert(1)> |` + "\n|--|--|\n| `a` | <b onclick=x> |",
	`https://e.com/"><script>alert(1)</script>`,
	`www.e.com/&quot;onmouseover=&quot;alert(1)`,
}

func TestNoVectorLeadsIn(t *testing.T) {
	for _, v := range vectors {
		for _, in := range []string{v, "a " + v + " b", "> " + v, "- " + v + "\n\n  b", "<div>\n" + v + "\n</div>", "<b>" + v + "</b>\n\n" + v} {
			out := render(t, in).HTML
			judge(t, in, out)
			if strings.Contains(out, "<script") || strings.Contains(out, "<style") {
				t.Errorf("%q became %q", in, out)
			}
		}
	}
}

// FuzzRender holds that whatever the text, the HTML has only what the lists
// name, and reads as what was judged: what a browser makes of it, written out,
// is the same.
func FuzzRender(f *testing.F) {
	for _, v := range vectors {
		f.Add(v)
	}
	f.Add("# a\n\n> [!TIP]\n> b[^c]\n\n[^c]: d\n\n```go {1}\ne\n```\n\n| f |\n|--:|\n\n- [x] ![g](/h \"i\")")
	r := content.NewRenderer(nil)
	f.Fuzz(func(t *testing.T, in string) {
		out, err := r.Render(t.Context(), in)
		if err != nil {
			return
		}
		judge(t, in, out.HTML)
		nodes, err := html.ParseFragment(strings.NewReader(out.HTML), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
		if err != nil {
			t.Fatal(err)
		}
		var again strings.Builder
		for _, n := range nodes {
			if err := html.Render(&again, n); err != nil {
				t.Fatal(err)
			}
		}
		if again.String() != out.HTML {
			t.Errorf("a browser reads another tree\nin    %.300q\nout   %.600q\nagain %.600q", in, out.HTML, again.String())
		}
		for _, h := range out.TOC {
			if !strings.Contains(out.HTML, `id="`+h.ID+`"`) {
				t.Errorf("%q of the table of contents leads nowhere in %.300q", h.ID, out.HTML)
			}
		}
	})
}
