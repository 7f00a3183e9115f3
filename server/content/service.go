package content

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"vitrine/app/wire"
	"vitrine/server/media"
	"vitrine/server/store"
)

// tick is how late a change by another process or a scheduled post may be
// seen. A timer to the moment itself would miss a clock that was set or a
// machine that slept.
const tick = 250 * time.Millisecond

// Service is the content of the site. Its methods may be called from many
// goroutines.
type Service struct {
	store    *store.Store
	library  *media.Library
	renderer *Renderer
	now      func() time.Time
	log      *slog.Logger

	next   atomic.Int64 // ms: when the next scheduled post comes due; 0: none
	latest atomic.Int64 // ms: the latest time that was told, see nowMS
	asOf   atomic.Int64 // ms: the time of the present revision

	refreshing sync.Mutex // one refresh at a time: an older answer must not follow a newer one

	mu        sync.Mutex
	revision  string
	listeners []func()
	known     directory

	comparing sync.Mutex // one comparison is made at a time, and read by all who wait
	compared  *comparison
}

// New opens the service over a store and its media library. now is the clock
// that scheduled posts follow.
func New(ctx context.Context, st *store.Store, lib *media.Library, now func() time.Time, log *slog.Logger) (*Service, error) {
	s := &Service{store: st, library: lib, renderer: NewRenderer(lib), now: now, log: log}
	if err := s.refresh(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// Revision names the state that visitors see: it changes when content changes
// and when a scheduled post comes due, and is the same on every machine over
// one store.
func (s *Service) Revision() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.revision
}

// OnChange registers f, called after each change of Revision, never twice at
// once. f must be quick; it may read, and must not save.
func (s *Service) OnChange(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listeners = append(s.listeners, f)
}

// Run follows the store and the schedule until ctx ends, and renders again,
// once, what an older renderer made.
func (s *Service) Run(ctx context.Context) {
	var wg sync.WaitGroup
	wg.Go(func() {
		s.store.Watch(ctx, tick, func(int64) { s.refreshOrLog(ctx) })
	})
	wg.Go(func() {
		ticker := time.NewTicker(tick)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			// A clock that was set back hides again what came out early.
			now, at := s.nowMS(), s.next.Load()
			if at > 0 && now >= at || now < s.asOf.Load() {
				s.refreshOrLog(ctx)
			}
		}
	})
	wg.Go(func() { s.renderStale(ctx) })
	wg.Wait()
}

// setBack is how far, in ms, a clock may be corrected without a post that just
// came out being taken back.
const setBack = 60_000

// nowMS is the clock in ms since 1970. At least 1, because 0 asks the store
// for unpublished records too. A clock that is set back by up to a minute, as a
// time server does, stands still until it has caught up; one that is set back
// further was wrong, and what it let out too early waits again.
func (s *Service) nowMS() int64 {
	now := max(1, s.now().UnixMilli())
	for {
		latest := s.latest.Load()
		if now <= latest && latest-now <= setBack {
			return latest
		}
		if s.latest.CompareAndSwap(latest, now) {
			return now
		}
	}
}

// refresh works the revision out: the store's, and how many posts are public,
// which grows when one comes due.
func (s *Service) refresh(ctx context.Context) error {
	s.refreshing.Lock()
	defer s.refreshing.Unlock()
	now := s.nowMS()
	stored, err := s.store.Revision(ctx)
	if err != nil {
		return err
	}
	public, err := s.store.CountPosts(ctx, store.PostFilter{Now: now})
	if err != nil {
		return err
	}
	next, ok, err := s.store.NextScheduled(ctx, now)
	if err != nil {
		return err
	}
	if !ok {
		next = 0
	}
	revision := fmt.Sprintf("%d.%d", stored, public)

	s.mu.Lock()
	s.next.Store(next)
	s.asOf.Store(now)
	changed := s.revision != revision && s.revision != ""
	s.revision = revision
	listeners := s.listeners
	s.mu.Unlock()
	if changed {
		for _, f := range listeners {
			f()
		}
	}
	return nil
}

// refreshOrLog is refresh where nobody waits for the answer; the next tick
// tries again.
func (s *Service) refreshOrLog(ctx context.Context) {
	if err := s.refresh(ctx); err != nil && ctx.Err() == nil {
		s.log.Warn("the content revision could not be read", "error", err)
	}
}

// write runs fn in one transaction and makes its change visible at once. What
// was saved stays saved when only the reading back fails: Run reads it again.
func (s *Service) write(ctx context.Context, fn func(*store.Tx) error) error {
	switch err := s.store.Write(ctx, rehearsed(ctx, fn)); {
	case errors.Is(err, errRehearsed):
		return nil
	case err != nil:
		return err
	}
	s.refreshOrLog(context.WithoutCancel(ctx))
	return nil
}

// renderStale renders records of an older renderer. A record that somebody
// saves meanwhile is left alone: the save has rendered it.
func (s *Service) renderStale(ctx context.Context) {
	posts, projects, pages, profile, err := s.store.Stale(ctx, RenderVersion)
	if err != nil {
		if ctx.Err() == nil {
			s.log.Warn("looking for records to render again failed", "error", err)
		}
		return
	}
	again := func(what, slug string, render func() error) {
		if ctx.Err() != nil {
			return
		}
		if err := render(); err != nil && wire.CodeOf(err) != wire.Conflict && ctx.Err() == nil {
			s.log.Warn("a record could not be rendered again", "kind", what, "slug", slug, "error", err)
		}
	}
	for _, slug := range posts {
		again("post", slug, func() error { return s.renderPost(ctx, slug) })
	}
	for _, slug := range projects {
		again("project", slug, func() error { return s.renderProject(ctx, slug) })
	}
	for _, slug := range pages {
		again("page", slug, func() error { return s.renderPage(ctx, slug) })
	}
	if profile {
		again("profile", "", func() error { return s.renderProfile(ctx) })
	}
}

// body renders a record's text and takes its picture's drawing along.
func (s *Service) body(ctx context.Context, markdown, picture string) (wire.Rendered, error) {
	render := s.renderer.Render
	if picture != "" {
		// The record's own picture comes first: those of the text must not compete with it.
		render = s.renderer.RenderUnder
	}
	r, err := render(ctx, markdown)
	if err == nil && picture != "" {
		r.Plate, _ = s.library.Drawing(ctx, picture)
	}
	return r, err
}
