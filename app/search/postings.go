package search

import "encoding/binary"

// list is the documents that have one word, each with its counts, packed: for
// every document the distance to the one before, then the counts (see
// appendCounts). 1,000 posts of 800 words are 1.2 MB of it.
type list struct {
	packed []byte
	n      int // documents
}

// appendCounts packs the counts of a word in a document. Most words stand in
// the body alone, and once: that is one byte of 0. Others say by a mask which
// fields have them.
func appendCounts(b []byte, c *counts) []byte {
	mask := uint64(0)
	for f := range c {
		if c[f] > 0 {
			mask |= 1 << f
		}
	}
	if mask == 1<<inBody {
		return binary.AppendUvarint(b, uint64(c[inBody]-1)<<1)
	}
	b = binary.AppendUvarint(b, mask<<1|1)
	for f := range c {
		if c[f] > 0 {
			b = binary.AppendUvarint(b, uint64(c[f]))
		}
	}
	return b
}

// appendDoc packs a document of a list: how many are skipped before it, and its counts.
func appendDoc(b []byte, skipped int, c *counts) []byte {
	return appendCounts(binary.AppendUvarint(b, uint64(skipped)), c)
}

// maxCount bounds what one document may claim of one word; a body has at most
// 1 MiB. It keeps sums of hostile counts far from overflowing.
const maxCount = 1 << 20

// readCounts unpacks counts and gives how many bytes they took, 0 when they are none.
func readCounts(b []byte, c *counts) int {
	*c = counts{}
	u, n := binary.Uvarint(b)
	if n <= 0 {
		return 0
	}
	if u&1 == 0 {
		if u >= maxCount<<1 {
			return 0
		}
		c[inBody] = uint32(u>>1) + 1
		return n
	}
	mask := u >> 1
	if mask == 0 || mask >= 1<<fields {
		return 0
	}
	for f := range c {
		if mask&(1<<f) == 0 {
			continue
		}
		u, m := binary.Uvarint(b[n:])
		if m <= 0 || u == 0 || u > maxCount {
			return 0
		}
		c[f] = uint32(u)
		n += m
	}
	return n
}

// cursor walks a list.
type cursor struct {
	rest []byte
	doc  int
	has  counts
}

func (l list) walk() cursor { return cursor{rest: l.packed, doc: -1} }

// next moves to the next document and says whether there is one. What a list
// holds was checked when it was made, so an end is the only way to stop.
func (c *cursor) next() bool {
	u, n := binary.Uvarint(c.rest)
	if n <= 0 {
		return false
	}
	c.doc += int(u) + 1
	n += readCounts(c.rest[n:], &c.has)
	c.rest = c.rest[n:]
	return true
}

// with is the list with a document's counts in it, in place of those it had;
// nil counts take it out.
func (l list) with(doc int, has *counts) list {
	out := make([]byte, 0, len(l.packed)+8)
	n, last := 0, -1
	put := func(d int, c *counts) {
		out = appendDoc(out, d-last-1, c)
		last = d
		n++
	}
	for c := l.walk(); c.next(); {
		if has != nil && c.doc >= doc {
			put(doc, has)
			has = nil
		}
		if c.doc != doc {
			put(c.doc, &c.has)
		}
	}
	if has != nil {
		put(doc, has)
	}
	return list{out, n}
}

// has says whether a document is in the list.
func (l list) has(doc int) bool {
	for c := l.walk(); c.next(); {
		if c.doc >= doc {
			return c.doc == doc
		}
	}
	return false
}
