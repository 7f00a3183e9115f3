package nav

import (
	"context"
	"syscall/js"
	"time"

	"vitrine/app/client"
	"vitrine/app/wire"
)

const (
	// fresh is how old a fetched page may be when it is shown for a click.
	fresh = time.Minute
	// remembered is the same for back and forward, which promise the page as it was.
	remembered = time.Hour
	// hover is how long the pointer rests on a link before its page is fetched:
	// a pointer on its way somewhere else crosses a link in less.
	hover = 65 * time.Millisecond
	// busy is when a reader begins to wonder whether the click was heard.
	busy = 150 * time.Millisecond
)

// Navigator shows the site's pages in place. All of it runs in the browser's
// one thread; goroutines only wait for the network.
type Navigator struct {
	life   *Life
	pages  *client.Client
	show   func(p wire.Page, before, after func())
	origin string

	entries Entries
	entry   int    // the history entry we are at
	shown   string // path of the page in the document
	turn    int    // of the last navigation: an earlier one that comes late is dropped
	hovered string // path under the pointer
	voice   announcer

	outdated bool // another build serves the site: only whole documents can show it
}

// New makes a Navigator for the document that shows the page at its address.
// show puts another page in the document: it calls before while the old one
// still stands and after when the new one does, with no paint between it and
// the change.
func New(life *Life, pages *client.Client, show func(p wire.Page, before, after func())) *Navigator {
	return &Navigator{life: life, pages: pages, show: show, origin: window.Get("location").Get("origin").String()}
}

// Start takes links and history over. The engine's own handlers on the window
// must be gone: they would navigate too.
func (n *Navigator) Start() {
	n.voice = newAnnouncer()
	n.shown = n.here()
	n.arrive()
	n.sayUpdated()

	passive := map[string]any{"passive": true}
	n.life.On(document, "click", nil, n.onClick)
	n.life.On(window, "popstate", nil, n.onPopState)
	n.life.On(document, "pointerover", passive, n.onPointerOver)
	n.life.On(document, "touchstart", passive, n.onIntent)
	n.life.On(document, "focusin", passive, n.onIntent)
	// An entry that says "manual" is not scrolled by the browser when a new
	// document loads it, so the word holds only while the client is there.
	n.life.On(window, "pagehide", nil, func(js.Value) { n.leave(); history().Set("scrollRestoration", "auto") })
	n.life.On(window, "pageshow", nil, func(js.Value) { history().Set("scrollRestoration", "manual") })
	history().Set("scrollRestoration", "manual")
}

// Say speaks to those who listen, when their own speech pauses.
func (n *Navigator) Say(text string) { n.voice.say(text) }

func (n *Navigator) onClick(e js.Value) {
	a := anchor(e)
	click := Click{
		Button:   e.Get("button").Int(),
		Modified: e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool() || e.Get("shiftKey").Bool() || e.Get("altKey").Bool(),
		Handled:  e.Get("defaultPrevented").Bool(),
	}
	if !a.Truthy() || !click.Plain() || n.outdated {
		return
	}
	path, fragment, ok := n.path(a)
	if !ok {
		return
	}
	if path == n.shown && fragment != "" {
		n.move()
		n.leave() // the browser scrolls there and makes an entry; this one must know where it was
		return
	}
	e.Call("preventDefault")
	n.follow(path, fragment)
}

// follow goes to a page of the site because the reader chose a link to it.
func (n *Navigator) follow(path, fragment string) {
	n.load(path, fresh, func(p wire.Page) {
		n.leave()
		if p.Path != "" {
			path = p.Path // where redirects led
		}
		if path != n.here() {
			n.entry = n.entries.Next(n.entry)
			history().Call("pushState", entryState(n.entry, Position{}), "", path+fragment)
		}
	}, func(p wire.Page) {
		named := byFragment(fragment)
		if named.Truthy() {
			named.Call("scrollIntoView", map[string]any{"behavior": "instant"})
		} else {
			scrollTo(Position{})
		}
		focusStart(named)
		n.voice.say(p.Head.Title)
	}, func() { window.Get("location").Call("assign", path+fragment) })
}

func (n *Navigator) onPopState(js.Value) {
	id, written := state()
	path := n.here()
	if id == 0 && path == n.shown {
		n.arrive() // a fragment was followed: the browser made the entry and scrolled
		return
	}
	n.entries.Leave(n.entry, scroll())
	n.arrive()
	at := n.entries.At(id, written)
	if path == n.shown {
		n.move()
		scrollTo(at)
		return
	}
	n.load(path, remembered, func(wire.Page) {}, func(p wire.Page) {
		scrollTo(at)
		focusStart(js.Null())
		n.voice.say(p.Head.Title)
	}, func() { window.Get("location").Call("reload") })
}

// load fetches a page and shows it, unless the reader has moved on meanwhile.
// native does the same without us, when we cannot.
func (n *Navigator) load(path string, age time.Duration, before, after func(wire.Page), native func()) {
	turn := n.move()
	go n.life.Guard(func() {
		slow := time.AfterFunc(busy, func() {
			if turn == n.turn {
				document.Get("documentElement").Get("dataset").Set("loading", "on")
			}
		})
		p, err := n.pages.Page(context.Background(), path, age)
		slow.Stop()
		if turn != n.turn {
			return
		}
		n.move() // so that a late timer does not say it is still loading
		switch {
		case err != nil:
			n.outdatedBy(err)
			native()
			return
		case p.Redirect != "":
			window.Get("location").Call("assign", p.Redirect)
			return
		}
		n.show(p, func() { before(p) }, func() {
			n.shown = n.here()
			describe(p.Head)
			after(p)
		})
	})
}

// move begins a navigation: one still on its way is no longer wanted.
func (n *Navigator) move() (turn int) {
	n.turn++
	document.Get("documentElement").Get("dataset").Delete("loading")
	return n.turn
}

func (n *Navigator) onPointerOver(e js.Value) {
	n.hovered = ""
	if e.Get("pointerType").String() != "mouse" {
		return // a finger tells by touchstart
	}
	path, ok := n.ahead(e)
	if !ok {
		return
	}
	n.hovered = path
	time.AfterFunc(hover, func() {
		if n.hovered == path {
			n.prefetch(path)
		}
	})
}

func (n *Navigator) onIntent(e js.Value) {
	if path, ok := n.ahead(e); ok {
		go n.prefetch(path)
	}
}

// ahead is the page that an event on a link makes likely.
func (n *Navigator) ahead(e js.Value) (string, bool) {
	a := anchor(e)
	if !a.Truthy() || n.outdated || saving() {
		return "", false
	}
	path, _, ok := n.path(a)
	return path, ok && path != n.shown
}

func (n *Navigator) prefetch(path string) {
	n.life.Guard(func() {
		_, err := n.pages.Prefetch(context.Background(), path, fresh)
		n.outdatedBy(err) // any other failure is told by the click, if one comes
	})
}
