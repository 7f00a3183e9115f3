// Package store keeps the site in one SQLite database and is the only room
// that knows SQL.
//
// What lies on disk, for a database at <path>:
//
//	<path>             the database, 0600
//	<path>-wal, -shm   SQLite's write-ahead log and its index; part of the database while it is open
//	<path>.site        says that a site was made here (see marker.go)
//	<path>.before-<n>  a verified copy, made before the schema went to version n
//
// One connection writes, in immediate transactions, so that two writers in one
// process queue in Go instead of failing in SQLite; many connections read, and
// are opened so that they cannot write. Other processes (an import while the
// server runs) write through a Store of their own: SQLite's lock and the busy
// timeout keep them apart, and Watch tells the server what they changed.
//
// The SQL stays portable: times are integer milliseconds UTC (text in the job
// queue, whose table is goqite's), ids are UUIDv7 as text, lists are JSON as
// text, booleans are 0 or 1, upserts say ON CONFLICT.
// Only connect.go, migrate.go and watch.go speak SQLite's own dialect.
//
// Every error of this package has a *wire.Error in its chain.
package store
