package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/google/uuid"

	"vitrine/app/wire"
)

// Tx is one transaction. Its methods belong to the function given to Write and
// to one goroutine.
type Tx struct {
	ctx     context.Context
	tx      *sql.Tx
	s       *Store
	now     int64 // ms; one moment for everything in the transaction
	changed bool

	enqueued bool // a job
}

// Write runs fn in one transaction on the one writing connection: all of it is
// kept, or, when fn or the commit fails, nothing. A nil error means that it is on
// disk. Calls queue; fn must not call Write, and does not see what it wrote
// through the Store's reading methods. A record that fn passed to a Put keeps the
// new ID and Version even when the transaction fails: save a copy to retry.
func (s *Store) Write(ctx context.Context, fn func(*Tx) error) error {
	sqltx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return failed("saving", err)
	}
	defer func() {
		if err := sqltx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
			s.o.Log.Warn("a transaction was not rolled back", "error", err)
		}
	}()
	tx := &Tx{ctx: ctx, tx: sqltx, s: s, now: s.o.Now().UnixMilli()}
	if err := fn(tx); err != nil {
		return err
	}
	if tx.changed {
		if _, err := tx.exec(`UPDATE meta SET content_revision = content_revision + 1 WHERE id = 1`); err != nil {
			return err
		}
	}
	// With a full disk it is the commit that fails, after every statement went well.
	if err := sqltx.Commit(); err != nil {
		return failed("saving", err)
	}
	if tx.enqueued {
		s.tellJobsChanged()
	}
	return nil
}

// exec runs a statement and tells how many rows it touched.
func (tx *Tx) exec(query string, args ...any) (int64, error) {
	result, err := tx.tx.ExecContext(tx.ctx, query, args...)
	if err != nil {
		return 0, failed("saving", err)
	}
	n, err := result.RowsAffected()
	return n, failed("saving", err)
}

// get reads one row and tells whether there was one.
func (tx *Tx) get(query string, args []any, into ...any) (bool, error) {
	err := tx.tx.QueryRowContext(tx.ctx, query, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, failed("saving", err)
}

// A record is what posts, projects and pages have in common: an id, an address
// of their own, a place they were imported from, and a version.
type record struct {
	table            string
	noun             string // "a post"
	columns          string // of fields, comma-separated
	fields           []any
	id, slug, source *string
	created, updated *int64
	version          *int
}

// put inserts the record, or replaces the one with its id if that is still at
// its version.
func (tx *Tx) put(r record) error {
	if *r.id == "" {
		id, err := uuid.NewV7()
		if err != nil {
			return failed("saving "+r.noun, err)
		}
		*r.id = id.String()
	}
	var version int
	var created int64
	known, err := tx.get(`SELECT version, created_at FROM `+r.table+` WHERE id = ?`, []any{*r.id}, &version, &created)
	if err != nil {
		return err
	}
	if known && version != *r.version {
		return &wire.Error{Code: wire.Conflict, Field: "version",
			Message: r.noun + " was saved by somebody else since you opened it: look at the newer text, then save again"}
	}
	if err := tx.free(r, "slug", *r.slug); err != nil {
		return err
	}
	if *r.source != "" {
		if err := tx.free(r, "source", *r.source); err != nil {
			return err
		}
	}
	*r.version = version + 1
	*r.updated = tx.now
	query := insertInto(r.table, r.columns)
	args := r.fields
	if known {
		*r.created = created
		query = `UPDATE ` + r.table + ` SET ` + strings.ReplaceAll(r.columns, ",", " = ?,") + ` = ? WHERE id = ?`
		args = append(args, *r.id)
	} else if *r.created == 0 {
		*r.created = tx.now
	}
	if _, err := tx.exec(query, args...); err != nil {
		return failed("saving "+r.noun, err)
	}
	tx.changed = true
	return nil
}

// free makes sure that no other record has the value; the transaction has the
// only write lock, so it stays free.
func (tx *Tx) free(r record, column, value string) error {
	var title string
	taken, err := tx.get(`SELECT title FROM `+r.table+` WHERE `+column+` = ? AND id <> ?`, []any{value, *r.id}, &title)
	if err != nil || !taken {
		return err
	}
	return &wire.Error{Code: wire.Conflict, Field: column,
		Message: "\"" + value + "\" is taken by \"" + title + "\": choose another"}
}

// remove deletes a record; what belongs to it in other tables goes with it.
func (tx *Tx) remove(table, noun, id string) error {
	n, err := tx.exec(`DELETE FROM `+table+` WHERE id = ?`, id)
	switch {
	case err != nil:
		return failed("deleting the "+noun, err)
	case n == 0:
		return wire.Errorf(wire.NotFound, "there is no such %s", noun)
	}
	tx.changed = true
	return nil
}

func insertInto(table, columns string) string {
	marks := strings.Repeat("?, ", strings.Count(columns, ",")) + "?"
	return `INSERT INTO ` + table + ` (` + columns + `) VALUES (` + marks + `)`
}

// terms replaces what a record is filed under. Names that fold to one slug are
// one term, by the first of them.
func (tx *Tx) terms(table, owner, id string, byKind map[TermKind][]string) error {
	if _, err := tx.exec(`DELETE FROM `+table+` WHERE `+owner+` = ?`, id); err != nil {
		return err
	}
	for kind, names := range byKind {
		seen := map[string]bool{"": true}
		for _, name := range names {
			slug := tx.s.o.TermSlug(name)
			if seen[slug] {
				continue
			}
			seen[slug] = true
			query, args := insertInto(table, owner+`, slug, name, kind`), []any{id, slug, name, kind}
			if kind == Tech {
				query, args = insertInto(table, owner+`, slug, name`), args[:3]
			}
			if _, err := tx.exec(query, args...); err != nil {
				return err
			}
		}
	}
	return nil
}
