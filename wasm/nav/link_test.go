package nav_test

import (
	"testing"

	"vitrine/wasm/nav"
)

func TestLinkPath(t *testing.T) {
	const origin = "https://example.org"
	for _, tt := range []struct {
		name           string
		link           nav.Link
		path, fragment string // path "" : left to the browser
	}{
		{"a page", nav.Link{Href: "https://example.org/blog/a-post"}, "/blog/a-post", ""},
		{"the root without a slash", nav.Link{Href: "https://example.org"}, "/", ""},
		{"a query", nav.Link{Href: "https://example.org/blog?page=2"}, "/blog?page=2", ""},
		{"a fragment", nav.Link{Href: "https://example.org/#contact"}, "/", "#contact"},
		{"an empty fragment", nav.Link{Href: "https://example.org/about#"}, "/about", "#"},
		{"another script", nav.Link{Href: "https://example.org/blog/%E6%97%A5"}, "/blog/%E6%97%A5", ""},
		{"target self", nav.Link{Href: "https://example.org/about", Target: "_self"}, "/about", ""},
		{"noopener", nav.Link{Href: "https://example.org/about", Rel: "noopener"}, "/about", ""},
		{"a page named like a feed's neighbour", nav.Link{Href: "https://example.org/blog/feed-readers"}, "/blog/feed-readers", ""},

		{"another host", nav.Link{Href: "https://example.com/about"}, "", ""},
		{"another port", nav.Link{Href: "https://example.org:8443/about"}, "", ""},
		{"another scheme", nav.Link{Href: "http://example.org/about"}, "", ""},
		{"a host that begins alike", nav.Link{Href: "https://example.org.evil/about"}, "", ""},
		{"a user", nav.Link{Href: "https://a@example.org/about"}, "", ""},
		{"mail", nav.Link{Href: "mailto:a@example.org"}, "", ""},
		{"script", nav.Link{Href: "javascript:alert(1)"}, "", ""},
		{"a new tab", nav.Link{Href: "https://example.org/about", Target: "_blank"}, "", ""},
		{"a download", nav.Link{Href: "https://example.org/about", Download: true}, "", ""},
		{"external by word", nav.Link{Href: "https://example.org/about", Rel: "noopener External"}, "", ""},
		{"media", nav.Link{Href: "https://example.org/media/0a/b.png"}, "", ""},
		{"an asset", nav.Link{Href: "https://example.org/assets/site.1.css"}, "", ""},
		{"an interface", nav.Link{Href: "https://example.org/api/page?path=/"}, "", ""},
		{"a feed", nav.Link{Href: "https://example.org/feed.xml"}, "", ""},
		{"a tag's feed", nav.Link{Href: "https://example.org/blog/tags/go/atom.xml"}, "", ""},
		{"a feed in JSON", nav.Link{Href: "https://example.org/feed.json"}, "", ""},
		{"robots", nav.Link{Href: "https://example.org/robots.txt"}, "", ""},
		{"Markdown", nav.Link{Href: "https://example.org/blog/a-post.md"}, "", ""},
		{"no address", nav.Link{Href: "https://exa mple.org/%zz"}, "", ""},
	} {
		path, fragment, ok := tt.link.Path(origin)
		if path != tt.path || fragment != tt.fragment || ok != (tt.path != "") {
			t.Errorf("%s: %+v leads to %q %q %v, want %q %q", tt.name, tt.link, path, fragment, ok, tt.path, tt.fragment)
		}
	}
}

func TestClickPlain(t *testing.T) {
	for _, tt := range []struct {
		click nav.Click
		want  bool
	}{
		{nav.Click{}, true},
		{nav.Click{Button: 1}, false},
		{nav.Click{Modified: true}, false},
		{nav.Click{Handled: true}, false},
	} {
		if got := tt.click.Plain(); got != tt.want {
			t.Errorf("%+v.Plain() = %v, want %v", tt.click, got, tt.want)
		}
	}
}
