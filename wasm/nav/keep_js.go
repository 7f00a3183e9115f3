package nav

import "syscall/js"

// Kept is what a reader would miss when the elements of a page are replaced by
// equal ones: where they are, what has focus, what is selected, typed, opened
// and scrolled.
type Kept struct {
	at        Position
	focus     *spot
	visible   bool // focus was shown
	caret     [2]js.Value
	selection [4]js.Value // anchor node and offset, focus node and offset
	fields    []field
	open      []spot
	scrolled  []scrolled
}

type field struct {
	spot
	value   js.Value
	checked js.Value
}

type scrolled struct {
	spot
	left, top float64
}

// Keep looks at the document before its #site is replaced.
func Keep() *Kept {
	k := &Kept{at: scroll()}
	if el := document.Get("activeElement"); el.Truthy() && el.Call("closest", "#site").Truthy() {
		s := spotOf(el)
		k.focus, k.visible = &s, el.Call("matches", ":focus-visible").Bool()
		if start := el.Get("selectionStart"); start.Type() == js.TypeNumber {
			k.caret = [2]js.Value{start, el.Get("selectionEnd")}
		}
	}
	if s := document.Call("getSelection"); s.Truthy() && !s.Get("isCollapsed").Bool() {
		k.selection = [4]js.Value{s.Get("anchorNode"), s.Get("anchorOffset"), s.Get("focusNode"), s.Get("focusOffset")}
	}
	each("#site :is(input, textarea, select)", func(el js.Value) {
		k.fields = append(k.fields, field{spot: spotOf(el), value: el.Get("value"), checked: el.Get("checked")})
	})
	each("#site details[open]", func(el js.Value) { k.open = append(k.open, spotOf(el)) })
	// Whatever can scroll inside a page can take focus, so that keys can scroll it.
	each("#site [tabindex]", func(el js.Value) {
		if left, top := el.Get("scrollLeft").Float(), el.Get("scrollTop").Float(); left != 0 || top != 0 {
			k.scrolled = append(k.scrolled, scrolled{spotOf(el), left, top})
		}
	})
	return k
}

// Restore brings it all to the elements that stand there now.
func (k *Kept) Restore() {
	for _, f := range k.fields {
		el := f.find()
		if !el.Truthy() {
			continue
		}
		if el.Get("type").String() != "file" && !el.Get("value").Equal(f.value) {
			el.Set("value", f.value)
		}
		if f.checked.Type() == js.TypeBoolean {
			el.Set("checked", f.checked)
		}
	}
	for _, s := range k.open {
		if el := s.find(); el.Truthy() {
			el.Set("open", true)
		}
	}
	for _, s := range k.scrolled {
		if el := s.find(); el.Truthy() {
			el.Set("scrollLeft", s.left)
			el.Set("scrollTop", s.top)
		}
	}
	k.restoreFocus()
	if a, f := k.selection[0], k.selection[2]; a.Truthy() && f.Truthy() && a.Get("isConnected").Bool() && f.Get("isConnected").Bool() {
		document.Call("getSelection").Call("setBaseAndExtent", a, k.selection[1], f, k.selection[3])
	}
	if scroll() != k.at {
		scrollTo(k.at)
	}
}

func (k *Kept) restoreFocus() {
	if k.focus == nil {
		return
	}
	el := k.focus.find()
	if !el.Truthy() {
		return
	}
	el.Call("focus", map[string]any{"preventScroll": true, "focusVisible": k.visible})
	if k.caret[0].Type() == js.TypeNumber {
		el.Call("setSelectionRange", k.caret[0], k.caret[1])
	}
}

// spot finds an element, or the one that took its place: the same node when it
// was adopted, else the one with its id, else the one at its place in #site.
type spot struct {
	node  js.Value
	id    string
	place []int // index among its parent's elements, from the element upwards to #site
}

func spotOf(el js.Value) spot {
	s := spot{node: el, id: el.Get("id").String()}
	for e := el; e.Truthy() && e.Get("id").String() != "site"; e = e.Get("parentElement") {
		index := 0
		for before := e.Get("previousElementSibling"); before.Truthy(); before = before.Get("previousElementSibling") {
			index++
		}
		s.place = append(s.place, index)
	}
	return s
}

func (s spot) find() js.Value {
	if s.node.Get("isConnected").Bool() {
		return s.node
	}
	if s.id != "" {
		return document.Call("getElementById", s.id)
	}
	el := document.Call("getElementById", "site")
	for i := len(s.place) - 1; i >= 0 && el.Truthy(); i-- {
		el = el.Get("children").Call("item", s.place[i])
	}
	if el.Truthy() && el.Get("tagName").Equal(s.node.Get("tagName")) {
		return el
	}
	return js.Null()
}

func each(selector string, f func(js.Value)) {
	all := document.Call("querySelectorAll", selector)
	for i := range all.Length() {
		f(all.Index(i))
	}
}

func scroll() Position {
	return Position{X: window.Get("scrollX").Float(), Y: window.Get("scrollY").Float()}
}

func scrollTo(p Position) {
	window.Call("scrollTo", map[string]any{"left": p.X, "top": p.Y, "behavior": "instant"})
}
