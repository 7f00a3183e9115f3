package importer

import (
	"html"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"vitrine/server/content"
)

var (
	atxTitle   = regexp.MustCompile(`^ {0,3}#[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$`)
	htmlTitle  = regexp.MustCompile(`(?is)^\s*<h1[^>]*>(.*?)</h1>`)
	anyTag     = regexp.MustCompile(`<[^>]*>`)
	emphasis   = regexp.MustCompile(`\*{1,3}([^*]+)\*{1,3}|\b_{1,3}([^_]+)_{1,3}\b`)
	linkSyntax = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
)

// titleFromBody takes the title from a heading the text begins with, and takes
// the heading away: the page shows the title already.
func (it *item) titleFromBody() {
	if it.html {
		if m := htmlTitle.FindStringSubmatch(it.body); m != nil {
			it.title = html.UnescapeString(strings.TrimSpace(anyTag.ReplaceAllString(m[1], "")))
			it.cut(len(m[0]))
		}
		return
	}
	start := len(it.body) - len(strings.TrimLeft(it.body, "\n"))
	first, rest, _ := strings.Cut(it.body[start:], "\n")
	end := start + len(first)
	m := atxTitle.FindStringSubmatch(first)
	if m == nil {
		under, _, _ := strings.Cut(rest, "\n")
		if u := strings.TrimRight(under, " \t"); first == "" || u == "" || strings.Trim(u, "=") != "" {
			return
		}
		m = []string{"", strings.TrimSpace(first)}
		end += 1 + len(under)
	}
	it.title = strings.ReplaceAll(emphasis.ReplaceAllString(linkSyntax.ReplaceAllString(m[1], "$1"), "$1$2"), "`", "")
	it.cut(end)
}

// cut takes the first n bytes and the blank lines after them off the body.
func (it *item) cut(n int) {
	rest := strings.TrimLeft(it.body[n:], "\n")
	it.line += strings.Count(it.body[:len(it.body)-len(rest)], "\n")
	it.body = rest
}

// humanName makes words of a file name: "my-first_post" is "My first post".
func humanName(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '_' || r == ' ' }), " ")
	if r, n := utf8.DecodeRuneInString(s); n > 0 {
		s = strings.ToUpper(string(r)) + s[n:]
	}
	return s
}

var orderedName = regexp.MustCompile(`^(\d{1,4})[-_](.+)$`)

// slugs keeps the slug the old site had: the front matter's, or the last part of
// the address it names, or the file's name.
func (it *item) slugs(s site, stem string) {
	address, _ := it.fields.text("url", "permalink")
	if s.kind == "vitrine" || s.kind == "seed" {
		address = ""
	}
	if address != "" && !strings.ContainsAny(address, ":{") {
		it.aliases = append(it.aliases, address)
		it.oldSlug = lastPart(address)
	}
	if slug := it.fields.str("slug"); slug != "" {
		it.oldSlug = slug
	}
	if m := orderedName.FindStringSubmatch(stem); m != nil && it.role == asProject {
		stem = m[2]
	}
	for _, candidate := range []string{it.oldSlug, stem, it.base, it.title} {
		if it.slug = content.Slug(candidate); it.slug != "" {
			return
		}
	}
	it.slug = "untitled"
}

func lastPart(address string) string {
	address = strings.TrimSuffix(strings.TrimRight(address, "/"), "/index.html")
	last := path.Base("/" + address)
	return strings.TrimSuffix(strings.TrimSuffix(strings.Trim(last, "/"), ".html"), ".htm")
}
