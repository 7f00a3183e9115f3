package store

import (
	"context"
	"math"

	"vitrine/app/wire"
)

// PostFilter chooses posts. The zero filter takes all of them.
type PostFilter struct {
	Now                   int64  // ms; above 0: only published ones, due by then
	Tag, Category, Series string // slugs
	OldestFirst           bool   // the order of a series
	Limit, Offset         int    // Limit 0: no limit
}

// The columns of a post in the order of their fields: what a list needs, and
// what only the whole post has.
const (
	postColumns = `id, slug, title, excerpt, featured_image, featured_alt, category, tags, series, author, lang,
		canonical, published, views, published_at, created_at, updated_at, edited_at, source, version, words, summary, render_version`
	postText = `toc, plate, content, html`

	newestFirst = ` ORDER BY published_at DESC, id DESC`
	oldestFirst = ` ORDER BY published_at, id`
)

func postFields(p *wire.Post) []any {
	return []any{&p.ID, &p.Slug, &p.Title, &p.Excerpt, &p.FeaturedImage, &p.FeaturedAlt, &p.Category,
		jsonList[string]{&p.Tags}, &p.Series, &p.Author, &p.Lang, &p.Canonical, &p.Published, &p.Views,
		&p.PublishedAt, &p.CreatedAt, &p.UpdatedAt, &p.EditedAt, &p.Source, &p.Version, &p.Words, &p.Summary, &p.RenderV}
}

func wholePost(p *wire.Post) []any {
	return append(postFields(p), jsonList[wire.Heading]{&p.TOC}, &p.Plate, &p.Content, &p.HTML)
}

// public is the condition of what visitors may see at now, ms; 0 lets all through.
func (w *where) public(now int64) {
	if now > 0 {
		w.and(`published = 1 AND published_at <= ?`, now)
	}
}

func (f PostFilter) where() *where {
	w := &where{}
	w.public(f.Now)
	for _, term := range []struct {
		kind TermKind
		slug string
	}{{Tag, f.Tag}, {Category, f.Category}, {Series, f.Series}} {
		if term.slug != "" {
			w.and(`id IN (SELECT post_id FROM post_terms WHERE kind = ? AND slug = ?)`, term.kind, term.slug)
		}
	}
	return w
}

func (f PostFilter) query() (string, []any) {
	w := f.where()
	order := newestFirst
	if f.OldestFirst {
		order = oldestFirst
	}
	query := `SELECT ` + postColumns + ` FROM blog_posts` + w.String() + order
	if f.Limit <= 0 && f.Offset <= 0 {
		return query, w.args
	}
	limit := int64(f.Limit)
	if limit <= 0 {
		limit = math.MaxInt64 // SQLite has no OFFSET without LIMIT
	}
	return query + ` LIMIT ? OFFSET ?`, append(w.args, limit, f.Offset)
}

// Posts lists posts, newest first if f does not say otherwise, without Content, HTML, TOC and Plate.
func (s *Store) Posts(ctx context.Context, f PostFilter) ([]wire.Post, error) {
	query, args := f.query()
	return list(ctx, s, postFields, query, args...)
}

// CountPosts counts what Posts would list without Limit and Offset.
func (s *Store) CountPosts(ctx context.Context, f PostFilter) (int, error) {
	w := f.where()
	return one(ctx, s, count, `SELECT count(*) FROM blog_posts`+w.String(), w.args...)
}

func count(n *int) []any { return []any{n} }

const post = `SELECT ` + postColumns + `, ` + postText + ` FROM blog_posts`

// Post gives the whole post, published or not.
func (s *Store) Post(ctx context.Context, slug string) (wire.Post, error) {
	return one(ctx, s, wholePost, post+` WHERE slug = ?`, slug)
}

// PostByID gives the whole post, published or not.
func (s *Store) PostByID(ctx context.Context, id string) (wire.Post, error) {
	return one(ctx, s, wholePost, post+` WHERE id = ?`, id)
}

// PostBySource gives the whole post that an import took from source, which must
// not be "".
func (s *Store) PostBySource(ctx context.Context, source string) (wire.Post, error) {
	return one(ctx, s, wholePost, post+` WHERE source <> '' AND source = ?`, source)
}

// Neighbours gives the public posts before and after p in time, in the order and
// shape of Posts; nil where there is none.
func (s *Store) Neighbours(ctx context.Context, p wire.Post, now int64) (older, newer *wire.Post, err error) {
	beside := func(condition, order string) (*wire.Post, error) {
		w := &where{}
		w.public(now)
		w.and(condition, p.PublishedAt, p.ID)
		found, err := list(ctx, s, postFields, `SELECT `+postColumns+` FROM blog_posts`+w.String()+order+` LIMIT 1`, w.args...)
		if err != nil || len(found) == 0 {
			return nil, err
		}
		return &found[0], nil
	}
	if older, err = beside(`(published_at, id) < (?, ?)`, newestFirst); err != nil {
		return nil, nil, err
	}
	newer, err = beside(`(published_at, id) > (?, ?)`, oldestFirst)
	return older, newer, err
}

const nextScheduled = `SELECT coalesce(min(published_at), 0) FROM blog_posts WHERE published = 1 AND published_at > ?`

// NextScheduled is the moment, ms, at which the next post comes due after now.
func (s *Store) NextScheduled(ctx context.Context, now int64) (at int64, ok bool, err error) {
	at, err = one(ctx, s, func(n *int64) []any { return []any{n} }, nextScheduled, now)
	return at, at > 0, err
}

// PutPost inserts the post, or replaces the one with its ID if that is still at
// its Version. It sets ID (when ""), CreatedAt (when new and 0), UpdatedAt and
// Version, and keeps the stored Views. Conflict names its Field: "version" when
// somebody saved the post since, "slug" or "source" when another post has it.
func (tx *Tx) PutPost(p *wire.Post) error {
	if _, err := tx.get(`SELECT views FROM blog_posts WHERE id = ?`, []any{p.ID}, &p.Views); err != nil {
		return err
	}
	err := tx.put(record{table: "blog_posts", noun: "the post",
		columns: postColumns + `, ` + postText, fields: wholePost(p),
		id: &p.ID, slug: &p.Slug, source: &p.Source, created: &p.CreatedAt, updated: &p.UpdatedAt, version: &p.Version})
	if err != nil {
		return err
	}
	return tx.terms("post_terms", "post_id", p.ID,
		map[TermKind][]string{Tag: p.Tags, Category: {p.Category}, Series: {p.Series}})
}

// DeletePost removes the post of this id; NotFound when there is none.
func (tx *Tx) DeletePost(id string) error { return tx.remove("blog_posts", "post", id) }
