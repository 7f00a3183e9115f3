package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vitrine/app/wire"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

func TestASaveGivesIdTimesAndVersion(t *testing.T) {
	o := storetest.Options(filepath.Join(t.TempDir(), "vitrine.db"))
	clock := time.UnixMilli(1000)
	o.Now = func() time.Time { return clock }
	s, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })

	p := &wire.Post{Slug: "a", Title: "A", Views: 3}
	save(t, s, p)
	if len(p.ID) != 36 || p.ID[14] != '7' || p.Version != 1 || p.CreatedAt != 1000 || p.UpdatedAt != 1000 {
		t.Errorf("a new post got id %q, version %d, created %d, updated %d", p.ID, p.Version, p.CreatedAt, p.UpdatedAt)
	}
	clock = time.UnixMilli(2000)
	id := p.ID
	p.Title, p.CreatedAt, p.Views = "B", 77, 0
	save(t, s, p)
	got, err := s.Post(context.Background(), "a")
	if err != nil || got.ID != id || got.Title != "B" || got.Version != 2 || got.CreatedAt != 1000 || got.UpdatedAt != 2000 || got.Views != 3 {
		t.Errorf("after the second save: %+v, %v", got, err)
	}
	if p.CreatedAt != 1000 || p.Views != 3 {
		t.Errorf("the saver was not told the stored creation %d and views %d", p.CreatedAt, p.Views)
	}

	// A record that comes from elsewhere keeps its ID and its creation.
	from := &wire.Project{ID: "018f0000-0000-7000-8000-000000000000", Version: 9, Slug: "x", CreatedAt: 5}
	save(t, s, from)
	if from.ID != "018f0000-0000-7000-8000-000000000000" || from.Version != 1 || from.CreatedAt != 5 {
		t.Errorf("an unknown id was not kept: %+v", from)
	}
}

func TestConflictsNameTheirField(t *testing.T) {
	s := storetest.Open(t)
	a, b, c := wholePost(), wholeProject(), wholePage()
	save(t, s, &a, &b, &c)
	olderA, olderB, olderC := a, b, c
	save(t, s, &a, &b, &c)
	unversioned := a
	unversioned.Version = 0
	for _, row := range []struct {
		name, field string
		record      any
	}{
		{"an older post", "version", &olderA},
		{"an older project", "version", &olderB},
		{"an older page", "version", &olderC},
		{"a known post as a new one", "version", &unversioned},
		{"a post with a taken slug", "slug", &wire.Post{Slug: "s"}},
		{"a project with a taken slug", "slug", &wire.Project{Slug: "s"}},
		{"a page with a taken slug", "slug", &wire.FreePage{Slug: "s"}},
		{"a post from a taken source", "source", &wire.Post{Slug: "t", Source: "src"}},
	} {
		err := trySave(s, row.record)
		var told *wire.Error
		if !errors.As(err, &told) || told.Code != wire.Conflict || told.Field != row.field {
			t.Errorf("%s: %v, want a conflict of %q", row.name, err, row.field)
		}
	}
}

func TestValuesOutsideTheSchemaAreInvalid(t *testing.T) {
	s := storetest.Open(t)
	for name, record := range map[string]any{
		"no slug":        &wire.Post{Title: "A"},
		"a long title":   &wire.FreePage{Slug: "a", Title: strings.Repeat("ä", 256)},
		"a strange code": wire.Redirect{From: "/a", To: "/b", Code: 200},
		"no path":        wire.Redirect{From: "a", To: "/b", Code: 301},
		"a short hash":   wire.Media{Hash: "ab"},
	} {
		if err := trySave(s, record); wire.CodeOf(err) != wire.Invalid {
			t.Errorf("%s: %v, want invalid", name, err)
		}
	}
	save(t, s, &wire.Post{Slug: "a", Title: strings.Repeat("ä", 255)})
}

func TestTheRevisionRisesOncePerChange(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	media := wire.Media{Hash: strings.Repeat("a", 32)}
	redirect := wire.Redirect{From: "/a", Code: 410}
	failure := errors.New("changed my mind")
	for _, step := range []struct {
		name  string
		write func(*store.Tx) error
		want  int64
	}{
		{"nothing", func(*store.Tx) error { return nil }, 0},
		{"three records", func(tx *store.Tx) error {
			return errors.Join(put(tx, post("a", 1)), put(tx, post("b", 1)), put(tx, redirect))
		}, 1},
		{"media", func(tx *store.Tx) error { return put(tx, media) }, 1},
		{"the same redirect", func(tx *store.Tx) error { return put(tx, redirect) }, 1},
		{"another target", func(tx *store.Tx) error { return put(tx, wire.Redirect{From: "/a", To: "/b", Code: 301}) }, 2},
		{"a profile", func(tx *store.Tx) error { return put(tx, wire.Profile{Name: "N"}) }, 3},
		{"the same profile", func(tx *store.Tx) error { return put(tx, wire.Profile{Name: "N"}) }, 3},
		{"a failure", func(tx *store.Tx) error { return errors.Join(put(tx, post("c", 1)), failure) }, 3},
	} {
		err := s.Write(ctx, step.write)
		if (err != nil) != (step.name == "a failure") || err != nil && !errors.Is(err, failure) {
			t.Errorf("%s: %v", step.name, err)
		}
		if got, err := s.Revision(ctx); err != nil || got != step.want {
			t.Errorf("after %s the revision is %d (%v), want %d", step.name, got, err, step.want)
		}
	}
	if _, err := s.Post(ctx, "c"); wire.CodeOf(err) != wire.NotFound {
		t.Errorf("a post of a failed transaction: %v, want not_found", err)
	}
	if got, err := s.Media(ctx, media.Hash); err != nil || got.CreatedAt == 0 {
		t.Errorf("the media row is %+v, %v", got, err)
	}
}

func TestAPanicInAWriteFreesTheWriter(t *testing.T) {
	s := storetest.Open(t)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		err := s.Write(context.Background(), func(tx *store.Tx) error {
			if err := put(tx, post("lost", 1)); err != nil {
				return err
			}
			panic("a fault in the caller")
		})
		t.Errorf("Write returned %v", err)
	}()
	save(t, s, post("kept", 1))
	if n, err := s.CountPosts(context.Background(), store.PostFilter{}); err != nil || n != 1 {
		t.Errorf("%d posts (%v), want only the one after the panic", n, err)
	}
}

func TestReadsGoOnDuringAWrite(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	save(t, s, post("before", 1))
	err := s.Write(ctx, func(tx *store.Tx) error {
		if err := put(tx, post("during", 2)); err != nil {
			return err
		}
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if n, err := s.CountPosts(ctx, store.PostFilter{}); err != nil || n != 1 {
					t.Errorf("during a write a reader sees %d posts (%v), want the 1 from before", n, err)
				}
			})
		}
		all.Wait()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := s.CountPosts(ctx, store.PostFilter{}); err != nil || n != 2 {
		t.Errorf("after the write a reader sees %d posts (%v), want 2", n, err)
	}
}

func TestTwoStoresWriteInTurn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vitrine.db")
	stores := []*store.Store{storetest.OpenAt(t, path), storetest.OpenAt(t, path)}
	const each = 40
	var all sync.WaitGroup
	for i, s := range stores {
		for g := range 2 {
			all.Go(func() {
				for n := range each {
					if err := trySave(s, post(fmt.Sprintf("post-%d-%d-%d", i, g, n), 1, "Go")); err != nil {
						t.Errorf("store %d, post %d: %v", i, n, err)
						return
					}
				}
			})
		}
	}
	all.Wait()
	for i, s := range stores {
		if n, err := s.CountPosts(context.Background(), store.PostFilter{}); err != nil || n != 4*each {
			t.Errorf("store %d sees %d posts (%v), want %d", i, n, err, 4*each)
		}
		if n, err := s.Revision(context.Background()); err != nil || n != 4*each {
			t.Errorf("store %d has revision %d (%v), want one for each of %d saves", i, n, err, 4*each)
		}
	}
}

func TestACancelledWriteIsUndone(t *testing.T) {
	s := storetest.Open(t)
	ctx, cancel := context.WithCancel(context.Background())
	err := s.Write(ctx, func(tx *store.Tx) error {
		err := put(tx, post("a", 1))
		cancel()
		return err
	})
	if wire.CodeOf(err) != wire.Unavailable || !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled write gave %v", err)
	}
	save(t, s, post("b", 1))
	if n, err := s.CountPosts(context.Background(), store.PostFilter{}); err != nil || n != 1 {
		t.Errorf("%d posts (%v), want only the one that was not cancelled", n, err)
	}
}

func TestAFullDiskRefusesWritesUntilThereIsRoom(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	save(t, s, post("before", 1))
	limit := func(pages int) {
		t.Helper()
		if _, err := s.Pools()["writer"].ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
			t.Fatal(err)
		}
	}
	large := post("large", 2)
	large.Content = strings.Repeat("x", 1<<20)
	limit(1) // SQLite takes the present size when that is more
	if err := trySave(s, large); wire.CodeOf(err) != wire.Unavailable || !strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("a save without room gave %v", err)
	}
	if n, err := s.CountPosts(ctx, store.PostFilter{}); err != nil || n != 1 {
		t.Errorf("without room a reader sees %d posts (%v), want 1", n, err)
	}
	limit(1 << 30)
	large.Version = 0
	save(t, s, large)
}

func TestWatchTellsOfEveryWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vitrine.db")
	watched, other := storetest.OpenAt(t, path), storetest.OpenAt(t, path)
	ctx, cancel := context.WithCancel(context.Background())
	told := make(chan int64, 16)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		watched.Watch(ctx, time.Millisecond, func(n int64) { told <- n })
	}()
	next := func(after string, want int64) {
		t.Helper()
		select {
		case n := <-told:
			if n != want {
				t.Errorf("after %s the watcher was told %d, want %d", after, n, want)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("after %s the watcher was told nothing", after)
		}
	}
	next("the start", 0)
	save(t, watched, post("own", 1))
	next("an own write", 1)
	save(t, other, post("theirs", 1))
	next("another process's write", 2)
	save(t, other, wire.Media{Hash: strings.Repeat("a", 32)}) // changes no content: no call
	save(t, watched, post("own-2", 1))
	next("a write of media and an own one", 3)
	cancel()
	<-ended
	if len(told) > 0 {
		t.Errorf("the watcher was told %d, which nobody wrote", <-told)
	}
}
