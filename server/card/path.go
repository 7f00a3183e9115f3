package card

import (
	"image"
	"math"
)

// point is a place on the card, in pixels.
type point struct{ x, y float64 }

// affine maps x, y to a·x + c·y + e, b·x + d·y + f, as SVG writes it.
type affine struct{ a, b, c, d, e, f float64 }

func (m affine) apply(x, y float64) point {
	return point{m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f}
}

// times is the map that applies n first.
func (m affine) times(n affine) affine {
	return affine{
		m.a*n.a + m.c*n.b, m.b*n.a + m.d*n.b,
		m.a*n.c + m.c*n.d, m.b*n.c + m.d*n.d,
		m.a*n.e + m.c*n.f + m.e, m.b*n.e + m.d*n.f + m.f,
	}
}

var identity = affine{a: 1, d: 1}

// mostPoints bounds one path. The longest outline of a real drawing has 3,000.
const mostPoints = 60_000

// path is outlines made of straight pieces: curves are cut up as they come.
type path struct {
	m      affine
	points []point
	starts []int  // where each outline begins
	closed []bool // whether it was closed, which only strokes ask
	start  point  // of the outline, before m
	pen    point  // before m
	over   bool   // more points came than a path may have, or one that is nowhere
}

func (p *path) put(x, y float64) {
	q := p.m.apply(x, y)
	const far = 1e6
	if len(p.points) >= mostPoints || !(math.Abs(q.x) < far && math.Abs(q.y) < far) {
		p.over = true
		return
	}
	p.points = append(p.points, q)
}

func (p *path) move(x, y float64) {
	p.starts = append(p.starts, len(p.points))
	p.closed = append(p.closed, false)
	p.start, p.pen = point{x, y}, point{x, y}
	p.put(x, y)
}

// begin starts an outline where the pen is, after one was closed.
func (p *path) begin() {
	if n := len(p.closed); n == 0 || p.closed[n-1] {
		p.move(p.pen.x, p.pen.y)
	}
}

func (p *path) line(x, y float64) {
	p.begin()
	p.pen = point{x, y}
	p.put(x, y)
}

func (p *path) close() {
	if n := len(p.closed); n > 0 {
		p.closed[n-1] = true
	}
	p.pen = p.start
}

func (p *path) quad(x1, y1, x, y float64) {
	a := p.pen
	p.cube(a.x+(x1-a.x)*2/3, a.y+(y1-a.y)*2/3, x+(x1-x)*2/3, y+(y1-y)*2/3, x, y)
}

// cube adds a Bézier curve, in as many straight pieces as keep it within a
// tenth of a pixel.
func (p *path) cube(x1, y1, x2, y2, x, y float64) {
	p.begin()
	a, b, c, d := p.m.apply(p.pen.x, p.pen.y), p.m.apply(x1, y1), p.m.apply(x2, y2), p.m.apply(x, y)
	bend := max(math.Hypot(a.x-2*b.x+c.x, a.y-2*b.y+c.y), math.Hypot(b.x-2*c.x+d.x, b.y-2*c.y+d.y))
	n := 1
	if bend < 1e6 {
		n = 1 + min(63, int(math.Sqrt(bend*7.5)))
	}
	from := p.pen
	for i := 1; i < n; i++ {
		t := float64(i) / float64(n)
		u := 1 - t
		k0, k1, k2, k3 := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		p.put(k0*from.x+k1*x1+k2*x2+k3*x, k0*from.y+k1*y1+k2*y2+k3*y)
	}
	p.pen = point{x, y}
	p.put(x, y)
}

// arc adds SVG's elliptical arc (SVG 2, appendix B.2.4).
func (p *path) arc(rx, ry, turn float64, large, sweep bool, x, y float64) {
	a := p.pen
	rx, ry = math.Abs(rx), math.Abs(ry)
	if rx == 0 || ry == 0 || a.x == x && a.y == y {
		p.line(x, y)
		return
	}
	sin, cos := math.Sincos(turn * math.Pi / 180)
	hx, hy := (a.x-x)/2, (a.y-y)/2
	ux, uy := cos*hx+sin*hy, cos*hy-sin*hx
	if k := ux*ux/(rx*rx) + uy*uy/(ry*ry); k > 1 {
		rx, ry = rx*math.Sqrt(k), ry*math.Sqrt(k)
	}
	k := math.Sqrt(max(0, rx*rx*ry*ry-rx*rx*uy*uy-ry*ry*ux*ux) / (rx*rx*uy*uy + ry*ry*ux*ux))
	if large == sweep {
		k = -k
	}
	vx, vy := k*rx*uy/ry, -k*ry*ux/rx
	cx, cy := cos*vx-sin*vy+(a.x+x)/2, sin*vx+cos*vy+(a.y+y)/2
	from := math.Atan2((uy-vy)/ry, (ux-vx)/rx)
	by := math.Atan2((-uy-vy)/ry, (-ux-vx)/rx) - from
	if sweep && by < 0 {
		by += 2 * math.Pi
	} else if !sweep && by > 0 {
		by -= 2 * math.Pi
	}
	n := int(math.Ceil(math.Abs(by) / (math.Pi/2 + 1e-9)))
	for i := range n {
		t0, t1 := from+by*float64(i)/float64(n), from+by*float64(i+1)/float64(n)
		h := 4. / 3 * math.Tan((t1-t0)/4)
		s0, c0 := math.Sincos(t0)
		s1, c1 := math.Sincos(t1)
		at := func(ex, ey float64) (float64, float64) {
			return cx + cos*rx*ex - sin*ry*ey, cy + sin*rx*ex + cos*ry*ey
		}
		x1, y1 := at(c0-h*s0, s0+h*c0)
		x2, y2 := at(c1+h*s1, s1-h*c1)
		x3, y3 := at(c1, s1)
		if i == n-1 {
			x3, y3 = x, y
		}
		p.cube(x1, y1, x2, y2, x3, y3)
	}
}

func (p *path) ellipse(cx, cy, rx, ry float64) {
	p.move(cx+rx, cy)
	p.arc(rx, ry, 0, false, true, cx-rx, cy)
	p.arc(rx, ry, 0, false, true, cx+rx, cy)
	p.close()
}

func (p *path) rect(x, y, w, h float64) {
	p.move(x, y)
	p.line(x+w, y)
	p.line(x+w, y+h)
	p.line(x, y+h)
	p.close()
}

// outline is the points of the i-th outline.
func (p *path) outline(i int) []point {
	last := len(p.points)
	if i+1 < len(p.starts) {
		last = p.starts[i+1]
	}
	return p.points[p.starts[i]:last]
}

// bounds is the pixels that p may touch.
func (p *path) bounds() image.Rectangle {
	if len(p.points) == 0 {
		return image.Rectangle{}
	}
	x0, y0 := math.Inf(1), math.Inf(1)
	x1, y1 := math.Inf(-1), math.Inf(-1)
	for _, q := range p.points {
		x0, x1 = min(x0, q.x), max(x1, q.x)
		y0, y1 = min(y0, q.y), max(y1, q.y)
	}
	return image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1)))
}

// stroke is the outline of a line of the given width along p. Every piece winds
// the same way, because the rasteriser lets opposite ones cancel.
func (p *path) stroke(width float64) *path {
	out := &path{m: identity}
	for i := range p.starts {
		line := distinct(p.outline(i))
		if p.closed[i] && len(line) > 2 {
			if line[0] != line[len(line)-1] {
				line = append(line, line[0])
			}
		}
		for j := 1; j < len(line); j++ {
			out.piece(line[j-1], line[j], width/2)
			if j+1 < len(line) {
				out.join(line[j-1], line[j], line[j+1], width/2)
			}
		}
		if n := len(line); p.closed[i] && n > 3 {
			out.join(line[n-2], line[0], line[1], width/2)
		}
	}
	return out
}

// distinct leaves out points that lie on the one before.
func distinct(points []point) []point {
	out := make([]point, 0, len(points)+1)
	for _, q := range points {
		if n := len(out); n == 0 || math.Hypot(q.x-out[n-1].x, q.y-out[n-1].y) > 1e-3 {
			out = append(out, q)
		}
	}
	return out
}

// normal is the unit vector to the side of the way from a to b.
func normal(a, b point) point {
	d := math.Hypot(b.x-a.x, b.y-a.y)
	return point{-(b.y - a.y) / d, (b.x - a.x) / d}
}

func (p *path) piece(a, b point, half float64) {
	n := normal(a, b)
	x, y := n.x*half, n.y*half
	p.polygon(point{a.x + x, a.y + y}, point{b.x + x, b.y + y}, point{b.x - x, b.y - y}, point{a.x - x, a.y - y})
}

// join fills the wedge outside the corner at b, to a point where the corner is
// blunt enough (SVG's miter limit of 4).
func (p *path) join(a, b, c point, half float64) {
	n, m := normal(a, b), normal(b, c)
	turn := n.x*m.y - n.y*m.x
	if math.Abs(turn) < 1e-6 {
		return
	}
	if turn > 0 { // the outer side is the other one
		n, m = point{-n.x, -n.y}, point{-m.x, -m.y}
	}
	from, to := point{b.x + n.x*half, b.y + n.y*half}, point{b.x + m.x*half, b.y + m.y*half}
	if cos := n.x*m.x + n.y*m.y; 1+cos > .125 {
		k := half / (1 + cos)
		p.polygon(b, from, point{b.x + (n.x+m.x)*k, b.y + (n.y+m.y)*k}, to)
		return
	}
	p.polygon(b, from, to)
}

// polygon adds an outline wound one way, whichever way its corners come.
func (p *path) polygon(corners ...point) {
	area := 0.0
	for i, q := range corners {
		r := corners[(i+1)%len(corners)]
		area += q.x*r.y - r.x*q.y
	}
	if area < 0 {
		for i, j := 0, len(corners)-1; i < j; i, j = i+1, j-1 {
			corners[i], corners[j] = corners[j], corners[i]
		}
	}
	p.move(corners[0].x, corners[0].y)
	for _, q := range corners[1:] {
		p.line(q.x, q.y)
	}
	p.close()
}
