package contact

import (
	"net/netip"
	"sync"
	"time"
)

// rate is so many at once, and one more every so often.
type rate struct {
	burst int
	every time.Duration
}

var (
	perVisitor = rate{burst: 3, every: 12 * time.Minute} // five an hour
	overall    = rate{burst: 20, every: time.Minute}     // what an owner can still look through
)

// limiter is a token bucket for each network and one for all. A bucket is the
// moment at which it will be full again, and only messages that were let in make
// one, so the overall rate bounds the memory: 20, and one a minute for the 36
// minutes until a network's bucket is full and gone.
type limiter struct {
	now  func() time.Time
	mu   sync.Mutex
	all  time.Time
	full map[netip.Addr]time.Time
}

func newLimiter(now func() time.Time) *limiter {
	return &limiter{now: now, full: map[netip.Addr]time.Time{}}
}

// Remembered is for how long at most a visitor's network is known after they wrote.
var Remembered = time.Duration(perVisitor.burst) * perVisitor.every

// take lets one message of a network in, or says how long to wait.
func (l *limiter) take(from netip.Addr) (wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.sweep(now)
	own, ownWait := perVisitor.next(l.full[from], now)
	all, allWait := overall.next(l.all, now)
	if wait = max(ownWait, allWait); wait > 0 {
		return wait
	}
	l.full[from], l.all = own, all
	// An address is not kept until somebody writes again, but for as long as it serves.
	time.AfterFunc(Remembered, l.forget)
	return 0
}

func (l *limiter) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(l.now())
}

// sweep forgets the networks whose buckets are full; the caller holds mu.
func (l *limiter) sweep(now time.Time) {
	for a, t := range l.full {
		if !t.After(now) {
			delete(l.full, a)
		}
	}
}

// giveBack returns what a message took that could not be stored.
func (l *limiter) giveBack(from netip.Addr) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = l.all.Add(-overall.every)
	if t, ok := l.full[from]; ok {
		l.full[from] = t.Add(-perVisitor.every)
	}
}

// next is when a bucket that is full again at t will be after one more, or how
// long it must wait for that.
func (r rate) next(t, now time.Time) (after time.Time, wait time.Duration) {
	if t.Before(now) {
		t = now
	}
	t = t.Add(r.every)
	return t, max(0, t.Sub(now)-time.Duration(r.burst)*r.every)
}
