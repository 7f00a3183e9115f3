package store

import (
	"context"

	"vitrine/app/wire"
)

// The columns of a free page in the order of their fields.
const (
	pageColumns = `id, slug, title, description, published, listed, created_at, updated_at, source, version, words, summary, render_version`
	pageText    = `toc, plate, content, html`
)

func pageFields(p *wire.FreePage) []any {
	return []any{&p.ID, &p.Slug, &p.Title, &p.Description, &p.Published, &p.Listed,
		&p.CreatedAt, &p.UpdatedAt, &p.Source, &p.Version, &p.Words, &p.Summary, &p.RenderV}
}

func wholePage(p *wire.FreePage) []any {
	return append(pageFields(p), jsonList[wire.Heading]{&p.TOC}, &p.Plate, &p.Content, &p.HTML)
}

// Pages lists the free pages by title, all or only the published ones, without
// Content, HTML, TOC and Plate.
func (s *Store) Pages(ctx context.Context, public bool) ([]wire.FreePage, error) {
	w := &where{}
	if public {
		w.and(`published = 1`)
	}
	return list(ctx, s, pageFields, `SELECT `+pageColumns+` FROM pages`+w.String()+` ORDER BY title, id`)
}

const page = `SELECT ` + pageColumns + `, ` + pageText + ` FROM pages`

// Page gives the whole page, published or not.
func (s *Store) Page(ctx context.Context, slug string) (wire.FreePage, error) {
	return one(ctx, s, wholePage, page+` WHERE slug = ?`, slug)
}

// PageByID gives the whole page, published or not.
func (s *Store) PageByID(ctx context.Context, id string) (wire.FreePage, error) {
	return one(ctx, s, wholePage, page+` WHERE id = ?`, id)
}

// PageBySource gives the whole page that an import took from source, which must
// not be "".
func (s *Store) PageBySource(ctx context.Context, source string) (wire.FreePage, error) {
	return one(ctx, s, wholePage, page+` WHERE source <> '' AND source = ?`, source)
}

// PutPage saves a free page as PutPost saves a post.
func (tx *Tx) PutPage(p *wire.FreePage) error {
	return tx.put(record{table: "pages", noun: "the page",
		columns: pageColumns + `, ` + pageText, fields: wholePage(p),
		id: &p.ID, slug: &p.Slug, source: &p.Source, created: &p.CreatedAt, updated: &p.UpdatedAt, version: &p.Version})
}

// DeletePage removes the page of this id; NotFound when there is none.
func (tx *Tx) DeletePage(id string) error { return tx.remove("pages", "page", id) }
