package site

import (
	"cmp"
	"context"
	"net/url"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/card"
	"vitrine/server/content"
)

// cardKinds are the records that have a card of their own and where their pages
// are. Every other page shares the site's.
var cardKinds = map[string]string{"post": "/blog/", "project": "/projects/", "page": "/"}

// The site's own card.
const (
	siteKind = "site"
	siteSlug = "home"
)

// Card is what the card of a public record shows. kind is "post", "project" or
// "page"; "site" with the slug "home" is the card of all other pages.
func (b *Builder) Card(ctx context.Context, kind, slug string) (card.Card, error) {
	path := "/"
	if prefix, ok := cardKinds[kind]; ok {
		path = prefix + slug
	} else if kind != siteKind || slug != siteSlug {
		return card.Card{}, wire.Errorf(wire.NotFound, "There is no such card.")
	}
	f, err := b.frame(ctx, path, path)
	if err != nil {
		return card.Card{}, err
	}
	if kind == siteKind {
		return b.siteCard(ctx, f), nil
	}
	r, segment, ok := match(path)
	if !ok {
		return card.Card{}, wire.Errorf(wire.NotFound, "There is no such card.")
	}
	if err := r.draw(b, ctx, f, segment, ""); err != nil {
		return card.Card{}, err
	}
	if k, _, c := recordCard(f); k == kind {
		return c, nil
	}
	return card.Card{}, wire.Errorf(wire.NotFound, "There is no such card.")
}

// CardPath is where a card is served. It changes with what the card shows.
func CardPath(kind, slug string, c card.Card) string {
	return "/cards/" + kind + "/" + url.PathEscape(slug) + "." + c.Hash() + ".png"
}

// share gives a page that has no picture yet its card: its record's, or the
// site's. Pages that are not to be found have none.
func (b *Builder) share(ctx context.Context, f *frame) {
	if f.card(); f.Head.Image == "" && !f.Head.NoIndex {
		f.show(siteKind, siteSlug, b.siteCard(ctx, f))
	}
}

// card makes its record's card the picture of a page that has none.
func (f *frame) card() {
	if kind, slug, c := recordCard(f); kind != "" && f.Head.Image == "" {
		f.show(kind, slug, c)
	}
}

func (f *frame) show(kind, slug string, c card.Card) {
	f.Head.Image, f.Head.ImageWidth, f.Head.ImageHeight = f.base+CardPath(kind, slug, c), card.Width, card.Height
	var alt strings.Builder
	for _, s := range c.Title {
		alt.WriteString(s.Text + s.Trail)
	}
	if f.Head.ImageAlt = alt.String(); f.Head.ImageAlt != c.Site {
		f.Head.ImageAlt += " · " + c.Site
	}
}

// recordCard is the card of a page that shows one record; kind is "" for any
// other page.
func recordCard(f *frame) (kind, slug string, c card.Card) {
	c = plainCard(f)
	slug = f.Path[strings.LastIndexByte(f.Path, '/')+1:]
	switch {
	case f.Post != nil:
		kind, c.Kind, c.Title, c.Date, c.Plate = "post", "Post", card.Plain(f.Post.Title), f.Post.Date.Text, f.Post.Plate.Body
	case f.Project != nil:
		kind, c.Kind, c.Title, c.Date, c.Plate = "project", "Project", card.Plain(f.Project.Title), f.Project.Span, f.Project.Plate.Body
	case f.Free != nil:
		kind, c.Kind, c.Title = "page", "Page", card.Plain(f.Free.Title)
	}
	c.Seed = kind + "/" + slug
	return kind, slug, c
}

// plainCard is what all cards of the site share.
func plainCard(f *frame) card.Card {
	_, host, _ := strings.Cut(f.base, "://")
	return card.Card{Site: f.Site.Name, Host: host, Accent: f.profile.Accent}
}

// siteCard shows the owner's sentence over the drawing of the first project on
// the home page.
func (b *Builder) siteCard(ctx context.Context, f *frame) card.Card {
	c := plainCard(f)
	c.Kind, c.Seed = f.profile.Role, siteKind
	if c.Title = content.Headline(f.profile.Headline); len(c.Title) == 0 {
		c.Title = card.Plain(cmp.Or(f.profile.Short, f.Site.Name))
	}
	for _, p := range b.featured(ctx, f.projects) {
		if p.Plate.Body != "" {
			c.Plate = p.Plate.Body
			break
		}
	}
	return c
}
