// Package jobs runs what was put into the durable queue (store.Tx.Enqueue) and
// what is to be done every so often.
//
// A job runs at least once: it leaves the queue when its handler returned nil
// and that is on disk, so a handler must bear being run twice. One that fails
// is tried again later, each time twice as late; after its last attempt it is
// kept where the owner finds it (`vitrine jobs list`).
//
// A job that runs is leased for 30 s, and the lease is made longer every 10 s.
// A program that is killed leaves leases behind; the next one does not wait for
// them to run out, because it holds the data folder's lock, so whoever took
// those jobs is gone. Their attempt stays counted: a job that takes the program
// down with it is given up like any other. A program that stops well gives its
// jobs back as if it had never taken them.
package jobs

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"

	"vitrine/app/wire"
	"vitrine/server/store"
)

const (
	// atOnce is how many jobs run at the same time, of all kinds together: the
	// machine is there for visitors.
	atOnce = 4

	// lease and beat: a suspended machine or a slow disk may miss two beats.
	lease = 30 * time.Second
	beat  = 10 * time.Second

	// pause is the longest the runner sleeps without looking. It is woken when
	// there is something; looking once a minute is for a clock that was set and
	// a machine that slept, and costs one query.
	pause = time.Minute

	// retryStore is how long it waits after the database refused.
	retryStore = time.Second

	// unwind is how long a handler has to return when its context has ended
	// because the program stops.
	unwind = 5 * time.Second
)

// Runner runs jobs and schedules. See New.
type Runner struct {
	store     *store.Store
	log       *slog.Logger
	now       func() time.Time
	name      string // whose leases
	kinds     map[string]Kind
	schedules []Schedule

	active   sync.WaitGroup // handlers and schedules
	freed    chan struct{}  // a handler ended; holds one signal
	stopping chan struct{}  // closed by stop: take nothing more
	ending   chan struct{}  // closed by end: what runs has had its time
	stopped  chan struct{}  // closed: Run has returned
	stop     func()
	end      func()

	mu        sync.Mutex
	started   bool
	busy      map[string]int // by kind
	total     int
	abandoned bool // Run returned while handlers went on
}

// New makes a runner of kinds, whose names must differ. now is the clock by
// which jobs come due.
func New(st *store.Store, log *slog.Logger, now func() time.Time, kinds ...Kind) *Runner {
	r := &Runner{store: st, log: log, now: now, name: uuid.NewString(), kinds: map[string]Kind{}, busy: map[string]int{},
		freed: make(chan struct{}, 1), stopping: make(chan struct{}), ending: make(chan struct{}), stopped: make(chan struct{})}
	r.stop = sync.OnceFunc(func() { close(r.stopping) })
	r.end = sync.OnceFunc(func() { close(r.ending) })
	for _, k := range kinds {
		if _, twice := r.kinds[k.Name]; twice || k.Name == "" || k.Run == nil {
			panic("jobs: a kind needs a name of its own and something to run: " + k.Name)
		}
		k.complete()
		r.kinds[k.Name] = k
	}
	return r
}

// Run runs what is due until Stop is called or ctx ends, and then so do the
// contexts of what runs. A second call does nothing.
func (r *Runner) Run(ctx context.Context) {
	if !r.begin() {
		return
	}
	defer close(r.stopped)

	work, cancel := context.WithCancel(ctx)
	defer cancel()
	r.takeBack(work)
	for _, s := range r.schedules {
		r.active.Go(func() { r.follow(work, s) })
	}
	r.loop(work)

	idle := make(chan struct{})
	go func() {
		r.active.Wait()
		close(idle)
	}()
	select {
	case <-idle:
		return
	case <-ctx.Done():
	case <-r.ending:
	}
	cancel()
	late := time.NewTimer(unwind)
	defer late.Stop()
	select {
	case <-idle:
	case <-late.C:
		r.abandon()
	}
}

// Stop takes no more jobs, waits for those that run until ctx ends, then ends
// their contexts and gives back what did not come to its end, to be run again at
// the next start. When it returns, at most 5 s after ctx ended, Run has returned,
// or does nothing when called later.
func (r *Runner) Stop(ctx context.Context) error {
	r.stop()
	if !r.begin() {
		select {
		case <-r.stopped:
			return nil
		case <-ctx.Done():
		}
		r.end()
		<-r.stopped
		return &wire.Error{Code: wire.Unavailable, Message: "jobs were still running and were ended: they run again at the next start"}
	}
	close(r.stopped)
	return nil
}

// begin tells the first who asks that they are.
func (r *Runner) begin() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	first := !r.started
	r.started = true
	return first
}

// over tells whether nothing more is to begin.
func (r *Runner) over(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return true
	case <-r.stopping:
		return true
	default:
		return false
	}
}

// loop starts jobs until there is to be no more.
func (r *Runner) loop(ctx context.Context) {
	kept := r.now()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
		case <-r.stopping:
		case <-timer.C:
		case <-r.freed:
		case <-r.store.JobsChanged():
		}
		if r.over(ctx) { // select picks any that is ready
			return
		}
		wait, err := r.startDue(ctx)
		running, now := r.running(), r.now()
		switch {
		case running == 0:
			kept = now
		case now.Sub(kept) >= beat:
			if kerr := r.write(ctx, func(tx *store.Tx) error { return tx.KeepJobs(r.name, now.Add(lease)) }); kerr != nil {
				err = errors.Join(err, kerr)
			} else {
				kept = now
			}
		}
		if running > 0 {
			wait = min(wait, beat)
		}
		if err != nil && ctx.Err() == nil {
			r.log.Warn("the job queue could not be read or written, trying again", "error", err)
			wait = retryStore
		}
		timer.Reset(wait)
	}
}

// startDue starts what is due and has room, and tells how long there is nothing
// to start, if nothing happens.
func (r *Runner) startDue(ctx context.Context) (wait time.Duration, err error) {
	due, err := r.store.DueJobs(ctx, r.name)
	if err != nil {
		return pause, err
	}
	wait = pause
	for _, d := range due {
		if early := d.At.Sub(r.now()); early > 0 {
			wait = min(wait, early)
			continue
		}
		n, err := r.take(ctx, d.Kind)
		if err != nil {
			return pause, err
		}
		if n > 0 {
			wait = 0 // what comes after them is not known yet
		}
	}
	return wait, nil
}

// take takes as many due jobs of a kind as there is room for and starts them.
// When there is none, a job that ends wakes the loop.
func (r *Runner) take(ctx context.Context, kind string) (n int, err error) {
	k, known := r.kinds[kind]
	if !known {
		return r.buryUnknown(ctx, kind)
	}
	room := r.room(k)
	if room == 0 {
		return 0, nil
	}
	var jobs []store.Job
	err = r.write(ctx, func(tx *store.Tx) (err error) {
		jobs, err = tx.TakeJobs(r.claim(kind, room))
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, j := range jobs {
		r.occupy(kind, 1)
		r.active.Go(func() { r.work(ctx, k, j) })
	}
	return len(jobs), nil
}

// maxUnknown is how many jobs nobody runs leave the queue in one transaction.
const maxUnknown = 100

func (r *Runner) buryUnknown(ctx context.Context, kind string) (n int, err error) {
	err = r.write(ctx, func(tx *store.Tx) error {
		jobs, err := tx.TakeJobs(r.claim(kind, maxUnknown))
		if err != nil {
			return err
		}
		n = len(jobs)
		for _, j := range jobs {
			if err := tx.BuryJob(j, r.now(), "this program runs no jobs of the kind "+kind+": it may be older than what wrote them"); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && n > 0 {
		r.log.Error("jobs of a kind that nobody runs were given up", "kind", kind, "jobs", n)
	}
	return n, err
}

func (r *Runner) claim(kind string, most int) store.Claim {
	now := r.now()
	return store.Claim{Kind: kind, Runner: r.name, Most: most, Now: now, Until: now.Add(lease)}
}

// takeBack releases what a program that was killed left marked as running.
func (r *Runner) takeBack(ctx context.Context) {
	var n int64
	err := r.write(ctx, func(tx *store.Tx) (err error) {
		n, err = tx.ReleaseAllJobs(r.now())
		return err
	})
	switch {
	case err != nil:
		r.log.Warn("jobs that were running when the program ended wait for their lease", "lease", lease, "error", err)
	case n > 0:
		r.log.Info("jobs that were running when the program ended run again", "jobs", n)
	}
}

// abandon gives back what handlers still run that do not heed their context.
func (r *Runner) abandon() {
	r.mu.Lock()
	r.abandoned = true
	r.mu.Unlock()
	r.log.Warn("jobs go on although the program stops", "jobs", r.running())
	err := r.write(context.Background(), func(tx *store.Tx) error { return tx.ReleaseRunner(r.name, r.now()) })
	if err != nil {
		r.log.Warn("jobs were not given back", "error", err)
	}
}

// write is store.Write that the end of ctx does not cut: what a handler did must
// be kept, and a transaction takes milliseconds.
func (r *Runner) write(ctx context.Context, fn func(*store.Tx) error) error {
	return r.store.Write(context.WithoutCancel(ctx), fn)
}

func (r *Runner) running() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.total
}

// room is how many more jobs of a kind may start.
func (r *Runner) room(k Kind) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return max(0, min(k.AtOnce-r.busy[k.Name], atOnce-r.total))
}

func (r *Runner) occupy(kind string, n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.busy[kind] += n
	r.total += n
}

// isAbandoned tells a handler that came back too late that its job is no longer
// its own.
func (r *Runner) isAbandoned() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.abandoned
}
