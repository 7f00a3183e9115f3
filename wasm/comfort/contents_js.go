package comfort

import "syscall/js"

// contents marks in a list of contents the section that is being read: the last
// whose heading has come into the upper third of the window.
type contents struct {
	passed js.Func // called with the headings that have crossed that line

	links   []js.Value
	places  map[string]int // of a heading's id among links
	above   []bool         // whether the heading has crossed it
	current int            // -1 before the first
}

// aboveLine is the part of the window over the line, and all that lies above it:
// a heading that one key press has carried past the whole window has crossed too.
const aboveLine = "9999999px 0px -66% 0px"

// follow watches the headings of the page until it is left.
func (c *contents) follow(page scope) {
	c.links, c.places, c.current = nil, map[string]int{}, -1
	var observer js.Value
	each(`#main .toc a[href^="#"]`, func(a js.Value) {
		id := a.Call("getAttribute", "href").String()[1:]
		heading := document.Call("getElementById", id)
		if !heading.Truthy() {
			return
		}
		if len(c.links) == 0 {
			observer = window.Get("IntersectionObserver").New(c.passed, map[string]any{"rootMargin": aboveLine})
			page.finally(observer, "disconnect")
		}
		c.places[id] = len(c.links)
		c.links = append(c.links, a)
		page.finally(a, "removeAttribute", "aria-current")
		observer.Call("observe", heading)
	})
	c.above = make([]bool, len(c.links))
}

func (c *contents) pass(entries js.Value) {
	for i := range entries.Length() {
		e := entries.Index(i)
		if place, ok := c.places[e.Get("target").Get("id").String()]; ok {
			c.above[place] = e.Get("isIntersecting").Bool()
		}
	}
	current := -1
	for i, above := range c.above {
		if above {
			current = i
		}
	}
	if current == c.current {
		return
	}
	if c.current >= 0 {
		c.links[c.current].Call("removeAttribute", "aria-current")
	}
	if c.current = current; current >= 0 {
		c.links[current].Call("setAttribute", "aria-current", "location")
		show(c.links[current])
	}
}

// show scrolls the column that a link stands in, if it is longer than the
// window; scrollIntoView would scroll the text too.
func show(a js.Value) {
	column := a.Call("closest", ".label")
	if !column.Truthy() || column.Get("scrollHeight").Int() <= column.Get("clientHeight").Int() {
		return
	}
	own, around := a.Call("getBoundingClientRect"), column.Call("getBoundingClientRect")
	over := around.Get("top").Float() - own.Get("top").Float()
	under := own.Get("bottom").Float() - around.Get("bottom").Float()
	by := 0.0
	switch {
	case over > 0:
		by = -over
	case under > 0:
		by = under
	}
	if by != 0 {
		column.Call("scrollBy", 0, by)
	}
}
