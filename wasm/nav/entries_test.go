package nav_test

import (
	"testing"

	"vitrine/wasm/nav"
)

func TestEntriesPreferWhatTheySaw(t *testing.T) {
	var e nav.Entries
	written := nav.Position{Y: 10}
	if got := e.At(1, written); got != written {
		t.Errorf("an entry never left is at %v, want what its state says, %v", got, written)
	}
	e.Leave(1, nav.Position{Y: 700})
	if got := e.At(1, written); got.Y != 700 {
		t.Errorf("an entry left at 700 is at %v", got)
	}
}

func TestEntriesNextIsNew(t *testing.T) {
	var e nav.Entries
	first := e.Next(0)
	afterReload := e.Next(40) // the document before this one had come to 40
	back := e.Next(3)
	if first != 1 || afterReload != 41 || back != 42 {
		t.Errorf("ids %d, %d, %d; want 1, 41, 42", first, afterReload, back)
	}
}

func TestEntriesAreBounded(t *testing.T) {
	var e nav.Entries
	for id := 1; id <= 101; id++ {
		e.Leave(id, nav.Position{Y: float64(id)})
	}
	if got := e.At(1, nav.Position{}); got.Y != 0 {
		t.Errorf("the first of 101 entries is still kept: %v", got)
	}
	if got := e.At(2, nav.Position{}); got.Y != 2 {
		t.Errorf("the second of 101 entries is at %v, want 2", got)
	}
}
