package content_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/media"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

// clock is a clock that tests set.
type clock struct{ ms atomic.Int64 }

func (c *clock) now() time.Time { return time.UnixMilli(c.ms.Load()) }

const start = 1_700_000_000_000

type site struct {
	*content.Service
	store *store.Store
	media *media.Library
	clock *clock
}

func open(t testing.TB) site {
	t.Helper()
	return over(t, storetest.Open(t), filepath.Join(t.TempDir(), "media"))
}

func over(t testing.TB, st *store.Store, dir string) site {
	t.Helper()
	return overAt(t, st, dir, start)
}

func overAt(t testing.TB, st *store.Store, dir string, ms int64) site {
	t.Helper()
	lib, err := media.New(dir, st)
	if err != nil {
		t.Fatal(err)
	}
	c := &clock{}
	c.ms.Store(ms)
	svc, err := content.New(t.Context(), st, lib, c.now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return site{svc, st, lib, c}
}

func (s site) post(t testing.TB, p wire.Post) wire.Post {
	t.Helper()
	saved, changed, err := s.SavePost(t.Context(), p)
	if err != nil || !changed {
		t.Fatalf("saving %q: changed %v, %v", p.Title, changed, err)
	}
	return saved
}

func (s site) upload(t testing.TB, name, bytes string) string {
	t.Helper()
	m, err := s.media.Put(t.Context(), name, strings.NewReader(bytes))
	if err != nil {
		t.Fatal(err)
	}
	return m.Address()
}

// run starts the service's work and stops it when the test ends.
func (s site) run(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		s.Run(ctx)
		close(done)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
}

// eventually asks until the answer is yes, for at most five seconds.
func eventually(t *testing.T, what string, ask func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); !ask(); {
		if time.Now().After(deadline) {
			t.Fatalf("after 5 s still not: %s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestScheduledPostsAppearWhenDue(t *testing.T) {
	s := open(t)
	s.run(t)
	var calls atomic.Int32
	s.OnChange(func() { calls.Add(1) })
	s.post(t, wire.Post{Title: "Later", Content: "Text.", Published: true, PublishedAt: start + 3_600_000})
	before, heard := s.Revision(), calls.Load()
	if _, err := s.Post(t.Context(), "later"); wire.CodeOf(err) != wire.NotFound {
		t.Errorf("a scheduled post is public: %v", err)
	}
	if list, err := s.Posts(t.Context(), store.PostFilter{}); err != nil || len(list) != 0 {
		t.Errorf("a scheduled post is listed: %v, %v", list, err)
	}
	s.clock.ms.Store(start + 3_600_000)
	eventually(t, "the revision changes when a post comes due", func() bool { return s.Revision() != before && calls.Load() == heard+1 })
	if _, err := s.Post(t.Context(), "later"); err != nil {
		t.Errorf("a due post: %v", err)
	}
	list, err := s.Posts(t.Context(), store.PostFilter{})
	if err != nil || len(list) != 1 || content.Summary(list[0]) != "Text." {
		t.Errorf("the list has %v, %v; want the post with its first words", list, err)
	}
	if n, err := s.CountPosts(t.Context(), store.PostFilter{}); err != nil || n != 1 {
		t.Errorf("%d posts, %v", n, err)
	}
}

func TestChangesOfOtherProcessesAreSeen(t *testing.T) {
	path, dir := filepath.Join(t.TempDir(), "v.db"), filepath.Join(t.TempDir(), "media")
	here, there := over(t, storetest.OpenAt(t, path), dir), over(t, storetest.OpenAt(t, path), dir)
	here.run(t)
	var calls atomic.Int32
	here.OnChange(func() { calls.Add(1) })
	there.post(t, wire.Post{Title: "A", Published: true})
	eventually(t, "the other process's post changes the revision", func() bool { return calls.Load() == 1 && here.Revision() == there.Revision() })
}

func TestOldRenderingsAreRenewed(t *testing.T) {
	s := open(t)
	err := s.store.Write(t.Context(), func(tx *store.Tx) error {
		return errors.Join(
			tx.PutPost(&wire.Post{Slug: "a", Title: "A", Content: "*a*", Published: true, PublishedAt: 1}),
			tx.PutProject(&wire.Project{Slug: "a", Title: "A", Body: "*a*", Published: true}),
			tx.PutPage(&wire.FreePage{Slug: "a", Title: "A", Content: "*a*", Published: true}),
			tx.PutProfile(wire.Profile{Name: "A", Long: "*a*"}))
	})
	if err != nil {
		t.Fatal(err)
	}
	s.run(t)
	eventually(t, "everything is rendered", func() bool {
		post, err1 := s.Post(t.Context(), "a")
		project, err2 := s.Project(t.Context(), "a")
		page, err3 := s.Page(t.Context(), "a")
		person, err4 := s.Profile(t.Context())
		if err := errors.Join(err1, err2, err3, err4); err != nil {
			t.Fatal(err)
		}
		const want = "<p><em>a</em></p>\n"
		return post.HTML == want && project.HTML == want && page.HTML == want && person.LongHTML == want
	})
}

func TestWhatIsNotPublishedIsNotThere(t *testing.T) {
	s := open(t)
	s.post(t, wire.Post{Title: "A"})
	if _, _, err := s.SaveProject(t.Context(), wire.Project{Title: "A"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.SavePage(t.Context(), wire.FreePage{Title: "A"}); err != nil {
		t.Fatal(err)
	}
	_, err1 := s.Post(t.Context(), "a")
	_, err2 := s.Project(t.Context(), "a")
	_, err3 := s.Page(t.Context(), "a")
	for _, err := range []error{err1, err2, err3} {
		if wire.CodeOf(err) != wire.NotFound {
			t.Errorf("got %v; want not found", err)
		}
	}
	if list, err := s.Projects(t.Context(), store.ProjectFilter{}); err != nil || len(list) != 0 {
		t.Errorf("projects: %v, %v", list, err)
	}
	if list, err := s.Pages(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("pages: %v, %v", list, err)
	}
	if list, err := s.Closest(t.Context(), "/a", 3); err != nil || len(list) != 0 {
		t.Errorf("closest: %v, %v", list, err)
	}
}

func TestClosest(t *testing.T) {
	s := open(t)
	for _, title := range []string{"What a flush costs", "A queue in one file", "Jitter is not noise", "日本語のタイトル"} {
		s.post(t, wire.Post{Title: title, Published: true})
	}
	if _, _, err := s.SaveProject(t.Context(), wire.Project{Title: "Holdfast", Published: true}); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/blog/what-a-flush-cost":            "/blog/what-a-flush-costs",
		"/2019/05/what_a_flush_costs.html":   "/blog/what-a-flush-costs",
		"/flush-costs":                       "/blog/what-a-flush-costs",
		"/project/holdfats/":                 "/projects/holdfast",
		"/blog/日本語のタイトル2":                    "/blog/日本語のタイトル",
		"/wp-login.php":                      "",
		"/":                                  "",
		"/" + strings.Repeat("a/", 900):      "",
		"/blog/" + strings.Repeat("x", 1900): "",
	} {
		list, err := s.Closest(t.Context(), path, 3)
		got := ""
		if len(list) > 0 {
			got = list[0].Href
		}
		if err != nil || got != want {
			t.Errorf("Closest(%.60q) begins with %q, %v; want %q", path, got, err, want)
		}
	}
}
