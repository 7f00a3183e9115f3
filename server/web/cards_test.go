package web_test

import (
	"bytes"
	"image/png"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"vitrine/app/wire"
)

var reCard = regexp.MustCompile(`<meta property="og:image" content="http://localhost:8080(/cards/[^"]+)">`)

// cardOf is the address of a page's card, as its head says it.
func (s *siteUnderTest) cardOf(t *testing.T, path string) string {
	t.Helper()
	_, b := s.get(t, path)
	m := reCard.FindSubmatch(b)
	if m == nil {
		t.Fatalf("%s has no card", path)
	}
	if !bytes.Contains(b, []byte(`<meta property="og:image:width" content="1200"><meta property="og:image:height" content="630">`)) {
		t.Errorf("%s does not say how large its card is", path)
	}
	return string(m[1])
}

func TestEveryPageHasACard(t *testing.T) {
	s := newSite(t)
	for path, prefix := range map[string]string{
		"/blog/first": "/cards/post/first.", "/projects/engine": "/cards/project/engine.", "/uses": "/cards/page/uses.",
		"/": "/cards/site/home.", "/about": "/cards/site/home.", "/blog": "/cards/site/home.", "/blog/tags/go": "/cards/site/home.", "/projects": "/cards/site/home.", "/blog/archive": "/cards/site/home.",
	} {
		address := s.cardOf(t, path)
		if !strings.HasPrefix(address, prefix) {
			t.Errorf("the card of %s is %s", path, address)
		}
		res, b := s.get(t, address)
		h := res.Header
		if res.StatusCode != http.StatusOK || h.Get("Content-Type") != "image/png" || !strings.Contains(h.Get("Cache-Control"), "immutable") || h.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			t.Errorf("%s answers %d with %v", address, res.StatusCode, h)
		}
		c, err := png.DecodeConfig(bytes.NewReader(b))
		if err != nil || c.Width != 1200 || c.Height != 630 {
			t.Errorf("%s is %d × %d (%v)", address, c.Width, c.Height, err)
		}
		if again, _ := s.get(t, address, "If-None-Match", h.Get("ETag")); again.StatusCode != http.StatusNotModified {
			t.Errorf("%s with its tag answers %d", address, again.StatusCode)
		}
	}
}

func TestOldCardsLeadToNewOnes(t *testing.T) {
	s := newSite(t)
	address := s.cardOf(t, "/blog/first")
	for _, old := range []string{"/cards/post/first.000000000000.png", "/cards/post/first.png", "/cards/post/first.x.y.png"} {
		res, _ := s.get(t, old)
		if res.StatusCode != http.StatusFound || res.Header.Get("Location") != address {
			t.Errorf("%s answers %d to %q, want %q", old, res.StatusCode, res.Header.Get("Location"), address)
		}
	}
	p, err := s.content.Post(t.Context(), "first")
	if err != nil {
		t.Fatal(err)
	}
	p.Title = "First, renamed"
	if _, _, err := s.content.SavePost(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if now := s.cardOf(t, "/blog/first"); now == address {
		t.Error("a new title has the old card")
	} else if res, _ := s.get(t, address); res.StatusCode != http.StatusFound || res.Header.Get("Location") != now {
		t.Errorf("the old card answers %d to %q", res.StatusCode, res.Header.Get("Location"))
	}
}

func TestCardsOfWhatIsNotPublic(t *testing.T) {
	s := newSite(t)
	address := s.cardOf(t, "/blog/first")
	if res, _ := s.get(t, address); res.StatusCode != http.StatusOK {
		t.Fatalf("the card answers %d", res.StatusCode)
	}
	p, err := s.content.Post(t.Context(), "first")
	if err != nil {
		t.Fatal(err)
	}
	p.Published = false
	if _, _, err := s.content.SavePost(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{address, "/cards/post/draft.png", "/cards/post/future.png", "/cards/post/none.000000000000.png", "/cards/project/first.png",
		"/cards/page/about.png", "/cards/page/blog.png", "/cards/post/archive.png", "/cards/site/other.png", "/cards/other/home.png", "/cards/post/first", "/cards/post/a/b.png", "/cards/post/.png"} {
		if res, b := s.get(t, path); res.StatusCode != http.StatusNotFound || bytes.Contains(b, []byte("A secret")) {
			t.Errorf("%s answers %d", path, res.StatusCode)
		}
	}
	if res, _ := s.get(t, "/blog/no-such-page"); res.StatusCode != http.StatusNotFound {
		t.Errorf("a page that is not there answers %d", res.StatusCode)
	}
}

// TestCardOfAnySlug: a slug of another script makes an address that is ASCII and works.
func TestCardOfAnySlug(t *testing.T) {
	s := newSite(t)
	if _, _, err := s.content.SavePost(t.Context(), wire.Post{Slug: "忘れない", Title: "忘れない", Content: "Text.", Published: true, PublishedAt: 1}); err != nil {
		t.Fatal(err)
	}
	address := s.cardOf(t, "/blog/忘れない")
	if strings.ContainsFunc(address, func(r rune) bool { return r > 0x7e }) {
		t.Errorf("the card's address is %q", address)
	}
	if res, _ := s.get(t, address); res.StatusCode != http.StatusOK {
		t.Errorf("%s answers %d", address, res.StatusCode)
	}
}
