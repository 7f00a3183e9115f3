package announce

import (
	"context"
	"hash/fnv"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"vitrine/server/content"
	"vitrine/server/store"
)

// How long a Watcher waits for changes to end: an import saves hundreds of
// posts one after the other, and all of them are one announcement.
const (
	quiet = 2 * time.Second
	most  = 30 * time.Second
)

// mostPaths is how many addresses one job names: an address takes up to 500 bytes,
// and a job holds 64 KB.
const mostPaths = 100

// Enqueue puts a job into the durable queue.
type Enqueue func(ctx context.Context, kind string, payload any) error

// Watcher turns changes of content into jobs, whoever made them: a form, an
// import beside the server, a scheduled post that came due. What changed while
// no server ran is not noticed; search engines find it in the sitemap.
type Watcher struct {
	announcer *Announcer
	content   *content.Service
	enqueue   Enqueue
	log       *slog.Logger
	quiet     time.Duration
	changes   chan struct{} // holds one signal
	known     snapshot      // what was told last; Run's
}

// NewWatcher gives a Watcher that knows of changes from now on; Run follows them.
func NewWatcher(ctx context.Context, a *Announcer, c *content.Service, enqueue Enqueue, log *slog.Logger) (*Watcher, error) {
	w := &Watcher{announcer: a, content: c, enqueue: enqueue, log: log, quiet: quiet, changes: make(chan struct{}, 1)}
	c.OnChange(func() {
		select {
		case w.changes <- struct{}{}:
		default:
		}
	})
	var err error
	if a.Announces() {
		w.known, err = w.public(ctx)
	}
	return w, err
}

// Run follows changes until ctx ends. It returns at once when nobody is to be
// told.
func (w *Watcher) Run(ctx context.Context) {
	if !w.announcer.Announces() && !w.announcer.Purges() {
		return
	}
	Settled(ctx, w.changes, w.quiet, most, func() {
		if err := w.tell(ctx); err != nil && ctx.Err() == nil {
			w.log.Warn("a change could not be announced; the next one takes it along", "error", err)
		}
	})
}

// Settled calls do when changes have been quiet for a while, or for so long that
// waiting for their end is too long. It returns when ctx ends.
func Settled(ctx context.Context, changes <-chan struct{}, quiet, most time.Duration, do func()) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-changes:
		}
		enough := time.NewTimer(most)
		calm := time.NewTimer(quiet)
		for waiting := true; waiting; {
			select {
			case <-ctx.Done():
				return
			case <-changes:
				calm.Reset(quiet)
			case <-calm.C:
				waiting = false
			case <-enough.C:
				waiting = false
			}
		}
		calm.Stop()
		enough.Stop()
		do()
	}
}

// tell puts the jobs into the queue.
func (w *Watcher) tell(ctx context.Context) error {
	if w.announcer.Purges() {
		if err := w.enqueue(ctx, PurgeKind, struct{}{}); err != nil {
			return err
		}
	}
	if !w.announcer.Announces() {
		return nil
	}
	now, err := w.public(ctx)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(w.known.differs(now), mostPaths) {
		if err := w.enqueue(ctx, Kind, Payload{Paths: part}); err != nil {
			return err
		}
	}
	w.known = now
	return nil
}

// snapshot is every public page by its path, with a sum of what readers would
// notice. A record's version would not do: a new renderer raises all of them.
type snapshot map[string]uint64

// differs are the paths that changed, appeared or went, in order.
func (s snapshot) differs(after snapshot) []string {
	var out []string
	for path, sum := range after {
		if was, ok := s[path]; !ok || was != sum {
			out = append(out, path)
		}
	}
	for path := range s {
		if _, ok := after[path]; !ok {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

func (w *Watcher) public(ctx context.Context) (snapshot, error) {
	posts, err := w.content.Posts(ctx, store.PostFilter{})
	if err != nil {
		return nil, err
	}
	projects, err := w.content.Projects(ctx, store.ProjectFilter{})
	if err != nil {
		return nil, err
	}
	pages, err := w.content.Pages(ctx)
	if err != nil {
		return nil, err
	}
	s := snapshot{}
	for _, p := range posts {
		s["/blog/"+p.Slug] = sum(p.Words, p.EditedAt, p.Title, p.Excerpt, p.Summary, p.FeaturedImage, p.Category, p.Series, strings.Join(p.Tags, "\x00"))
	}
	for _, p := range projects {
		s["/projects/"+p.Slug] = sum(p.Words, 0, p.Title, p.Description, p.Summary, p.Image, p.LiveURL, p.RepositoryURL, p.Status, p.Started, p.Ended)
	}
	for _, p := range pages {
		s["/"+p.Slug] = sum(p.Words, 0, p.Title, p.Description, p.Summary)
	}
	return s, nil
}

func sum(words int, edited int64, parts ...string) uint64 {
	h := fnv.New64a()
	var number [16]byte
	for i := range 8 {
		number[i], number[8+i] = byte(words>>(8*i)), byte(edited>>(8*i))
	}
	h.Write(number[:])
	for _, p := range parts {
		io.WriteString(h, p)
		h.Write([]byte{0xff}) // in no UTF-8: parts do not run together
	}
	return h.Sum64()
}
