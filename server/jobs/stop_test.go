package jobs_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vitrine/app/wire"
	"vitrine/server/jobs"
	"vitrine/server/store/storetest"
)

// sleeper is a kind whose jobs take d and, unless they are deaf, heed their context.
func (n *notes) sleeper(name string, d time.Duration, deaf bool) jobs.Kind {
	return jobs.Kind{Name: name, Attempts: 1, Timeout: time.Hour, Run: func(ctx context.Context, p json.RawMessage) error {
		n.add("begin")
		done := ctx.Done()
		if deaf {
			done = nil
		}
		select {
		case <-time.After(d):
			n.add("end")
			return nil
		case <-done:
			n.add("cut")
			return ctx.Err()
		}
	}}
}

func TestStopping(t *testing.T) {
	for name, c := range map[string]struct {
		takes, grace time.Duration
		deaf, cut    bool
		ran, rerun   string // by the runner that stops, by the next one
		unfinished   bool
		left         string
	}{
		"in time":                 {takes: 3 * time.Second, grace: 5 * time.Second, ran: "begin end", left: "a: 1 waiting, 0 running, 0 scheduled, 0 dead\n", rerun: "begin end"},
		"too late":                {takes: 9 * time.Second, grace: 5 * time.Second, ran: "begin cut", unfinished: true, left: "a: 2 waiting, 0 running, 0 scheduled, 0 dead\n", rerun: "begin end begin end"},
		"deaf, and late":          {takes: 30 * time.Second, grace: 5 * time.Second, deaf: true, ran: "begin", unfinished: true, left: "a: 2 waiting, 0 running, 0 scheduled, 0 dead\n", rerun: "begin end begin end"},
		"deaf, but in time":       {takes: 8 * time.Second, grace: 5 * time.Second, deaf: true, ran: "begin end", unfinished: true, left: "a: 1 waiting, 0 running, 0 scheduled, 0 dead\n", rerun: "begin end"},
		"the context of Run ends": {takes: 3 * time.Second, grace: 5 * time.Second, cut: true, ran: "begin cut", left: "a: 2 waiting, 0 running, 0 scheduled, 0 dead\n", rerun: "begin end begin end"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := storetest.Open(t)
				var n, next, rest notes
				k := n.sleeper("a", c.takes, c.deaf)
				k.AtOnce = 1
				enqueue(t, s, "a", 1)
				enqueue(t, s, "a", 2)
				r := run(t, s, k)
				time.Sleep(time.Second)
				if c.cut {
					r.cut()
				}
				err := r.stop(t, c.grace)
				if (wire.CodeOf(err) == wire.Unavailable) != c.unfinished {
					t.Errorf("Stop gave %v", err)
				}
				if n.String() != c.ran || counts(t, s) != c.left {
					t.Errorf("ran %q, left %q", n.String(), counts(t, s))
				}
				enqueue(t, s, "b", 1) // wakes nobody
				// The kind has one attempt: one that was cut must not have cost it.
				k = next.sleeper("a", c.takes, false)
				k.AtOnce = 1
				run(t, s, k, rest.kind("b", errors.New("rests")))
				time.Sleep(time.Minute)
				synctest.Wait()
				if got := next.String(); got != c.rerun {
					t.Errorf("afterwards ran %q, want %q", got, c.rerun)
				}
				for _, d := range dead(t, s) {
					if d.Kind == "a" {
						t.Errorf("given up: %+v", d)
					}
				}
			})
		})
	}
}

func TestStopBeforeRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		var n notes
		enqueue(t, s, "a", 1)
		r := newRunner(s, n.kind("a", nil))
		if err := r.stop(t, time.Second); err != nil {
			t.Fatal(err)
		}
		r.start(t)
		synctest.Wait()
		if err := r.stop(t, time.Second); err != nil || n.String() != "" {
			t.Errorf("a stopped runner ran %q; stopping it again gave %v", n.String(), err)
		}
	})
}

func TestALongJobKeepsItsLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		var n notes
		enqueue(t, s, "a", 1)
		run(t, s, n.sleeper("a", 30*time.Minute, false))
		for range 25 * 60 {
			time.Sleep(time.Second)
			due, err := s.DueJobs(t.Context(), "somebody else")
			if err != nil || len(due) != 1 {
				t.Fatalf("due are %v, %v", due, err)
			}
			if left := time.Until(due[0].At); left < 19*time.Second {
				t.Fatalf("another may take the job in %s", left)
			}
		}
		if got := counts(t, s); got != "a: 0 waiting, 1 running, 0 scheduled, 0 dead\n" {
			t.Errorf("the queue is %s", got)
		}
		time.Sleep(6 * time.Minute)
		synctest.Wait()
		if n.String() != "begin end" || counts(t, s) != "" {
			t.Errorf("ran %q; the queue is %s", n.String(), counts(t, s))
		}
	})
}

func TestAHandlerBeyondItsTime(t *testing.T) {
	for name, c := range map[string]struct {
		takes time.Duration
		deaf  bool
		ran   string
		dead  string
		warns bool
	}{
		"heeds":               {time.Minute, false, "begin cut", "it took longer than 2s: context deadline exceeded", false},
		"does not, soon done": {5 * time.Second, true, "begin end", "", false},
		"does not, for long":  {time.Hour, true, "begin end", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := storetest.Open(t)
				var n, other notes
				k := n.sleeper("a", c.takes, c.deaf)
				k.Timeout = 2 * time.Second
				enqueue(t, s, "a", 1)
				enqueue(t, s, "b", 2)
				r := run(t, s, k, other.kind("b", nil))
				synctest.Wait()
				if other.String() != "2" {
					t.Errorf("the others did not run: %q", other.String())
				}
				time.Sleep(2 * time.Hour)
				synctest.Wait()
				if n.String() != c.ran {
					t.Errorf("ran %q, want %q", n.String(), c.ran)
				}
				switch d := dead(t, s); {
				case c.dead == "" && (len(d) > 0 || counts(t, s) != ""):
					t.Errorf("given up: %+v; the queue is %s", d, counts(t, s))
				case c.dead != "" && (len(d) != 1 || d[0].Error != c.dead):
					t.Errorf("given up: %+v", d)
				}
				if warned := strings.Contains(r.log.String(), "goes on after its time"); warned != c.warns {
					t.Errorf("warned is %v:\n%s", warned, r.log)
				}
			})
		})
	}
}

func TestAJobThatEndsTheProgramIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		var n, first notes
		enqueue(t, s, "a", 1)
		for range 3 {
			if err := takeAndForget(s, "a"); err != nil {
				t.Fatal(err)
			}
			if got := counts(t, s); got != "a: 0 waiting, 1 running, 0 scheduled, 0 dead\n" {
				t.Fatalf("the queue is %s", got)
			}
			// The next program takes it at once, and is stopped before anything runs.
			k := first.sleeper("a", time.Minute, false)
			k.Attempts = 9
			r := run(t, s, k)
			synctest.Wait()
			r.cut()
			synctest.Wait()
		}
		run(t, s, n.kind("a", nil))
		synctest.Wait()
		d := dead(t, s)
		if first.String() != "begin cut begin cut begin cut" || n.String() != "" ||
			len(d) != 1 || d[0].Error != "the program ended while the job ran, at its last attempt." {
			t.Errorf("ran %q and %q, given up %+v", first.String(), n.String(), d)
		}
	})
}
