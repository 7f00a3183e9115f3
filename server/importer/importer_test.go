package importer_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vitrine/app/wire"
	"vitrine/server/importer"
	"vitrine/server/store"
)

// sites are the fixtures, and what a run over each must say.
var sites = []struct {
	name       string
	dir        func(*testing.T) string
	kind       string
	counts     map[string]int
	problems   []string
	shortcodes map[string][]string
}{
	{
		name: "hugo", dir: hugoFolder, kind: "hugo",
		counts: map[string]int{"posts": 9, "drafts": 1, "scheduled": 1, "pages": 2, "files": 7, "redirects": 12,
			"sections": 2, "passed": 1, "byname": 1, "links": 8},
		problems: []string{
			"content/posts/first-light.md:42: links to the file /images/none.png, which is not there: add the file or correct the address",
			"content/posts/first-light.md:53: the picture /images/gone.png is not there: add the file or correct the address",
			"content/posts/first-light.md:53: links to the file /files/gone.pdf, which is not there: add the file or correct the address",
		},
		shortcodes: map[string][]string{
			"youtube": {"content/posts/first-light.md:34"},
			"note":    {"content/posts/first-light.md:34"},
		},
	},
	{
		name: "jekyll", dir: jekyllFolder, kind: "jekyll",
		counts: map[string]int{"posts": 4, "drafts": 2, "pages": 1, "files": 1, "redirects": 5, "sections": 1,
			"passed": 2, "byname": 2, "links": 2},
		shortcodes: map[string][]string{
			"{% include %}":    {"_posts/2016-01-02-bowline.md:14"},
			"{{ page.title }}": {"_posts/2016-01-02-bowline.md:14"},
		},
	},
	{
		name: "plain", dir: plainFolder, kind: "plain",
		counts: map[string]int{"posts": 3, "files": 1, "passed": 3, "byname": 1, "byfile": 2, "links": 1},
		problems: []string{
			"notes/second.md: has no date: the file's own, 2017-08-09, was taken: write a date into its front matter",
			"notes/with-rule.md: has no date: the file's own, 2017-08-09, was taken: write a date into its front matter",
		},
		shortcodes: map[string][]string{},
	},
	{
		name: "vitrine", dir: vitrineFolder, kind: "vitrine",
		counts:     map[string]int{"posts": 1, "pages": 1, "projects": 1, "profile": 1, "files": 3, "links": 1},
		problems:   []string{"profile.yaml:15: field nickname not found: correct this line"},
		shortcodes: map[string][]string{},
	},
}

func TestSites(t *testing.T) {
	for _, c := range sites {
		t.Run(c.name, func(t *testing.T) {
			h, dir := openHouse(t), c.dir(t)
			revision := func() int64 {
				n, err := h.st.Revision(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				return n
			}
			if c.shortcodes == nil {
				c.shortcodes = map[string][]string{}
			}
			check := func(run string, r importer.Report) {
				t.Helper()
				if r.Kind != c.kind {
					t.Errorf("%s: kind %q, want %q", run, r.Kind, c.kind)
				}
				if d := cmp.Diff(c.counts, counts(r)); d != "" {
					t.Errorf("%s: counts (-want +got):\n%s", run, d)
				}
				if d := cmp.Diff(c.problems, problems(r)); d != "" {
					t.Errorf("%s: problems (-want +got):\n%s", run, d)
				}
				if d := cmp.Diff(c.shortcodes, shortcodes(r)); d != "" {
					t.Errorf("%s: shortcodes (-want +got):\n%s", run, d)
				}
			}
			dry := h.run(dir, importer.Options{DryRun: true})
			check("dry run", dry)
			if got := revision(); got != 0 || len(h.files()) > 0 {
				t.Errorf("the dry run left revision %d and the files %v", got, h.files())
			}
			first := h.run(dir, importer.Options{})
			check("first run", first)
			first.DryRun = true
			if d := cmp.Diff(dry, first); d != "" {
				t.Errorf("the dry run told another story than the run (-dry +run):\n%s", d)
			}
			before := revision()
			second := h.run(dir, importer.Options{})
			check("second run", second)
			if n := second.Changes(); n != 0 || revision() != before {
				t.Errorf("the second run made %d changes (revision %d, then %d): %+v", n, before, revision(), second)
			}
			if dry := h.run(dir, importer.Options{DryRun: true}); dry.Changes() != 0 {
				t.Errorf("a dry run after the import announces %d changes: %+v", dry.Changes(), dry)
			}
		})
	}
}

func millis(s string) int64 {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t.UnixMilli()
}

// TestPosts holds what a post's fields become.
func TestPosts(t *testing.T) {
	h := openHouse(t)
	h.run(hugoFolder(t), importer.Options{})
	h.run(jekyllFolder(t), importer.Options{})
	h.run(plainFolder(t), importer.Options{})
	h.run(vitrineFolder(t), importer.Options{})
	for source, want := range map[string]wire.Post{
		"hugo:posts/first-light.md": {Slug: "first-light", Title: "First light", Published: true,
			Excerpt: "What the harbour looks like before six.", Category: "Harbour",
			Tags: []string{"light", "boats", "Mornings"}, Series: "Mornings", Author: "Ann Ferry, Bo Quay",
			PublishedAt: millis("2021-03-04T03:06:07Z"), EditedAt: millis("2021-05-01T00:00:00Z"), FeaturedAlt: "A pier at dawn"},
		"hugo:posts/second-wind.md": {Slug: "second-wind", Title: "Second wind", Published: true, Tags: []string{"boats"},
			Author: "Ann Ferry", PublishedAt: millis("2021-04-05T00:00:00Z")},
		"hugo:posts/toml-post.md":        {Slug: "toml-post", Title: "TOML post", PublishedAt: millis("2022-01-02T03:04:05Z")},
		"hugo:posts/json-post.md":        {Slug: "json", Title: "JSON post", Published: true, Tags: []string{"light"}, PublishedAt: millis("2022-02-03T04:05:00Z")},
		"hugo:posts/bundle/index.md":     {Slug: "bundle", Title: "A bundle", Published: true, PublishedAt: millis("2020-06-07T00:00:00Z")},
		"hugo:posts/markup.html":         {Slug: "markup", Title: "In HTML", Published: true, PublishedAt: millis("2020-07-08T00:00:00Z")},
		"hugo:posts/later.markdown":      {Slug: "later", Title: "Later", Published: true, PublishedAt: millis("2999-01-01T00:00:00Z")},
		"hugo:posts/2020-05-06-named.md": {Slug: "named", Title: "Dated by its name", Published: true, PublishedAt: millis("2020-05-06T00:00:00Z")},
		"hugo:docs/dated.md":             {Slug: "dated", Title: "A dated note", Published: true, PublishedAt: millis("2019-08-09T00:00:00Z")},
		"jekyll:_posts/2016-01-02-bowline.md": {Slug: "the-bowline", Title: "The bowline", Published: true, Category: "knots",
			Tags: []string{"loop", "rescue", "basics"}, PublishedAt: millis("2016-01-02T00:00:00Z")},
		"jekyll:_posts/2016-02-03-hitch.md": {Slug: "hitch", Title: "The hitch", Tags: []string{"loop", "two words"},
			PublishedAt: millis("2016-02-03T01:00:00Z")},
		"jekyll:knots/_posts/2016-03-04-splice.markdown": {Slug: "splice", Title: "A splice", Published: true, Category: "knots",
			PublishedAt: millis("2016-03-04T00:00:00Z")},
		"jekyll:_drafts/whipping.md": {Slug: "whipping", Title: "Whipping", PublishedAt: millis("2017-01-01T00:00:00Z")},
		"plain:2018-09-10-walks.md":  {Slug: "walks", Title: "Walks by the water", Published: true, PublishedAt: millis("2018-09-10T00:00:00Z")},
		"plain:notes/second.md":      {Slug: "second", Title: "A second note", Published: true, PublishedAt: millis("2017-08-09T10:11:12Z")},
		"plain:notes/with-rule.md":   {Slug: "with-rule", Title: "With rule", Published: true, PublishedAt: millis("2017-08-09T10:11:12Z")},
		"vitrine:posts/tides.md": {Slug: "tides", Title: "Reading tides", Published: true, Excerpt: "Twice a day.", Category: "Water",
			Tags: []string{"tides"}, Series: "Harbour", Lang: "en", Canonical: "https://elsewhere.example/tides",
			PublishedAt: millis("2024-02-03T04:05:06Z"), EditedAt: millis("2024-03-01T00:00:00Z")},
	} {
		got := h.post(source)
		want.Source = source
		// What the store and the renderer make of it is theirs to test.
		want.ID, want.Version, want.CreatedAt, want.UpdatedAt = got.ID, got.Version, got.CreatedAt, got.UpdatedAt
		want.Content, want.Rendered, want.FeaturedImage = got.Content, got.Rendered, got.FeaturedImage
		if want.Tags == nil {
			want.Tags = got.Tags[:0]
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", source, d)
		}
	}
}

// TestTexts holds what the texts become. M(x) stands for the picture of shade x.
func TestTexts(t *testing.T) {
	h := openHouse(t)
	h.run(hugoFolder(t), importer.Options{})
	h.run(jekyllFolder(t), importer.Options{})
	h.run(vitrineFolder(t), importer.Options{})
	m := func(shade uint8, name string) string {
		r, err := h.lib.Put(context.Background(), name, bytes.NewReader(picture(t, shade)))
		if err != nil {
			t.Fatal(err)
		}
		return r.Address()
	}
	pier, chart, plan := m(1, "pier.png"), m(2, "tide chart.png"), m(9, "berths.png")
	for source, want := range map[string][]string{
		"hugo:posts/first-light.md": {
			"# The pier",
			`![The pier](` + pier + ` "Low tide") and ![again]( ` + pier + ` ).`,
			"[chart]: " + chart + " 'The chart'",
			`<img src="` + pier + `" alt="raw" width="40"> and <a href="/blog/toml-post">TOML</a>`,
			"[the second](/blog/second-wind#h-in-short), [by date](/blog/second-wind)",
			"[absolute](/blog/second-wind), [ref](/blog/second-wind)",
			"[relref](/blog/bundle) and [elsewhere](https://example.org/x)",
			`{{&lt; youtube abc_def &gt;}} stays, {{% note title="&#42;mind&#42;" %}}words{{% /note %}} too.`,
			"```go\n// ![not a picture](/images/pier.png) {{< youtube x >}}\n```",
			"    indented ![code](/images/pier.png) {{< youtube x >}}\n",
			"`![code](/images/pier.png) {{< youtube x >}}` and \\![escaped]",
			`![A pier](` + pier + ` "From &quot;above&quot;")`,
			"````go\n```\nfmt.Println(1)\n````",
			"Shown to readers: {{&lt; youtube id &gt;}}",
			"![gone](/images/gone.png) and [gone](/files/gone.pdf)",
		},
		"hugo:posts/second-wind.md":  {"[the first](/blog/first-light)"},
		"hugo:posts/bundle/index.md": {"![beside](" + m(4, "beside.png") + ") ![in a folder](" + m(5, "deep.png") + ") ![up](" + m(6, "shared.png") + ")"},
		"hugo:posts/markup.html":     {"<div>\n<p>One</p>\n<p>Two &amp; <img src=\"" + pier + "\"></p>\n<pre>&#10;a&#10;&#10;b&#10;</pre>\n</div>\n"},
		"hugo:posts/json-post.md":    {"Text with {braces}."},
		"jekyll:_posts/2016-01-02-bowline.md": {
			"![One](" + pier + ") ![Two](" + pier + ")\n<img src=\"" + pier + "\" alt=\"Three\">",
			"[the hitch](/blog/hitch) and [again](/blog/hitch)",
			`{% include note.html text="mind" %} and {{ page.title }}.`,
			"```ruby\nputs \"{{ not liquid }}\"\n```",
		},
		"jekyll:_posts/2016-02-03-hitch.md": {"Text.\n"},
		"vitrine:posts/tides.md":            {"![Plan](" + plan + ")"},
	} {
		got := h.post(source).Content
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: the text lacks\n%s\nit is\n%s", source, w, got)
			}
		}
	}
	project, err := h.st.ProjectBySource(t.Context(), "vitrine:projects/02-berths.md")
	if err != nil {
		t.Fatal(err)
	}
	want := wire.Project{Slug: "berths", Title: "Berths", Description: "Who lies where.", Image: plan, ImageAlt: "A plan of the harbour",
		TechStack: []string{"Go", "SQLite"}, LiveURL: "https://berths.example", Featured: true, Published: true, Status: "running",
		Started: "2021", Order: 2, Body: "Written up in [a post](/blog/tides).\n", Source: project.Source,
		ID: project.ID, CreatedAt: project.CreatedAt, UpdatedAt: project.UpdatedAt, Version: project.Version, Rendered: project.Rendered}
	if d := cmp.Diff(want, project); d != "" {
		t.Errorf("the project (-want +got):\n%s", d)
	}
	profile, err := h.st.Profile(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if profile.Avatar != pier || !strings.Contains(profile.Long, "![Me]("+pier+")") || !strings.HasPrefix(profile.Links[0].Href, "/media/") {
		t.Errorf("the profile's files are not in the library: %+v", profile)
	}
}

func TestRedirects(t *testing.T) {
	h := openHouse(t)
	h.run(hugoFolder(t), importer.Options{})
	h.run(jekyllFolder(t), importer.Options{})
	for from, to := range map[string]string{
		"/old/first":                           "/blog/first-light",
		"/2019/light.html":                     "/blog/first-light",
		"/2021/03/04/first-light":              "/blog/first-light",
		"/2021/04/05/second-wind":              "/blog/second-wind",
		"/2020/06/07/a-bundle":                 "/blog/bundle",
		"/docs/install":                        "/install",
		"/docs/dated":                          "/blog/dated",
		"/knots/the-bowline":                   "/blog/the-bowline",
		"/knots/2016/03/04/splice":             "/blog/splice",
		"/knots/basics/2016/01/02/the-bowline": "/blog/the-bowline",
	} {
		got, err := h.st.Redirect(t.Context(), from)
		if want := (wire.Redirect{From: from, To: to, Code: 301}); err != nil || got != want {
			t.Errorf("%s leads to %+v, %v; want %s", from, got, err, to)
		}
	}
}

// TestPartOfASite: the content folder and one section of it find the records that
// the whole site made.
func TestPartOfASite(t *testing.T) {
	h, dir := openHouse(t), hugoFolder(t)
	first := h.run(dir, importer.Options{})
	for _, c := range []struct {
		dir          string
		posts, pages int
	}{{"content", first.Posts.Total(), first.Pages.Total()}, {"content/posts", first.Posts.Total() - 1, 0}} {
		r := h.run(filepath.Join(dir, c.dir), importer.Options{DryRun: true})
		if r.Kind != "hugo" || r.Posts.New != 0 || r.Posts.Total() != c.posts || r.Pages.Total() != c.pages || r.Pages.New != 0 {
			t.Errorf("%s: kind %s, posts %+v, pages %+v; want %d known posts and %d known pages", c.dir, r.Kind, r.Posts, r.Pages, c.posts, c.pages)
		}
	}
}

func TestChangesAreFound(t *testing.T) {
	h, dir := openHouse(t), vitrineFolder(t)
	h.run(dir, importer.Options{})
	p := filepath.Join(dir, "posts", "tides.md")
	data, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, append(data, "\nOne more line.\n"...), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, o := range []importer.Options{{DryRun: true}, {}} {
		r := h.run(dir, o)
		if want := (importer.Count{Changed: 1}); r.Posts != want || r.Changes() != 1 {
			t.Errorf("dry run %v: posts %+v and %d changes, want the one", o.DryRun, r.Posts, r.Changes())
		}
	}
	if got := h.post("vitrine:posts/tides.md"); !strings.Contains(got.Content, "One more line.") || got.Slug != "tides" {
		t.Errorf("the second import left the post %+v", got)
	}
}

// TestWhatWaits: what the old site kept back, or would have shown later, does not
// become public by moving.
func TestWhatWaits(t *testing.T) {
	now := time.Date(2024, 5, 6, 0, 0, 0, 0, time.UTC)
	for matter, want := range map[string]wire.Post{
		"date: 2024-05-05":                              {Published: true, PublishedAt: millis("2024-05-05T00:00:00Z")},
		"date: 2024-05-07":                              {Published: true, PublishedAt: millis("2024-05-07T00:00:00Z")},
		"date: 2020-01-01\npublishDate: 2024-05-07":     {Published: true, PublishedAt: millis("2024-05-07T00:00:00Z")},
		"date: 2020-01-01\npublishDate: 2021-01-01":     {Published: true, PublishedAt: millis("2020-01-01T00:00:00Z")},
		"date: 2020-01-01\nexpiryDate: 2024-05-05":      {PublishedAt: millis("2020-01-01T00:00:00Z")},
		"date: 2020-01-01\nexpiryDate: 2024-05-07":      {Published: true, PublishedAt: millis("2020-01-01T00:00:00Z")},
		"date: 2020-01-01\ndraft: true":                 {PublishedAt: millis("2020-01-01T00:00:00Z")},
		"date: 2020-01-01\ndraft: \"yes\"":              {PublishedAt: millis("2020-01-01T00:00:00Z")},
		"date: 2020-01-01\npublished: false":            {PublishedAt: millis("2020-01-01T00:00:00Z")},
		"published: 2020-01-01":                         {Published: true, PublishedAt: millis("2020-01-01T00:00:00Z")},
		"draft: true":                                   {},
		"date: 0001-01-01T00:00:00Z\npubDate: 2020-1-1": {Published: true, PublishedAt: millis("2020-01-01T00:00:00Z")},
	} {
		t.Run(matter, func(t *testing.T) {
			h := openHouse(t)
			h.run(folder(t, "", map[string][]byte{"a.md": []byte("---\ntitle: A\n" + matter + "\n---\nText.\n")}),
				importer.Options{Now: func() time.Time { return now }})
			if p := h.post("plain:a.md"); p.Published != want.Published || p.PublishedAt != want.PublishedAt {
				t.Errorf("published %v at %d, want %v at %d", p.Published, p.PublishedAt, want.Published, want.PublishedAt)
			}
		})
	}
}

func TestSeed(t *testing.T) {
	h := openHouse(t)
	r, err := importer.Seed(t.Context(), h.svc, h.lib, os.DirFS(vitrineFolder(t)))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"posts": 1, "pages": 1, "projects": 1, "profile": 1, "files": 3, "links": 1}
	if d := cmp.Diff(want, counts(r)); d != "" || r.Failed() {
		t.Errorf("counts (-want +got):\n%s", d)
	}
	if got := h.post("seed:posts/tides.md"); got.Slug != "tides" {
		t.Errorf("the seed's post has the slug %q", got.Slug)
	}
}

// TestCorpus runs a whole foreign site when there is one at hand, and the fixture
// otherwise, under the same demands.
func TestCorpus(t *testing.T) {
	dir, posts, pictures := hugoFolder(t), 9, 7
	if corpus := os.Getenv("VITRINE_CORPUS"); corpus != "" {
		dir, posts, pictures = filepath.Join(corpus, "hugo"), 121, 31
	}
	h := openHouse(t)
	r := h.run(dir, importer.Options{})
	if r.Posts.New != posts || r.Pictures.New != pictures || r.Skipped != 0 {
		t.Errorf("%d posts, %d files, %d skipped; want %d, %d, 0", r.Posts.New, r.Pictures.New, r.Skipped, posts, pictures)
	}
	if again := h.run(dir, importer.Options{}); again.Changes() != 0 {
		t.Errorf("the second run made %d changes: %+v", again.Changes(), again)
	}
	all, err := h.st.Posts(t.Context(), store.PostFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		whole, err := h.st.Post(t.Context(), p.Slug)
		if err != nil {
			t.Fatal(err)
		}
		if whole.Title == "" || whole.PublishedAt == 0 || strings.TrimSpace(whole.HTML) == "" {
			t.Errorf("%s arrived without a title, a date or a text", p.Source)
		}
		for _, s := range r.Shortcodes {
			if !slices.ContainsFunc(s.Places, func(at importer.Place) bool { return strings.HasSuffix(at.Path, strings.TrimPrefix(p.Source, "hugo:")) }) {
				continue
			}
			if text := "; " + s.Name; !strings.Contains(whole.HTML, text) && !strings.Contains(whole.HTML, "% "+s.Name) {
				t.Errorf("%s: the shortcode %s cannot be read in %s", p.Source, s.Name, whole.HTML)
			}
		}
	}
}
