package nav

import (
	"syscall/js"

	"vitrine/app/wire"
)

// describe makes the document's head say what the page says of itself. What
// only robots read (cards, alternates) stays as it was loaded: they never
// navigate in place.
func describe(h wire.Head) {
	document.Set("title", h.Title)
	root := document.Get("documentElement")
	if h.Lang != "" {
		root.Set("lang", h.Lang)
	}
	set := func(selector, attribute, value string) {
		if el := document.Call("querySelector", selector); el.Truthy() {
			el.Call("setAttribute", attribute, value)
		}
	}
	set(`link[rel="canonical"]`, "href", h.Canonical)
	set(`meta[name="description"]`, "content", h.Description)
}

// announcer is a polite live region outside the pages: what is put in it is
// read aloud when the reader's own speech pauses.
type announcer struct{ region js.Value }

func newAnnouncer() announcer {
	el := document.Call("createElement", "div")
	el.Call("setAttribute", "role", "status")
	el.Call("setAttribute", "aria-live", "polite")
	// Set one by one through the object model: the policy forbids style attributes.
	style := el.Get("style")
	for property, value := range map[string]string{
		"position": "fixed", "inset-block-start": "0", "inset-inline-start": "0", "inline-size": "1px",
		"block-size": "1px", "overflow": "hidden", "clip-path": "inset(50%)", "white-space": "nowrap",
	} {
		style.Call("setProperty", property, value)
	}
	document.Get("body").Call("appendChild", el)
	return announcer{region: el}
}

func (a announcer) say(text string) { a.region.Set("textContent", text) }

// focusStart moves focus to where the new page begins, as a loaded document
// would: the element a fragment names, else the page's heading, else main.
// No ring is drawn round it: it is a place to read from, not a control.
func focusStart(named js.Value) {
	el := named
	for _, selector := range []string{"#main h1", "#main"} {
		if !el.Truthy() {
			el = document.Call("querySelector", selector)
		}
	}
	if !el.Truthy() {
		return
	}
	if el.Get("tabIndex").Int() < 0 {
		el.Call("setAttribute", "tabindex", "-1")
		el.Get("style").Call("setProperty", "outline", "none")
	}
	el.Call("focus", map[string]any{"preventScroll": true})
}

// byFragment is the element that a fragment ("#h-cost") names, or null.
func byFragment(fragment string) js.Value {
	if len(fragment) < 2 {
		return js.Null()
	}
	id := window.Call("decodeURIComponent", fragment[1:])
	return document.Call("getElementById", id)
}
