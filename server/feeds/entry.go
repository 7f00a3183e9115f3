package feeds

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"vitrine/app/wire"
	"vitrine/server/content"
)

// Bounds of a feed. Readers poll it for years: thirty posts are some months of
// most blogs, and aggregators give up on bodies of a few megabytes.
const (
	maxEntries = 30
	maxBytes   = 2_000_000
)

// feed is what every format says in its own words.
type feed struct {
	title, description string
	home, self, hub    string // whole addresses; home is the page that shows the same posts
	site               string // its front page
	lang               string
	author             string
	picture            string // of the author; whole address
	updated            time.Time
	entries            []entry
}

// entry is one post.
type entry struct {
	id, address, elsewhere string // elsewhere is where it was published first
	title, author, lang    string // author and lang are "" where they are the feed's
	summary                string // plain text
	html                   string // every address in it is whole; "" when the feed has no room for it
	picture                string
	tags                   []term
	published, updated     time.Time
}

type term struct{ slug, name string }

// within is the feed with texts up to budget bytes; the older posts beyond it
// keep their summaries.
func (f feed) within(budget int) feed {
	entries := make([]entry, len(f.entries))
	for i, e := range f.entries {
		if budget -= len(e.html); budget < 0 {
			e.html = ""
		}
		entries[i] = e
	}
	f.entries = entries
	return f
}

func (b *Builder) gather(ctx context.Context, s scope) (feed, error) {
	p, err := b.profile(ctx)
	if err != nil {
		return feed{}, err
	}
	f := feed{title: clean(p.Name), description: clean(p.Short), home: b.at(s.home()), site: b.at("/"), lang: p.Lang, author: clean(p.Name),
		picture: b.raster(p.Avatar), updated: time.Unix(0, 0).UTC()}
	if s.slug != "" {
		name, err := b.termName(ctx, s)
		if err != nil {
			return feed{}, err
		}
		f.title = clean(name) + " · " + f.title
	}
	if f.description == "" {
		f.description = "Posts by " + f.author
	}
	filter := s.filter()
	filter.Limit = maxEntries
	posts, err := b.content.Posts(ctx, filter)
	if err != nil {
		return feed{}, err
	}
	for _, listed := range posts {
		post, err := b.content.Post(ctx, listed.Slug)
		if wire.CodeOf(err) == wire.NotFound {
			continue // taken down since it was listed
		}
		if err != nil {
			return feed{}, err
		}
		e := b.entry(post)
		if e.lang == f.lang {
			e.lang = ""
		}
		if e.updated.After(f.updated) {
			f.updated = e.updated
		}
		f.entries = append(f.entries, e)
	}
	return f, nil
}

func (b *Builder) termName(ctx context.Context, s scope) (string, error) {
	terms, err := b.content.Terms(ctx, s.kind)
	if err != nil {
		return "", err
	}
	for _, t := range terms {
		if t.Slug == s.slug {
			return t.Name, nil
		}
	}
	return "", wire.Errorf(wire.NotFound, "No post is filed under this.")
}

func (b *Builder) entry(p wire.Post) entry {
	e := entry{id: urn(p.ID), address: b.at("/blog/" + p.Slug), title: clean(p.Title), author: clean(p.Author), lang: p.Lang,
		summary: clean(content.Summary(p)), published: moment(p.PublishedAt), updated: moment(changed(p))}
	if !b.ours(p.Canonical) {
		e.elsewhere = p.Canonical
	}
	if p.Plate == "" {
		e.picture = b.raster(p.FeaturedImage)
	}
	for _, t := range p.Tags {
		e.tags = append(e.tags, term{content.Slug(t), clean(t)})
	}
	at := b.base
	at.Path = "/blog/" + p.Slug
	// A text that cannot be read back comes as its summary; the renderer makes none.
	if text, err := Absolute(p.HTML, &at); err == nil {
		e.html = clean(pictured(e.picture, p.FeaturedAlt) + text)
	}
	return e
}

// ours says whether a canonical address is this site's; "" is.
func (b *Builder) ours(canonical string) bool {
	return canonical == "" || strings.HasPrefix(canonical, b.at("/"))
}

// changed is when readers last saw a post change, ms. UpdatedAt would not do:
// it moves with every new renderer.
func changed(p wire.Post) int64 { return max(p.PublishedAt, p.EditedAt) }

func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC().Truncate(time.Second) }

// pictured is the paragraph with a post's picture, which the page shows above
// the text.
func pictured(address, alt string) string {
	if address == "" {
		return ""
	}
	return `<p><img src="` + html.EscapeString(address) + `" alt="` + html.EscapeString(alt) + `"></p>`
}

// urn is a post's name for ever, whatever becomes of its address. A record that
// came with an id of another shape gets one made of it.
func urn(id string) string {
	u, err := uuid.Parse(id)
	if err != nil {
		u = uuid.NewSHA1(uuid.NameSpaceOID, []byte(id))
	}
	return u.URN()
}

// raster is the whole address of a picture that feed readers can show: a
// drawing needs the site's stylesheet for its colours.
func (b *Builder) raster(address string) string {
	if address == "" || strings.HasSuffix(strings.ToLower(address), ".svg") {
		return ""
	}
	r, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return b.base.ResolveReference(r).String()
}

// clean drops what XML 1.0 cannot hold, even escaped.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r', r >= 0x20 && r <= 0xd7ff, r >= 0xe000 && r <= 0xfffd, r >= 0x10000:
			return r
		}
		return -1
	}, s)
}
