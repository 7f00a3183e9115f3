package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/mattn/go-sqlite3"

	"vitrine/app/wire"
)

// failed tells a database failure to its two readers; nil stays nil, and an
// error that has a reader already stays as it is. doing says what was tried:
// "saving a post".
func failed(doing string, err error) error {
	if err == nil {
		return nil
	}
	var told *wire.Error
	if errors.As(err, &told) {
		return err
	}
	e := &wire.Error{Code: wire.Internal, Message: doing + " failed", Err: err}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		e.Code, e.Message = wire.Unavailable, doing+" took too long"
	}
	var cause sqlite3.Error
	if !errors.As(err, &cause) {
		return e
	}
	switch cause.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		e.Code, e.RetryAfter = wire.Unavailable, 1
		e.Message = doing + " waited too long for another writer: try again"
	case sqlite3.ErrFull:
		e.Code, e.Message = wire.Unavailable, doing+" failed: the disk is full"
	case sqlite3.ErrReadonly, sqlite3.ErrCantOpen, sqlite3.ErrPerm, sqlite3.ErrIoErr:
		e.Code, e.Message = wire.Unavailable, doing+" failed: the data folder cannot be read or written"
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		e.Message = doing + " failed: the database is damaged, restore a copy"
	case sqlite3.ErrConstraint:
		e.Code, e.Message = wire.Invalid, doing+" failed: a value is outside what is allowed"
		if cause.ExtendedCode == sqlite3.ErrConstraintUnique || cause.ExtendedCode == sqlite3.ErrConstraintPrimaryKey {
			e.Code, e.Message = wire.Conflict, doing+" failed: it is there already"
		}
	}
	return e
}

// notFound gives sql.ErrNoRows its reader.
func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return &wire.Error{Code: wire.NotFound, Message: "there is no such record", Err: err}
	}
	return failed("reading", err)
}

func isCode(err error, code sqlite3.ErrNo) bool {
	var cause sqlite3.Error
	return errors.As(err, &cause) && cause.Code == code
}
