package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// statements keeps each query prepared under its own text, from its first use:
// there are some dozens, and preparing one costs as much as running it.
type statements struct {
	mu       sync.Mutex
	prepared map[string]*sql.Stmt
}

func (s *statements) get(ctx context.Context, db *sql.DB, query string) (*sql.Stmt, error) {
	s.mu.Lock()
	stmt := s.prepared[query]
	s.mu.Unlock()
	if stmt != nil {
		return stmt, nil
	}
	// Prepared outside the lock: one slow connection must not hold up the rest.
	stmt, err := db.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if first := s.prepared[query]; first != nil {
		return first, stmt.Close()
	}
	if s.prepared == nil {
		s.prepared = map[string]*sql.Stmt{}
	}
	s.prepared[query] = stmt
	return stmt, nil
}

func (s *statements) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, stmt := range s.prepared {
		errs = append(errs, stmt.Close())
	}
	s.prepared = nil
	return errors.Join(errs...)
}

// list runs a query on the readers; fields gives the places of a row's columns.
func list[T any](ctx context.Context, s *Store, fields func(*T) []any, query string, args ...any) (all []T, err error) {
	stmt, err := s.statements.get(ctx, s.readers, query)
	if err != nil {
		return nil, failed("reading", err)
	}
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return nil, failed("reading", err)
	}
	defer func() { err = failed("reading", errors.Join(err, rows.Close())) }()
	for rows.Next() {
		var v T
		if err := rows.Scan(fields(&v)...); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// one is list for a query that gives a row or NotFound.
func one[T any](ctx context.Context, s *Store, fields func(*T) []any, query string, args ...any) (v T, err error) {
	stmt, err := s.statements.get(ctx, s.readers, query)
	if err != nil {
		return v, failed("reading", err)
	}
	err = stmt.QueryRowContext(ctx, args...).Scan(fields(&v)...)
	return v, notFound(err)
}

// where collects conditions that must all hold, and their arguments.
type where struct {
	conditions []string
	args       []any
}

func (w *where) and(condition string, args ...any) {
	w.conditions = append(w.conditions, condition)
	w.args = append(w.args, args...)
}

func (w *where) String() string {
	if len(w.conditions) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.conditions, " AND ")
}

// jsonList keeps a list as JSON text. An empty one reads back as nil, so that a
// saved record equals the one it was made from.
type jsonList[T any] struct{ list *[]T }

func (j jsonList[T]) Value() (driver.Value, error) {
	if len(*j.list) == 0 {
		return "[]", nil
	}
	b, err := json.Marshal(*j.list)
	return string(b), err
}

func (j jsonList[T]) Scan(src any) error {
	text, ok := src.(string)
	if !ok {
		return fmt.Errorf("a list is kept as text, not as %T", src)
	}
	*j.list = nil
	if text == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(text), j.list)
}
