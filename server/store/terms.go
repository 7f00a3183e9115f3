package store

import (
	"context"

	"vitrine/app/wire"
)

// TermKind names what a term is.
type TermKind string

// The kinds of term: the first three file posts, Tech files projects.
const (
	Tag      TermKind = "tag"
	Category TermKind = "category"
	Series   TermKind = "series"
	Tech     TermKind = "tech"
)

// Terms lists the terms of a kind with how many records public at now, ms (of
// all when now is 0), carry each: the most used first, then by name. Where
// records write one term differently, the name is the first in byte order,
// which prefers "Go" to "go".
func (s *Store) Terms(ctx context.Context, kind TermKind, now int64) ([]wire.Term, error) {
	w := &where{}
	from := `post_terms t JOIN blog_posts r ON r.id = t.post_id`
	if kind == Tech {
		from = `project_terms t JOIN projects r ON r.id = t.project_id`
		if now > 0 {
			w.and(`published = 1`)
		}
	} else {
		w.and(`t.kind = ?`, kind)
		w.public(now)
	}
	return list(ctx, s, func(t *wire.Term) []any { return []any{&t.Slug, &t.Name, &t.Count} }, `
		SELECT t.slug, min(t.name) AS shown, count(*) AS uses
		FROM `+from+w.String()+`
		GROUP BY t.slug
		ORDER BY uses DESC, lower(min(t.name)), t.slug`, w.args...)
}
