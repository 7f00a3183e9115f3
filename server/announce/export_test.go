package announce

import "time"

// Hasten makes the Watcher wait d instead of two seconds.
func (w *Watcher) Hasten(d time.Duration) { w.quiet = d }
