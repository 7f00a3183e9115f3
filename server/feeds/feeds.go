package feeds

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/store"
)

// Options is what the owner chose. The zero value serves everybody.
type Options struct {
	Hub        string   // WebSub hub that the whole blog's feeds name; "": none
	AICrawlers string   // AllowAI, SearchAI or BlockAI; "" allows
	More       []string // paths of public pages that content does not know, for the sitemap
	// SitemapLimit is how many addresses one sitemap lists before an index
	// splits it; 0 is the protocol's 50,000.
	SitemapLimit int
}

// Builder makes the documents.
type Builder struct {
	content *content.Service
	base    url.URL
	o       Options
}

// New gives a Builder; base is the site's public address.
func New(c *content.Service, base *url.URL, o Options) *Builder {
	if o.SitemapLimit <= 0 {
		o.SitemapLimit = sitemapLimit
	}
	return &Builder{content: c, base: url.URL{Scheme: base.Scheme, Host: base.Host}, o: o}
}

// Document is the body of one address.
type Document struct {
	Body []byte
	Type string // media type
}

// The media types of the feeds, as pages name them in their heads.
const (
	TypeRSS  = "application/rss+xml"
	TypeAtom = "application/atom+xml"
	TypeJSON = "application/feed+json"

	typeXML  = "application/xml; charset=utf-8"
	typeText = "text/plain; charset=utf-8"
)

// scope is which posts a feed has: those of a term, or all of them.
type scope struct {
	kind store.TermKind
	slug string // "": all
}

// kinds are the kinds of term that have feeds, under the address of their list.
var kinds = []struct {
	prefix string
	kind   store.TermKind
}{{"/blog/tags/", store.Tag}, {"/blog/categories/", store.Category}, {"/blog/series/", store.Series}}

func (s scope) filter() store.PostFilter {
	switch s.kind {
	case store.Tag:
		return store.PostFilter{Tag: s.slug}
	case store.Category:
		return store.PostFilter{Category: s.slug}
	case store.Series:
		return store.PostFilter{Series: s.slug}
	}
	return store.PostFilter{}
}

// home is the path of the page that shows the same posts; the feeds hang below it.
func (s scope) home() string {
	for _, k := range kinds {
		if s.slug != "" && k.kind == s.kind {
			return k.prefix + s.slug
		}
	}
	return "/"
}

// writer makes one format of a feed.
type writer struct {
	kind  string
	write func(feed) ([]byte, error)
}

var formats = map[string]writer{
	"feed.xml":  {TypeRSS + "; charset=utf-8", writeRSS},
	"atom.xml":  {TypeAtom + "; charset=utf-8", writeAtom},
	"feed.json": {TypeJSON, writeJSON},
}

// Is says whether a path is one of this room's addresses. It does not say that
// the term in it exists.
func Is(path string) bool {
	_, _, isFeed := parse(path)
	_, isSitemap := sitemapPart(path)
	return isFeed || isSitemap || path == "/robots.txt" || path == "/llms.txt"
}

// Document is what stands at a path; wire.NotFound where Is says no, or no post
// has the term, or the sitemap has no such part.
func (b *Builder) Document(ctx context.Context, path string) (Document, error) {
	switch path {
	case "/robots.txt":
		return b.robots(), nil
	case "/llms.txt":
		return b.llms(ctx)
	}
	if part, ok := sitemapPart(path); ok {
		return b.sitemap(ctx, part)
	}
	if s, format, ok := parse(path); ok {
		return b.feed(ctx, s, format)
	}
	return Document{}, wire.Errorf(wire.NotFound, "There is no feed at this address.")
}

// parse reads the address of a feed.
func parse(path string) (s scope, format string, ok bool) {
	i := strings.LastIndexByte(path, '/') + 1
	folder, format := path[:i], path[i:]
	if _, known := formats[format]; !known {
		return scope{}, "", false
	}
	if folder == "/" {
		return scope{}, format, true
	}
	for _, k := range kinds {
		slug, found := strings.CutPrefix(strings.TrimSuffix(folder, "/"), k.prefix)
		if found && slug != "" && !strings.Contains(slug, "/") {
			return scope{k.kind, slug}, format, true
		}
	}
	return scope{}, "", false
}

func (b *Builder) feed(ctx context.Context, s scope, format string) (Document, error) {
	f, err := b.gather(ctx, s)
	if err != nil {
		return Document{}, err
	}
	f.self = b.at(strings.TrimSuffix(s.home(), "/") + "/" + format)
	if s.slug == "" {
		f.hub = b.o.Hub
	}
	w := formats[format]
	// A format's escapes may double what is measured here, so the budget for
	// texts shrinks until the whole fits.
	for budget := maxBytes; ; budget /= 2 {
		body, err := w.write(f.within(budget))
		if err != nil {
			return Document{}, wire.Errorf(wire.Internal, "the feed could not be written: %w", err)
		}
		if len(body) <= maxBytes || budget == 0 {
			return Document{Body: body, Type: w.kind}, nil
		}
	}
}

// Announced says whether a path is one of the whole blog's feeds, the ones that
// name the hub.
func Announced(path string) bool { return slices.Contains(Main(), path) }

// Main are the paths of the whole blog's feeds.
func Main() []string { return []string{"/feed.xml", "/atom.xml", "/feed.json"} }

// at is the whole address of a path of this site.
func (b *Builder) at(path string) string {
	u := b.base
	u.Path = path
	return u.String()
}

// profile is the owner's, with a name in any case.
func (b *Builder) profile(ctx context.Context) (wire.Profile, error) {
	p, err := b.content.Profile(ctx)
	if err != nil && wire.CodeOf(err) != wire.NotFound {
		return p, err
	}
	if p.Name == "" {
		p.Name = b.base.Hostname()
	}
	if p.Lang == "" {
		p.Lang = "en"
	}
	return p, nil
}
