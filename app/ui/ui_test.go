package ui_test

import (
	"bytes"
	"strings"
	"testing"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/ui"
	"vitrine/app/wire"
	"vitrine/server/ssr"
)

func html(u goapp.UI) string {
	var w bytes.Buffer
	ssr.Element(&w, u)
	return w.String()
}

func TestAnchor(t *testing.T) {
	for href, want := range map[string]string{
		"/blog":                 `<a href="/blog">x</a>`,
		"#k1":                   `<a href="#k1">x</a>`,
		"?page=2":               `<a href="?page=2">x</a>`,
		"/a:b":                  `<a href="/a:b">x</a>`,
		"https://example.com":   `<a href="https://example.com" rel="noopener">x</a>`,
		"//example.com":         `<a href="//example.com" rel="noopener">x</a>`,
		"mailto:a@example.com":  `<a href="mailto:a@example.com">x</a>`,
		"":                      `<span>x</span>`,
		"javascript:alert(1)":   `<span>x</span>`,
		" JavaScript:alert(1)":  `<span>x</span>`,
		"data:text/html,<b>":    `<span>x</span>`,
		"java\tscript:alert(1)": `<span>x</span>`,
	} {
		if got := html(ui.Anchor(href, "", goapp.Text("x"))); got != want {
			t.Errorf("%q: %s, want %s", href, got, want)
		}
	}
}

func TestDirection(t *testing.T) {
	for lang, want := range map[string]string{
		"": "", "en": "ltr", "ar": "rtl", "AR-eg": "rtl", "he": "rtl", "fa-IR": "rtl", "uz-Arab": "rtl", "ku-Latn": "ltr", "ar-Latn": "ltr", "ja": "ltr",
	} {
		if got := ui.Direction(lang); got != want {
			t.Errorf("%q: %q, want %q", lang, got, want)
		}
	}
}

func TestPicture(t *testing.T) {
	for want, image := range map[string]wire.Image{
		`<img src="/a.png" alt="" width="4" height="3" loading="lazy" decoding="async">`: {Src: "/a.png", Width: 4, Height: 3},
		`<img src="/a.png" alt="A &#34;b&#34;" loading="lazy" decoding="async">`:         {Src: "/a.png", Alt: `A "b"`},
		`<img class="tone-63" src="/a.png" srcset="/b 320w, /c 480w" sizes="13rem" alt="" loading="lazy" decoding="async">`: {
			Src: "/a.png", Srcset: "/b 320w, /c 480w", Sizes: "13rem", Tone: "63"},
	} {
		if got := html(ui.Picture(image, false)); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestPlatesSayHowWideTheyAre(t *testing.T) {
	image := &wire.Image{Src: "/a.png", Srcset: "/b 320w", Sizes: "13rem"}
	for eager, want := range map[bool]string{true: `sizes="(width &gt;= 87rem) 78rem, 90vw"`, false: `sizes="(width &gt;= 45rem) 37rem, 90vw"`} {
		if got := html(ui.Plate(wire.HTML{}, image, eager)); !strings.Contains(got, want) {
			t.Errorf("eager %v: %s, want %s in it", eager, got, want)
		}
	}
	if image.Sizes != "13rem" {
		t.Errorf("the page's own image was changed: %+v", image)
	}
}

func TestPlateIsNothingWithoutAPicture(t *testing.T) {
	for _, image := range []*wire.Image{nil, {}} {
		if got := ui.Plate(wire.HTML{}, image, false); got != nil {
			t.Errorf("%v: %s, want no plate", image, html(got))
		}
	}
}

func TestPositions(t *testing.T) {
	for want, p := range map[string]wire.Position{
		`<time datetime="2019-04">Apr 2019</time> – now`:                                      {From: "2019-04"},
		`<time datetime="2019-04">Apr 2019</time> – <time datetime="2023">2023</time>`:        {From: "2019-04", To: "2023"},
		`<time datetime="2023">2023</time>`:                                                   {From: "2023", To: "2023"},
		`<time datetime="2019-13">2019-13</time> – <time datetime="autumn">autumn</time>`:     {From: "2019-13", To: "autumn"},
		`<time datetime="2012-01">Jan 2012</time> – <time datetime="2012-12">Dec 2012</time>`: {From: "2012-01", To: "2012-12"},
	} {
		p.Title = "T"
		want = `<ul class="list dated"><li><h3>T</h3><p class="meta">` + want + `</p></li></ul>`
		if got := html(ui.Positions([]wire.Position{p})); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestPagesNeedsMoreThanOne(t *testing.T) {
	if got := ui.Pages(wire.Pagination{Page: 1, Of: 1}); got != nil {
		t.Errorf("one page: %s, want nothing", html(got))
	}
}

func TestFragmentEscapesItsAttributes(t *testing.T) {
	got := html(&ui.Fragment{HTML: wire.HTML{ID: `a"><script>`, Body: "<p>x</p>"}, Class: "prose"})
	want := `<div id="a&#34;&gt;&lt;script&gt;" class="prose"><p>x</p></div>`
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
