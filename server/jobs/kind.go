package jobs

import (
	"context"
	"encoding/json"
	"time"
)

// Kind says how the jobs of one name are run.
type Kind struct {
	Name string
	// Run does one job. It must return soon after ctx ends, and bear being run
	// again for a payload it has worked on already.
	Run      func(ctx context.Context, payload json.RawMessage) error
	Attempts int           // 3 when 0
	Backoff  time.Duration // before the second attempt, then doubled each time, ±20 %; 2 s when 0
	Timeout  time.Duration // of one attempt; 1 min when 0
	AtOnce   int           // 2 when 0; 4 run of all kinds together
}

func (k *Kind) complete() {
	if k.Attempts == 0 {
		k.Attempts = 3
	}
	if k.Backoff == 0 {
		k.Backoff = 2 * time.Second
	}
	if k.Timeout == 0 {
		k.Timeout = time.Minute
	}
	if k.AtOnce == 0 {
		k.AtOnce = 2
	}
}

// Permanent marks an error that no further attempt would mend: the job is given
// up at once. nil stays nil.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return permanent{err}
}

type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }
