package announce_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"vitrine/app/wire"
	"vitrine/server/announce"
	"vitrine/server/content"
	"vitrine/server/media"
	"vitrine/server/store/storetest"
)

func TestSettled(t *testing.T) {
	const quiet, most = 2 * time.Second, 30 * time.Second
	for _, c := range []struct {
		name    string
		changes []time.Duration // after the start
		want    []time.Duration
	}{
		{"one", []time.Duration{time.Second}, []time.Duration{3 * time.Second}},
		{"a burst is one", []time.Duration{0, 1, 2, time.Second, 2 * time.Second}, []time.Duration{4 * time.Second}},
		{"two apart", []time.Duration{0, 10 * time.Second}, []time.Duration{2 * time.Second, 12 * time.Second}},
		{"none", nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				changes := make(chan struct{}, 1)
				start := time.Now()
				var got []time.Duration
				go announce.Settled(ctx, changes, quiet, most, func() { got = append(got, time.Since(start)) })
				for _, at := range c.changes {
					time.Sleep(at - time.Since(start))
					select {
					case changes <- struct{}{}:
					default:
					}
				}
				time.Sleep(time.Minute)
				cancel()
				synctest.Wait()
				if !slices.Equal(got, c.want) {
					t.Errorf("told at %v, want %v", got, c.want)
				}
			})
		})
	}
	t.Run("never quiet", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			changes := make(chan struct{}, 1)
			told := 0
			go announce.Settled(ctx, changes, quiet, most, func() { told++ })
			for range 95 {
				changes <- struct{}{}
				time.Sleep(time.Second)
			}
			cancel()
			synctest.Wait()
			if told != 3 {
				t.Errorf("95 s of changes were told %d times, want every 30 s", told)
			}
		})
	})
}

// queue takes jobs in place of the durable one.
type queue struct {
	mu   sync.Mutex
	jobs []string // "kind payload"
	err  error
}

func (q *queue) put(_ context.Context, kind string, payload any) error {
	b, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err != nil {
		return q.err
	}
	q.jobs = append(q.jobs, kind+" "+string(b))
	return nil
}

// wait gives the jobs when there are n, and empties the queue.
func (q *queue) wait(t *testing.T, n int) []string {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		q.mu.Lock()
		if len(q.jobs) >= n {
			jobs := q.jobs
			q.jobs = nil
			q.mu.Unlock()
			return jobs
		}
		q.mu.Unlock()
		if time.Now().After(deadline) {
			t.Fatalf("there are no %d jobs in 10 s", n)
		}
	}
}

func watched(t *testing.T, o announce.Options) (*content.Service, *queue) {
	t.Helper()
	st := storetest.Open(t)
	lib, err := media.New(t.TempDir(), st)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	c, err := content.New(t.Context(), st, lib, time.Now, log)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.SavePost(t.Context(), wire.Post{Slug: "old", Title: "Old", Content: "x", Published: true, PublishedAt: 1}); err != nil {
		t.Fatal(err)
	}
	q := &queue{}
	o.Base = base
	w, err := announce.NewWatcher(t.Context(), announce.New(o), c, q.put, log)
	if err != nil {
		t.Fatal(err)
	}
	w.Hasten(20 * time.Millisecond)
	ctx, cancel := context.WithCancel(context.Background())
	var wait sync.WaitGroup
	wait.Go(func() { w.Run(ctx) })
	t.Cleanup(func() { cancel(); wait.Wait() })
	return c, q
}

func TestWatcher(t *testing.T) {
	c, q := watched(t, announce.Options{Hub: "https://hub.example/", PurgeURL: "https://cdn.example/"})
	save := func(p wire.Post) wire.Post {
		t.Helper()
		p, _, err := c.SavePost(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	news := save(wire.Post{Slug: "news", Title: "News", Content: "One.", Published: true, PublishedAt: 2})
	if got := q.wait(t, 2); !slices.Equal(got, []string{"purge {}", `announce {"paths":["/blog/news"]}`}) {
		t.Errorf("a new post makes the jobs %v", got)
	}
	news.Content = "One, two."
	news = save(news)
	if got := q.wait(t, 2); got[1] != `announce {"paths":["/blog/news"]}` {
		t.Errorf("an edit makes the jobs %v", got)
	}
	news.Slug = "moved"
	news = save(news)
	if got := q.wait(t, 2); got[1] != `announce {"paths":["/blog/moved","/blog/news"]}` {
		t.Errorf("a move makes the jobs %v", got)
	}
	news.Published = false
	save(news)
	if got := q.wait(t, 2); got[1] != `announce {"paths":["/blog/moved"]}` {
		t.Errorf("a post that is taken back makes the jobs %v", got)
	}
	if _, _, err := c.SaveProfile(t.Context(), wire.Profile{Name: "Grace"}); err != nil {
		t.Fatal(err)
	}
	if got := q.wait(t, 1); !slices.Equal(got, []string{"purge {}"}) {
		t.Errorf("a new name makes the jobs %v", got)
	}
	// A full disk: what could not be put into the queue goes with the next change.
	q.mu.Lock()
	q.err = errors.New("disk full")
	q.mu.Unlock()
	save(wire.Post{Slug: "lost", Title: "Lost", Content: "x", Published: true, PublishedAt: 3})
	q.mu.Lock()
	q.err = nil
	q.mu.Unlock()
	save(wire.Post{Slug: "found", Title: "Found", Content: "x", Published: true, PublishedAt: 3})
	for paths := ""; !strings.Contains(paths, "/blog/lost") || !strings.Contains(paths, "/blog/found"); {
		paths += strings.Join(q.wait(t, 1), "")
	}
}

// TestManyChanges: an import's hundreds of posts fit into a job's 64 KB.
func TestManyChanges(t *testing.T) {
	c, q := watched(t, announce.Options{IndexNowKey: "0123456789abcdef"})
	for i := range 120 {
		slug := strings.Repeat("日", 100) + fmt.Sprint(i)
		if _, _, err := c.SavePost(t.Context(), wire.Post{Slug: slug, Title: "x", Content: "x", Published: true, PublishedAt: 1}); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]bool{}
	for len(seen) < 120 {
		for _, job := range q.wait(t, 1) {
			if len(job) > 64<<10 {
				t.Errorf("a job of %d bytes", len(job))
			}
			kind, body, _ := strings.Cut(job, " ")
			var p announce.Payload
			if err := json.Unmarshal([]byte(body), &p); err != nil || kind != announce.Kind {
				t.Fatalf("%s: %v", job, err)
			}
			for _, path := range p.Paths {
				seen[path] = true
			}
		}
	}
}
