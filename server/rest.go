package main

import (
	"context"
	"runtime/metrics"
	"time"

	"vitrine/server/media"
)

const (
	restTick = 3 * time.Second
	// restBytes allocated in one tick are the background's own: watching the
	// database takes 40 KB.
	restBytes = 512 << 10
)

// rest gives memory back once work has paused. Go and glibc both keep what a
// busy minute took (60 MB after a load test) for the next one, which on a small
// machine another program could use. It looks at what was allocated, so that
// requests pay nothing for it.
func rest(ctx context.Context) {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	ticker := time.NewTicker(restTick)
	defer ticker.Stop()
	metrics.Read(sample)
	before, worked := sample[0].Value.Uint64(), true // starting is work
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		metrics.Read(sample)
		now := sample[0].Value.Uint64()
		busy := now-before > restBytes
		if worked && !busy {
			media.GiveBack()
			metrics.Read(sample)
			now = sample[0].Value.Uint64()
		}
		worked, before = busy, now
	}
}
