package jobs

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"strings"
	"time"

	"vitrine/app/wire"
	"vitrine/server/store"
)

const (
	// maxBackoff bounds the doubling: after a day nobody waits any more for
	// what would have been the next try.
	maxBackoff = 24 * time.Hour

	// heed is how long after its time a handler may go on before the log says so.
	heed = 10 * time.Second

	// stackLines is how much of a panic's stack is kept: about four calls.
	stackLines = 8
)

// work runs one job to its end and writes down what came of it.
func (r *Runner) work(ctx context.Context, k Kind, j store.Job) {
	defer func() {
		r.occupy(k.Name, -1)
		select {
		case r.freed <- struct{}{}:
		default:
		}
	}()
	if j.Attempt > k.Attempts {
		r.settle(ctx, k, j, Permanent(errors.New(strings.TrimSpace("the program ended while the job ran, at its last attempt. "+j.LastError))))
		return
	}
	r.settle(ctx, k, j, r.attempt(ctx, k, j))
}

// attempt runs the handler. One that does not heed its context keeps its place
// until it returns: starting the job again beside it would do it twice.
func (r *Runner) attempt(ctx context.Context, k Kind, j store.Job) error {
	limited, cancel := context.WithTimeout(ctx, k.Timeout)
	defer cancel()
	late := time.AfterFunc(k.Timeout+heed, func() {
		r.log.Warn("a job goes on after its time was up, and nothing else can have its place", "kind", k.Name, "job", j.ID, "timeout", k.Timeout)
	})
	defer late.Stop()
	err := guard(func() error { return k.Run(limited, j.Payload) })
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		err = fmt.Errorf("it took longer than %s: %w", k.Timeout, err)
	}
	return err
}

// guard runs f and makes an error of a panic.
func guard(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, firstCalls(string(debug.Stack())))
		}
	}()
	return f()
}

// firstCalls is the top of a stack from the call that panicked on.
func firstCalls(stack string) string {
	if _, below, ok := strings.Cut(stack, "\npanic("); ok {
		stack = below[strings.Index(below, "\n")+1:] // the rest of the call, then its place
		stack = stack[strings.Index(stack, "\n")+1:]
	}
	lines := strings.SplitN(stack, "\n", stackLines+1)
	return strings.Join(lines[:min(len(lines), stackLines)], "\n")
}

// settle writes down what came of an attempt. While the database refuses, it
// tries again: given up, the job would be nobody's until the next start.
func (r *Runner) settle(ctx context.Context, k Kind, j store.Job, result error) {
	verdict, settled := r.verdict(ctx, k, j, result)
	for {
		err := r.write(ctx, settled)
		switch {
		case err == nil:
			verdict()
			return
		case r.isAbandoned():
			return
		case wire.CodeOf(err) == wire.Conflict, ctx.Err() != nil:
			r.log.Error("what came of a job was not written down: it runs again", "kind", k.Name, "job", j.ID, "error", err)
			return
		}
		r.log.Warn("what came of a job could not be written down, trying again", "kind", k.Name, "job", j.ID, "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(retryStore):
		}
	}
}

// verdict is what to write down and what to say when that is on disk.
func (r *Runner) verdict(ctx context.Context, k Kind, j store.Job, result error) (say func(), write func(*store.Tx) error) {
	log := r.log.With("kind", k.Name, "job", j.ID, "attempt", j.Attempt)
	now := r.now()
	var forGood permanent
	switch {
	case result == nil:
		return func() { log.Debug("a job is done") },
			func(tx *store.Tx) error { return tx.FinishJob(j) }
	case errors.As(result, &forGood):
	case ctx.Err() != nil:
		return func() { log.Info("a job was stopped and runs again at the next start", "error", result) },
			func(tx *store.Tx) error { return tx.ReleaseJob(j, now) }
	case j.Attempt < k.Attempts:
		wait := backoff(k.Backoff, j.Attempt)
		return func() { log.Warn("a job failed and is tried again", "in", wait, "error", result) },
			func(tx *store.Tx) error { return tx.RetryJob(j, now.Add(wait), result.Error()) }
	}
	return func() { log.Error("a job failed and was given up: `vitrine jobs list` shows it", "error", result) },
		func(tx *store.Tx) error { return tx.BuryJob(j, now, result.Error()) }
}

// backoff is how long to wait after the nth attempt. The jitter keeps jobs that
// failed together from coming back together.
func backoff(first time.Duration, attempt int) time.Duration {
	wait := first
	for range attempt - 1 {
		if wait *= 2; wait >= maxBackoff {
			wait = maxBackoff
			break
		}
	}
	return time.Duration(float64(wait) * (0.8 + 0.4*rand.Float64()))
}
