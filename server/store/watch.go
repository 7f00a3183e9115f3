package store

import (
	"context"
	"database/sql"
	"time"
)

// Watch calls changed with the content revision, once at the start and then
// after each commit that raised it, by this process or another, until ctx ends.
// It asks SQLite every interval whether anybody committed, which costs
// microseconds and reads no page; several commits in one interval are one call.
// A commit of any kind may have brought a job, and is told to JobsChanged.
func (s *Store) Watch(ctx context.Context, every time.Duration, changed func(revision int64)) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	told := int64(-1)
	for ctx.Err() == nil {
		if err := s.watch(ctx, ticker.C, &told, changed); err != nil && ctx.Err() == nil {
			s.o.Log.Warn("watching the database was interrupted", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-ticker.C:
		}
	}
}

// watch holds one connection for as long as it works: data_version compares the
// database with what this very connection saw before.
func (s *Store) watch(ctx context.Context, tick <-chan time.Time, told *int64, changed func(int64)) error {
	conn, err := s.readers.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	seen := int64(-1)
	for {
		// The version first: a commit between the two questions is then seen
		// at the next tick again, not missed.
		version, err := ask(ctx, conn, `PRAGMA data_version`)
		if err != nil {
			return err
		}
		if version != seen {
			seen = version
			s.tellJobsChanged()
			now, err := ask(ctx, conn, revision)
			if err != nil {
				return err
			}
			if now != *told {
				*told = now
				changed(now)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick:
		}
	}
}

func ask(ctx context.Context, conn *sql.Conn, query string) (n int64, err error) {
	err = conn.QueryRowContext(ctx, query).Scan(&n)
	return n, err
}
