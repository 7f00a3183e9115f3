package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"vitrine/app/wire"
)

// Options says where the database is and how it is kept.
type Options struct {
	// Path is the database file. Its folder is made if it is missing.
	Path string
	// Synchronous is FULL (the default: a commit that was acknowledged survives
	// a power cut) or NORMAL (it survives the process, but the last ones may be
	// lost with the power; about seven times the commits a second).
	Synchronous string
	// TermSlug gives the address part of a tag, a category, a series or a
	// technology from its name. Required, pure; a term whose slug is "" has no
	// address and is not listed.
	TermSlug func(name string) string
	// Now is the clock; time.Now when nil.
	Now func() time.Time
	// Log takes what nobody waits for; nothing is logged when nil.
	Log *slog.Logger
}

func (o *Options) complete() error {
	switch {
	case o.Path == "":
		return &wire.Error{Code: wire.Invalid, Field: "path", Message: "the store needs the path of its database file"}
	case o.TermSlug == nil:
		return &wire.Error{Code: wire.Invalid, Field: "term_slug", Message: "the store needs a rule for the slugs of terms"}
	case o.Synchronous == "":
		o.Synchronous = "FULL"
	case o.Synchronous != "FULL" && o.Synchronous != "NORMAL":
		return &wire.Error{Code: wire.Invalid, Field: "synchronous",
			Message: "synchronous is FULL or NORMAL, not " + o.Synchronous}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	abs, err := filepath.Abs(o.Path)
	if err != nil {
		return failed("finding the data folder", err)
	}
	o.Path = abs
	return nil
}

// Store is an open database. Its methods may be called from many goroutines.
type Store struct {
	o          Options
	writer     *sql.DB // one connection
	readers    *sql.DB
	statements statements

	jobsChanged chan struct{} // holds one signal

	closing  sync.Once
	closeErr error
}

// Open opens the database, makes it when the folder is new, and brings its
// schema up to date after copying it to <path>.before-<version>.
//
// It refuses, leaving the data as it is: a folder that cannot be written, a file
// that is not Vitrine's, a schema newer than this program knows, and a missing or
// empty database where a site was before.
func Open(ctx context.Context, o Options) (*Store, error) {
	return open(ctx, o, embedded)
}

func open(ctx context.Context, o Options, migrations fs.FS) (*Store, error) {
	if err := o.complete(); err != nil {
		return nil, err
	}
	marked, err := prepareFile(o.Path)
	if err != nil {
		return nil, err
	}
	s := &Store{o: o, writer: openWriter(o), readers: openReaders(o), jobsChanged: make(chan struct{}, 1)}
	if err := s.start(ctx, migrations, marked); err != nil {
		if cerr := errors.Join(s.statements.close(), s.readers.Close(), s.writer.Close()); cerr != nil {
			o.Log.Warn("the database was not closed well", "error", cerr)
		}
		return nil, err
	}
	return s, nil
}

func (s *Store) start(ctx context.Context, migrations fs.FS, marked bool) error {
	if err := s.migrate(ctx, migrations, marked); err != nil {
		return err
	}
	if err := writeMarker(s.o.Path); err != nil {
		return err
	}
	return failed("opening the database for reading", s.readers.PingContext(ctx))
}

// prepareFile makes the folder and the file ready for SQLite, and says whether a
// site was here before.
func prepareFile(path string) (marked bool, err error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return false, folderError(dir, err)
	}
	// The marker is read before the database: a process that makes the site at
	// this moment writes it last, so a marker seen here means a whole schema.
	if marked, err = siteWasHere(path); err != nil {
		return false, folderError(dir, err)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return false, folderError(dir, err)
	case marked && (err != nil || info.Size() == 0):
		return false, lostError(path)
	case err != nil:
		if err := createFile(path); err != nil {
			return false, folderError(dir, err)
		}
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return false, folderError(dir, err)
	}
	return marked, checkWritable(dir)
}

// createFile makes the empty file, because SQLite would make it with what the
// umask leaves (0644 mostly); its -wal and -shm take the mode of the file. An
// existing file must never be opened and closed here: that would drop the locks
// which another Store of this process holds on it.
func createFile(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) { // another process was first
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// checkWritable finds a folder in which SQLite could not make its log: asking
// here gives a sentence instead of "unable to open database file".
func checkWritable(dir string) error {
	f, err := os.CreateTemp(dir, ".writable-*")
	if err != nil {
		return folderError(dir, err)
	}
	if err := errors.Join(f.Close(), os.Remove(f.Name())); err != nil {
		return folderError(dir, err)
	}
	return nil
}

func folderError(dir string, err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return &wire.Error{Code: wire.Unavailable, Err: err, Message: "the data folder " + dir +
			" cannot be written: give it to the user who runs vitrine, or name another folder"}
	}
	return &wire.Error{Code: wire.Unavailable, Err: err, Message: "the data folder " + dir + " cannot be used"}
}

// Close folds the log into the database file and closes every connection. A
// second call does nothing and gives the same error.
func (s *Store) Close() error {
	s.closing.Do(func() {
		err := errors.Join(s.statements.close(), s.readers.Close())
		// A reader in another process may hold the log: then folding it is left
		// to whoever closes last, and nothing is lost.
		ctx, cancel := context.WithTimeout(context.Background(), 2*busyTimeout)
		defer cancel()
		if _, err := s.writer.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
			s.o.Log.Warn("the log was not folded into the database", "error", err)
		}
		s.closeErr = failed("closing the database", errors.Join(err, s.writer.Close()))
	})
	return s.closeErr
}

// Ping asks the database a question that reads a real row.
func (s *Store) Ping(ctx context.Context) error {
	_, err := s.Revision(ctx)
	return err
}

const revision = `SELECT content_revision FROM meta WHERE id = 1`

// Revision is raised by every Write that changed content, in this process or
// another; it never goes down.
func (s *Store) Revision(ctx context.Context) (int64, error) {
	return one(ctx, s, func(n *int64) []any { return []any{n} }, revision)
}
