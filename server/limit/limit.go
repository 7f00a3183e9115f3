// Package limit is a token bucket for each network of visitors and one for all
// of them together, in memory and bounded.
package limit

import (
	"net/netip"
	"sync"
	"time"
)

// Rate is so many at once, and one more every so often.
type Rate struct {
	Burst int
	Every time.Duration
}

// Refill is how long an empty bucket takes to be full again.
func (r Rate) Refill() time.Duration { return time.Duration(r.Burst) * r.Every }

// next is when a bucket that is full again at t will be after one more, or how
// long it must wait for that.
func (r Rate) next(t, now time.Time) (after time.Time, wait time.Duration) {
	if t.Before(now) {
		t = now
	}
	t = t.Add(r.Every)
	return t, max(0, t.Sub(now)-r.Refill())
}

// Limiter lets so many in. A bucket is the moment at which it will be full
// again, and only who was let in makes one, so the rate of all bounds the
// memory: its burst, and what it lets in until a network's bucket is full and gone.
type Limiter struct {
	each, all Rate
	now       func() time.Time

	mu     sync.Mutex
	common time.Time
	full   map[netip.Addr]time.Time
}

// New makes a Limiter: each is the rate of one network, all that of everybody.
func New(now func() time.Time, each, all Rate) *Limiter {
	return &Limiter{each: each, all: all, now: now, full: map[netip.Addr]time.Time{}}
}

// Take lets one of a network in, or says how long to wait.
func (l *Limiter) Take(from netip.Addr) (wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.sweep(now)
	own, ownWait := l.each.next(l.full[from], now)
	common, commonWait := l.all.next(l.common, now)
	if wait = max(ownWait, commonWait); wait > 0 {
		return wait
	}
	l.full[from], l.common = own, common
	// An address is not kept until somebody comes again, but for as long as it serves.
	time.AfterFunc(l.each.Refill(), l.forget)
	return 0
}

// GiveBack returns what was taken for something that could not be done.
func (l *Limiter) GiveBack(from netip.Addr) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.common = l.common.Add(-l.all.Every)
	if t, ok := l.full[from]; ok {
		l.full[from] = t.Add(-l.each.Every)
	}
}

func (l *Limiter) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(l.now())
}

// sweep forgets the networks whose buckets are full; the caller holds mu.
func (l *Limiter) sweep(now time.Time) {
	for a, t := range l.full {
		if !t.After(now) {
			delete(l.full, a)
		}
	}
}
