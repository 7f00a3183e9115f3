package content

import (
	"context"
	"reflect"

	"vitrine/app/wire"
	"vitrine/server/store"
)

// SavePost checks, renders and stores a post. The record is found by ID, else
// by Source; otherwise it is new. An empty Slug is the stored one, or for a new
// post one made of the title, with -2 or -3 when that is taken; Version 0 is
// the stored one. A published post without a date is published now. What
// equals the stored record is not written: changed is false.
//
// Errors: wire.Invalid with one line for each thing that is wrong, wire.Conflict
// with Field "slug" when another post has the chosen address and "version" when
// somebody saved the post since. What becomes of the addresses of a post that
// moves or is withdrawn is told in unpublish.go.
func (s *Service) SavePost(ctx context.Context, p wire.Post) (saved wire.Post, changed bool, err error) {
	old, known, err := find(ctx, p.ID, p.Source, s.store.PostByID, s.store.PostBySource)
	if err != nil {
		return wire.Post{}, false, err
	}
	tidyPost(&p)
	if known {
		keep(&p.ID, old.ID)
		keep(&p.Slug, old.Slug)
		keep(&p.Source, old.Source)
		keep(&p.PublishedAt, old.PublishedAt)
		keep(&p.Version, old.Version)
		p.CreatedAt, p.Views = old.CreatedAt, old.Views
	}
	if p.Published && p.PublishedAt == 0 {
		p.PublishedAt = s.nowMS()
	}
	f := checkPost(&p, known && old.Slug == p.Slug)
	if f.err() == nil && known && p.Version == old.Version && samePost(p, old) {
		return old, false, nil
	}
	rendered, err := s.body(ctx, p.Content, p.FeaturedImage)
	if err := f.join("content", err); err != nil {
		return wire.Post{}, false, err
	}
	if err := f.err(); err != nil {
		return wire.Post{}, false, err
	}
	p.Rendered = rendered
	terms, err := signature(p)
	if err != nil {
		return wire.Post{}, false, err
	}
	err = s.put(ctx, address{
		slug: &p.Slug, title: p.Title, fallback: "post", reserved: reservedPosts, base: "/blog/",
		old: old.Slug, wasPublic: known && s.isPublic(old), isPublic: s.isPublic(p),
		taken: func(slug string) error { _, err := s.store.Post(ctx, slug); return err },
		put: func(tx *store.Tx) (string, error) {
			saved = p
			err := putPost(tx, &saved, terms)
			return saved.ID, err
		},
	})
	if err != nil {
		return wire.Post{}, false, err
	}
	return saved, true, nil
}

func tidyPost(p *wire.Post) {
	tidy(&p.Slug, &p.Title, &p.Excerpt, &p.FeaturedImage, &p.FeaturedAlt, &p.Category, &p.Series, &p.Author, &p.Lang, &p.Canonical)
	p.Tags = tidyNames(p.Tags)
}

// checkPost checks every field. A slug that the post has already is not
// judged: it may come from another system and be known to the world.
func checkPost(p *wire.Post, slugStays bool) *faults {
	f := &faults{}
	f.required("title", p.Title, wire.MaxTitle)
	if !slugStays {
		f.slug(p.Slug, reservedPosts)
	}
	f.text("excerpt", p.Excerpt, wire.MaxExcerpt)
	f.picture("featured_image", p.FeaturedImage)
	f.text("featured_alt", p.FeaturedAlt, wire.MaxExcerpt)
	f.term("category", p.Category)
	f.term("series", p.Series)
	f.names("tags", p.Tags)
	f.line("author", p.Author, wire.MaxName)
	f.lang("lang", p.Lang)
	if p.Canonical != "" {
		if fault := absoluteFault(p.Canonical); fault != "" {
			f.add("canonical", "%s", fault)
		}
	}
	f.moment("published_at", p.PublishedAt)
	f.moment("edited_at", p.EditedAt)
	f.source(p.Source)
	f.line("id", p.ID, 64)
	return f
}

// putPost writes a post with its signature.
func putPost(tx *store.Tx, p *wire.Post, terms string) error {
	if err := tx.PutPost(p); err != nil {
		return err
	}
	return tx.PutSignature(p.ID, terms)
}

// samePost compares what an author wrote.
func samePost(a, b wire.Post) bool {
	if b.RenderV != RenderVersion {
		return false
	}
	authored := func(p wire.Post) wire.Post {
		p.UpdatedAt, p.Rendered = 0, wire.Rendered{}
		if len(p.Tags) == 0 {
			p.Tags = nil
		}
		return p
	}
	return reflect.DeepEqual(authored(a), authored(b))
}

// renderPost renders a stored post again; nothing else of it changes.
func (s *Service) renderPost(ctx context.Context, slug string) error {
	p, err := s.store.Post(ctx, slug)
	if err != nil {
		return err
	}
	if p.Rendered, err = s.body(ctx, p.Content, p.FeaturedImage); err != nil {
		return err
	}
	terms, err := signature(p)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx *store.Tx) error { return putPost(tx, &p, terms) })
}
