package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"

	"vitrine/app/wire"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

var embedded = mustSub(migrationFiles, "migrations")

func mustSub(fsys fs.FS, dir string) fs.FS {
	sub, err := fs.Sub(fsys, dir)
	if err != nil {
		panic(err)
	}
	return sub
}

// Another process may migrate the same file at the same moment (an import beside
// the first start). The one that loses sees a table that exists or a version
// that is taken; when it looks again, the work is done.
const (
	migrateTries = 5
	migratePause = 100 * time.Millisecond
)

// migrate brings the schema to the newest version in migrations. When it is
// there already, which is every start but one, goose is not even built.
func (s *Store) migrate(ctx context.Context, migrations fs.FS, marked bool) error {
	newest, err := newestMigration(migrations)
	if err != nil {
		return failed("reading the schema's versions", err)
	}
	copied := false
	for try := 1; ; try++ {
		version, err := s.schemaVersion(ctx, marked)
		switch {
		case err != nil:
			return err
		case version == newest:
			return nil
		case version > newest:
			return &wire.Error{Code: wire.Conflict, Message: fmt.Sprintf(
				"the data folder was written by a newer vitrine (schema %d, this program knows %d): update the program or restore a copy",
				version, newest)}
		}
		if version > 0 && !copied { // once: a large site takes seconds
			err = s.copyBefore(ctx, version, newest)
			copied = err == nil
		}
		if err == nil {
			err = s.upgrade(ctx, migrations)
		}
		if err == nil {
			return nil
		}
		if try == migrateTries || ctx.Err() != nil {
			return failed(fmt.Sprintf("upgrading the schema from %d to %d", version, newest), err)
		}
		s.o.Log.Warn("the schema was not upgraded, looking again", "from", version, "to", newest, "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(migratePause):
		}
	}
}

// upgrade runs what has not run yet, each migration in a transaction of its own.
func (s *Store) upgrade(ctx context.Context, migrations fs.FS) error {
	p, err := goose.NewProvider(goose.DialectSQLite3, s.writer, migrations,
		goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	// The provider is not closed: it would close the pool, which is ours.
	applied, err := p.Up(ctx)
	for _, m := range applied {
		s.o.Log.Info("the database was migrated", "to", m.Source.Version, "took", m.Duration)
	}
	return err
}

func newestMigration(migrations fs.FS) (newest int64, err error) {
	names, err := fs.Glob(migrations, "*.sql")
	if err != nil {
		return 0, err
	}
	for _, name := range names {
		n, err := goose.NumericComponent(name)
		if err != nil {
			return 0, err
		}
		newest = max(newest, n)
	}
	return newest, nil
}

// applicationID is "Vitr": the first migration puts it into the file's header.
const applicationID = 0x56697472

// schemaVersion is 0 for a new, empty database. One that has another program's
// id, or tables but no version, is not ours; one that should have a schema and
// has none lost it.
func (s *Store) schemaVersion(ctx context.Context, marked bool) (version int64, err error) {
	var id, tables, versioned int
	err = s.writer.QueryRowContext(ctx, `
		SELECT application_id, count(name), count(CASE name WHEN 'goose_db_version' THEN 1 END)
		FROM pragma_application_id LEFT JOIN sqlite_master ON type = 'table'`).
		Scan(&id, &tables, &versioned)
	switch {
	case isCode(err, sqlite3.ErrNotADB):
		return 0, foreignError(s.o.Path)
	case err != nil:
		return 0, failed("opening the database", err)
	case id != 0 && id != applicationID, versioned == 0 && tables > 0:
		return 0, foreignError(s.o.Path)
	}
	if versioned > 0 {
		if version, err = gooseVersion(ctx, s.writer); err != nil {
			return 0, failed("reading the schema's version", err)
		}
	}
	if version == 0 && marked {
		return 0, lostError(s.o.Path)
	}
	return version, nil
}

func gooseVersion(ctx context.Context, db *sql.DB) (version int64, err error) {
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version`).Scan(&version)
	return version, err
}

// copyBefore leaves a verified copy of the database, at schema version, beside
// it, before it goes to version next.
func (s *Store) copyBefore(ctx context.Context, version, next int64) error {
	target := fmt.Sprintf("%s.before-%d", s.o.Path, next)
	if older, err := copyVersion(ctx, target); err == nil && older < version {
		// An upgrade to next stopped half-way: the copy from before its first
		// step is worth more than one of the middle.
		return nil
	}
	// SQLite takes an existing file if it is empty, and so it gets one with
	// our mode instead of the umask's.
	f, err := os.CreateTemp(filepath.Dir(target), filepath.Base(target)+".*.part")
	if err != nil {
		return err
	}
	part := f.Name()
	err = f.Close()
	if err == nil {
		_, err = s.writer.ExecContext(ctx, "VACUUM INTO ?", part)
	}
	if err == nil {
		err = verifyCopy(ctx, part, version)
	}
	if err == nil {
		err = os.Rename(part, target)
	}
	if err != nil {
		return fmt.Errorf("copying the database before the upgrade: %w", errors.Join(err, os.Remove(part)))
	}
	s.o.Log.Info("the database was copied before its upgrade", "copy", target)
	return syncDir(filepath.Dir(target))
}

// openCopy opens a finished copy, which nobody writes: immutable leaves no -wal
// and -shm beside it.
func openCopy(path string) *sql.DB {
	db := openPool(path, url.Values{"mode": {"ro"}, "immutable": {"1"}}, nil)
	db.SetMaxOpenConns(1)
	return db
}

func copyVersion(ctx context.Context, path string) (int64, error) {
	if _, err := os.Stat(path); err != nil {
		return 0, err
	}
	db := openCopy(path)
	version, err := gooseVersion(ctx, db)
	return version, errors.Join(err, db.Close())
}

// verifyCopy reads the whole copy. integrity_check finds damage that
// quick_check calls ok.
func verifyCopy(ctx context.Context, path string, version int64) (err error) {
	db := openCopy(path)
	defer func() { err = errors.Join(err, db.Close()) }()
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("the copy is damaged: %s", verdict)
	}
	var orphans int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM pragma_foreign_key_check").Scan(&orphans); err != nil {
		return err
	}
	if orphans > 0 {
		return fmt.Errorf("%d rows of the copy refer to rows that are not there", orphans)
	}
	got, err := gooseVersion(ctx, db)
	if err == nil && got != version {
		err = fmt.Errorf("the copy has schema %d, the database %d", got, version)
	}
	return err
}
