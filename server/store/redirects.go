package store

import (
	"context"
	"strings"

	"vitrine/app/wire"
)

// Redirect gives the redirect that is kept for an old path; NotFound when there
// is none. One that a record left behind (see Leave) is kept as code 410.
func (s *Store) Redirect(ctx context.Context, from string) (wire.Redirect, error) {
	return one(ctx, s, redirectFields, `SELECT from_path, target, code FROM redirects WHERE from_path = ?`, from)
}

func redirectFields(r *wire.Redirect) []any { return []any{&r.From, &r.To, &r.Code} }

// RedirectAt is Redirect as it works at now, ms: what a record left behind leads
// to where the record is public now, and is 410 while it is nowhere.
func (s *Store) RedirectAt(ctx context.Context, from string, now int64) (wire.Redirect, error) {
	return one(ctx, s, redirectFields, `
		SELECT from_path,
			coalesce('/blog/' || p.slug, '/projects/' || w.slug, '/' || f.slug, target),
			CASE WHEN coalesce(p.slug, w.slug, f.slug) IS NULL THEN code ELSE 301 END
		FROM redirects r
		LEFT JOIN blog_posts p ON p.id = r.record AND p.published = 1 AND p.published_at <= ?
		LEFT JOIN projects w ON w.id = r.record AND w.published = 1
		LEFT JOIN pages f ON f.id = r.record AND f.published = 1
		WHERE from_path = ?`, now, from)
}

// PutRedirect adds the redirect or replaces the one with its From.
func (tx *Tx) PutRedirect(r wire.Redirect) error {
	return tx.putRedirect(r, "")
}

// Leave keeps the address path, at which the record of this id was public and is
// no longer, for the record: see RedirectAt.
func (tx *Tx) Leave(path, id string) error {
	return tx.putRedirect(wire.Redirect{From: path, Code: wire.Gone.Status()}, id)
}

func (tx *Tx) putRedirect(r wire.Redirect, record string) error {
	n, err := tx.exec(`
		INSERT INTO redirects (from_path, target, code, record) VALUES (?, ?, ?, ?)
		ON CONFLICT (from_path) DO UPDATE SET target = excluded.target, code = excluded.code, record = excluded.record
		WHERE redirects.target <> excluded.target OR redirects.code <> excluded.code OR redirects.record <> excluded.record`,
		r.From, r.To, r.Code, record)
	tx.changed = tx.changed || n > 0
	return failed("saving the redirect", err)
}

// DropRedirect takes the redirect of path away, if there is one.
func (tx *Tx) DropRedirect(path string) error {
	n, err := tx.exec(`DELETE FROM redirects WHERE from_path = ?`, path)
	tx.changed = tx.changed || n > 0
	return failed("removing the redirect", err)
}

// Standing tells whether a post, a project or a free page has the address path,
// and whether visitors see it there at now, ms.
func (s *Store) Standing(ctx context.Context, path string, now int64) (there, public bool, err error) {
	query, slug, args := `SELECT published FROM pages WHERE slug = ?`, strings.TrimPrefix(path, "/"), []any{}
	if post, ok := strings.CutPrefix(path, "/blog/"); ok {
		query, slug, args = `SELECT published = 1 AND published_at <= ? FROM blog_posts WHERE slug = ?`, post, []any{now}
	} else if project, ok := strings.CutPrefix(path, "/projects/"); ok {
		query, slug = `SELECT published FROM projects WHERE slug = ?`, project
	}
	public, err = one(ctx, s, func(b *bool) []any { return []any{b} }, query, append(args, slug)...)
	if wire.CodeOf(err) == wire.NotFound {
		return false, false, nil
	}
	return err == nil, public, err
}
