package store

import (
	"context"
	"database/sql"
	"io/fs"
)

// OpenMigrations is Open with other migrations than the program's.
func OpenMigrations(ctx context.Context, o Options, migrations fs.FS) (*Store, error) {
	return open(ctx, o, migrations)
}

// Migrations are the program's own.
func Migrations() fs.FS { return embedded }

// Pools gives the writing and the reading pool.
func (s *Store) Pools() map[string]*sql.DB {
	return map[string]*sql.DB{"writer": s.writer, "readers": s.readers}
}

// OpenPool opens a pool whose connections must say value for the pragma,
// although the DSN names it in a way the driver does not know.
func OpenPool(path, pragma, value string) *sql.DB {
	return openPool(path, map[string][]string{}, []setting{{"_no_such_name", pragma, value}})
}

// Query is the text and the arguments of the query behind Posts.
func (f PostFilter) Query() (string, []any) { return f.query() }
