package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"maragu.dev/goqite"

	"vitrine/app/wire"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

// clocked is a store whose clock the test sets.
func clocked(t *testing.T) (*store.Store, *time.Time) {
	t.Helper()
	clock := time.UnixMilli(now)
	o := storetest.Options(t.TempDir() + "/vitrine.db")
	o.Now = func() time.Time { return clock }
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, &clock
}

func enqueue(t *testing.T, s *store.Store, kind string, payload any, at ...time.Time) {
	t.Helper()
	write(t, s, func(tx *store.Tx) error { return tx.Enqueue(kind, payload, at...) })
}

// take takes jobs of the kind "a" for a minute.
func take(t *testing.T, s *store.Store, runner string, most int, at time.Time) (jobs []store.Job) {
	t.Helper()
	write(t, s, func(tx *store.Tx) (err error) {
		jobs, err = tx.TakeJobs(store.Claim{Kind: "a", Runner: runner, Most: most, Now: at, Until: at.Add(time.Minute)})
		return err
	})
	return jobs
}

// jobCounts is the queue in short: kind, waiting, running, scheduled, dead.
func jobCounts(t *testing.T, s *store.Store, at time.Time) string {
	t.Helper()
	all, err := s.JobCounts(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, c := range all {
		parts = append(parts, fmt.Sprintf("%s %d %d %d %d", c.Kind, c.Waiting, c.Running, c.Scheduled, c.Dead))
	}
	return strings.Join(parts, ", ")
}

func TestEnqueueChecksTheJob(t *testing.T) {
	s := storetest.Open(t)
	for name, c := range map[string]struct {
		kind    string
		payload any
		code    wire.Code
	}{
		"no kind":   {"", 1, wire.Invalid},
		"no JSON":   {"a", func() {}, wire.Invalid},
		"long":      {"a", strings.Repeat("x", 64<<10), wire.TooLarge},
		"just fits": {"a", strings.Repeat("x", 64<<10-2), ""},
		"nothing":   {"a", nil, ""},
	} {
		err := s.Write(t.Context(), func(tx *store.Tx) error { return tx.Enqueue(c.kind, c.payload) })
		if wire.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		}
	}
	if got := jobCounts(t, s, time.Now()); got != "a 2 0 0 0" {
		t.Errorf("the queue is %s", got)
	}
}

func TestAJobSharesItsTransaction(t *testing.T) {
	s, clock := clocked(t)
	refusal := errors.New("no")
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		return errors.Join(tx.Enqueue("a", 1), refusal)
	})
	if !errors.Is(err, refusal) || jobCounts(t, s, *clock) != "" {
		t.Errorf("after a transaction that failed (%v) the queue is %s", err, jobCounts(t, s, *clock))
	}
	select {
	case <-s.JobsChanged():
		t.Error("a job that is not there was told")
	default:
	}
	revision, err := s.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	enqueue(t, s, "a", 1)
	enqueue(t, s, "a", 2) // nobody listens, and nobody is held up
	select {
	case <-s.JobsChanged():
	default:
		t.Error("a job was not told")
	}
	if after, err := s.Revision(t.Context()); err != nil || after != revision {
		t.Errorf("a job changed the content's revision from %d to %d (%v)", revision, after, err)
	}
}

func TestTakingJobs(t *testing.T) {
	s, clock := clocked(t)
	start := *clock
	for n := range 3 {
		enqueue(t, s, "a", n)
	}
	enqueue(t, s, "b", "other")
	enqueue(t, s, "a", "later", start.Add(time.Hour))
	enqueue(t, s, "a", "past", start.Add(-time.Hour)) // not before those that wait
	due, err := s.DueJobs(t.Context(), "me")
	if err != nil || len(due) != 2 || due[0].Kind != "a" || !due[0].At.Equal(start) || due[1].Kind != "b" {
		t.Errorf("due are %v, %v", due, err)
	}

	mine := take(t, s, "me", 2, start)
	yours := take(t, s, "you", 9, start)
	var got []string
	for _, j := range append(mine, yours...) {
		got = append(got, fmt.Sprint(string(j.Payload), j.Attempt))
	}
	if s := strings.Join(got, " "); s != `01 11 21 "past"1` {
		t.Errorf("taken were %s", s)
	}
	if got := jobCounts(t, s, start); got != "a 0 4 1 0, b 1 0 0 0" {
		t.Errorf("the queue is %s", got)
	}

	// What one has comes due for another when its time is up, not for itself.
	late := start.Add(61 * time.Second)
	if again := take(t, s, "me", 9, late); len(again) != 2 || string(again[0].Payload) != "2" || again[0].Attempt != 2 {
		t.Errorf("after the lease I took %+v", again)
	}
	write(t, s, func(tx *store.Tx) error { return tx.KeepJobs("me", late.Add(time.Hour)) })
	if n := len(take(t, s, "you", 9, late)); n != 0 {
		t.Errorf("%d jobs were taken from one who kept them", n)
	}
	for name, settle := range map[string]func(*store.Tx) error{
		"finish":  func(tx *store.Tx) error { return tx.FinishJob(yours[0]) },
		"retry":   func(tx *store.Tx) error { return tx.RetryJob(yours[0], late, "x") },
		"release": func(tx *store.Tx) error { return tx.ReleaseJob(yours[0], late) },
		"bury":    func(tx *store.Tx) error { return tx.BuryJob(yours[0], late, "x") },
	} {
		if err := s.Write(t.Context(), settle); wire.CodeOf(err) != wire.Conflict {
			t.Errorf("%s by one who lost the job gives %v", name, err)
		}
	}
	if got := jobCounts(t, s, late); got != "a 0 4 1 0, b 1 0 0 0" {
		t.Errorf("the queue is %s", got)
	}
}

func TestWhatBecomesOfAJob(t *testing.T) {
	s, clock := clocked(t)
	start := *clock
	for n := range 5 {
		enqueue(t, s, "a", n)
	}
	j := take(t, s, "me", 4, start)
	soon := start.Add(time.Second)
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.FinishJob(j[0]), tx.RetryJob(j[1], start.Add(time.Hour), "it failed"),
			tx.ReleaseJob(j[2], soon), tx.BuryJob(j[3], soon, "it is bad"))
	})
	if got := jobCounts(t, s, start); got != "a 1 0 2 1" {
		t.Errorf("the queue is %s", got)
	}
	again := take(t, s, "me", 9, start.Add(time.Hour))
	if len(again) != 3 || again[0].Attempt != 1 || string(again[1].Payload) != "2" || again[1].Attempt != 1 ||
		string(again[2].Payload) != "1" || again[2].Attempt != 2 || again[2].LastError != "it failed" {
		t.Errorf("taken again were %+v", again)
	}
	// A killed program's attempt counts, a stopped one's does not.
	write(t, s, func(tx *store.Tx) error { return tx.ReleaseRunner("me", soon) })
	take(t, s, "me", 9, soon)
	write(t, s, func(tx *store.Tx) error {
		n, err := tx.ReleaseAllJobs(soon)
		if n != 3 {
			t.Errorf("%d jobs were released, want 3", n)
		}
		return err
	})
	if last := take(t, s, "me", 1, soon); len(last) != 1 || last[0].Attempt < 2 {
		t.Errorf("after both: %+v", last)
	}

	dead, err := s.DeadJobs(t.Context())
	if want := (wire.DeadJob{ID: 1, Kind: "a", Payload: "3", Error: "it is bad", Attempts: 1,
		FirstAt: start.UnixMilli(), LastAt: soon.UnixMilli()}); err != nil || len(dead) != 1 || dead[0] != want {
		t.Fatalf("dead are %+v, %v", dead, err)
	}
	write(t, s, func(tx *store.Tx) error { return tx.ReviveJob(1) })
	revived := take(t, s, "me", 1, soon)
	if len(revived) != 1 || string(revived[0].Payload) != "3" || revived[0].Attempt != 1 || revived[0].LastError != "" {
		t.Errorf("revived was %+v", revived)
	}
	write(t, s, func(tx *store.Tx) error { return tx.BuryJob(revived[0], soon, strings.Repeat("\xff€", 4000)) })
	if dead, err = s.DeadJobs(t.Context()); err != nil || len(dead) != 1 || len(dead[0].Error) > 4<<10+len("…") || !strings.HasSuffix(dead[0].Error, "…") {
		t.Errorf("dead are %+v, %v", dead, err)
	}
	write(t, s, func(tx *store.Tx) error { return tx.DropJob(dead[0].ID) })
	for name, f := range map[string]func(*store.Tx, int64) error{"revive": (*store.Tx).ReviveJob, "drop": (*store.Tx).DropJob} {
		if err := s.Write(t.Context(), func(tx *store.Tx) error { return f(tx, dead[0].ID) }); wire.CodeOf(err) != wire.NotFound {
			t.Errorf("%s of a job that is not there gives %v", name, err)
		}
	}
}

func TestLastRun(t *testing.T) {
	s := storetest.Open(t)
	for _, want := range []int64{0, 5, 3} {
		if want > 0 {
			write(t, s, func(tx *store.Tx) error { return tx.PutLastRun("tidy", time.UnixMilli(want)) })
		}
		if got, err := s.LastRun(t.Context(), "tidy"); err != nil || got != want {
			t.Errorf("the last run is %d, %v; want %d", got, err, want)
		}
	}
}

// TestTheTableIsGoqites holds the queue to the format of the package whose
// table it is: each reads what the other wrote.
func TestTheTableIsGoqites(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	queue := goqite.New(goqite.NewOpts{DB: s.Pools()["writer"], Name: "a"})
	enqueue(t, s, "a", 1)
	m, err := queue.Receive(ctx)
	if err != nil || m == nil || string(m.Body) != "1" {
		t.Fatalf("goqite received %+v, %v", m, err)
	}
	if err := queue.Delete(ctx, m.ID); err != nil {
		t.Fatal(err)
	}
	if err := queue.Send(ctx, goqite.Message{Body: []byte("2")}); err != nil {
		t.Fatal(err)
	}
	if got := take(t, s, "me", 9, time.Now().Add(time.Second)); len(got) != 1 || string(got[0].Payload) != "2" {
		t.Errorf("taken were %+v", got)
	}
}

func BenchmarkEnqueue(b *testing.B) {
	for name, each := range map[string]int{"one a transaction": 1, "a hundred a transaction": 100} {
		b.Run(name, func(b *testing.B) {
			s := storetest.Open(b)
			for b.Loop() {
				err := s.Write(b.Context(), func(tx *store.Tx) error {
					for n := range each {
						if err := tx.Enqueue("a", n); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*each)/b.Elapsed().Seconds(), "jobs/s")
		})
	}
}
