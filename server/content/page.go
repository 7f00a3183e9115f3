package content

import (
	"context"

	"vitrine/app/wire"
	"vitrine/server/store"
)

// SavePage is SavePost for a free page. Its address lies right below "/", so
// the program's own addresses are refused.
func (s *Service) SavePage(ctx context.Context, p wire.FreePage) (saved wire.FreePage, changed bool, err error) {
	old, known, err := find(ctx, p.ID, p.Source, s.store.PageByID, s.store.PageBySource)
	if err != nil {
		return wire.FreePage{}, false, err
	}
	tidy(&p.Slug, &p.Title, &p.Description)
	if known {
		keep(&p.ID, old.ID)
		keep(&p.Slug, old.Slug)
		keep(&p.Source, old.Source)
		keep(&p.Version, old.Version)
		p.CreatedAt = old.CreatedAt
	}
	f := checkPage(&p)
	if f.err() == nil && known && p.Version == old.Version && samePage(p, old) {
		return old, false, nil
	}
	rendered, err := s.body(ctx, p.Content, "")
	if err := f.join("content", err); err != nil {
		return wire.FreePage{}, false, err
	}
	if err := f.err(); err != nil {
		return wire.FreePage{}, false, err
	}
	p.Rendered = rendered
	err = s.put(ctx, address{
		slug: &p.Slug, title: p.Title, fallback: "page", reserved: reservedPages, base: "/",
		old: old.Slug, wasPublic: old.Published, isPublic: p.Published,
		taken: func(slug string) error { _, err := s.store.Page(ctx, slug); return err },
		put: func(tx *store.Tx) (string, error) {
			saved = p
			err := tx.PutPage(&saved)
			return saved.ID, err
		},
	})
	if err != nil {
		return wire.FreePage{}, false, err
	}
	return saved, true, nil
}

func checkPage(p *wire.FreePage) *faults {
	f := &faults{}
	f.required("title", p.Title, wire.MaxTitle)
	f.slug(p.Slug, reservedPages)
	f.text("description", p.Description, wire.MaxExcerpt)
	f.source(p.Source)
	f.line("id", p.ID, 64)
	return f
}

func samePage(a, b wire.FreePage) bool {
	return b.RenderV == RenderVersion && a.Slug == b.Slug && a.Title == b.Title && a.Description == b.Description &&
		a.Content == b.Content && a.Published == b.Published && a.Listed == b.Listed && a.Source == b.Source
}

func (s *Service) renderPage(ctx context.Context, slug string) error {
	p, err := s.store.Page(ctx, slug)
	if err != nil {
		return err
	}
	if p.Rendered, err = s.body(ctx, p.Content, ""); err != nil {
		return err
	}
	return s.write(ctx, func(tx *store.Tx) error { return tx.PutPage(&p) })
}
