package feeds_test

import (
	"fmt"
	"log/slog"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/feeds"
	"vitrine/server/media"
	"vitrine/server/store/storetest"
)

// now is when the tests happen.
var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

const day = 24 * 60 * 60 * 1000

type blog struct {
	content *content.Service
	media   *media.Library
	base    *url.URL
}

func open(t testing.TB) *blog {
	t.Helper()
	b := &blog{base: &url.URL{Scheme: "https", Host: "ada.example"}}
	st := storetest.Open(t)
	var err error
	if b.media, err = media.New(t.TempDir(), st); err != nil {
		t.Fatal(err)
	}
	if b.content, err = content.New(t.Context(), st, b.media, func() time.Time { return now }, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *blog) post(t testing.TB, p wire.Post) wire.Post {
	t.Helper()
	saved, _, err := b.content.SavePost(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func (b *blog) get(t testing.TB, o feeds.Options, path string) feeds.Document {
	t.Helper()
	d, err := feeds.New(b.content, b.base, o).Document(t.Context(), path)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return d
}

// all reads the three formats of a feed.
func (b *blog) all(t testing.TB, o feeds.Options, folder string) map[string]read {
	t.Helper()
	return map[string]read{
		"RSS":  readRSS(t, b.get(t, o, folder+"/feed.xml").Body),
		"Atom": readAtom(t, b.get(t, o, folder+"/atom.xml").Body),
		"JSON": readJSON(t, b.get(t, o, folder+"/feed.json").Body),
	}
}

const plate = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><title>A wheel &amp; its axle</title><path class="l" d="M0 0h4v4z"/></svg>`

// written fills the blog with everything that is hard for a feed.
func written(t testing.TB) (*blog, wire.Post) {
	t.Helper()
	b := open(t)
	if _, _, err := b.content.SaveProfile(t.Context(), wire.Profile{Name: "Ada & Søn", Role: "engineer", Short: "Ada makes <engines>.", Lang: "en", Long: "I count."}); err != nil {
		t.Fatal(err)
	}
	drawing, err := b.media.Put(t.Context(), "wheel.svg", strings.NewReader(plate))
	if err != nil {
		t.Fatal(err)
	}
	p := b.post(t, wire.Post{Slug: "hard", Title: "Hard ]]> & <b>bold</b> 👩‍💻", Published: true, PublishedAt: now.UnixMilli() - 2*day, EditedAt: now.UnixMilli() - day,
		Excerpt: "5 < 6 & 7 ]]> 8", Tags: []string{"Go", "C++"}, Category: "Notes", Series: "Engines", Author: "Grace", Lang: "de",
		Content: "A [link](/projects/engine), a [part](#h-more), a [page](other) and [there](https://example.com/x?a=1&b=2).\n\n" +
			"![Wheel](" + drawing.Address() + ")\n\nA control &#1; and ]]> in the text.\n\n- [x] done\n- [ ] open\n\n```go\nfunc main() {}\n```\n\n## More\n\nEnd."})
	b.post(t, wire.Post{Slug: "日本", Title: "A second", Content: "Text.", Tags: []string{"Go"}, Published: true, PublishedAt: now.UnixMilli() - 3*day})
	b.post(t, wire.Post{Slug: "secret-draft", Title: "Secret draft", Content: "Secret.", Tags: []string{"Go"}})
	b.post(t, wire.Post{Slug: "secret-future", Title: "Secret future", Content: "Secret.", Tags: []string{"Go"}, Published: true, PublishedAt: now.UnixMilli() + day})
	return b, p
}

func TestFeeds(t *testing.T) {
	b, hard := written(t)
	for format, f := range b.all(t, feeds.Options{Hub: "https://hub.example.com/"}, "") {
		t.Run(format, func(t *testing.T) {
			if f.title != "Ada & Søn" || f.description != "Ada makes <engines>." || f.home != "https://ada.example/" || f.hub != "https://hub.example.com/" || f.lang != "en" {
				t.Errorf("the feed says of itself %+v", f)
			}
			if !strings.HasPrefix(f.self, "https://ada.example/") {
				t.Errorf("the feed says it is at %q", f.self)
			}
			if len(f.items) != 2 {
				t.Fatalf("%d posts, want the two public ones", len(f.items))
			}
			first, second := f.items[0], f.items[1]
			if first.id != "urn:uuid:"+hard.ID || first.link != "https://ada.example/blog/hard" || first.title != hard.Title || first.author != "Grace" || first.lang != "de" {
				t.Errorf("the first post is %+v", first)
			}
			if first.summary != hard.Excerpt || !reflect.DeepEqual(first.tags, hard.Tags) || !first.published.Equal(now.Add(-48*time.Hour)) {
				t.Errorf("the first post says %q, %v, %v", first.summary, first.tags, first.published)
			}
			if format != "RSS" && !first.updated.Equal(now.Add(-24*time.Hour)) {
				t.Errorf("the edited post was updated %v", first.updated)
			}
			if second.link != "https://ada.example/blog/%E6%97%A5%E6%9C%AC" || second.author != "Ada & Søn" || second.lang != "" {
				t.Errorf("the second post is %+v", second)
			}
			for _, want := range []string{`href="https://ada.example/projects/engine"`, `href="https://ada.example/blog/hard#h-more"`, `href="https://ada.example/blog/other"`,
				`href="https://example.com/x?a=1&amp;b=2"`, `<a href="https://ada.example/blog/hard">Drawing: A wheel &amp; its axle</a>`, "]]&gt; in the text", "☑ done", "☐ open", "func main() {}"} {
				if !strings.Contains(first.html, want) {
					t.Errorf("the text lacks %s:\n%s", want, first.html)
				}
			}
			for _, bad := range []string{"<svg", "class=", "tabindex", "\x01", "<span>", "<input", "Secret"} {
				if strings.Contains(first.html, bad) {
					t.Errorf("the text has %q:\n%s", bad, first.html)
				}
			}
			for _, a := range addresses(t, first.html) {
				absolute(t, "an address in the text", a)
			}
		})
	}
}

// TestNameSurvivesMove: a reader must not show a post again because its address changed.
func TestNameSurvivesMove(t *testing.T) {
	b, hard := written(t)
	hard.Slug = "easy"
	b.post(t, hard)
	for format, f := range b.all(t, feeds.Options{}, "") {
		if i := f.items[0]; i.id != "urn:uuid:"+hard.ID || i.link != "https://ada.example/blog/easy" {
			t.Errorf("%s: after the move the post is %s at %s", format, i.id, i.link)
		}
		if f.hub != "" {
			t.Errorf("%s names the hub %q that nobody set", format, f.hub)
		}
	}
}

func TestTermFeeds(t *testing.T) {
	b, _ := written(t)
	for _, c := range []struct {
		folder, title string
		posts         int
	}{{"/blog/tags/go", "Go · Ada & Søn", 2}, {"/blog/categories/notes", "Notes · Ada & Søn", 1}, {"/blog/series/engines", "Engines · Ada & Søn", 1}} {
		for format, f := range b.all(t, feeds.Options{Hub: "https://hub.example.com/"}, c.folder) {
			if f.title != c.title || len(f.items) != c.posts || f.home != "https://ada.example"+c.folder || !strings.HasPrefix(f.self, f.home+"/") || f.hub != "" {
				t.Errorf("%s of %s: %+v", format, c.folder, f)
			}
		}
	}
	for _, path := range []string{"/blog/tags/nothing/feed.xml", "/blog/tags/go/more/feed.xml", "/blog/tags//feed.xml", "/blog/feed.xml", "/feed.rss", "/projects/feed.json", "/sitemap-0.xml", "/sitemap-1.xml", "/sitemap-01.xml", "/sitemap-x.xml"} {
		if _, err := feeds.New(b.content, b.base, feeds.Options{}).Document(t.Context(), path); wire.CodeOf(err) != wire.NotFound {
			t.Errorf("%s gives %v, want not found", path, err)
		}
	}
	for path, want := range map[string]bool{"/feed.xml": true, "/blog/tags/x/atom.xml": true, "/sitemap.xml": true, "/sitemap-12.xml": true, "/robots.txt": true, "/llms.txt": true, "/": false, "/blog/feed.xml": false, "/sitemap-0.xml": false, "/feed.xml/": false} {
		if feeds.Is(path) != want {
			t.Errorf("Is(%q) is not %v", path, want)
		}
	}
}

func TestEmptyBlog(t *testing.T) {
	b := open(t)
	for format, f := range b.all(t, feeds.Options{}, "") {
		if len(f.items) != 0 || f.title != "ada.example" || f.description == "" {
			t.Errorf("%s of an empty blog: %+v", format, f)
		}
	}
}

// TestFeedIsBounded: thirty posts at most, whole while there is room, and every one at least by its summary.
func TestFeedIsBounded(t *testing.T) {
	b := open(t)
	long := strings.Repeat(strings.Repeat(`\\x`, 300)+"\n\n", 1000) // 600 KB of HTML, and half more as JSON
	for i := range 35 {
		p := wire.Post{Slug: fmt.Sprintf("post-%02d", i), Title: fmt.Sprintf("Post %d", i), Excerpt: "In short.", Content: "Text.", Published: true, PublishedAt: now.UnixMilli() - int64(i)*day}
		if i < 4 {
			p.Content = long
		}
		b.post(t, p)
	}
	for _, path := range []string{"/feed.xml", "/atom.xml", "/feed.json"} {
		if n := len(b.get(t, feeds.Options{}, path).Body); n > 2_000_000 || n < 500_000 {
			t.Errorf("%s has %d bytes", path, n)
		}
	}
	for format, f := range b.all(t, feeds.Options{}, "") {
		if len(f.items) != 30 {
			t.Errorf("%s has %d posts", format, len(f.items))
		}
		if f.items[0].html == "" || f.items[3].html != "" {
			t.Errorf("%s: the newest post's text must be there and the fourth's must not", format)
		}
		for _, i := range f.items {
			if i.summary != "In short." {
				t.Errorf("%s: %s has the summary %q", format, i.link, i.summary)
			}
		}
	}
}

func TestAbsolute(t *testing.T) {
	at := &url.URL{Scheme: "https", Host: "ada.example", Path: "/blog/a post"}
	for _, c := range []struct{ in, want string }{
		{`<a href="#x">1</a>`, `<a href="https://ada.example/blog/a%20post#x">1</a>`},
		{`<a href="">1</a>`, `<a href="https://ada.example/blog/a%20post">1</a>`},
		{`<a href="../x?y=1">1</a>`, `<a href="https://ada.example/x?y=1">1</a>`},
		{`<a href="//cdn.example/x">1</a>`, `<a href="https://cdn.example/x">1</a>`},
		{`<a href="mailto:a@b.example">1</a>`, `<a href="mailto:a@b.example">1</a>`},
		{`<a href="http://[::1">1</a>`, `<a>1</a>`},
		{`<q cite="/src">1</q><video src="/v.mp4" poster="/p.png" controls=""></video>`, `<q cite="https://ada.example/src">1</q><video src="https://ada.example/v.mp4" poster="https://ada.example/p.png" controls=""></video>`},
		{`<img src="/media/1/a.png" srcset="/media/1/w_320,q_75,f_auto 320w, /media/1/w_640,q_75,f_auto 640w" sizes="100vw" width="4" height="3" alt="" loading="lazy" decoding="async" class="tone-01">`,
			`<img src="https://ada.example/media/1/a.png" srcset="https://ada.example/media/1/w_320,q_75,f_auto 320w, https://ada.example/media/1/w_640,q_75,f_auto 640w" sizes="100vw" width="4" height="3" alt=""/>`},
		{`<img srcset="/a, /b 2x,,/c">`, `<img srcset="https://ada.example/a, https://ada.example/b 2x, https://ada.example/c"/>`},
		{`<img srcset=" , ">`, `<img/>`},
		{`<p id="h-x" class="y" aria-label="z" data-a="b" role="note" tabindex="0" lang="de" title="t">1 <span class="k">func</span></p>`, `<p lang="de" title="t">1 func</p>`},
		{`<div class="plate"><svg viewBox="0 0 1 1"><title> A  b </title><a href="/x"></a></svg></div>`, `<div><a href="https://ada.example/blog/a%20post">Drawing: A b</a></div>`},
		{`<a href="/x"><svg></svg></a>`, `<a href="https://ada.example/x">Drawing</a>`},
	} {
		got, err := feeds.Absolute(c.in, at)
		if err != nil || got != c.want {
			t.Errorf("%s\n got %s (%v)\nwant %s", c.in, got, err, c.want)
		}
		if again, err := feeds.Absolute(got, at); err != nil || again != got {
			t.Errorf("%s\na second time gives %s (%v)", got, again, err)
		}
	}
	if _, err := feeds.Absolute(strings.Repeat("<div>", 600), at); err == nil {
		t.Error("600 open elements are read")
	}
}

// FuzzAbsolute: whatever a text holds, no address in it stays relative.
func FuzzAbsolute(f *testing.F) {
	for _, s := range []string{`<a href="/x#y">1</a>`, `<img src=a srcset="b,c 1x, d">`, `<svg><title>t</title><a xlink:href="/x"/></svg>`, `<p><a href="x"><svg></a><b>`, `<span><a href=//x><span>`,
		`<math><a href="/x"><svg></svg></math>`, `<table><a href=x><input checked>`, plate} {
		f.Add(s)
	}
	at := &url.URL{Scheme: "https", Host: "ada.example", Path: "/blog/post"}
	f.Fuzz(func(t *testing.T, fragment string) {
		// Records hold HTML that reads the same however often it is written; other
		// input could turn text into elements by being read once more.
		settled, err := feeds.Absolute(fragment, at)
		if err != nil {
			return
		}
		out, err := feeds.Absolute(settled, at)
		if err != nil || out != settled {
			return
		}
		for _, a := range addresses(t, out) {
			if u, err := url.Parse(a); err != nil || !u.IsAbs() {
				t.Errorf("%q is left in\n%s\nof\n%s", a, out, fragment)
			}
		}
	})
}

// BenchmarkRSS builds /feed.xml of a blog with 1,000 posts.
func BenchmarkRSS(b *testing.B) {
	s := open(b)
	body := strings.Repeat("Words that say something about [queues](/x) and disks, in a sentence or two. ", 30)
	body += "\n\n```go\nfunc main() { println(1) }\n```\n\n" + body
	for i := range 1000 {
		s.post(b, wire.Post{Slug: fmt.Sprintf("post-%d", i), Title: fmt.Sprintf("Post %d", i), Content: body, Tags: []string{"Go", fmt.Sprintf("T%d", i%20)}, Published: true, PublishedAt: now.UnixMilli() - int64(i)*day})
	}
	f := feeds.New(s.content, s.base, feeds.Options{})
	for _, path := range slices.Concat(feeds.Main(), []string{"/blog/tags/go/feed.xml", "/sitemap.xml", "/llms.txt"}) {
		b.Run(strings.ReplaceAll(path[1:], "/", "-"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d, err := f.Document(b.Context(), path)
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(d.Body)))
			}
		})
	}
}
