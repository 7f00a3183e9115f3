package content_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vitrine/app/wire"
)

func TestSavePost(t *testing.T) {
	s := open(t)
	drawing := s.upload(t, "d.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>A dot</title></svg>`)
	p := s.post(t, wire.Post{Title: "  What a flush costs ", Content: "## A\n\nText.", Tags: []string{"Go", " go", "", "C++"}, FeaturedImage: drawing, Published: true, Source: "a.md"})
	if p.ID == "" || p.Slug != "what-a-flush-costs" || p.Title != "What a flush costs" || p.PublishedAt != start || p.Version != 1 {
		t.Errorf("a new post is %+v", p)
	}
	if !strings.Contains(p.Plate, "A dot") || p.Words != 2 || len(p.TOC) != 1 || !strings.Contains(p.HTML, `id="h-a"`) {
		t.Errorf("rendered: %+v", p.Rendered)
	}
	if diff := cmp.Diff([]string{"Go", "C++"}, p.Tags); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	before := s.Revision()
	again := wire.Post{Title: "What a flush costs", Content: "## A\n\nText.", Tags: []string{"Go", "C++"}, FeaturedImage: drawing, Published: true, Source: "a.md"}
	if _, changed, err := s.SavePost(t.Context(), again); changed || err != nil || s.Revision() != before {
		t.Errorf("the same import again: changed %v, %v, revision %s after %s", changed, err, s.Revision(), before)
	}
	again.Content = "Other."
	q, changed, err := s.SavePost(t.Context(), again)
	if !changed || err != nil || q.ID != p.ID || q.Version != 2 || q.PublishedAt != start || s.Revision() == before {
		t.Errorf("a changed import: %+v, changed %v, %v", q, changed, err)
	}
	p.Content = "By an editor who saw version 1."
	if _, _, err := s.SavePost(t.Context(), p); field(err) != "version" || wire.CodeOf(err) != wire.Conflict {
		t.Errorf("saving over a newer version: %v; want a conflict", err)
	}
	got, err := s.Post(t.Context(), "what-a-flush-costs")
	if err != nil || got.Content != "Other." {
		t.Errorf("the stored post is %+v, %v", got, err)
	}
}

func field(err error) string {
	var e *wire.Error
	if errors.As(err, &e) {
		return e.Field
	}
	return ""
}

func TestOneTitleTwice(t *testing.T) {
	s := open(t)
	for _, want := range []string{"a", "a-2", "a-3"} {
		if p := s.post(t, wire.Post{Title: "A"}); p.Slug != want {
			t.Errorf("slug %q; want %q", p.Slug, want)
		}
	}
	if _, _, err := s.SavePost(t.Context(), wire.Post{Title: "B", Slug: "a-2"}); wire.CodeOf(err) != wire.Conflict || field(err) != "slug" {
		t.Errorf("a chosen address that is taken: %v; want a conflict on slug", err)
	}
	if p := s.post(t, wire.Post{Title: "🎉"}); p.Slug != "post" {
		t.Errorf("a title without letters: %q", p.Slug)
	}
	if p := s.post(t, wire.Post{Title: "Archive"}); p.Slug != "archive-2" {
		t.Errorf("a title that is a page of the blog: %q", p.Slug)
	}
	page, _, err := s.SavePage(t.Context(), wire.FreePage{Title: "Contact"})
	if err != nil || page.Slug != "contact-2" {
		t.Errorf("a page called Contact: %q, %v", page.Slug, err)
	}
}

func TestHostileTitles(t *testing.T) {
	s := open(t)
	for _, title := range []string{`"><script>alert(1)</script>`, `It's "quoted" & <b>bold</b>`, "مرحبا بالعالم", "🎉🎉", "日本語", strings.Repeat("long ", 51)} {
		p := s.post(t, wire.Post{Title: title, Published: true})
		got, err := s.Post(t.Context(), p.Slug)
		if err != nil || got.Title != strings.TrimSpace(title) || strings.ContainsAny(got.Slug, `"<>&/ '`) {
			t.Errorf("%q came back as %q at %q, %v", title, got.Title, got.Slug, err)
		}
	}
}

func TestEveryFaultIsTold(t *testing.T) {
	s := open(t)
	_, _, err := s.SavePost(t.Context(), wire.Post{
		Title: strings.Repeat("x", 10_000), Slug: "Not A Slug", Excerpt: "a\x00", FeaturedImage: "javascript:alert(1)",
		Category: "!!!", Tags: []string{"a\nb"}, Lang: "x y", Canonical: "/relative", Content: "\xff",
		PublishedAt: time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli(), EditedAt: time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli(),
	})
	var e *wire.Error
	if !errors.As(err, &e) || e.Code != wire.Invalid || e.Field != "title" {
		t.Fatalf("got %v", err)
	}
	lines := strings.Split(e.Message, "\n")
	for i, want := range []string{"title has 10000 characters; 255", `slug may hold small letters, digits and single hyphens: for example "not-a-slug"`, "excerpt holds the control character U+0000",
		"featured_image may begin with http:", "category has", "tags must be one line", "lang", "canonical must be a whole address",
		"published_at must lie in the years 1 to 9999", "edited_at must lie in the years 1 to 9999", "content: the text is not UTF-8 at byte 0"} {
		if i >= len(lines) || !strings.HasPrefix(lines[i], want) {
			t.Fatalf("line %d is not %q in:\n%s", i+1, want, e.Message)
		}
	}
	if len(lines) != 11 {
		t.Errorf("%d lines; want 11:\n%s", len(lines), e.Message)
	}
}

func TestFaults(t *testing.T) {
	s := open(t)
	post := func(p wire.Post) func() error {
		return func() error { _, _, err := s.SavePost(t.Context(), p); return err }
	}
	page := func(slug string) func() error {
		return func() error { _, _, err := s.SavePage(t.Context(), wire.FreePage{Title: "A", Slug: slug}); return err }
	}
	project := func(p wire.Project) func() error {
		return func() error { _, _, err := s.SaveProject(t.Context(), p); return err }
	}
	redirect := func(from, to string, code int) func() error {
		return func() error {
			_, err := s.SaveRedirect(t.Context(), wire.Redirect{From: from, To: to, Code: code})
			return err
		}
	}
	person := func(p wire.Profile) func() error {
		p.Name = "Ada"
		return func() error { _, _, err := s.SaveProfile(t.Context(), p); return err }
	}
	for _, c := range []struct {
		name, field string
		save        func() error
	}{
		{"no title", "title", post(wire.Post{Title: " \n"})},
		{"redirect of our own page", "from", redirect("/blog", "/x", 301)},
		{"redirect of our own file", "from", redirect("/feed.xml", "/x", 301)},
		{"title of 256", "title", post(wire.Post{Title: strings.Repeat("é", 256)})},
		{"two lines", "title", post(wire.Post{Title: "a\nb"})},
		{"override in the title", "title", post(wire.Post{Title: "a\u202eb"})},
		{"many tags", "tags", post(wire.Post{Title: "a", Tags: strings.Split("a"+numbered(51), ",")})},
		{"reserved post", "slug", post(wire.Post{Title: "a", Slug: "tags"})},
		{"slug that leads out", "slug", post(wire.Post{Title: "a", Slug: "../a"})},
		{"scheme in another spelling", "featured_image", post(wire.Post{Title: "a", FeaturedImage: "JavaScript:x"})},
		{"scheme with a tab", "canonical", post(wire.Post{Title: "a", Canonical: "https://a\tb"})},
		{"nested text", "content", post(wire.Post{Title: "a", Content: strings.Repeat(">", 1000)})},
		{"reserved page", "slug", page("about")},
		{"reserved page of operators", "slug", page("livez")},
		{"project link", "live_url", project(wire.Project{Title: "a", LiveURL: "data:text/html,x"})},
		{"project dates", "ended", project(wire.Project{Title: "a", Started: "2024-05", Ended: "2023"})},
		{"year 0", "started", project(wire.Project{Title: "a", Started: "0000"})},
		{"redirect from elsewhere", "from", redirect("https://a.b/", "/c", 301)},
		{"redirect to itself", "to", redirect("/a", "/a", 301)},
		{"redirect to another scheme", "to", redirect("/a", "javascript:x", 301)},
		{"redirect to another host", "to", redirect("/a", "//evil.com", 301)},
		{"redirect of code 200", "code", redirect("/a", "/b", 200)},
		{"gone to somewhere", "to", redirect("/a", "/b", 410)},
		{"accent", "accent", person(wire.Profile{Accent: "red;}"})},
		{"mail", "email", person(wire.Profile{Email: "Ada <a@b.c>"})},
		{"headline", "headline", person(wire.Profile{Headline: "I [lie](javascript:x)"})},
		{"profile link", "links[2].href", person(wire.Profile{Links: []wire.Link{{Label: "a", Href: "/b"}, {Label: "c", Href: "ftp://d"}}})},
		{"position", "experience[1].to", person(wire.Profile{Experience: []wire.Position{{Title: "a", From: "2020", To: "2019-12"}}})},
		{"long text", "long", person(wire.Profile{Long: "a\x00"})},
	} {
		if err := c.save(); wire.CodeOf(err) != wire.Invalid || field(err) != c.field {
			t.Errorf("%s: got %v; want invalid on %s", c.name, err, c.field)
		}
	}
}

// numbered are n different tags with commas between.
func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(",t" + strings.Repeat("x", i+1))
	}
	return b.String()
}

func TestANewAddressRedirectsTheOldOne(t *testing.T) {
	s := open(t)
	p := s.post(t, wire.Post{Title: "A", Published: true})
	p.Slug = "b"
	p = s.post(t, p)
	if r, err := s.Redirect(t.Context(), "/blog/a"); err != nil || r != (wire.Redirect{From: "/blog/a", To: "/blog/b", Code: 301}) {
		t.Errorf("post: %+v, %v", r, err)
	}
	draft := s.post(t, wire.Post{Title: "Draft"})
	draft.Slug = "draft-b"
	s.post(t, draft)
	if r, err := s.Redirect(t.Context(), "/blog/draft"); wire.CodeOf(err) != wire.NotFound {
		t.Errorf("a draft's old address redirects: %+v, %v", r, err)
	}
	w, _, err := s.SaveProject(t.Context(), wire.Project{Title: "W", Published: true})
	if err != nil {
		t.Fatal(err)
	}
	w.Slug = "w2"
	if _, _, err := s.SaveProject(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	if r, err := s.Redirect(t.Context(), "/projects/w"); err != nil || r.To != "/projects/w2" {
		t.Errorf("project: %+v, %v", r, err)
	}
	u, _, err := s.SavePage(t.Context(), wire.FreePage{Title: "Uses", Published: true})
	if err != nil {
		t.Fatal(err)
	}
	u.Slug = "tools"
	if _, _, err := s.SavePage(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	if r, err := s.Redirect(t.Context(), "/uses"); err != nil || r.To != "/tools" {
		t.Errorf("page: %+v, %v", r, err)
	}
}

func TestUnchangedRecordsAreNotWritten(t *testing.T) {
	s := open(t)
	saves := map[string]func() (bool, error){
		"project": func() (bool, error) {
			_, changed, err := s.SaveProject(t.Context(), wire.Project{Title: "A", TechStack: []string{"Go"}, Source: "a", Body: "b"})
			return changed, err
		},
		"page": func() (bool, error) {
			_, changed, err := s.SavePage(t.Context(), wire.FreePage{Title: "A", Source: "b", Content: "c"})
			return changed, err
		},
		"profile": func() (bool, error) {
			_, changed, err := s.SaveProfile(t.Context(), wire.Profile{Name: "Ada", Long: "*Hello*", Links: []wire.Link{}, Skills: []wire.SkillGroup{{Name: "Go"}}})
			return changed, err
		},
		"redirect": func() (bool, error) {
			return s.SaveRedirect(t.Context(), wire.Redirect{From: "/2014/%E6%97%A5", To: "/blog/a"})
		},
		"gone": func() (bool, error) { return s.SaveRedirect(t.Context(), wire.Redirect{From: "/x"}) },
	}
	for name, save := range saves {
		before := s.Revision()
		if changed, err := save(); !changed || err != nil || s.Revision() == before {
			t.Errorf("%s: changed %v, %v, revision %s after %s; want a change", name, changed, err, s.Revision(), before)
		}
		before = s.Revision()
		if changed, err := save(); changed || err != nil || s.Revision() != before {
			t.Errorf("%s again: changed %v, %v, revision %s after %s; want none", name, changed, err, s.Revision(), before)
		}
	}
	if p, err := s.Profile(t.Context()); err != nil || !strings.Contains(p.LongHTML, "<em>Hello</em>") {
		t.Errorf("profile: %+v, %v", p, err)
	}
	if r, err := s.Redirect(t.Context(), "/2014/日"); err != nil || r.Code != 301 {
		t.Errorf("redirect by its decoded path: %+v, %v", r, err)
	}
	if r, err := s.Redirect(t.Context(), "/x"); err != nil || r.Code != 410 {
		t.Errorf("gone: %+v, %v", r, err)
	}
}
