package seed_test

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"vitrine/app/wire"
	"vitrine/data/seed"
)

// written is the day the seed was finished: a post dated later is a scheduled one.
var written = time.Date(2026, 11, 24, 23, 59, 59, 0, time.UTC)

// text is any Markdown file of the seed. The fields of all three kinds stand
// together; strict decoding by kind is in load.
type text struct {
	file, body string

	Title       string   `yaml:"title"`
	Slug        string   `yaml:"slug"`
	Description string   `yaml:"description"`
	Excerpt     string   `yaml:"excerpt"`
	Image       string   `yaml:"image"`
	ImageAlt    string   `yaml:"image_alt"`
	Tech        []string `yaml:"tech"`
	Live        string   `yaml:"live"`
	Repository  string   `yaml:"repository"`
	Featured    bool     `yaml:"featured"`
	Status      string   `yaml:"status"`
	Started     string   `yaml:"started"`
	Ended       string   `yaml:"ended"`
	Order       int      `yaml:"order"`
	Date        string   `yaml:"date"`
	Updated     string   `yaml:"updated"`
	Category    string   `yaml:"category"`
	Tags        []string `yaml:"tags"`
	Series      string   `yaml:"series"`
	Draft       bool     `yaml:"draft"`
	Listed      bool     `yaml:"listed"`
}

// public reports whether a visitor of that day would see it.
func (x text) public(t *testing.T) bool {
	return !x.Draft && (x.Date == "" || !day(t, x.file, x.Date).After(written))
}

func day(t *testing.T, file, s string) time.Time {
	t.Helper()
	d, err := time.Parse("2006-01-02", s)
	if err != nil {
		t.Fatalf("%s: date %q: %v", file, s, err)
	}
	return d
}

// load reads every file of one kind.
func load(t *testing.T, kind string) []text {
	t.Helper()
	files, err := fs.Glob(seed.Files, kind+"/*.md")
	if err != nil {
		t.Fatal(err)
	}
	var out []text
	for _, file := range files {
		b, err := fs.ReadFile(seed.Files, file)
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.SplitN(string(b), "---\n", 3)
		if len(parts) != 3 || parts[0] != "" {
			t.Fatalf("%s: no front matter between --- lines", file)
		}
		x := text{file: file, body: parts[2]}
		dec := yaml.NewDecoder(strings.NewReader(parts[1]))
		dec.KnownFields(true)
		if err := dec.Decode(&x); err != nil {
			t.Fatalf("%s: front matter: %v", file, err)
		}
		out = append(out, x)
	}
	return out
}

func all(t *testing.T) []text {
	t.Helper()
	return slices.Concat(load(t, "projects"), load(t, "posts"), load(t, "pages"))
}

func TestEnoughOfEverything(t *testing.T) {
	projects, posts, pages := load(t, "projects"), load(t, "posts"), load(t, "pages")
	count := map[string]int{}
	series := map[string]int{}
	for _, p := range posts {
		switch {
		case p.Draft:
			count["drafts"]++
		case !p.public(t):
			count["scheduled posts"]++
		default:
			count["public posts"]++
		}
		if p.Updated != "" {
			count["edited posts"]++
		}
		if p.Series != "" {
			series[p.Series]++
		}
	}
	for _, p := range projects {
		if p.Featured {
			count["featured projects"]++
		}
		if p.Status == "retired" {
			count["retired projects"]++
		}
	}
	count["projects"], count["listed pages"] = len(projects), len(pages)
	for what, least := range map[string]int{
		"projects": 6, "featured projects": 3, "retired projects": 1,
		"public posts": 8, "drafts": 1, "scheduled posts": 1, "edited posts": 1, "listed pages": 2,
	} {
		if count[what] < least {
			t.Errorf("%d %s, want at least %d", count[what], what, least)
		}
	}
	for name, n := range series {
		if n < 2 {
			t.Errorf("series %q has %d post", name, n)
		}
	}
}

func TestTextsAreWhole(t *testing.T) {
	words := map[string][2]int{"projects": {300, 600}, "posts": {600, 1400}, "pages": {200, 700}}
	slugs := map[string]string{}
	for _, x := range all(t) {
		kind := path.Dir(x.file)
		if x.Title == "" || len(x.Title) > wire.MaxTitle {
			t.Errorf("%s: title %q", x.file, x.Title)
		}
		if !regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`).MatchString(x.Slug) || len(x.Slug) > wire.MaxSlug {
			t.Errorf("%s: slug %q", x.file, x.Slug)
		}
		if !strings.HasSuffix(x.file, x.Slug+".md") {
			t.Errorf("%s: named other than its slug %q", x.file, x.Slug)
		}
		if other, taken := slugs[x.Slug]; taken {
			t.Errorf("%s: slug %q is taken by %s", x.file, x.Slug, other)
		}
		slugs[x.Slug] = x.file
		least, most := words[kind][0], words[kind][1]
		if kind == "posts" && !x.public(t) {
			least = 150
		}
		if n := len(strings.Fields(x.body)); n < least || n > most {
			t.Errorf("%s: %d words, want %d to %d", x.file, n, least, most)
		}
		if n := len(x.Excerpt); kind == "posts" && (n < 60 || n > 200) {
			t.Errorf("%s: excerpt of %d bytes, want 60 to 200", x.file, n)
		}
		if kind != "posts" && len(x.Description) < 40 {
			t.Errorf("%s: description %q", x.file, x.Description)
		}
		if (x.Image == "") != (x.ImageAlt == "") {
			t.Errorf("%s: an image and its words come together: %q, %q", x.file, x.Image, x.ImageAlt)
		}
		if strings.Contains(strings.ToLower(x.body), "lorem") {
			t.Errorf("%s: filler text", x.file)
		}
		if regexp.MustCompile(`(?m)^# `).MatchString(outsideCode(x.body)) {
			t.Errorf("%s: a first-level heading in the body; the title is one already", x.file)
		}
	}
}

func TestProjectsFollowTheirOrder(t *testing.T) {
	for i, p := range load(t, "projects") {
		if want := fmt.Sprintf("projects/%02d-%s.md", i+1, p.Slug); p.file != want || p.Order != i+1 {
			t.Errorf("%s with order %d, want %s with order %d", p.file, p.Order, want, i+1)
		}
		if p.Started == "" || (p.Status == "running") != (p.Ended == "") {
			t.Errorf("%s: status %q from %q to %q", p.file, p.Status, p.Started, p.Ended)
		}
		if p.Image == "" || len(p.Tech) == 0 || p.Repository == "" {
			t.Errorf("%s: a project has a drawing, technologies and a repository", p.file)
		}
	}
}

func TestPostsAreFiled(t *testing.T) {
	tags, categories := map[string]int{}, map[string]int{}
	for _, p := range load(t, "posts") {
		if d := day(t, p.file, p.Date); d.Year() < 2024 {
			t.Errorf("%s: dated %s", p.file, p.Date)
		}
		if p.Updated != "" && !day(t, p.file, p.Updated).After(day(t, p.file, p.Date)) {
			t.Errorf("%s: updated %s, before it was published", p.file, p.Updated)
		}
		if p.Category == "" || len(p.Tags) < 2 {
			t.Errorf("%s: category %q, tags %v", p.file, p.Category, p.Tags)
		}
		categories[p.Category]++
		for _, tag := range p.Tags {
			tags[tag]++
			if tag != strings.ToLower(tag) {
				t.Errorf("%s: tag %q is not in small letters", p.file, tag)
			}
		}
	}
	if len(categories) > 5 {
		t.Errorf("%d categories, too many to mean anything: %v", len(categories), categories)
	}
	shared := 0
	for _, n := range tags {
		if n > 1 {
			shared++
		}
	}
	if shared < 8 {
		t.Errorf("only %d tags are on more than one post: %v", shared, tags)
	}
}

var (
	fence    = regexp.MustCompile("(?ms)^```([^\n]*)\n(.*?)^```$")
	span     = regexp.MustCompile("`[^`]*`")
	target   = regexp.MustCompile(`\]\(([^)\s]+)`)
	address  = regexp.MustCompile(`\]\([^)]*\)|https?://\S+`)
	footnote = regexp.MustCompile(`\[\^([a-z]+)\](:?)`)
)

func outsideCode(body string) string {
	return span.ReplaceAllString(fence.ReplaceAllString(body, ""), "")
}

func TestLinksAndPicturesLead(t *testing.T) {
	addresses := []string{"/", "/about", "/projects", "/blog", "/blog/archive"}
	for _, x := range all(t) {
		if !x.public(t) {
			continue
		}
		switch kind := path.Dir(x.file); kind {
		case "projects":
			addresses = append(addresses, "/projects/"+x.Slug)
		case "posts":
			addresses = append(addresses, "/blog/"+x.Slug)
		case "pages":
			addresses = append(addresses, "/"+x.Slug)
		}
	}
	used := map[string]bool{}
	check := func(file, to string) {
		switch {
		case to == "" || strings.HasPrefix(to, "mailto:"):
		case strings.HasPrefix(to, "media/"):
			used[to] = true
			if _, err := fs.Stat(seed.Files, to); err != nil {
				t.Errorf("%s: picture %s: %v", file, to, err)
			}
		case strings.HasPrefix(to, "/"):
			if !slices.Contains(addresses, to) {
				t.Errorf("%s: links to %s, which no visitor can open", file, to)
			}
		case !regexp.MustCompile(`^https://([a-z]+\.)?example\.(com|org)(/|$)|^https://github\.com/elisha-example`).MatchString(to):
			t.Errorf("%s: links to %s, which belongs to somebody", file, to)
		}
	}
	for _, x := range all(t) {
		check(x.file, x.Image)
		check(x.file, x.Live)
		check(x.file, x.Repository)
		for _, m := range target.FindAllStringSubmatch(outsideCode(x.body), -1) {
			check(x.file, m[1])
		}
	}
	p := profile(t)
	for _, l := range p.Links {
		check("profile.yaml", l.Href)
	}
	for _, r := range p.References {
		check("profile.yaml", r.Href)
	}
	for _, m := range target.FindAllStringSubmatch(p.Headline+p.Long+p.Contact, -1) {
		check("profile.yaml", m[1])
	}
	files, err := fs.Glob(seed.Files, "media/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !used[f] {
			t.Errorf("%s is used nowhere", f)
		}
	}
}

func TestFootnotesPair(t *testing.T) {
	for _, x := range all(t) {
		marks, notes := map[string]int{}, map[string]int{}
		for _, m := range footnote.FindAllStringSubmatch(outsideCode(x.body), -1) {
			if m[2] == "" {
				marks[m[1]]++
			} else {
				notes[m[1]]++
			}
		}
		for name, n := range marks {
			if n != 1 || notes[name] != 1 {
				t.Errorf("%s: footnote %q is called %d times and written %d times", x.file, name, n, notes[name])
			}
		}
		if len(marks) != len(notes) {
			t.Errorf("%s: footnotes called %v, written %v", x.file, marks, notes)
		}
	}
}
