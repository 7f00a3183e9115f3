package card

import "strconv"

// reader reads numbers and commands as SVG's path data writes them.
type reader struct {
	s   string
	i   int
	bad bool // something was not what it had to be
}

// gap skips what may stand between two values.
func (r *reader) gap() {
	for r.i < len(r.s) {
		switch r.s[r.i] {
		case ' ', '\t', '\n', '\r', '\f', ',':
			r.i++
		default:
			return
		}
	}
}

// more reports whether another value comes.
func (r *reader) more() bool {
	r.gap()
	return r.i < len(r.s)
}

// numeral reports whether a number comes, not a command.
func (r *reader) numeral() bool {
	if !r.more() {
		return false
	}
	c := r.s[r.i]
	return c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.'
}

func (r *reader) number() float64 {
	r.gap()
	from := r.i
	digits := func() {
		for r.i < len(r.s) && r.s[r.i] >= '0' && r.s[r.i] <= '9' {
			r.i++
		}
	}
	sign := func() {
		if r.i < len(r.s) && (r.s[r.i] == '-' || r.s[r.i] == '+') {
			r.i++
		}
	}
	sign()
	digits()
	if r.i < len(r.s) && r.s[r.i] == '.' {
		r.i++
		digits()
	}
	if r.i < len(r.s) && (r.s[r.i] == 'e' || r.s[r.i] == 'E') {
		r.i++
		sign()
		digits()
	}
	v, err := strconv.ParseFloat(r.s[from:r.i], 64)
	if err != nil {
		r.bad = true
	}
	return v
}

// flag reads one of an arc's two switches, which may touch what follows.
func (r *reader) flag() bool {
	if !r.more() || r.s[r.i] != '0' && r.s[r.i] != '1' {
		r.bad = true
		return false
	}
	r.i++
	return r.s[r.i-1] == '1'
}

// data adds SVG path data to p. It reports false when d cannot be understood,
// or asks for more than a card draws.
func (p *path) data(d string) bool {
	r := reader{s: d}
	var command byte
	var bend point // the last curve's second control point
	var was byte   // the last command, in upper case
	for r.more() && !r.bad && !p.over {
		switch {
		case !r.numeral():
			command = r.s[r.i]
			r.i++
		case command == 'M':
			command = 'L'
		case command == 'm':
			command = 'l'
		case command == 0 || command == 'Z' || command == 'z':
			return false
		}
		was, bend = p.step(&r, command, was, bend)
	}
	return !r.bad && !p.over
}

// step adds one command.
func (p *path) step(r *reader, command, was byte, bend point) (kind byte, control point) {
	var from point // what the numbers count from
	if command >= 'a' {
		command -= 'a' - 'A'
		from = p.pen
	}
	pair := func() point {
		x := r.number() + from.x
		return point{x, r.number() + from.y}
	}
	mirror := func(a, b byte) point {
		if was == a || was == b {
			return point{2*p.pen.x - bend.x, 2*p.pen.y - bend.y}
		}
		return p.pen
	}
	control = p.pen
	switch command {
	case 'M':
		q := pair()
		p.move(q.x, q.y)
	case 'L':
		q := pair()
		p.line(q.x, q.y)
	case 'H':
		p.line(r.number()+from.x, p.pen.y)
	case 'V':
		p.line(p.pen.x, r.number()+from.y)
	case 'C', 'S':
		a := point{}
		if command == 'C' {
			a = pair()
		} else {
			a = mirror('C', 'S')
		}
		b := pair()
		q := pair()
		p.cube(a.x, a.y, b.x, b.y, q.x, q.y)
		control = b
	case 'Q', 'T':
		a := point{}
		if command == 'Q' {
			a = pair()
		} else {
			a = mirror('Q', 'T')
		}
		q := pair()
		p.quad(a.x, a.y, q.x, q.y)
		control = a
	case 'A':
		rx, ry, turn := r.number(), r.number(), r.number()
		large, sweep := r.flag(), r.flag()
		q := pair()
		p.arc(rx, ry, turn, large, sweep, q.x, q.y)
	case 'Z':
		p.close()
	default:
		r.bad = true
	}
	return command, control
}
