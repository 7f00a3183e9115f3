package jobs_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"vitrine/server/jobs"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

// BenchmarkDrain tells how fast jobs that do nothing leave the queue, and with
// FULL what each costs in flushes to the disk.
func BenchmarkDrain(b *testing.B) {
	const batch = 100
	for _, synchronous := range []string{"NORMAL", "FULL"} {
		b.Run(synchronous, func(b *testing.B) {
			o := storetest.Options(b.TempDir() + "/vitrine.db")
			o.Synchronous = synchronous
			s, err := store.Open(b.Context(), o)
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			var done sync.WaitGroup
			r := jobs.New(s, quiet(), time.Now, jobs.Kind{Name: "a", AtOnce: 4, Run: func(context.Context, json.RawMessage) error { done.Done(); return nil }})
			ctx, cancel := context.WithCancel(b.Context())
			var ran sync.WaitGroup
			ran.Go(func() { r.Run(ctx) })
			for b.Loop() {
				done.Add(batch)
				err := s.Write(ctx, func(tx *store.Tx) error {
					for n := range batch {
						if err := tx.Enqueue("a", fmt.Sprint(n)); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
				done.Wait()
			}
			b.ReportMetric(float64(b.N*batch)/b.Elapsed().Seconds(), "jobs/s")
			cancel()
			ran.Wait()
		})
	}
}
