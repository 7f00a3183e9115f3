package store

import (
	"context"
	"encoding/json"

	"vitrine/app/wire"
)

const profile = `SELECT data FROM profile WHERE id = 1`

// Profile is the person the site is about; NotFound on a new site.
func (s *Store) Profile(ctx context.Context) (wire.Profile, error) {
	var p wire.Profile
	data, err := one(ctx, s, func(text *string) []any { return []any{text} }, profile)
	if err != nil {
		return p, err
	}
	return p, failed("reading the profile", json.Unmarshal([]byte(data), &p))
}

// PutProfile replaces the profile.
func (tx *Tx) PutProfile(p wire.Profile) error {
	data, err := json.Marshal(p)
	if err != nil {
		return failed("saving the profile", err)
	}
	n, err := tx.exec(`
		INSERT INTO profile (id, data, render_version, updated_at) VALUES (1, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET
			data = excluded.data, render_version = excluded.render_version, updated_at = excluded.updated_at
		WHERE profile.data <> excluded.data`, string(data), p.RenderV, tx.now)
	tx.changed = tx.changed || n > 0
	return failed("saving the profile", err)
}

// Addresses gives the path (not escaped) and the title of every post, project
// and free page that is public at now, ms; of every one when now is 0.
func (s *Store) Addresses(ctx context.Context, now int64) ([]wire.Link, error) {
	posts, rest := &where{}, &where{}
	posts.public(now)
	if now > 0 {
		rest.and(`published = 1`)
	}
	return list(ctx, s, func(l *wire.Link) []any { return []any{&l.Href, &l.Label} }, `
		SELECT '/blog/' || slug AS path, title FROM blog_posts`+posts.String()+`
		UNION ALL SELECT '/projects/' || slug, title FROM projects`+rest.String()+`
		UNION ALL SELECT '/' || slug, title FROM pages`+rest.String()+`
		ORDER BY path`, posts.args...)
}

// Stale gives the slugs of what a renderer older than renderVersion made, and
// whether it made the profile.
func (s *Store) Stale(ctx context.Context, renderVersion int) (posts, projects, pages []string, profile bool, err error) {
	slug := func(s *string) []any { return []any{s} }
	for table, into := range map[string]*[]string{"blog_posts": &posts, "projects": &projects, "pages": &pages} {
		*into, err = list(ctx, s, slug, `SELECT slug FROM `+table+` WHERE render_version < ? ORDER BY id`, renderVersion)
		if err != nil {
			return nil, nil, nil, false, err
		}
	}
	n, err := one(ctx, s, count, `SELECT count(*) FROM profile WHERE render_version < ?`, renderVersion)
	return posts, projects, pages, n > 0, err
}
