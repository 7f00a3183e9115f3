package nav

// Position is how far a document is scrolled, in CSS pixels.
type Position struct{ X, Y float64 }

// maxEntries bounds Entries. A browser keeps 50 entries a tab.
const maxEntries = 100

// Entries remembers the scroll position of each entry of the session's history.
// An entry is left in two ways: by a push, when its own state can still be
// written, and by back or forward, when the browser has moved on already; only
// this memory serves the second.
type Entries struct {
	at    map[int]Position
	order []int
	last  int
}

// Next gives the id of a new entry, larger than any before. floor is the id of
// the entry it follows, which may be of an earlier document.
func (e *Entries) Next(floor int) int {
	e.last = max(e.last, floor) + 1
	return e.last
}

// Leave notes where an entry was when it was left.
func (e *Entries) Leave(id int, p Position) {
	if e.at == nil {
		e.at = map[int]Position{}
	}
	if _, known := e.at[id]; !known {
		e.order = append(e.order, id)
	}
	e.at[id] = p
	if len(e.order) > maxEntries {
		delete(e.at, e.order[0])
		e.order = e.order[1:]
	}
}

// At gives the position of an entry; written is what its state says, for one
// this memory does not know.
func (e *Entries) At(id int, written Position) Position {
	if p, ok := e.at[id]; ok {
		return p
	}
	return written
}
