package jobs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"vitrine/app/wire"
	"vitrine/server/jobs"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

// The tests run in synctest's bubbles: time.Now is a clock that leaps to the
// next timer when every goroutine waits, so a day of retries takes milliseconds.

// buffer is a log that goroutines write and a test reads.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// running is a runner at work, and what it says.
type running struct {
	*jobs.Runner
	log *buffer
	cut context.CancelFunc // ends the context given to Run
}

func newRunner(s *store.Store, kinds ...jobs.Kind) *running {
	log := &buffer{}
	return &running{jobs.New(s, slog.New(slog.NewTextHandler(log, nil)), time.Now, kinds...), log, nil}
}

// start runs it until the test ends or stops it.
func (r *running) start(t *testing.T) *running {
	t.Helper()
	ctx, cut := context.WithCancel(context.Background())
	r.cut = cut
	var done sync.WaitGroup
	done.Go(func() { r.Run(ctx) })
	t.Cleanup(func() {
		cut()
		done.Wait()
	})
	return r
}

func run(t *testing.T, s *store.Store, kinds ...jobs.Kind) *running {
	t.Helper()
	return newRunner(s, kinds...).start(t)
}

func (r *running) stop(t *testing.T, within time.Duration) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	return r.Stop(ctx)
}

func enqueue(t *testing.T, s *store.Store, kind string, payload any, at ...time.Time) {
	t.Helper()
	err := s.Write(context.Background(), func(tx *store.Tx) error { return tx.Enqueue(kind, payload, at...) })
	if err != nil {
		t.Fatal(err)
	}
}

// takeAndForget takes a job as a runner does that is killed afterwards.
func takeAndForget(s *store.Store, kind string) error {
	return s.Write(context.Background(), func(tx *store.Tx) error {
		now := time.Now()
		taken, err := tx.TakeJobs(store.Claim{Kind: kind, Runner: "killed", Most: 1, Now: now, Until: now.Add(30 * time.Second)})
		if err == nil && len(taken) != 1 {
			err = fmt.Errorf("%d jobs were taken", len(taken))
		}
		return err
	})
}

func dead(t *testing.T, s *store.Store) []wire.DeadJob {
	t.Helper()
	all, err := s.DeadJobs(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// counts is the queue in one line.
func counts(t *testing.T, s *store.Store) string {
	t.Helper()
	all, err := s.JobCounts(context.Background(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, c := range all {
		fmt.Fprintf(&b, "%s: %d waiting, %d running, %d scheduled, %d dead\n", c.Kind, c.Waiting, c.Running, c.Scheduled, c.Dead)
	}
	return b.String()
}

// notes collects what handlers did.
type notes struct {
	mu   sync.Mutex
	list []string
	at   []time.Time
}

func (n *notes) add(s string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.list = append(n.list, s)
	n.at = append(n.at, time.Now())
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return strings.Join(n.list, " ")
}

// times tells when each was added.
func (n *notes) times() []time.Time {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.at)
}

// kind is one whose handler notes the payload and gives err.
func (n *notes) kind(name string, err error) jobs.Kind {
	return jobs.Kind{Name: name, Run: func(_ context.Context, payload json.RawMessage) error {
		n.add(string(payload))
		return err
	}}
}

func TestAJobRunsAtOnceOrAtItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		var n notes
		enqueue(t, s, "a", 0) // before there is a runner
		k := n.kind("a", nil)
		k.AtOnce = 1 // the order of what runs at once is anybody's
		run(t, s, k)
		synctest.Wait()
		start := time.Now()
		enqueue(t, s, "a", 1)
		enqueue(t, s, "a", 2, start.Add(time.Hour))
		enqueue(t, s, "a", 3, start.Add(-time.Hour))
		synctest.Wait()
		if got := n.String(); got != "0 1 3" || counts(t, s) != "a: 0 waiting, 0 running, 1 scheduled, 0 dead\n" {
			t.Errorf("at first %q ran; the queue is\n%s", got, counts(t, s))
		}
		time.Sleep(time.Hour - time.Millisecond)
		synctest.Wait()
		if got := n.String(); got != "0 1 3" {
			t.Errorf("before an hour %q had run", got)
		}
		time.Sleep(time.Millisecond)
		synctest.Wait()
		if got := n.String(); got != "0 1 3 2" || time.Since(start) != time.Hour || counts(t, s) != "" {
			t.Errorf("after %s %q had run; the queue is\n%s", time.Since(start), got, counts(t, s))
		}
	})
}

func TestAFailureIsTriedAgainEachTimeTwiceAsLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		var n notes
		k := n.kind("mail", errors.New("the mail server is away"))
		k.Attempts, k.Backoff = 5, 10*time.Second
		start := time.Now()
		enqueue(t, s, "mail", map[string]string{"message": "7"})
		r := run(t, s, k)
		time.Sleep(9 * time.Second)
		synctest.Wait()
		if ran := len(n.times()); ran < 1 || ran > 2 {
			t.Errorf("in the first 9 s it ran %d times", ran)
		}
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		at := n.times()
		if len(at) != 5 {
			t.Fatalf("it ran %d times, want 5:\n%s", len(at), r.log)
		}
		for i := 1; i < len(at); i++ {
			gap, base := at[i].Sub(at[i-1]), 10*time.Second<<(i-1)
			if gap < base*8/10 || gap > base*12/10+time.Millisecond {
				t.Errorf("wait %d was %s, want %s ±20 %%", i, gap, base)
			}
		}
		d := dead(t, s)
		if len(d) != 1 || d[0].Kind != "mail" || d[0].Payload != `{"message":"7"}` || d[0].Error != "the mail server is away" ||
			d[0].Attempts != 5 || d[0].FirstAt != start.UnixMilli() || d[0].LastAt != at[4].UnixMilli() {
			t.Errorf("given up was %+v", d)
		}
		if got := counts(t, s); got != "mail: 0 waiting, 0 running, 0 scheduled, 1 dead\n" {
			t.Errorf("the queue is\n%s", got)
		}
		if got := strings.Count(r.log.String(), "tried again"); got != 4 {
			t.Errorf("the log tells of %d retries, want 4:\n%s", got, r.log)
		}
	})
}

func TestWhatIsGivenUpAtOnce(t *testing.T) {
	var n notes
	panics := jobs.Kind{Name: "k", Attempts: 1, Run: func(context.Context, json.RawMessage) error { panic("boom") }}
	var nobody *notes
	faults := jobs.Kind{Name: "k", Attempts: 1, Run: func(context.Context, json.RawMessage) error { nobody.list = nil; return nil }}
	for name, c := range map[string]struct {
		kind     jobs.Kind
		attempts int
		says     []string
	}{
		"unknown":   {n.kind("other", nil), 1, []string{"this program runs no jobs of the kind k"}},
		"permanent": {n.kind("k", fmt.Errorf("sending: %w", jobs.Permanent(errors.New("no such address")))), 1, []string{"sending: no such address"}},
		"panic":     {panics, 1, []string{"panic: boom\n", "jobs_test.TestWhatIsGivenUpAtOnce", "jobs_test.go:"}},
		"fault":     {faults, 1, []string{"nil pointer", "jobs_test.go:"}},
		"long":      {n.kind("k", jobs.Permanent(errors.New(strings.Repeat("€", 4000)))), 1, []string{"€…"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := storetest.Open(t)
				for range 3 {
					enqueue(t, s, "k", nil)
				}
				enqueue(t, s, "rest", name)
				var rest notes
				r := run(t, s, c.kind, rest.kind("rest", nil))
				synctest.Wait()
				d := dead(t, s)
				if len(d) != 3 || d[0].Attempts != c.attempts || len(d[0].Error) > 5000 {
					t.Fatalf("given up: %+v\n%s", d, r.log)
				}
				for _, want := range c.says {
					if !strings.Contains(d[0].Error, want) {
						t.Errorf("the error does not say %q; it says %q", want, d[0].Error)
					}
				}
				if strings.Contains(d[0].Error, "debug.Stack") {
					t.Errorf("the error tells how the stack was read: %q", d[0].Error)
				}
				if rest.String() != `"`+name+`"` {
					t.Errorf("of the rest ran %q", rest.String())
				}
			})
		})
	}
	if jobs.Permanent(nil) != nil {
		t.Error("Permanent(nil) is an error")
	}
}

func TestReviveGivesAllAttemptsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		var n notes
		broken := true
		k := jobs.Kind{Name: "a", Attempts: 2, Run: func(_ context.Context, p json.RawMessage) error {
			n.add(string(p))
			if broken {
				return errors.New("broken")
			}
			return nil
		}}
		enqueue(t, s, "a", "x")
		run(t, s, k)
		time.Sleep(time.Minute)
		synctest.Wait()
		d := dead(t, s)
		if len(d) != 1 {
			t.Fatalf("given up: %+v", d)
		}
		broken = false
		if err := s.Write(t.Context(), func(tx *store.Tx) error { return tx.ReviveJob(d[0].ID) }); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if got := n.String(); got != `"x" "x" "x"` || counts(t, s) != "" {
			t.Errorf("ran %s; the queue is %s", got, counts(t, s))
		}
	})
}

func TestKindsShareTheHands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		var mu sync.Mutex
		now, most, total := map[string]int{}, map[string]int{}, 0
		count := func(name string, d int) {
			mu.Lock()
			defer mu.Unlock()
			now[name] += d
			total += d
			most[name] = max(most[name], now[name])
			most["all"] = max(most["all"], total)
		}
		kind := func(name string, n int) jobs.Kind {
			return jobs.Kind{Name: name, AtOnce: n, Run: func(context.Context, json.RawMessage) error {
				count(name, 1)
				time.Sleep(time.Second)
				count(name, -1)
				return nil
			}}
		}
		err := s.Write(t.Context(), func(tx *store.Tx) error {
			for i := range 60 {
				if err := tx.Enqueue([]string{"a", "b", "c"}[i/20], i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		run(t, s, kind("a", 1), kind("b", 0), kind("c", 9))
		for counts(t, s) != "" {
			time.Sleep(time.Second)
		}
		// 20 of a one by one; the others beside them, or after them at worst.
		if took := time.Since(start); took > 41*time.Second {
			t.Errorf("60 jobs of a second each took %s with four hands", took)
		}
		if most["a"] != 1 || most["b"] != 2 || most["all"] != 4 {
			t.Errorf("at once ran %v", most)
		}
	})
}

func TestAThousandJobsOfOneTransactionDrain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		var n notes
		run(t, s, n.kind("a", nil))
		err := s.Write(t.Context(), func(tx *store.Tx) error {
			for i := range 1000 {
				if err := tx.Enqueue("a", i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		seen := map[string]int{}
		for _, p := range n.list {
			seen[p]++
		}
		if len(seen) != 1000 || len(n.list) != 1000 || counts(t, s) != "" {
			t.Errorf("%d jobs ran %d times; the queue is %s", len(seen), len(n.list), counts(t, s))
		}
	})
}
