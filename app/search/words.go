package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	maxTerm  = 40 // bytes of a word: the rest of a longer one is a hash or a path that nobody types
	maxParts = 8  // of one word: more are base64 or a chain of hyphens, and only whole
)

// part is a piece of a text that is looked up by itself.
type part struct {
	text       []byte // folded
	start, end int    // in the source
}

// chunk is what stands between two blanks, or two characters of a script
// without them. Its parts are words by themselves ("http" and "handler" of
// http.Handler); whole is all of it as one word ("httphandler"), so that
// e-mail, email and eMail are found by each other. A plain word has one part
// and no whole; I/O's neighbour R&D has a whole and no parts, for single
// letters are noise.
type chunk struct {
	start, end int
	whole      []byte
	parts      []part
	dense      bool
}

// tail says whether the chunk is only the end of a run of which the pair
// before was the last.
func (c *chunk) tail(before string) bool {
	return c.dense && len(before) > len(c.parts[0].text) && strings.HasSuffix(before, string(c.parts[0].text)) &&
		utf8.RuneCount(c.parts[0].text) == 1
}

// reader cuts a text into chunks. Its zero value is ready; it keeps its
// buffers, so that reading a text allocates nothing.
type reader struct {
	elides bool // the language drops its article before a vowel: l'eau is "eau" alone
	buf    []byte
	from   int // where the part being read begins in buf,
	at     int // and in the source
	joined bool
	stop   bool // set by emit: the rest of the text is not read
	c      chunk
}

// read gives the chunks of a text in their order. A chunk is valid until emit
// returns.
func (r *reader) read(text string, emit func(*chunk)) {
	before := other
	dot := false // the character before is a dot that ends no word
	for i := 0; i < len(text) && !r.stop; {
		if end := small(text, i); end > i && !dot && ended(text, end) { // nine words of ten
			r.reset(i)
			r.buf = append(r.buf, text[i:end]...)
			r.c.parts = append(r.c.parts, part{text: cutBytes(r.buf), start: i, end: end})
			r.c.end = end
			emit(&r.c)
			i, before = end, lower
			continue
		}
		c, n := utf8.DecodeRuneInString(text[i:])
		k := classOf(c)
		switch k {
		case dense:
			i = r.pairs(text, i, emit)
		case lower, upper, digit:
			start := i
			i = r.word(text, i)
			if dot && k != digit {
				r.dotted(start)
			}
			if len(r.c.parts) > 0 || len(r.c.whole) > 0 {
				emit(&r.c)
			}
		case sign:
			r.reset(i)
			r.buf = utf8.AppendRune(r.buf, c)
			i += n
			r.cut(i)
			r.c.end = i
			emit(&r.c)
		default:
			dot = c == '.' && before == other
			i += n
			before = other
			if c == '.' {
				before = sign // an ellipsis begins no .NET
			}
			continue
		}
		before, dot = lower, false
	}
}

func (r *reader) reset(at int) {
	r.buf, r.c.parts, r.c.whole = r.buf[:0], r.c.parts[:0], nil
	r.c.start, r.c.dense, r.joined = at, false, false
	r.from, r.at = 0, at
}

// cut ends a part; the next begins at the same place.
func (r *reader) cut(at int) {
	if len(r.buf) > r.from {
		r.c.parts = append(r.c.parts, part{text: r.buf[r.from:], start: r.at, end: at})
	}
	r.from, r.at = len(r.buf), at
}

// word reads a chunk of letters and digits and what joins them, and gives where it ends.
func (r *reader) word(text string, i int) int {
	r.reset(i)
	before := other
	for i < len(text) {
		if end := small(text, i); end > i {
			r.buf = append(r.buf, text[i:end]...)
			before, i = lower, end
			continue
		}
		c, n := utf8.DecodeRuneInString(text[i:])
		k := classOf(c)
		switch k {
		case lower, upper, digit:
			if k == upper && (before == lower || before == upper && beginsWord(text[i+n:])) {
				r.cut(i)
			}
			r.buf = fold(r.buf, c)
			before = k
			i += n
			continue
		case hidden:
			i += n
			continue
		}
		next, how := join(text, i, c, n, before)
		if how == ends {
			i = next
			break
		}
		if how == parts {
			r.cut(i)
			r.at, r.joined = next, true
			before = other
		}
		if how == number {
			r.buf = append(r.buf, byte(c))
		}
		i = next
	}
	r.cut(i)
	r.c.end = i
	i = r.suffix(text, i)
	r.settle()
	return i
}

// small is where the small ASCII letters from i on end.
func small(text string, i int) int {
	for i < len(text) && 'a' <= text[i] && text[i] <= 'z' {
		i++
	}
	return i
}

// ended says whether what stands at i surely ends a word of small letters.
func ended(text string, i int) bool {
	if i == len(text) {
		return true
	}
	switch c := text[i]; c {
	case ' ', '\n', ')', ':', ';', '?', '!', '"':
		return true
	case '.', ',':
		return i+1 == len(text) || text[i+1] == ' ' || text[i+1] == '\n'
	}
	return false
}

// beginsWord says whether the capital before s begins a word in a run of
// capitals: the S of HTTPServer, but not that of CAs.
func beginsWord(s string) bool {
	c, n := utf8.DecodeRuneInString(s)
	if classOf(c) != lower {
		return false
	}
	if c != 's' {
		return true
	}
	after, _ := utf8.DecodeRuneInString(s[n:])
	return classOf(after) == lower
}

// What a character between two words does to them.
type joint uint8

const (
	ends   joint = iota // they are two
	parts               // they are parts of one
	silent              // it is not there: don't
	number              // it belongs to a number: 1.26.8
)

// join says what the character c of n bytes at i does, and where reading goes
// on. The possessive 's is passed over.
func join(text string, i int, c rune, n int, before class) (next int, how joint) {
	next = i + n
	after, _ := utf8.DecodeRuneInString(text[next:])
	k := classOf(after)
	if k != lower && k != upper && k != digit {
		return i, ends
	}
	switch c {
	case '.':
		if before == digit && k == digit {
			return next, number
		}
		return next, parts
	case ',':
		if before == digit && letters(text[next:], digit) == 3 {
			return next, silent
		}
	case '\'', '’', 'ʼ':
		switch letters(text[next:], lower) {
		case 1:
			if after == 's' || after == 'S' {
				return next + 1, ends
			}
			return next, silent
		case 2:
			return next, silent
		}
		return next, parts
	case '-', '_', '&', '‐', '‑':
		return next, parts
	}
	return i, ends
}

// letters counts the letters (or digits) that s begins with, up to 4.
func letters(s string, of class) int {
	n := 0
	for _, c := range s {
		k := classOf(c)
		if k == upper {
			k = lower
		}
		if n++; k != of || n > 4 {
			return n - 1
		}
	}
	return n
}

// suffix reads what makes C, C++ and C# three languages.
func (r *reader) suffix(text string, i int) int {
	if len(r.c.parts) != 1 || len(r.buf) > 8 {
		return i
	}
	s := ""
	if strings.HasPrefix(text[i:], "++") {
		s = "++"
	} else if strings.HasPrefix(text[i:], "#") && len(r.buf) == 1 {
		s = "#"
	}
	if after, _ := utf8.DecodeRuneInString(text[i+len(s):]); s == "" || classOf(after) != other {
		return i
	}
	r.buf = append(r.buf, s...)
	i += len(s)
	r.c.parts[0] = part{text: r.buf, start: r.c.start, end: i}
	r.c.end = i
	return i
}

// elided are the words that lose their vowel before another word.
const elided = " l d j m t s n c qu jusqu lorsqu puisqu quoiqu presqu un all dell nell dall sull quell "

// settle decides which parts of the chunk stand alone and what it is as a whole.
func (r *reader) settle() {
	ps := r.c.parts
	if len(ps) == 0 {
		return
	}
	from := 0
	elides := r.joined && len(ps) > 1 && strings.Contains(elided, " "+string(ps[0].text)+" ")
	if elides && r.elides {
		from = 1
		r.c.start = ps[1].start
	}
	if len(ps)-from > 1 {
		r.c.whole = r.buf[len(r.buf)-r.length(from):]
	} else if b := ps[from].text; len(b) > 3 && b[0] == 'v' && b[1] <= '9' && slices.Contains(b, '.') { // v1.26.8 is 1.26.8 too
		r.c.whole, ps[from].text = b, b[1:]
	}
	junk := len(ps) > maxParts
	if junk && r.joined || len(r.c.whole) > maxTerm && !junk {
		r.c.whole = nil
	}
	if junk && !r.joined {
		ps = ps[:0]
	}
	if elides && len(ps) > 1 {
		ps = ps[1:]
	}
	if len(r.c.whole) > 0 {
		left := ps[:0]
		for _, p := range ps {
			if len(p.text) > 1 || p.text[0] <= '9' {
				left = append(left, p)
			}
		}
		ps = left
	}
	for i := range ps {
		ps[i].text = cutBytes(ps[i].text)
	}
	r.c.whole = cutBytes(r.c.whole)
	r.c.parts = ps
}

// length is of all parts from one on, in buf.
func (r *reader) length(from int) (n int) {
	for _, p := range r.c.parts[from:] {
		n += len(p.text)
	}
	return n
}

func cutBytes(b []byte) []byte {
	if len(b) <= maxTerm {
		return b
	}
	n := maxTerm
	for n > 0 && !utf8.RuneStart(b[n]) {
		n--
	}
	return b[:n]
}

// dotted makes .NET of NET: the dot belongs to the name.
func (r *reader) dotted(start int) {
	if len(r.c.parts) != 1 || len(r.c.whole) > 0 {
		return
	}
	n := len(r.c.parts[0].text)
	r.buf = append(r.buf, '.')
	r.buf = append(r.buf, r.buf[:n]...)
	r.c.parts[0].text = r.buf[n+1:]
	r.c.whole = r.buf[n:]
	r.c.start = start - 1
}

// pairs reads a run of a script without blanks: each character and the one
// after it are a word, and so is the last one alone.
func (r *reader) pairs(text string, i int, emit func(*chunk)) int {
	for i < len(text) {
		c, n := utf8.DecodeRuneInString(text[i:])
		if classOf(c) != dense {
			break
		}
		r.reset(i)
		r.c.dense = true
		r.buf = fold(r.buf, c)
		end := i + n
		if c, n := utf8.DecodeRuneInString(text[end:]); classOf(c) == dense {
			r.buf = fold(r.buf, c)
			end += n
		}
		r.cut(end)
		r.c.end = end
		emit(&r.c)
		i += n
	}
	return i
}
