package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"time"

	"github.com/google/uuid"

	"vitrine/app/wire"
)

// MessageKey says how a message that comes twice is known again.
type MessageKey struct {
	Form   string        // the form it was written in; "" when that is not known
	Within time.Duration // an equal message is the same one if it came so lately, from whatever form
}

func (k MessageKey) since(now int64) int64 { return now - k.Within.Milliseconds() }

// Message gives a stored message; NotFound when it was deleted.
func (s *Store) Message(ctx context.Context, id string) (wire.Message, error) {
	return one(ctx, s, messageFields, `SELECT `+messageColumns+` FROM messages WHERE id = ?`, id)
}

// Messages lists messages, the newest first; limit 0 is all of them.
func (s *Store) Messages(ctx context.Context, limit int) ([]wire.Message, error) {
	if limit == 0 {
		limit = -1
	}
	return list(ctx, s, messageFields, `SELECT `+messageColumns+` FROM messages ORDER BY id DESC LIMIT ?`, limit)
}

// KnownMessage tells whether an equal message is stored already.
func (s *Store) KnownMessage(ctx context.Context, m wire.Message, k MessageKey) (bool, error) {
	n, err := one(ctx, s, count, knownMessage, contentOf(m), k.since(s.o.Now().UnixMilli()), k.Form)
	return n > 0, err
}

const messageColumns = `id, name, email, message, marks, created_at, mailed_at`

func messageFields(m *wire.Message) []any {
	return []any{&m.ID, &m.Name, &m.Email, &m.Message, jsonList[string]{&m.Marks}, &m.CreatedAt, &m.MailedAt}
}

const knownMessage = `SELECT count(*) FROM messages WHERE content = ? AND (created_at > ? OR form = ? AND form <> '')`

// contentOf is equal for equal messages. Lengths stand before the words, so that
// no two different ones run together into the same bytes.
func contentOf(m wire.Message) []byte {
	h := sha256.New()
	for _, word := range [...]string{m.Name, m.Email, m.Message} {
		_, _ = h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(word)))) // a hash never fails
		_, _ = h.Write([]byte(word))
	}
	return h.Sum(nil)
}

// AddMessage stores m, gives it its ID and time, and says so; an equal one that is
// there already stays the only one.
func (tx *Tx) AddMessage(m *wire.Message, k MessageKey) (added bool, err error) {
	content := contentOf(*m)
	var known int
	if _, err := tx.get(knownMessage, []any{content, k.since(tx.now), k.Form}, &known); err != nil || known > 0 {
		return false, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return false, failed("saving a message", err)
	}
	m.ID, m.CreatedAt = id.String(), tx.now
	_, err = tx.exec(insertInto("messages", `id, name, email, message, marks, content, form, created_at`),
		m.ID, m.Name, m.Email, m.Message, jsonList[string]{&m.Marks}, content, k.Form, m.CreatedAt)
	return err == nil, failed("saving a message", err)
}

// MarkMailed remembers that a message went out, so that it goes once.
func (tx *Tx) MarkMailed(id string) error {
	_, err := tx.exec(`UPDATE messages SET mailed_at = ? WHERE id = ?`, tx.now, id)
	return failed("saving a message", err)
}

// DeleteMessage deletes a message; NotFound when there is none.
func (tx *Tx) DeleteMessage(id string) error {
	n, err := tx.exec(`DELETE FROM messages WHERE id = ?`, id)
	if err == nil && n == 0 {
		err = &wire.Error{Code: wire.NotFound, Message: "there is no message " + id + ": `vitrine messages list` shows them"}
	}
	return failed("deleting a message", err)
}

// DeleteOldMessages deletes the messages that are older than age and says how many.
func (tx *Tx) DeleteOldMessages(age time.Duration) (int64, error) {
	n, err := tx.exec(`DELETE FROM messages WHERE created_at < ?`, tx.now-age.Milliseconds())
	return n, failed("deleting old messages", err)
}

// secretBytes is the length of a key: that of the hash it is used with.
const secretBytes = 32

// Secret gives the random key of that name, and makes it the first time.
func (s *Store) Secret(ctx context.Context, name string) (key []byte, err error) {
	err = s.Write(ctx, func(tx *Tx) error {
		known, err := tx.get(`SELECT value FROM secrets WHERE name = ?`, []any{name}, &key)
		if err != nil || known {
			return err
		}
		key = make([]byte, secretBytes)
		_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
		_, err = tx.exec(`INSERT INTO secrets (name, value) VALUES (?, ?)`, name, key)
		return err
	})
	return key, err
}
