package proc

import (
	"context"
	"time"
)

// Rest waits until the machine's processors rest, 30 s at most, before
// something is measured: a busy neighbour once took the same page from 0.93 to
// 0.73 in Lighthouse. It returns the share in use (0 to 1) when they would not
// rest, else 0. Where there is no /proc/stat it does not wait.
func Rest(ctx context.Context) (busy float64) {
	const quiet, patience = 0.15, 30
	before, err := ReadBusy()
	if err != nil {
		return 0
	}
	for range patience {
		select {
		case <-ctx.Done():
			return busy
		case <-time.After(time.Second):
		}
		now, err := ReadBusy()
		if err != nil {
			return 0
		}
		if busy = now.Since(before); busy < quiet {
			return 0
		}
		before = now
	}
	return busy
}
