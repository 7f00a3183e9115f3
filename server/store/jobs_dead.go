package store

import (
	"context"
	"encoding/json"
	"time"

	"vitrine/app/wire"
)

// JobCounts counts the jobs of each kind at now.
func (s *Store) JobCounts(ctx context.Context, now time.Time) ([]wire.JobCount, error) {
	at := jobStamp(now)
	return list(ctx, s, func(c *wire.JobCount) []any {
		return []any{&c.Kind, &c.Waiting, &c.Running, &c.Scheduled, &c.Dead}
	}, `
		SELECT kind, sum(waiting), sum(running), sum(scheduled), sum(dead) FROM (
			SELECT queue AS kind,
				CASE WHEN timeout <= ? THEN 1 ELSE 0 END AS waiting,
				CASE WHEN timeout > ? AND runner <> '' THEN 1 ELSE 0 END AS running,
				CASE WHEN timeout > ? AND runner = '' THEN 1 ELSE 0 END AS scheduled,
				0 AS dead
			FROM goqite
			UNION ALL SELECT kind, 0, 0, 0, 1 FROM dead_jobs)
		GROUP BY kind ORDER BY kind`, at, at, at)
}

// DeadJobs lists what was given up, the latest last.
func (s *Store) DeadJobs(ctx context.Context) ([]wire.DeadJob, error) {
	return list(ctx, s, func(d *wire.DeadJob) []any {
		return []any{&d.ID, &d.Kind, &d.Payload, &d.Error, &d.Attempts, &d.FirstAt, &d.LastAt}
	}, `SELECT id, kind, payload, error, attempts, first_at, last_at FROM dead_jobs ORDER BY last_at, id`)
}

// ReviveJob puts a job that was given up into the queue again, as a new one.
func (tx *Tx) ReviveJob(id int64) error {
	var kind, payload string
	known, err := tx.get(`SELECT kind, payload FROM dead_jobs WHERE id = ?`, []any{id}, &kind, &payload)
	if err != nil {
		return err
	}
	if !known {
		return noDeadJob()
	}
	if err := tx.Enqueue(kind, json.RawMessage(payload)); err != nil {
		return err
	}
	return tx.DropJob(id)
}

// DropJob forgets a job that was given up.
func (tx *Tx) DropJob(id int64) error {
	n, err := tx.exec(`DELETE FROM dead_jobs WHERE id = ?`, id)
	if err == nil && n == 0 {
		err = noDeadJob()
	}
	return err
}

func noDeadJob() error {
	return &wire.Error{Code: wire.NotFound, Field: "id",
		Message: "no job with this number was given up: `vitrine jobs list` shows those that were"}
}

// LastRun tells when the schedule ran last, in ms; 0 when it is not known.
func (s *Store) LastRun(ctx context.Context, schedule string) (int64, error) {
	return one(ctx, s, func(ms *int64) []any { return []any{ms} }, `SELECT coalesce(max(ran_at), 0) FROM schedules WHERE name = ?`, schedule)
}

// PutLastRun keeps when the schedule ran last.
func (tx *Tx) PutLastRun(schedule string, at time.Time) error {
	_, err := tx.exec(`
		INSERT INTO schedules (name, ran_at) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET ran_at = excluded.ran_at`, schedule, at.UnixMilli())
	return err
}
