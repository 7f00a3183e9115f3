package jobs

import (
	"context"
	"time"

	"vitrine/server/store"
)

// Schedule is something done every so often, by this process and never twice at
// once. When it ran last is kept, so that a restart neither repeats nor forgets
// it: what came due while the program was down, however often, runs once. On a
// site that never knew it, it first runs after one Every.
type Schedule struct {
	Name  string
	Every time.Duration
	Run   func(ctx context.Context) error
}

// Schedule adds s, before Run. Names must differ.
func (r *Runner) Schedule(s Schedule) {
	for _, other := range r.schedules {
		if other.Name == s.Name {
			panic("jobs: two schedules have the name " + s.Name)
		}
	}
	if s.Name == "" || s.Every <= 0 || s.Run == nil {
		panic("jobs: a schedule needs a name, a time and something to run: " + s.Name)
	}
	r.schedules = append(r.schedules, s)
}

// follow runs s whenever it is due, until there is to be no more.
func (r *Runner) follow(ctx context.Context, s Schedule) {
	last, known := r.lastRun(ctx, s)
	for known && !r.over(ctx) {
		now := r.now()
		if last.After(now) {
			last = now // the clock was set back
		}
		if wait := last.Add(s.Every).Sub(now); wait > 0 {
			known = r.sleep(ctx, min(wait, pause))
			continue
		}
		last = r.runSchedule(ctx, s, last)
	}
}

// lastRun asks the store when s ran last, until it answers. A schedule that is
// new counts as having run now.
func (r *Runner) lastRun(ctx context.Context, s Schedule) (last time.Time, known bool) {
	for {
		ms, err := r.store.LastRun(ctx, s.Name)
		last = time.UnixMilli(ms)
		if err == nil && ms == 0 {
			last = r.now()
			err = r.putLastRun(ctx, s, last)
		}
		if err == nil {
			return last, true
		}
		if ctx.Err() == nil {
			r.log.Warn("when a schedule ran last is not known, trying again", "schedule", s.Name, "error", err)
		}
		if !r.sleep(ctx, pause) {
			return last, false
		}
	}
}

// runSchedule runs s and gives when it began. That is kept before it runs, so
// that one which takes the program down does not do so at every start; one that
// the program's stop ended is as if it had not begun.
func (r *Runner) runSchedule(ctx context.Context, s Schedule, last time.Time) time.Time {
	began := r.now()
	if err := r.putLastRun(ctx, s, began); err != nil {
		r.log.Warn("a schedule's run was not written down: a restart may repeat it", "schedule", s.Name, "error", err)
	}
	err := guard(func() error { return s.Run(ctx) })
	switch {
	case err == nil:
		r.log.Debug("a schedule ran", "schedule", s.Name, "took", r.now().Sub(began))
	case ctx.Err() == nil:
		r.log.Error("a schedule failed and waits for its next time", "schedule", s.Name, "every", s.Every, "error", err)
	default:
		if err := r.putLastRun(ctx, s, last); err != nil && !r.isAbandoned() {
			r.log.Warn("a schedule that was stopped waits for its next time", "schedule", s.Name, "error", err)
		}
	}
	return began
}

func (r *Runner) putLastRun(ctx context.Context, s Schedule, at time.Time) error {
	return r.write(ctx, func(tx *store.Tx) error { return tx.PutLastRun(s.Name, at) })
}

// sleep waits and tells whether to go on.
func (r *Runner) sleep(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-r.stopping:
		return false
	case <-timer.C:
		return true
	}
}
