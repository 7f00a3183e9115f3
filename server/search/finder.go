package search

import (
	"context"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"vitrine/app/search"
	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/store"
)

// How the index follows the content.
const (
	calm    = 100 * time.Millisecond // without a change, and it is taken over:
	restive = 500 * time.Millisecond // or after this, when changes do not end
	settled = time.Second            // without a change, and the file is written
	patient = time.Second            // what a search waits for the index
	again   = 2 * time.Second        // after a failure
)

// fewChanges may be put into an index one by one; for more it is made anew,
// which takes 0.1 s for 1,000 posts and is as long as eight of them with 10,000.
const fewChanges = 8

// Finder answers searches.
type Finder struct {
	content *content.Service
	file    string
	log     *slog.Logger
	changes chan struct{} // holds one signal
	now     atomic.Pointer[state]
	count   atomic.Int64 // of states there were

	mu    sync.Mutex
	fresh chan struct{} // closed when there is a newer state
}

// state is the index of one revision of the content.
type state struct {
	revision string
	records  records
	index    *search.Index
	texts    search.Texts
}

// New gives a Finder that keeps its index in file; "" keeps none. Nothing is
// read before Run.
func New(c *content.Service, file string, log *slog.Logger) *Finder {
	f := &Finder{content: c, file: file, log: log, changes: make(chan struct{}, 1), fresh: make(chan struct{})}
	c.OnChange(func() {
		select {
		case f.changes <- struct{}{}:
		default:
		}
	})
	return f
}

// Run makes the index and follows the content until ctx ends.
func (f *Finder) Run(ctx context.Context) {
	kept := f.load()
	if kept != nil && kept.revision == f.content.Revision() {
		f.swap(kept)
	}
	written := f.update(ctx, kept)
	debug.FreeOSMemory() // reading 1,000 posts leaves 100 MB that answers never need
	for f.wait(ctx, written) {
		if now := f.now.Load(); now == nil || now.revision != f.content.Revision() {
			written = f.update(ctx, now) && written
			continue
		}
		if !written {
			f.save()
			written = true
		}
	}
	if !written {
		f.save()
	}
}

// wait returns when there is something to do: content changed and is quiet, or
// the file is to be written, or the last attempt failed. It is false at the end.
func (f *Finder) wait(ctx context.Context, written bool) bool {
	var idle <-chan time.Time
	switch now := f.now.Load(); {
	case now == nil || now.revision != f.content.Revision():
		idle = time.After(again)
	case !written:
		idle = time.After(settled)
	}
	select {
	case <-ctx.Done():
		return false
	case <-idle:
		return true
	case <-f.changes:
	}
	enough := time.After(restive)
	for {
		select {
		case <-ctx.Done():
			return false
		case <-f.changes:
		case <-time.After(calm):
			return true
		case <-enough:
			return true
		}
	}
}

// update makes the state of the present content from the one before, which may
// be nil, and says whether the file still holds it.
func (f *Finder) update(ctx context.Context, before *state) (same bool) {
	revision := f.content.Revision()
	start := time.Now()
	if before == nil {
		before = &state{}
	}
	now, err := gather(ctx, f.content, before.records)
	if err != nil {
		if ctx.Err() == nil {
			f.log.Warn("the search index could not follow the content; it is tried again", "error", err)
		}
		return true
	}
	changed, gone := differ(before.records, now)
	next := &state{revision: revision, records: now, index: before.index, texts: now.texts()}
	switch {
	case next.index == nil || len(changed)+len(gone) > fewChanges:
		next.index = search.Build(now.documents())
	default:
		for _, path := range gone {
			next.index.Remove(path)
		}
		for _, path := range changed {
			next.index.Put(now[path].Document)
		}
	}
	f.swap(next)
	f.log.Debug("the search index follows", "documents", next.index.Len(), "changed", len(changed), "gone", len(gone), "ms", time.Since(start).Milliseconds())
	return revision == before.revision && len(changed)+len(gone) == 0
}

// swap makes a state the present one and tells those who wait for it.
func (f *Finder) swap(s *state) {
	f.now.Store(s)
	f.count.Add(1)
	f.mu.Lock()
	defer f.mu.Unlock()
	close(f.fresh)
	f.fresh = make(chan struct{})
}

// await gives the state of the present content, or after a while the one there
// is; nil when there is none.
func (f *Finder) await(ctx context.Context) *state {
	late := time.After(patient)
	for {
		f.mu.Lock()
		fresh := f.fresh
		f.mu.Unlock()
		if s := f.now.Load(); s != nil && f.current(s) {
			return s
		}
		select {
		case <-fresh:
			continue
		case <-late:
		case <-ctx.Done():
		}
		return f.now.Load()
	}
}

// current says whether a state is that of the present content.
func (f *Finder) current(s *state) bool { return s.revision == f.content.Revision() }

// notReady is what a search gets that waited in vain.
func notReady() error {
	return &wire.Error{Code: wire.Unavailable, Message: "The search is getting ready. Try again in a moment.", RetryAfter: 2}
}

// Generation counts the states of the index: in another one, the same question
// may have another answer.
func (f *Finder) Generation() int64 { return f.count.Load() }

// Find looks for a text among everything public. Where the index has not caught
// up with the content it waits, so that whoever saves a post finds it; after a
// second it answers from the index there is, or is wire.Unavailable.
func (f *Finder) Find(ctx context.Context, text string, limit int) (wire.SearchAnswer, error) {
	s := f.await(ctx)
	if s == nil {
		return wire.SearchAnswer{}, notReady()
	}
	a := s.index.Search(search.Query{Text: text, Limit: limit}, s.texts)
	if !f.current(s) {
		return f.public(ctx, a)
	}
	return a, nil
}

// public leaves out of an answer what was withdrawn since its index was made.
func (f *Finder) public(ctx context.Context, a wire.SearchAnswer) (wire.SearchAnswer, error) {
	posts, err := f.content.Posts(ctx, store.PostFilter{})
	if err != nil {
		return wire.SearchAnswer{}, err
	}
	there := map[string]bool{"/about": true}
	for _, p := range posts {
		there["/blog/"+p.Slug] = true
	}
	left := a.Found[:0]
	for _, found := range a.Found {
		ok, err := there[found.Path], error(nil)
		switch slug := found.Path[strings.LastIndexByte(found.Path, '/')+1:]; found.Kind {
		case wire.KindProject:
			_, err = f.content.Project(ctx, slug)
			ok = err == nil
		case wire.KindFree:
			_, err = f.content.Page(ctx, slug)
			ok = err == nil
		}
		if err != nil && wire.CodeOf(err) != wire.NotFound {
			return wire.SearchAnswer{}, err
		}
		if ok {
			left = append(left, found)
		} else {
			a.Total--
		}
	}
	a.Found = left
	return a, nil
}
