package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vitrine/server/jobs"
	"vitrine/server/store/storetest"
)

func TestScheduleOverRestarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		var n notes
		start := time.Now()
		for _, session := range []struct {
			up, down time.Duration
		}{
			{10 * time.Minute, 0},         // new: not yet
			{45 * time.Minute, 0},         // 0:10 to 0:55: not yet
			{10 * time.Minute, time.Hour}, // runs at 1:00
			{30 * time.Minute, 0},         // 2:05: missed the one of 2:00, runs at once
			{20 * time.Minute, 9 * time.Hour},
			{3*time.Hour + time.Minute, 0}, // 11:55: missed nine, runs once, then each hour
		} {
			r := newRunner(s)
			r.Schedule(jobs.Schedule{Name: "tidy", Every: time.Hour, Run: func(context.Context) error {
				n.add(time.Since(start).Round(time.Second).String())
				return nil
			}})
			r.start(t)
			time.Sleep(session.up)
			synctest.Wait()
			if err := r.stop(t, time.Second); err != nil {
				t.Fatal(err)
			}
			time.Sleep(session.down)
		}
		if got, want := n.String(), "1h0m0s 2h5m0s 11h55m0s 12h55m0s 13h55m0s 14h55m0s"; got != want {
			t.Errorf("ran after %s, want %s", got, want)
		}
	})
}

func TestScheduleThatDoesNotEndWell(t *testing.T) {
	for name, c := range map[string]struct {
		run  func(context.Context) error
		want string // when it ran within 3.5 hours, with a restart at 1:30
		says string
	}{
		"fails":      {func(context.Context) error { return errors.New("no") }, "1h0m0s 2h0m0s 3h0m0s", "a schedule failed"},
		"panics":     {func(context.Context) error { panic("boom") }, "1h0m0s 2h0m0s 3h0m0s", "boom"},
		"is stopped": {func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, "1h0m0s 1h30m1s", ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := storetest.Open(t)
				var n notes
				start := time.Now()
				var said string
				for _, up := range []time.Duration{90 * time.Minute, 2 * time.Hour} {
					r := newRunner(s)
					r.Schedule(jobs.Schedule{Name: "tidy", Every: time.Hour, Run: func(ctx context.Context) error {
						n.add(time.Since(start).Round(time.Second).String())
						return c.run(ctx)
					}})
					r.start(t)
					time.Sleep(up)
					synctest.Wait()
					if err := r.stop(t, time.Second); (err != nil) != (c.says == "") {
						t.Fatal(err)
					}
					said += r.log.String()
				}
				if n.String() != c.want || !strings.Contains(said, c.says) {
					t.Errorf("ran at %s, want %s; the log says\n%s", n.String(), c.want, said)
				}
			})
		})
	}
}

func TestAClockThatWasSetBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		var n notes
		ahead := 24 * time.Hour
		for range 2 {
			r := &running{jobs.New(s, quiet(), func() time.Time { return time.Now().Add(ahead) }), &buffer{}, nil}
			r.Schedule(jobs.Schedule{Name: "tidy", Every: time.Hour, Run: func(context.Context) error { n.add("x"); return nil }})
			r.start(t)
			time.Sleep(61 * time.Minute)
			synctest.Wait()
			if err := r.stop(t, time.Second); err != nil {
				t.Fatal(err)
			}
			ahead = 0
		}
		if n.String() != "x x" {
			t.Errorf("ran %q: a clock a day ahead for an hour stopped the schedule for a day", n.String())
		}
	})
}

func TestWhatCannotBeARunner(t *testing.T) {
	nothing := func(context.Context) error { return nil }
	for name, f := range map[string]func(){
		"two kinds of a name":      func() { newRunner(nil, (&notes{}).kind("a", nil), (&notes{}).kind("a", nil)) },
		"a kind with no name":      func() { newRunner(nil, (&notes{}).kind("", nil)) },
		"a kind that does nothing": func() { newRunner(nil, jobs.Kind{Name: "a"}) },
		"two schedules of a name": func() {
			r := newRunner(nil)
			r.Schedule(jobs.Schedule{Name: "a", Every: 1, Run: nothing})
			r.Schedule(jobs.Schedule{Name: "a", Every: 1, Run: nothing})
		},
		"a schedule of no time": func() { newRunner(nil).Schedule(jobs.Schedule{Name: "a", Run: nothing}) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if v := fmt.Sprint(recover()); !strings.HasPrefix(v, "jobs: ") {
					t.Errorf("it said %s", v)
				}
			}()
			f()
		})
	}
}
