//go:build unix

package jobs_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"vitrine/app/wire"
	"vitrine/server/jobs"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

// The test binary, run again with this variable, is a program that works the
// queue of the database named in it.
const childPath = "JOBS_TEST_PATH"

func TestMain(m *testing.M) {
	path := os.Getenv(childPath)
	if path == "" {
		os.Exit(m.Run())
	}
	if err := drain(path); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// drain works the queue until it is empty. It prints "begin N" and "end N"
// round each run of job N, whose effect is a post at an address of its own.
func drain(path string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, storetest.Options(path))
	if err != nil {
		return err
	}
	effect := jobs.Kind{Name: "post", Attempts: 100, AtOnce: 4, Run: func(ctx context.Context, payload json.RawMessage) error {
		if _, err := fmt.Println("begin", string(payload)); err != nil {
			return err
		}
		p := wire.Post{Slug: "job-" + string(payload), Title: "t", Content: "text"}
		err := s.Write(ctx, func(tx *store.Tx) error { return tx.PutPost(&p) })
		if wire.CodeOf(err) == wire.Conflict { // done by one that was killed before it could say so
			err = nil
		}
		if err == nil {
			_, err = fmt.Println("end", string(payload))
		}
		return err
	}}
	r := jobs.New(s, quiet(), time.Now, effect)
	go r.Run(ctx)
	for {
		counts, err := s.JobCounts(ctx, time.Now())
		if err != nil || len(counts) == 0 {
			return err
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func TestKilledTwentyTimesNothingIsLostOrDoneTwiceWithoutNeed(t *testing.T) {
	const kills, all = 20, 400
	path := t.TempDir() + "/vitrine.db"
	s := storetest.OpenAt(t, path)
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		for n := range all {
			if err := tx.Enqueue("post", n); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	ended := map[string]int{}
	started := time.Now()
	for life := range kills + 1 {
		begun := map[string]bool{}
		cmd := exec.Command(os.Args[0], "-test.run=^$")
		cmd.Env = append(os.Environ(), childPath+"="+path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for lines := bufio.NewScanner(out); lines.Scan(); {
			switch word, id, _ := strings.Cut(lines.Text(), " "); word {
			case "begin":
				if begun[id] {
					t.Errorf("life %d: job %s ran twice although it did not fail", life, id)
				}
				begun[id] = true
			case "end":
				ended[id]++
			default:
				t.Errorf("life %d: the child said %s", life, lines.Text())
			}
			// At another moment each time; in the last life, never.
			if len(begun) == 3+life*5%13 && life < kills {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := cmd.Wait(); (err == nil) != (life == kills) {
			t.Fatalf("life %d ended with %v", life, err)
		}
	}
	twice := 0
	for _, n := range ended {
		if n > 1 {
			twice++
		}
	}
	posts, err := s.CountPosts(t.Context(), store.PostFilter{})
	if err != nil || posts != all || len(ended) != all || len(dead(t, s)) > 0 || counts(t, s) != "" {
		t.Errorf("%d of %d jobs were done and had %d effects (%v); given up %+v; the queue is %s", len(ended), all, posts, err, dead(t, s), counts(t, s))
	}
	// A kill can come between a handler's end and its job's, for each of four hands.
	if twice > 4*kills {
		t.Errorf("%d jobs ended more than once", twice)
	}
	t.Logf("%d kills in %s: %d of %d jobs ended more than once", kills, time.Since(started).Round(time.Millisecond), twice, all)
}
