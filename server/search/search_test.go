package search_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	engine "vitrine/app/search"
	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/media"
	"vitrine/server/search"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// place is a data folder that can be opened again and again.
type place struct {
	dir   string
	clock atomic.Int64
	log   bytes.Buffer // of the last Finder; read it after it ended
}

func newPlace(t *testing.T) *place {
	p := &place{dir: t.TempDir()}
	p.clock.Store(now.UnixMilli())
	return p
}

func (p *place) file() string { return filepath.Join(p.dir, "search.index") }

// open opens the content, and runs a Finder over it until end is called.
func (p *place) open(t *testing.T) (f *search.Finder, c *content.Service, end func()) {
	t.Helper()
	st := storetest.OpenAt(t, filepath.Join(p.dir, "v.db"))
	c = contentOf(t, st, func() time.Time { return time.UnixMilli(p.clock.Load()) })
	p.log.Reset()
	f = search.New(c, p.file(), slog.New(slog.NewTextHandler(&p.log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{}, 2)
	go func() { c.Run(ctx); done <- struct{}{} }()
	go func() { f.Run(ctx); done <- struct{}{} }()
	ended := false
	end = func() {
		if !ended {
			ended = true
			cancel()
			<-done
			<-done
		}
	}
	t.Cleanup(end)
	return f, c, end
}

func contentOf(t testing.TB, st *store.Store, clock func() time.Time) *content.Service {
	t.Helper()
	lib, err := media.New(t.TempDir(), st)
	if err != nil {
		t.Fatal(err)
	}
	c, err := content.New(t.Context(), st, lib, clock, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func savePost(t testing.TB, c *content.Service, p wire.Post) wire.Post {
	t.Helper()
	if p.PublishedAt == 0 {
		p.PublishedAt = now.UnixMilli() - 1000
	}
	saved, _, err := c.SavePost(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

// paths is what a search finds.
func paths(t *testing.T, f *search.Finder, text string) string {
	t.Helper()
	a, err := f.Find(t.Context(), text, 10)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	var out []string
	for _, r := range a.Found {
		path := r.Path
		if r.Section != "" {
			path += "#" + r.Section
		}
		out = append(out, path)
	}
	if a.Total != len(out) {
		t.Errorf("%s: %d results, but the number is %d", text, len(out), a.Total)
	}
	return strings.Join(out, " ")
}

// become waits until a search finds what it should.
func become(t *testing.T, f *search.Finder, text, want string) {
	t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for got := paths(t, f, text); got != want; got = paths(t, f, text) {
		if time.Now().After(deadline) {
			t.Fatalf("%q finds %q, want %q", text, got, want)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestEverythingPublicIsFound(t *testing.T) {
	p := newPlace(t)
	f, c, _ := p.open(t)
	ctx := t.Context()
	_, _, err := c.SaveProfile(ctx, wire.Profile{Name: "Ada", Lang: "en", Short: "Ada makes engines.", Long: "I count lighthouses.\n\n## Before\n\nSailing.",
		Skills:     []wire.SkillGroup{{Name: "Languages", Note: "Daily.", Skills: []wire.Skill{{Name: "Haskell"}}}},
		Experience: []wire.Position{{Title: "Keeper", Organisation: "Northern Board", From: "2019"}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err = c.SaveProject(ctx, wire.Project{Slug: "engine", Title: "Engine", Description: "It computes.", TechStack: []string{"Brass"}, Started: "2023", Published: true, Body: "Cogs.\n\n## Bearings\n\nOil."}); err != nil {
		t.Fatal(err)
	}
	if _, _, err = c.SavePage(ctx, wire.FreePage{Slug: "uses", Title: "Uses", Content: "A walnut desk.", Published: true}); err != nil {
		t.Fatal(err)
	}
	savePost(t, c, wire.Post{Slug: "queue", Title: "Queues", Excerpt: "A summary of waiting.", Category: "Letters", Series: "Durable", Author: "Grace", Tags: []string{"SQLite"}, Published: true,
		Content: "Before it.\n\n## Fsync `once`\n\nFlushed **to**gether.\n\n- one\n- two\n\n```go\nfunc drain() {}\n```\n\n| a | b |\n|---|---|\n| pewter | tin |\n\n> [!NOTE]\n> Called out.\n\nNote[^1]\n\n[^1]: Footnoted."})
	savePost(t, c, wire.Post{Slug: "kranich", Title: "Der Kranich", Lang: "de", Published: true, Content: "Die Häuser stehen am Fluss."})
	savePost(t, c, wire.Post{Slug: "draft", Title: "Draft about walnut", Content: "walnut"})
	if _, _, err := c.SaveProject(ctx, wire.Project{Slug: "hidden", Title: "Walnut"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.SavePage(ctx, wire.FreePage{Slug: "unseen", Title: "Walnut"}); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"lighthouses": "/about", "haskell": "/about", "keeper": "/about", "sailing": "/about#h-before", "cogs": "/projects/engine", "oil": "/projects/engine#h-bearings", "walnut": "/uses",
		"waiting": "/blog/queue", "letters": "/blog/queue", "grace": "/blog/queue", "sqlite": "/blog/queue", "together": "/blog/queue#h-fsync-once", "fsync": "/blog/queue#h-fsync-once",
		"drain": "/blog/queue#h-fsync-once", "pewter": "/blog/queue#h-fsync-once", "footnoted": "/blog/queue#h-fsync-once", "haus": "/blog/kranich", "fluss": "/blog/kranich",
	} {
		if got := paths(t, f, text); got != want {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
	a, err := f.Find(ctx, "pewter", 5)
	if err != nil || len(a.Found) != 1 || a.Found[0].Heading != "Fsync once" {
		t.Fatalf("pewter: %+v, %v", a, err)
	}
	text := ""
	for _, r := range a.Found[0].Snippet {
		text += r.Text
	}
	if !strings.Contains(text, "one two func drain() {}") || !strings.HasSuffix(text, "a b pewter tin Note: Called out. Note Footnoted.") {
		t.Errorf("blocks run into one another: %q", text)
	}
}

// TestChangesAreFollowed: a save is found, a withdrawal is not, and a scheduled
// post comes at its time.
func TestChangesAreFollowed(t *testing.T) {
	p := newPlace(t)
	f, c, _ := p.open(t)
	if got := paths(t, f, "walnut"); got != "" {
		t.Fatalf("an empty site finds %s", got)
	}
	post := savePost(t, c, wire.Post{Slug: "tree", Title: "A tree", Content: "Walnut.", Published: true})
	due := now.Add(time.Hour)
	savePost(t, c, wire.Post{Slug: "later", Title: "Later", Content: "Walnut cake.", Published: true, PublishedAt: due.UnixMilli()})
	if got := paths(t, f, "walnut"); got != "/blog/tree" {
		t.Errorf("after a save: %q", got)
	}
	p.clock.Store(due.UnixMilli())
	become(t, f, "walnut cake", "/blog/later")
	post.Slug, post.Content = "hazel-tree", "Hazel."
	post = savePost(t, c, post)
	if got := paths(t, f, "hazel"); got != "/blog/hazel-tree" {
		t.Errorf("after a move: %q", got)
	}
	post.Published = false
	savePost(t, c, post)
	if got := paths(t, f, "hazel"); got != "" {
		t.Errorf("after a withdrawal: %q", got)
	}
	p.clock.Store(now.UnixMilli())
	become(t, f, "walnut", "")
	for i := range 30 { // more than is put in one by one
		savePost(t, c, wire.Post{Slug: "many-" + string(rune('a'+i%26)) + string(rune('a'+i/26)), Title: "Many", Content: "Chestnut.", Published: true})
	}
	if a, err := f.Find(t.Context(), "chestnut", 50); err != nil || a.Total != 30 {
		t.Errorf("after thirty saves: %d, %v", a.Total, err)
	}
}

// TestTheFileIsKept: what the last run found, the next finds from the file, also
// when the content changed in between or the file is broken.
func TestTheFileIsKept(t *testing.T) {
	p := newPlace(t)
	f, c, end := p.open(t)
	tree := savePost(t, c, wire.Post{Slug: "tree", Title: "A tree", Content: "Walnut.\n\n## Roots\n\nDeep.", Published: true})
	savePost(t, c, wire.Post{Slug: "shrub", Title: "A shrub", Content: "Hazel.", Published: true})
	become(t, f, "hazel", "/blog/shrub")
	deadline := time.Now().Add(10 * time.Second)
	for ; ; time.Sleep(20 * time.Millisecond) { // the quiet second
		if _, err := os.Stat(p.file()); err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the index was not written")
		}
	}
	end()
	kept, err := os.ReadFile(p.file())
	if err != nil {
		t.Fatal(err)
	}

	f, c, end = p.open(t)
	if got := paths(t, f, "deep"); got != "/blog/tree#h-roots" {
		t.Errorf("from the file: %q", got)
	}
	for f.Generation() < 2 && time.Now().Before(deadline) { // until it was compared with the content
		time.Sleep(10 * time.Millisecond)
	}
	end()
	if !strings.Contains(p.log.String(), "changed=0 gone=0") {
		t.Errorf("the file was not used: %s", p.log.String())
	}

	// Written beside a server that does not run.
	tree.Content = "Chestnut."
	savePost(t, c, tree)
	if err := c.DeletePost(t.Context(), "shrub"); err != nil {
		t.Fatal(err)
	}
	f, _, end = p.open(t)
	if got := paths(t, f, "chestnut") + paths(t, f, "hazel") + paths(t, f, "walnut"); got != "/blog/tree" {
		t.Errorf("after changes: %q", got)
	}
	end()
	if !strings.Contains(p.log.String(), "changed=1 gone=1") {
		t.Errorf("what did not change was read again: %s", p.log.String())
	}

	for name, broken := range map[string][]byte{
		"empty": {}, "short": kept[:4], "cut": kept[:len(kept)-20], "cut index": kept[:40], "huge": append(bytes.Repeat([]byte{0xff}, 8), kept...),
		"other": []byte(strings.Repeat("no index of ours ", 20)), "damaged": bytes.Replace(kept, []byte("VITX"), []byte("VITY"), 1), "other form": bytes.Replace(kept, []byte(`{"form":`), []byte(`{"form":9`), 1),
	} {
		if err := os.WriteFile(p.file(), broken, 0o600); err != nil {
			t.Fatal(err)
		}
		f, _, end := p.open(t)
		if got := paths(t, f, "chestnut"); got != "/blog/tree" {
			t.Errorf("%s: %q", name, got)
		}
		end()
		if !strings.Contains(p.log.String(), "cannot be used") {
			t.Errorf("%s: nobody is told: %s", name, p.log.String())
		}
	}
	if left, err := filepath.Glob(p.file() + ".*"); err != nil || len(left) > 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

// TestBeforeThereIsAnIndex: a search that waited in vain says when to come again.
func TestBeforeThereIsAnIndex(t *testing.T) {
	f := search.New(contentOf(t, storetest.Open(t), time.Now), "", slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := f.Find(ctx, "anything", 10)
	var told *wire.Error
	if !errors.As(err, &told) || told.Code != wire.Unavailable || told.RetryAfter == 0 {
		t.Errorf("it is told %v", err)
	}
	if _, err := f.Index(ctx); wire.CodeOf(err) != wire.Unavailable {
		t.Errorf("the index: %v", err)
	}
}

// TestTheBrowserFindsTheSame: with the index and the texts that are given out.
func TestTheBrowserFindsTheSame(t *testing.T) {
	p := newPlace(t)
	f, c, _ := p.open(t)
	savePost(t, c, wire.Post{Slug: "tree", Title: "A tree", Content: "Walnut.\n\n## Roots\n\nDeep and brown.", Published: true})
	savePost(t, c, wire.Post{Slug: "draft", Title: "Draft", Content: "Brown sugar."})
	want, err := f.Find(t.Context(), "brown roots", 10)
	if err != nil {
		t.Fatal(err)
	}
	data, err := f.Index(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	written, err := f.Texts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	x, revision, err := engine.Decode(data)
	if err != nil || revision != c.Revision() {
		t.Fatalf("the revision is %q, want %q; %v", revision, c.Revision(), err)
	}
	var texts engine.Texts
	if err := json.Unmarshal(written, &texts); err != nil {
		t.Fatal(err)
	}
	got := x.Search(engine.Query{Text: "brown roots", Limit: 10}, texts)
	a, errA := json.Marshal(got)
	b, errB := json.Marshal(want)
	if errA != nil || errB != nil || !bytes.Equal(a, b) || got.Total != 1 {
		t.Errorf("the browser finds\n%s, the server\n%s", a, b)
	}
	if bytes.Contains(written, []byte("sugar")) {
		t.Error("a draft is given out")
	}
}
