package store

import (
	"context"
	"strings"

	"vitrine/app/wire"
)

// Signature is what a post is about, in the form that PutSignature was given.
type Signature struct{ ID, Lang, Terms string }

// Signatures gives those of the posts that are public at now, ms, the newest
// first and at most limit.
func (s *Store) Signatures(ctx context.Context, now int64, limit int) ([]Signature, error) {
	w := &where{}
	w.public(now)
	return list(ctx, s, func(g *Signature) []any { return []any{&g.ID, &g.Lang, &g.Terms} }, `
		SELECT id, lang, terms FROM blog_posts JOIN post_signatures ON post_id = id`+w.String()+newestFirst+` LIMIT ?`,
		append(w.args, limit)...)
}

// PutSignature keeps what the post of this id is about. Whatever it is, it comes
// with a PutPost, which raises the revision.
func (tx *Tx) PutSignature(id, terms string) error {
	_, err := tx.exec(`
		INSERT INTO post_signatures (post_id, terms) VALUES (?, ?)
		ON CONFLICT (post_id) DO UPDATE SET terms = excluded.terms`, id, terms)
	return failed("saving the post", err)
}

// PostsByID gives those of the posts that are public at now, ms, in the order of
// ids and in the shape of Posts.
func (s *Store) PostsByID(ctx context.Context, ids []string, now int64) ([]wire.Post, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	w := &where{}
	w.public(now)
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	w.and(`id IN (?`+strings.Repeat(`, ?`, len(ids)-1)+`)`, args...)
	found, err := list(ctx, s, postFields, `SELECT `+postColumns+` FROM blog_posts`+w.String(), w.args...)
	if err != nil {
		return nil, err
	}
	ordered := make([]wire.Post, 0, len(found))
	for _, id := range ids {
		for _, p := range found {
			if p.ID == id {
				ordered = append(ordered, p)
			}
		}
	}
	return ordered, nil
}
