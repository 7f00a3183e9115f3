package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"maragu.dev/goqite"

	"vitrine/app/wire"
)

const (
	// maxJobPayload is the most bytes of JSON a job carries: it names what to
	// work on, and the rest is read when it runs.
	maxJobPayload = 64 << 10

	// maxJobError is how much of a failure is kept: a sentence and the first
	// lines of a stack.
	maxJobError = 4 << 10
)

// jobTime is how goqite writes times. In this form they sort as text.
const jobTime = "2006-01-02T15:04:05.000Z07:00"

func jobStamp(t time.Time) string { return t.UTC().Format(jobTime) }

// Job is one job that a runner took.
type Job struct {
	ID, Kind  string
	Payload   json.RawMessage
	Attempt   int    // 1 the first time
	LastError string // why the attempt before this one failed

	runner string
}

// DueJobs says when the next job of a kind may be taken.
type DueJobs struct {
	Kind string
	At   time.Time
}

// Claim is what a runner asks for. Until is when the jobs it got may be taken
// by somebody else, unless it keeps them: see Tx.KeepJobs.
type Claim struct {
	Kind, Runner string
	Most         int
	Now, Until   time.Time
}

// Enqueue puts a job into the durable queue, together with everything else of
// the transaction: kind says who runs it, payload, as JSON, on what. It runs as
// soon as it can, or not before at, if one is given.
func (tx *Tx) Enqueue(kind string, payload any, at ...time.Time) error {
	if kind == "" {
		return &wire.Error{Code: wire.Invalid, Field: "kind", Message: "a job needs a kind"}
	}
	body, err := json.Marshal(payload)
	if err != nil {
		return &wire.Error{Code: wire.Invalid, Field: "payload", Message: "a job's payload must be JSON", Err: err}
	}
	if len(body) > maxJobPayload {
		return &wire.Error{Code: wire.TooLarge, Field: "payload", Message: fmt.Sprintf(
			"a job's payload has %d bytes; %d are allowed: name the record instead", len(body), maxJobPayload)}
	}
	now := time.UnixMilli(tx.now)
	due := now
	if len(at) > 0 && at[0].After(due) {
		due = at[0]
	}
	queue := goqite.New(goqite.NewOpts{DB: tx.s.writer, Name: kind})
	id, err := queue.SendAndGetIDTx(tx.ctx, tx.tx, goqite.Message{Body: body})
	if err != nil {
		return failed("putting a job into the queue", err)
	}
	// goqite reads the wall clock; a job's times are those of its transaction.
	_, err = tx.exec(`UPDATE goqite SET created = ?, timeout = ? WHERE id = ?`, jobStamp(now), jobStamp(due), id)
	tx.enqueued = true
	return err
}

// TakeJobs takes up to c.Most jobs of a kind that are due, the longest due
// first, and counts the attempt. goqite's own Receive takes one of one queue at
// the wall clock's time and does not tell the attempt; the rows are the same.
func (tx *Tx) TakeJobs(c Claim) ([]Job, error) {
	jobs, err := tx.dueJobs(c)
	if err != nil {
		return nil, failed("taking jobs", err)
	}
	for _, j := range jobs {
		if _, err := tx.exec(`UPDATE goqite SET runner = ?, timeout = ?, received = ? WHERE id = ?`,
			c.Runner, jobStamp(c.Until), j.Attempt, j.ID); err != nil {
			return nil, err
		}
	}
	return jobs, nil
}

func (tx *Tx) dueJobs(c Claim) (jobs []Job, err error) {
	rows, err := tx.tx.QueryContext(tx.ctx, `
		SELECT id, body, received + 1, error FROM goqite
		WHERE queue = ? AND timeout <= ? AND runner <> ?
		ORDER BY timeout LIMIT ?`, c.Kind, jobStamp(c.Now), c.Runner, c.Most)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		j := Job{Kind: c.Kind, runner: c.Runner}
		var body []byte
		if err := rows.Scan(&j.ID, &body, &j.Attempt, &j.LastError); err != nil {
			return nil, err
		}
		j.Payload = body
		jobs = append(jobs, j)
	}
	return jobs, rows.Err()
}

// KeepJobs keeps what the runner has for it until a later time.
func (tx *Tx) KeepJobs(runner string, until time.Time) error {
	_, err := tx.exec(`UPDATE goqite SET timeout = ? WHERE runner = ?`, jobStamp(until), runner)
	return err
}

// FinishJob takes a job that is done out of the queue.
func (tx *Tx) FinishJob(j Job) error {
	return tx.settle(j, `DELETE FROM goqite`)
}

// RetryJob gives a job back after an attempt that failed, to be taken again at
// a later time.
func (tx *Tx) RetryJob(j Job, at time.Time, reason string) error {
	return tx.settle(j, `UPDATE goqite SET runner = '', timeout = ?, error = ?`, jobStamp(at), clipError(reason))
}

// ReleaseJob gives a job back as if it had not been taken.
func (tx *Tx) ReleaseJob(j Job, now time.Time) error {
	return tx.settle(j, `UPDATE goqite SET runner = '', timeout = ?, received = received - 1`, jobStamp(now))
}

// BuryJob takes a job out of the queue and keeps it, with the reason, where the
// owner finds it.
func (tx *Tx) BuryJob(j Job, now time.Time, reason string) error {
	var created string
	if _, err := tx.get(`SELECT created FROM goqite WHERE id = ?`, []any{j.ID}, &created); err != nil {
		return err
	}
	if err := tx.settle(j, `DELETE FROM goqite`); err != nil {
		return err
	}
	first, err := time.Parse(jobTime, created)
	if err != nil {
		return failed("giving up a job", err)
	}
	_, err = tx.exec(insertInto("dead_jobs", "kind, payload, error, attempts, first_at, last_at"),
		j.Kind, string(j.Payload), clipError(reason), j.Attempt, first.UnixMilli(), now.UnixMilli())
	return err
}

// settle ends a runner's hold on a job, if it still has it.
func (tx *Tx) settle(j Job, statement string, args ...any) error {
	n, err := tx.exec(statement+` WHERE id = ? AND runner = ?`, append(args, j.ID, j.runner)...)
	if err != nil {
		return err
	}
	if n == 0 {
		return &wire.Error{Code: wire.Conflict, Message: "the job " + j.ID + " was taken by another runner"}
	}
	return nil
}

// ReleaseRunner gives back all that a runner has, as ReleaseJob does.
func (tx *Tx) ReleaseRunner(runner string, now time.Time) error {
	_, err := tx.exec(`UPDATE goqite SET runner = '', timeout = ?, received = received - 1 WHERE runner = ?`, jobStamp(now), runner)
	return err
}

// ReleaseAllJobs gives back every job that is marked as running and tells how
// many. The attempts stay counted: one of them may be why the program ended.
func (tx *Tx) ReleaseAllJobs(now time.Time) (int64, error) {
	return tx.exec(`UPDATE goqite SET runner = '', timeout = ? WHERE runner <> ''`, jobStamp(now))
}

// JobsChanged receives after commits that may have brought a job: each Write of
// this Store that did, and, while Watch runs, any by another process. Several
// may be one signal, and one receiver gets it.
func (s *Store) JobsChanged() <-chan struct{} { return s.jobsChanged }

func (s *Store) tellJobsChanged() {
	select {
	case s.jobsChanged <- struct{}{}:
	default: // told and not yet heard
	}
}

// nextOfEachKind hops from one kind to the next through the index, and looks at
// the first entry of each: its cost grows with the kinds, not with the jobs.
const nextOfEachKind = `
	WITH RECURSIVE kinds (kind) AS (
		SELECT min(queue) FROM goqite
		UNION ALL
		SELECT (SELECT min(queue) FROM goqite WHERE queue > kind) FROM kinds WHERE kind IS NOT NULL)
	SELECT kind, due FROM (
		SELECT kind, (SELECT timeout FROM goqite WHERE queue = kind AND runner <> ? ORDER BY timeout LIMIT 1) AS due
		FROM kinds WHERE kind IS NOT NULL)
	WHERE due IS NOT NULL ORDER BY due`

// DueJobs gives each kind's next job that the runner does not have, the longest
// due first.
func (s *Store) DueJobs(ctx context.Context, runner string) ([]DueJobs, error) {
	type row struct{ kind, at string }
	rows, err := list(ctx, s, func(r *row) []any { return []any{&r.kind, &r.at} }, nextOfEachKind, runner)
	if err != nil {
		return nil, err
	}
	due := make([]DueJobs, 0, len(rows))
	for _, r := range rows {
		at, err := time.Parse(jobTime, r.at)
		if err != nil {
			return nil, failed("reading the queue", err)
		}
		due = append(due, DueJobs{Kind: r.kind, At: at})
	}
	return due, nil
}

// clipError keeps the beginning of a long error, in whole characters.
func clipError(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= maxJobError {
		return s
	}
	cut := maxJobError
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}
