package card

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// direction says how a character is written. Letters are strong: they decide,
// from the left or from the right. What is neither a letter nor a number takes
// its neighbours' direction.
func direction(r rune) (strong, left, number bool) {
	p, _ := bidi.LookupRune(r)
	switch p.Class() {
	case bidi.L:
		return true, false, false
	case bidi.R, bidi.AL:
		return true, true, false
	case bidi.EN, bidi.AN:
		return false, false, true
	}
	return false, false, false
}

// leftward reports whether a text begins from the right: its first letter says.
func leftward(letters []letter) bool {
	for _, l := range letters {
		if strong, left, _ := direction(l.r); strong {
			return left
		}
	}
	return false
}

// mirrored are brackets that look the other way in a run from the right.
var mirrored = map[rune]rune{'(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '<': '>', '>': '<', '«': '»', '»': '«', '‹': '›', '›': '‹'}

// visual puts one line's letters in the order they stand from left to right, as
// much of the bidirectional algorithm as a title needs: runs of one direction,
// numbers from the left, neutral characters with their neighbours, or with the
// line where these differ.
func (s *setter) visual(line []letter, fromRight bool) []letter {
	level := make([]int, len(line)) // 0: to the right, 1: to the left, 2: to the right within that
	base := 0
	if fromRight {
		base = 1
	}
	mixed := fromRight
	last := base
	for i, l := range line {
		strong, left, number := direction(l.r)
		switch {
		case strong && left:
			level[i], mixed = 1, true
		case strong:
			level[i] = 2 * base
		case number && last == 1:
			level[i] = 2
		case number:
			level[i] = 2 * base
		default:
			level[i] = -1
			continue
		}
		if strong {
			last = level[i]
		}
	}
	if !mixed {
		return line
	}
	settle(level, base)
	out := slices.Clone(line)
	for i, l := range out {
		if m, ok := mirrored[l.r]; ok && level[i] == 1 {
			if turned, has := s.letter(l.face, m); has {
				turned.claim = l.claim
				out[i] = turned
			}
		}
	}
	// Reverse the runs of each level and above, from the highest down.
	for at := 2; at >= 1; at-- {
		for i := 0; i < len(out); {
			j := i
			for j < len(out) && level[j] >= at {
				j++
			}
			if j == i {
				i++
				continue
			}
			slices.Reverse(out[i:j])
			slices.Reverse(level[i:j])
			i = j
		}
	}
	return out
}

// settle gives neutral characters the level of both neighbours, or the line's.
func settle(level []int, base int) {
	for i := 0; i < len(level); {
		if level[i] >= 0 {
			i++
			continue
		}
		j := i
		for j < len(level) && level[j] < 0 {
			j++
		}
		before, after := base, base
		if i > 0 {
			before = level[i-1]
		}
		if j < len(level) {
			after = level[j]
		}
		to := base
		if before == after {
			to = before
		}
		for ; i < j; i++ {
			level[i] = to
		}
	}
}
