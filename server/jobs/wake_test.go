package jobs_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"vitrine/server/jobs"
	"vitrine/server/store/storetest"
)

func TestAJobOfAnotherProcessIsFoundByTheWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := t.TempDir() + "/vitrine.db"
		s, other := storetest.OpenAt(t, path), storetest.OpenAt(t, path)
		var n notes
		run(t, s, n.kind("a", nil))
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go s.Watch(ctx, 250*time.Millisecond, func(int64) {})
		time.Sleep(10 * time.Second)
		enqueue(t, other, "a", 1)
		time.Sleep(251 * time.Millisecond)
		synctest.Wait()
		if n.String() != "1" {
			t.Errorf("after a tick %q ran", n.String())
		}
		cancel()
		synctest.Wait()
		enqueue(t, other, "a", 2) // nobody tells
		time.Sleep(time.Minute)
		synctest.Wait()
		if n.String() != "1 2" {
			t.Errorf("without a watch, after a minute, %q ran", n.String())
		}
	})
}

func TestAnIdleRunnerLooksOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		var n notes
		enqueue(t, s, "a", 1, time.Now().Add(24*time.Hour))
		var looks atomic.Int64 // it asks the clock once each time, and once more for each kind that waits
		r := &running{jobs.New(s, quiet(), func() time.Time { looks.Add(1); return time.Now() }, n.kind("a", nil)), &buffer{}, nil}
		r.start(t)
		synctest.Wait()
		looks.Store(0)
		time.Sleep(time.Hour)
		synctest.Wait()
		if got := looks.Load(); got != 2*60 {
			t.Errorf("in an hour it asked the clock %d times, want 120", got)
		}
	})
}
