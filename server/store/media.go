package store

import (
	"context"
	"encoding/json"
	"strings"

	"vitrine/app/wire"
)

const mediaColumns = `hash, name, type, bytes, width, height, tone, animated, created_at`

func mediaFields(m *wire.Media) []any {
	return []any{&m.Hash, &m.Name, &m.Type, &m.Bytes, &m.Width, &m.Height, &m.Tone, &m.Animated, &m.CreatedAt}
}

// Media gives what is known of a stored file.
func (s *Store) Media(ctx context.Context, hash string) (wire.Media, error) {
	return one(ctx, s, mediaFields, `SELECT `+mediaColumns+` FROM media WHERE hash = ?`, hash)
}

// Pictures gives every stored file that is a picture.
func (s *Store) Pictures(ctx context.Context) ([]wire.Media, error) {
	return list(ctx, s, mediaFields, `SELECT `+mediaColumns+` FROM media WHERE type LIKE 'image/%' ORDER BY created_at, hash`)
}

// PutMedia adds the file or replaces what is known of the one with its Hash,
// keeping when it came. A file that no record names changes no page, so the
// revision stays.
func (tx *Tx) PutMedia(m wire.Media) error {
	if m.CreatedAt == 0 {
		m.CreatedAt = tx.now
	}
	_, err := tx.exec(insertInto("media", mediaColumns)+`
		ON CONFLICT (hash) DO UPDATE SET
			name = excluded.name, type = excluded.type, bytes = excluded.bytes, width = excluded.width,
			height = excluded.height, tone = excluded.tone, animated = excluded.animated`,
		m.Hash, m.Name, m.Type, m.Bytes, m.Width, m.Height, m.Tone, m.Animated, m.CreatedAt)
	return failed("saving a file", err)
}

// PutTone keeps the tone of a picture that was decoded after texts with it had
// been rendered, and writes it into their HTML. The renderer begins an <img>
// without a tone with its src, and nothing but a real tag can read so, because
// every other "<" and quote is escaped: the text is what rendering it again
// would make, and no author's version changes under their hands.
func (tx *Tx) PutTone(hash, tone string) error {
	n, err := tx.exec(`UPDATE media SET tone = ? WHERE hash = ? AND tone <> ?`, tone, hash, tone)
	if err != nil || tone == "" {
		return failed("saving a picture's tone", err)
	}
	from, to := `<img src="/media/`+hash+`/`, `<img class="tone-`+tone+`" src="/media/`+hash+`/`
	for _, table := range []string{"blog_posts", "projects", "pages"} {
		more, err := tx.exec(`UPDATE `+table+` SET html = replace(html, ?, ?) WHERE instr(html, ?) > 0`, from, to, from)
		if err != nil {
			return failed("saving a picture's tone", err)
		}
		n += more
	}
	tx.changed = tx.changed || n > 0
	var data string
	known, err := tx.get(profile, nil, &data)
	if err != nil || !known {
		return failed("saving a picture's tone", err)
	}
	var p wire.Profile
	if err := json.Unmarshal([]byte(data), &p); err != nil {
		return failed("saving a picture's tone", err)
	}
	p.LongHTML, p.ContactHTML = strings.ReplaceAll(p.LongHTML, from, to), strings.ReplaceAll(p.ContactHTML, from, to)
	return tx.PutProfile(p)
}
