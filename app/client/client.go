package client

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"vitrine/app/wire"
)

const (
	keptPages    = 20              // whole pages in memory: some 50 KB each at most, so 1 MB
	maxRedirects = 5               // then it is a circle
	patience     = 8 * time.Second // for one page; after that the browser's own navigation shows more than we can
	inFlight     = 2               // prefetches at once: a hover must not hold up a click
)

// Transport asks for an address of our own origin.
type Transport func(ctx context.Context, address string) (Reply, error)

// Client asks one server for pages. Its methods may be called from any goroutine.
type Client struct {
	build string
	ask   Transport
	now   func() time.Time

	mu         sync.Mutex
	kept       map[string]kept
	order      []string // of kept, the least recently used first
	waiting    map[string]*call
	prefetches int
}

type kept struct {
	page wire.Page
	at   time.Time
}

type call struct {
	done chan struct{}
	page wire.Page
	err  error
}

// New makes a Client of the given build. now dates what is kept.
func New(build string, ask Transport, now func() time.Time) *Client {
	return &Client{build: build, ask: ask, now: now, kept: map[string]kept{}, waiting: map[string]*call{}}
}

// Page gives the page at a path ("/blog?page=2"), from memory when it was
// fetched less than fresh ago. Redirects within the site are followed: the
// page's Path says where they led. A redirect that leaves the site comes back
// as a Page with only Redirect set.
func (c *Client) Page(ctx context.Context, path string, fresh time.Duration) (wire.Page, error) {
	for range maxRedirects {
		p, err := c.one(ctx, path, fresh)
		if err != nil || p.Redirect == "" || !local(p.Redirect) {
			return p, err
		}
		path = p.Redirect
	}
	return wire.Page{}, wire.Errorf(wire.Internal, "%s redirects in a circle", path)
}

// Prefetch fetches a page that is likely wanted next, unless it is fresh in
// memory already or two others are on their way: then it reports RateLimited.
// Nothing of a failure is kept; whoever then wants the page asks again.
func (c *Client) Prefetch(ctx context.Context, path string, fresh time.Duration) (wire.Page, error) {
	c.mu.Lock()
	if c.prefetches >= inFlight {
		c.mu.Unlock()
		return wire.Page{}, wire.Errorf(wire.RateLimited, "%d pages are being fetched already", inFlight)
	}
	c.prefetches++
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		c.prefetches--
		c.mu.Unlock()
	}()
	return c.one(ctx, path, fresh)
}

func (c *Client) one(ctx context.Context, path string, fresh time.Duration) (wire.Page, error) {
	c.mu.Lock()
	if k, ok := c.kept[path]; ok && c.now().Sub(k.at) < fresh {
		c.touch(path)
		c.mu.Unlock()
		return k.page, nil
	}
	w, ok := c.waiting[path]
	if !ok {
		w = &call{done: make(chan struct{})}
		c.waiting[path] = w
		go c.fetch(path, w)
	}
	c.mu.Unlock()

	select {
	case <-w.done:
		return w.page, w.err
	case <-ctx.Done():
		return wire.Page{}, wire.Errorf(wire.Unavailable, "%s is no longer wanted: %w", path, ctx.Err())
	}
}

// fetch has a deadline of its own instead of its first caller's: others may
// wait for the same page.
func (c *Client) fetch(path string, w *call) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	reply, err := c.ask(ctx, "/api/page?path="+url.QueryEscape(path))
	if err == nil {
		w.page, err = reply.Page(c.build)
	}
	w.err = err

	c.mu.Lock()
	delete(c.waiting, path)
	if err == nil && (w.page.Redirect != "" || reply.Status == 200) {
		c.keep(path, w.page)
	}
	c.mu.Unlock()
	close(w.done)
}

func (c *Client) keep(path string, p wire.Page) {
	c.kept[path] = kept{page: p, at: c.now()}
	c.touch(path)
	if len(c.order) > keptPages {
		delete(c.kept, c.order[0])
		c.order = c.order[1:]
	}
}

func (c *Client) touch(path string) {
	c.order = slices.DeleteFunc(c.order, func(p string) bool { return p == path })
	c.order = append(c.order, path)
}

// local tells a path of ours from an address elsewhere; browsers read "//x" and
// "/\x" as another host.
func local(address string) bool {
	return strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") && !strings.HasPrefix(address, `/\`)
}
