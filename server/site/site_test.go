package site_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"testing"
	"time"

	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/media"
	"vitrine/server/site"
	"vitrine/server/store/storetest"
)

var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func newBuilder(t *testing.T) (*site.Builder, *content.Service) {
	t.Helper()
	st := storetest.Open(t)
	lib, err := media.New(t.TempDir(), st)
	if err != nil {
		t.Fatal(err)
	}
	c, err := content.New(t.Context(), st, lib, func() time.Time { return now }, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return site.New(c, &url.URL{Scheme: "https", Host: "example.com"}, "build"), c
}

func TestAddress(t *testing.T) {
	for _, c := range []struct{ path, query, want string }{
		{"/", "utm_source=x", "/"},
		{"/blog", "page=2&x=1", "/blog?page=2"},
		{"/blog", "page=1", "/blog"},
		{"/blog", "page=", "/blog"},
		{"/blog/tags/go", "page=3", "/blog/tags/go?page=3"},
		{"/blog/a-post", "page=3", "/blog/a-post"},
		{"/projects", "tech=c%2B%2B", "/projects?tech=c%2B%2B"},
		{"/uses", "", "/uses"},
		{"/a/b", "", ""},
		{"/blog/tags/", "", ""},
	} {
		q, err := url.ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := site.Address(c.path, q)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("Address(%s?%s) is %q, %v; want %q", c.path, c.query, got, ok, c.want)
		}
	}
}

func TestListsArePaginated(t *testing.T) {
	b, c := newBuilder(t)
	for i := range 45 {
		at := now.UnixMilli() - int64(i+1)*86_400_000
		if _, _, err := c.SavePost(t.Context(), wire.Post{Title: fmt.Sprintf("Post %d", i), Content: "x", Published: true, PublishedAt: at, Tags: []string{"All"}}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		address      string
		posts        int
		newer, older string
	}{
		{"/blog", 20, "", "/blog?page=2"},
		{"/blog?page=2", 20, "/blog", "/blog?page=3"},
		{"/blog?page=3", 5, "/blog?page=2", ""},
		{"/blog/tags/all?page=3", 5, "/blog/tags/all?page=2", ""},
	} {
		p, err := b.Page(t.Context(), c.address)
		if err != nil {
			t.Errorf("%s: %v", c.address, err)
			continue
		}
		if l := p.List; len(l.Posts) != c.posts || l.Pages.Newer != c.newer || l.Pages.Older != c.older || l.Pages.Of != 3 || l.Count != 45 {
			t.Errorf("%s: %d posts, %+v; want %d posts, newer %q, older %q", c.address, len(l.Posts), l.Pages, c.posts, c.newer, c.older)
		}
		if p.Head.Canonical != "https://example.com"+c.address {
			t.Errorf("%s: canonical %s", c.address, p.Head.Canonical)
		}
	}
	for _, address := range []string{"/blog?page=4", "/blog?page=0", "/blog?page=-1", "/blog?page=02", "/blog?page=x", "/blog/tags/none"} {
		if _, err := b.Page(t.Context(), address); wire.CodeOf(err) != wire.NotFound {
			t.Errorf("%s: %v; want not found", address, err)
		}
	}
}

// TestNavigationListsWhatIsThere: no link of the frame leads nowhere.
func TestNavigationListsWhatIsThere(t *testing.T) {
	b, c := newBuilder(t)
	labels := func() (out string) {
		p, err := b.Page(t.Context(), "/")
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range p.Site.Nav {
			out += n.Label + " "
			if n.Href == "/#contact" {
				continue
			}
			if _, err := b.Page(t.Context(), n.Href); err != nil {
				t.Errorf("%s leads to %s: %v", n.Label, n.Href, err)
			}
		}
		return out
	}
	if got := labels(); got != "" {
		t.Errorf("an empty site lists %q", got)
	}
	if _, _, err := c.SavePost(t.Context(), wire.Post{Title: "A", Content: "x", Published: true, PublishedAt: 1}); err != nil {
		t.Fatal(err)
	}
	if got := labels(); got != "Writing Contact " {
		t.Errorf("a site with a post lists %q", got)
	}
	if _, _, err := c.SaveProfile(t.Context(), wire.Profile{Name: "Ada", Short: "I count.", Email: "a@example.com"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.SaveProject(t.Context(), wire.Project{Title: "Engine", Published: true}); err != nil {
		t.Fatal(err)
	}
	if got := labels(); got != "Work Writing About Contact " {
		t.Errorf("a whole site lists %q", got)
	}
}

func TestProblemNeverFails(t *testing.T) {
	b, _ := newBuilder(t)
	for _, code := range []wire.Code{wire.NotFound, wire.Gone, wire.Internal, wire.MethodNotAllowed, wire.Code("unheard of")} {
		p := b.Problem(t.Context(), "/x", &wire.Error{Code: code, Message: "m"})
		if p.Kind != wire.KindProblem || p.Problem == nil || p.Problem.Heading == "" || p.Status != code.Status() || !p.Head.NoIndex {
			t.Errorf("%s: %+v", code, p)
		}
	}
}
