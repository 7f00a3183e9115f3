package feeds_test

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vitrine/app/wire"
	"vitrine/server/feeds"
)

const mapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"

type mapEntry struct {
	Loc     string    `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 loc"`
	LastMod string    `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 lastmod"`
	Images  []string  `xml:"http://www.google.com/schemas/sitemap-image/1.1 image>loc"`
	Rest    []unknown `xml:",any"`
}

// readMap reads a sitemap or an index of them.
func readMap(t testing.TB, d feeds.Document) (entries []mapEntry, isIndex bool) {
	t.Helper()
	wellFormed(t, d.Body)
	var doc struct {
		XMLName xml.Name
		URLs    []mapEntry `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
		Parts   []mapEntry `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemap"`
		Rest    []unknown  `xml:",any"`
	}
	if err := xml.Unmarshal(d.Body, &doc); err != nil {
		t.Fatal(err)
	}
	nothingElse(t, "the sitemap", doc.Rest)
	isIndex = doc.XMLName.Local == "sitemapindex"
	if doc.XMLName.Space != mapSpace || (!isIndex && doc.XMLName.Local != "urlset") || (isIndex && len(doc.URLs) > 0) || (!isIndex && len(doc.Parts) > 0) {
		t.Fatalf("the root is %v with %d addresses and %d parts", doc.XMLName, len(doc.URLs), len(doc.Parts))
	}
	entries = append(doc.URLs, doc.Parts...)
	seen := map[string]bool{}
	for _, e := range entries {
		nothingElse(t, e.Loc, e.Rest)
		absolute(t, "loc", e.Loc)
		if seen[e.Loc] {
			t.Errorf("%s is listed twice", e.Loc)
		}
		seen[e.Loc] = true
		if e.LastMod != "" {
			when(t, time.RFC3339, e.LastMod)
		}
		for _, i := range e.Images {
			absolute(t, "image:loc", i)
		}
	}
	return entries, isIndex
}

func locs(entries []mapEntry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Loc)
	}
	return out
}

func TestSitemap(t *testing.T) {
	b, _ := written(t)
	if _, _, err := b.content.SaveProject(t.Context(), wire.Project{Slug: "engine", Title: "Engine", Description: "It counts.", Image: "/media/0123456789abcdef0123456789abcdef/engine.png", Published: true}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.content.SaveProject(t.Context(), wire.Project{Slug: "secret-project", Title: "Secret"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.content.SavePage(t.Context(), wire.FreePage{Slug: "uses", Title: "Uses", Content: "A desk.", Published: true}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.content.SavePage(t.Context(), wire.FreePage{Slug: "secret-page", Title: "Secret", Content: "x"}); err != nil {
		t.Fatal(err)
	}
	b.post(t, wire.Post{Slug: "elsewhere", Title: "Elsewhere", Content: "x", Canonical: "https://other.example/x", Published: true, PublishedAt: now.UnixMilli() - 9*day})
	b.post(t, wire.Post{Slug: "own", Title: "Own", Content: "x", Canonical: "https://ada.example/blog/own", Published: true, PublishedAt: now.UnixMilli() - 9*day})
	entries, isIndex := readMap(t, b.get(t, feeds.Options{More: []string{"/contact"}}, "/sitemap.xml"))
	if isIndex {
		t.Fatal("a small site has an index")
	}
	want := []string{"/", "/about", "/projects", "/blog", "/blog/archive", "/contact", "/blog/hard", "/blog/%E6%97%A5%E6%9C%AC", "/blog/own", "/projects/engine", "/uses", "/blog/tags/go", "/blog/tags/c++", "/blog/categories/notes", "/blog/series/engines"}
	for i := range want {
		want[i] = "https://ada.example" + want[i]
	}
	if got := locs(entries); !slices.Equal(got, want) {
		t.Errorf("the addresses are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, e := range entries {
		switch {
		case strings.HasSuffix(e.Loc, "/blog/hard"), strings.HasSuffix(e.Loc, "/blog/tags/go"), strings.HasSuffix(e.Loc, "/blog"):
			if e.LastMod != "2026-11-23T12:00:00Z" {
				t.Errorf("%s changed %q, want the day of the edit", e.Loc, e.LastMod)
			}
		case strings.HasSuffix(e.Loc, "/projects/engine"):
			if !slices.Equal(e.Images, []string{"https://ada.example/media/0123456789abcdef0123456789abcdef/engine.png"}) {
				t.Errorf("%s has the pictures %v", e.Loc, e.Images)
			}
		}
	}
}

func TestSitemapIndex(t *testing.T) {
	b := open(t)
	for i := range 20 {
		b.post(t, wire.Post{Slug: fmt.Sprintf("post-%d", i), Title: "Post", Content: "x", Published: true, PublishedAt: now.UnixMilli() - int64(i)*day})
	}
	whole, _ := readMap(t, b.get(t, feeds.Options{}, "/sitemap.xml"))
	for _, limit := range []int{7, len(whole) - 1, len(whole), len(whole) + 1} {
		o := feeds.Options{SitemapLimit: limit}
		parts, isIndex := readMap(t, b.get(t, o, "/sitemap.xml"))
		if isIndex != (limit < len(whole)) {
			t.Fatalf("%d addresses with the limit %d: an index %v", len(whole), limit, isIndex)
		}
		if !isIndex {
			continue
		}
		var gathered []string
		for i, p := range parts {
			path := fmt.Sprintf("/sitemap-%d.xml", i+1)
			if p.Loc != "https://ada.example"+path || p.LastMod == "" {
				t.Errorf("part %d is %+v", i+1, p)
			}
			entries, nested := readMap(t, b.get(t, o, path))
			if nested || len(entries) > limit {
				t.Errorf("%s has %d addresses, an index %v", path, len(entries), nested)
			}
			gathered = append(gathered, locs(entries)...)
		}
		if !slices.Equal(gathered, locs(whole)) {
			t.Errorf("the parts by %d hold %d addresses, the whole %d", limit, len(gathered), len(whole))
		}
		past := fmt.Sprintf("/sitemap-%d.xml", len(parts)+1)
		if _, err := feeds.New(b.content, b.base, o).Document(t.Context(), past); wire.CodeOf(err) != wire.NotFound {
			t.Errorf("%s gives %v", past, err)
		}
	}
}

// robots reads robots.txt as RFC 9309 says: may this agent read this path?
func robots(t testing.TB, body []byte, agent, path string) bool {
	t.Helper()
	type group struct {
		agents   []string
		disallow []string
	}
	var groups []group
	rules := true // the last line was a rule: an agent begins a new group
	for line := range strings.Lines(string(body)) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		name, value, ok := strings.Cut(line, ": ")
		if !ok {
			t.Errorf("robots.txt has the line %q", line)
		}
		switch name {
		case "User-agent":
			if rules {
				groups = append(groups, group{})
			}
			rules = false
			g := &groups[len(groups)-1]
			g.agents = append(g.agents, strings.ToLower(value))
		case "Disallow":
			rules = true
			g := &groups[len(groups)-1]
			g.disallow = append(g.disallow, value)
		case "Sitemap":
			absolute(t, name, value)
		default:
			t.Errorf("robots.txt has the line %q", line)
		}
	}
	for _, want := range []string{strings.ToLower(agent), "*"} {
		for _, g := range groups {
			if slices.Contains(g.agents, want) {
				return !slices.ContainsFunc(g.disallow, func(d string) bool { return strings.HasPrefix(path, d) })
			}
		}
	}
	return true
}

func TestRobots(t *testing.T) {
	b := open(t)
	for _, c := range []struct {
		mode                       string
		training, searching, human bool
	}{{"", true, true, true}, {feeds.AllowAI, true, true, true}, {feeds.SearchAI, false, true, true}, {feeds.BlockAI, false, false, true}} {
		body := b.get(t, feeds.Options{AICrawlers: c.mode}, "/robots.txt").Body
		for may, agents := range map[*bool][]string{
			&c.training:  {"GPTBot", "CCBot", "Google-Extended", "ClaudeBot", "Bytespider", "Applebot-Extended", "meta-externalagent"},
			&c.searching: {"OAI-SearchBot", "ChatGPT-User", "Claude-SearchBot", "PerplexityBot"},
			&c.human:     {"Googlebot", "bingbot", "Applebot", "DuckDuckBot", "Feedly"},
		} {
			for _, agent := range agents {
				if got := robots(t, body, agent, "/blog/first"); got != *may {
					t.Errorf("mode %q: %s may read posts: %v", c.mode, agent, got)
				}
			}
		}
		if robots(t, body, "Googlebot", "/owner/posts") || robots(t, body, "Googlebot", "/api/page") {
			t.Errorf("mode %q lets crawlers into what is no page", c.mode)
		}
		if !strings.Contains(string(body), "\nSitemap: https://ada.example/sitemap.xml\n") {
			t.Errorf("mode %q does not name the sitemap", c.mode)
		}
	}
}

func TestLLMs(t *testing.T) {
	b, _ := written(t)
	b.post(t, wire.Post{Slug: "brackets", Title: `A [bracket] and \`, Excerpt: "One\nline.", Content: "x", Published: true, PublishedAt: now.UnixMilli() - 9*day})
	got := string(b.get(t, feeds.Options{}, "/llms.txt").Body)
	want := `# Ada & Søn

> Ada makes <engines>.

engineer

## Posts

- [Hard \]\]> & <b>bold</b> 👩‍💻](https://ada.example/blog/hard.md): 5 < 6 & 7 ]]> 8
- [A second](https://ada.example/blog/%E6%97%A5%E6%9C%AC.md): Text.
- [A \[bracket\] and \\](https://ada.example/blog/brackets.md): One line.

## Pages

- [About](https://ada.example/about.md)

## Optional

- [Archive](https://ada.example/blog/archive): every post, by year
- [Sitemap](https://ada.example/sitemap.xml): every address
- [Feed](https://ada.example/feed.json): the newest posts, whole, as JSON Feed
`
	if got != want {
		t.Errorf("llms.txt is\n%s\nwant\n%s", got, want)
	}
}
