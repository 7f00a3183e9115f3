package web

import (
	"container/list"
	"sync"
	"sync/atomic"
	"time"

	cache "github.com/patrickmn/go-cache"
	"golang.org/x/sync/singleflight"
)

// pageCache keeps bodies by key until the content changes. go-cache holds and
// expires them; it has no bound, so the bytes are counted here and the entry
// that was made longest ago goes first.
//
// get is the hot path: one read of go-cache under its read lock and one atomic
// load, no write to shared memory.
type pageCache struct {
	entries    *cache.Cache
	generation atomic.Int64
	flights    singleflight.Group
	most       int64 // bytes

	mu    sync.Mutex
	bytes int64
	order *list.List // of *kept, oldest first
	byKey map[string]*list.Element

	harder chan string // keys whose bodies deserve the slow compression
}

// kept is an entry and the content generation it was made from.
type kept struct {
	key        string
	body       *encoded
	generation int64
	hits       atomic.Int32
}

const (
	// keepFor bounds how long an entry lives without a change, so that pages nobody reads give their memory back.
	keepFor = time.Hour
	// hardAfter hits a body is compressed at the slow level: a page read twice is read often.
	hardAfter = 2
)

func newPageCache(most int64) *pageCache {
	c := &pageCache{entries: cache.New(keepFor, 5*time.Minute), most: most, order: list.New(), byKey: map[string]*list.Element{}, harder: make(chan string, 64)}
	c.entries.OnEvicted(func(key string, _ any) { c.forget(key) })
	return c
}

// get finds a body of the present content.
func (c *pageCache) get(key string) (*encoded, bool) {
	v, ok := c.entries.Get(key)
	if !ok {
		return nil, false
	}
	k := v.(*kept)
	if k.generation != c.generation.Load() {
		return nil, false
	}
	if k.hits.Load() <= hardAfter && k.hits.Add(1) == hardAfter {
		select {
		case c.harder <- key:
		default: // a full queue: the next generation will try again
		}
	}
	return k.body, true
}

// load finds or makes a body. However many ask at once, make runs once; what it
// made from content that changed meanwhile is given out but not kept.
func (c *pageCache) load(key string, fill func() (*encoded, error)) (*encoded, error) {
	if e, ok := c.get(key); ok {
		return e, nil
	}
	generation := c.generation.Load()
	v, err, _ := c.flights.Do(key+"\x00"+decimal(int(generation)), func() (any, error) {
		if e, ok := c.get(key); ok {
			return e, nil
		}
		e, err := fill()
		if err != nil {
			return nil, err
		}
		c.keep(&kept{key: key, body: e, generation: generation})
		return e, nil
	})
	if err != nil {
		return nil, err
	}
	return v.(*encoded), nil
}

func (c *pageCache) keep(k *kept) {
	size := k.body.size()
	if size > c.most/4 {
		return
	}
	c.mu.Lock()
	if k.generation != c.generation.Load() {
		c.mu.Unlock()
		return
	}
	if old, ok := c.byKey[k.key]; ok {
		c.drop(old)
	}
	c.byKey[k.key] = c.order.PushBack(k)
	c.bytes += size
	var out []string
	for c.bytes > c.most {
		out = append(out, c.drop(c.order.Front()))
	}
	c.entries.SetDefault(k.key, k)
	c.mu.Unlock()
	for _, key := range out {
		c.entries.Delete(key)
	}
}

// drop stops counting an entry and gives its key; the caller holds mu.
func (c *pageCache) drop(e *list.Element) (key string) {
	k := c.order.Remove(e).(*kept)
	c.bytes -= k.body.size()
	delete(c.byKey, k.key)
	return k.key
}

// forget follows go-cache when it expired or deleted an entry.
func (c *pageCache) forget(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.byKey[key]; ok {
		c.drop(e)
	}
}

// reset drops everything: the content changed.
func (c *pageCache) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.generation.Add(1)
	c.entries.Flush() // does not call OnEvicted
	c.order.Init()
	clear(c.byKey)
	c.bytes = 0
}

// compress replaces the bodies of pages that stay by smaller ones, one at a
// time, until stop is closed.
func (c *pageCache) compress(stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		case key := <-c.harder:
			v, ok := c.entries.Get(key)
			if !ok {
				continue
			}
			k := v.(*kept)
			smaller := &kept{key: key, body: k.body.smaller(), generation: k.generation}
			smaller.hits.Store(hardAfter + 1)
			c.keep(smaller)
		}
	}
}
