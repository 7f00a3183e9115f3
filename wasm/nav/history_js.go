package nav

import "syscall/js"

func history() js.Value { return window.Get("history") }

// entryState is what history keeps of an entry: its id and where it was left.
func entryState(id int, at Position) map[string]any {
	return map[string]any{"vitrine": id, "x": at.X, "y": at.Y}
}

// state reads the current entry's; id is 0 when it is none of ours.
func state() (id int, at Position) {
	s := history().Get("state")
	if s.Type() != js.TypeObject || s.Get("vitrine").Type() != js.TypeNumber {
		return 0, Position{}
	}
	return s.Get("vitrine").Int(), Position{X: s.Get("x").Float(), Y: s.Get("y").Float()}
}

// arrive makes the current entry ours.
func (n *Navigator) arrive() {
	id, _ := state()
	if id == 0 {
		id = n.entries.Next(n.entry)
		history().Call("replaceState", entryState(id, scroll()), "")
	}
	n.entry = id
}

// leave notes where the current entry is scrolled, here and in its state.
func (n *Navigator) leave() {
	at := scroll()
	n.entries.Leave(n.entry, at)
	history().Call("replaceState", entryState(n.entry, at), "")
}

// here is the path with its query at which the document stands.
func (n *Navigator) here() string {
	l := window.Get("location")
	return l.Get("pathname").String() + l.Get("search").String()
}
