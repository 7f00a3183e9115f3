package card

import (
	"slices"
	"strings"
	"unicode"
)

// Sizes of a title in pixels, and how far apart its lines stand.
const (
	largest   = 92
	withPlate = 76 // the largest above a drawing
	smallest  = 44
	partable  = 60 // at this size and less a word that is too long is parted rather than set smaller
	step      = 4
	mostRows  = 4
	leading   = 1.1
)

// text is letters with their places, in ems.
type text struct {
	letters []letter
	at      []float64 // where each begins; one more than letters
	track   float64
	hyphen  float64 // the width of one
	dots    float64 // the width of an ellipsis
}

func (s *setter) text(letters []letter, track float64) *text {
	t := &text{letters: letters, at: make([]float64, len(letters)+1), track: track}
	for i, l := range letters {
		w := l.advance + track
		if l.r == softHyphen {
			w = 0
		} else if i+1 < len(letters) {
			w += s.kern(l, letters[i+1])
		}
		t.at[i+1] = t.at[i] + w
	}
	h, _ := s.letter(regular(), '-')
	d, _ := s.letter(regular(), ellipsis)
	t.hyphen, t.dots = h.advance, d.advance
	return t
}

// chunk is letters that stay together; next is where the following one begins.
type chunk struct {
	from, to, next int
	soft           bool // a hyphen is due when a line ends here
}

// Characters that may not begin a line of ideographs, and that may not end one.
const (
	notFirst = "、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝」』】〉》〕’”ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ…‥%,.!?:;)]}"
	notLast  = "（［｛「『【〈《〔‘“([{"
)

// chunks cuts a text where lines may end.
func (t *text) chunks() []chunk {
	var out []chunk
	from := 0
	cut := func(to, next int, soft bool) {
		if to > from {
			out = append(out, chunk{from, to, next, soft})
		}
		from = next
	}
	for i, l := range t.letters {
		var after rune
		if i+1 < len(t.letters) {
			after = t.letters[i+1].r
		}
		switch {
		case l.r == ' ':
			cut(i, i+1, false)
		case l.r == softHyphen:
			cut(i, i+1, true)
		case (l.r == '-' || l.r == '–' || l.r == '—' || l.r == '/') && i-from >= 2 && unicode.IsLetter(after):
			cut(i+1, i+1, false)
		case after != 0 && after != ' ' && (ideographic(l.r) || ideographic(after)) && !strings.ContainsRune(notLast, l.r) && !strings.ContainsRune(notFirst, after):
			cut(i+1, i+1, false)
		}
	}
	cut(len(t.letters), len(t.letters), false)
	return out
}

// row is one line of a text.
type row struct {
	from, to     int
	hyphen, dots bool // what follows the letters
}

// width of a row in ems.
func (t *text) width(r row) float64 {
	w := t.at[r.to] - t.at[r.from]
	if r.hyphen {
		w += t.hyphen
	}
	if r.dots {
		w += t.dots
	}
	return w
}

// rows fills lines of at most limit ems. A chunk that is longer is parted when
// part is set; without it ok is false.
func (t *text) rows(chunks []chunk, limit float64, part bool) (out []row, ok bool) {
	var now row
	begun := false
	for _, c := range chunks {
		wider := row{from: now.from, to: c.to, hyphen: c.soft}
		if begun && t.width(wider) <= limit {
			now = wider
			continue
		}
		if begun {
			out = append(out, now)
		}
		now, begun = row{from: c.from, to: c.to, hyphen: c.soft}, true
		for t.width(now) > limit {
			if !part {
				return nil, false
			}
			head := t.parted(now, limit)
			out = append(out, head)
			now.from = head.to
		}
	}
	if begun {
		out = append(out, now)
	}
	// A soft hyphen shows where a line ends, not where the text does.
	if n := len(out); n > 0 && out[n-1].to == len(t.letters) {
		out[n-1].hyphen = false
	}
	return out, true
}

// parted is as much of a long word as fits with its hyphen, at least one letter
// and, where that is possible, leaving three for the next line.
func (t *text) parted(r row, limit float64) row {
	head := row{from: r.from, to: r.from + 1, hyphen: true}
	for head.to+1 < r.to {
		more := head
		if more.to++; t.width(more) > limit {
			break
		}
		head = more
	}
	if r.to-head.to < 3 && head.to-head.from > 5 {
		head.to -= 2
	}
	if last := t.letters[head.to-1].r; !unicode.IsLetter(last) {
		head.hyphen = false
	}
	return head
}

// fit sets a title as large as it may be within width and height, and most
// pixels, in rows of about one length. What is too long at the smallest size ends in an ellipsis.
func (t *text) fit(width, height float64, most int) (size float64, rows []row) {
	chunks := t.chunks()
	for _, part := range [...]bool{false, true} {
		first := most
		if part {
			first = min(first, partable)
		}
		for size := first; size >= smallest; size -= step {
			limit := width / float64(size)
			rows, ok := t.rows(chunks, limit, part)
			if ok && len(rows) <= room(float64(size), height) {
				return float64(size), t.balanced(chunks, rows, limit, part)
			}
		}
	}
	n := max(1, room(smallest, height))
	rows, _ = t.rows(chunks, width/smallest, true)
	rows = slices.Clip(rows[:n])
	rows[n-1] = t.ended(chunks, rows[n-1], width/smallest)
	return smallest, rows
}

// room is how many rows of a size stand in a height; the last one needs no
// space under it.
func room(size, height float64) int {
	return min(mostRows, int(height/(size*leading)+1-(capital+below)/leading))
}

// balanced sets the same number of rows as narrow as it goes.
func (t *text) balanced(chunks []chunk, rows []row, limit float64, part bool) []row {
	if part {
		return rows // a parted word is shortest when its lines are full
	}
	low, high := limit/2, limit
	for range 12 {
		mid := (low + high) / 2
		if r, ok := t.rows(chunks, mid, part); ok && len(r) <= len(rows) {
			rows, high = r, mid
		} else {
			low = mid
		}
	}
	return rows
}

// ended shortens a row, at the end of a word where it can, and ends it with an
// ellipsis.
func (t *text) ended(chunks []chunk, r row, limit float64) row {
	r.hyphen, r.dots = false, true
	whole := r
	for i := len(chunks) - 1; i >= 0 && t.width(whole) > limit; i-- {
		if c := chunks[i]; c.from < r.to && c.from > r.from {
			whole.to = c.from
			for whole.to > r.from+1 && t.letters[whole.to-1].r == ' ' {
				whole.to--
			}
		}
	}
	for whole.to > whole.from+1 && (t.width(whole) > limit || strings.ContainsRune(" ,.;:!?–—-…"+string(softHyphen), t.letters[whole.to-1].r)) {
		whole.to--
	}
	return whole
}
