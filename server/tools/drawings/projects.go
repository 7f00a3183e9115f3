package main

import "math"

// holdfast is a schedule: each row is a worker, each block a job it ran. The
// edge is the moment the power went. What had finished is ink; what was cut in
// the middle is let go (an outline) and runs again, first of all, in accent
// after the edge; the rest waits in soft lines.
func holdfast() *plate {
	const rows, top, pitch, height = 8, 45.0, 44.0, 26.0
	const left, right, cut, gap = 40.0, 1192.0, 716.0, 5.0
	p := newPlate(1232, 430, "Eight workers as rows of jobs. A vertical edge marks a power cut: finished jobs stand before it, interrupted ones start again after it, the others wait.")
	done, torn, again, waiting := &trace{}, &trace{}, &trace{}, &trace{}
	seed := scatter(11)
	for r := range rows {
		y := top + pitch*float64(r)
		x := left
		for x < right {
			w := 16 + 74*seed.next()*seed.next()
			if x < cut && x+w > cut-9 {
				w += 14 // so that what is cut is wide enough to see
				torn.move(cut-9, y).to(x, y).to(x, y+height).to(cut-9, y+height)
				again.box(cut+9, y, w, height)
				x = cut + 9 + w + gap
				continue
			}
			w = min(w, right-x)
			if x < cut {
				done.box(x, y, w, height)
			} else if w > 3 {
				waiting.box(x, y, w, height)
			}
			x += w + gap
		}
	}
	p.path("f", done)
	p.path("l s", torn)
	p.path("l s", waiting)
	p.path("a", again)
	p.line("e", cut, 20, cut, 410)
	return p
}

// lantern is a tree of components read from its root at the left; its leaves
// pass the edge, which is the encoder, in order, and lie on the page as lines.
func lantern() *plate {
	const leaves, top, pitch, edge = 24, 64.0, 14.5, 404.0
	p := newPlate(720, 460, "A tree of components whose leaves pass through one vertical edge and become the lines of a page.")
	branches := &trace{}
	ys := make([]float64, leaves)
	for i := range ys {
		ys[i] = top + pitch*float64(i)
		branches.move(330, ys[i]).to(edge, ys[i])
	}
	// Each level joins its neighbours by these counts, leaves to root.
	x := 330.0
	for _, level := range [][]int{{2, 3, 1, 4, 2, 3, 2, 1, 3, 3}, {2, 3, 1, 2, 2}, {2, 2, 1}, {3}} {
		var next []float64
		for _, n := range level {
			group := ys[:n]
			ys = ys[n:]
			y := (group[0] + group[n-1]) / 2
			for _, from := range group {
				branches.move(x, from).curve(x-38, from, x-34, y, x-72, y)
			}
			next = append(next, y)
		}
		ys, x = next, x-72
	}
	p.path("l s", branches)
	p.circle("f", x, ys[0], 5)
	p.rect("g", edge+26, 34, 248, 392)
	page := new(trace).box(edge+26, 34, 248, 392)
	p.path("l", page)
	p.line("l s", edge, 34, edge, 426)
	heads, lines := &trace{}, &trace{}
	seed := scatter(5)
	for i := range leaves {
		y := top + pitch*float64(i)
		switch {
		case i == 0:
			heads.box(edge+50, y-6, 132, 11)
		case i == 8 || i == 17:
			heads.box(edge+50, y-3.5, 84, 7)
		case i != 1 && i != 7 && i != 16:
			w := 196 - 26*seed.next()
			if i == 6 || i == 15 || i == 23 {
				w = 70 + 60*seed.next()
			}
			lines.move(edge+50, y).to(edge+50+w, y)
		}
	}
	p.path("f", heads)
	p.path("l", lines)
	p.line("e", edge, 34, edge, 426)
	return p
}

// onebell is a day of alarms round a dial, one tick each, all aimed at the
// middle; what leaves is a single ring. Ticks come in bursts, as alarms do.
func onebell() *plate {
	const cx, cy, ticks = 300.0, 230.0, 288
	p := newPlate(720, 460, "Hundreds of short strokes round a circle point inwards; one thick line leaves the centre.")
	soft, ink := &trace{}, &trace{}
	seed := scatter(29)
	for i := range ticks {
		turn := 2 * math.Pi * (float64(i) + 0.5) / ticks
		if math.Abs(math.Sin(turn/2)) < 0.075 {
			continue // the way out
		}
		// Three storms, at their own hours, over a restless floor.
		level := 0.16 + 0.24*seed.next()
		for _, storm := range []struct{ at, width, size float64 }{{1.25, 0.16, 0.62}, {3.5, 0.3, 0.5}, {5.2, 0.1, 0.7}} {
			away := (turn - storm.at) / storm.width
			level += storm.size * math.Exp(-away*away) * (0.55 + 0.45*seed.next())
		}
		inner := 196 - 122*min(level, 1)
		s, c := math.Sincos(turn)
		t := soft
		if level > 0.5 {
			t = ink
		}
		t.move(cx+196*c, cy+196*s).to(cx+inner*c, cy+inner*s)
	}
	p.path("l s", soft)
	p.path("l", ink)
	p.circle("l s", cx, cy, 46)
	p.circle("w", cx, cy, 30)
	p.circle("a", cx, cy, 9)
	p.line("e", cx, cy, 690, cy)
	return p
}

// plumbline is two schemas side by side, columns as lines, with a thread from
// each column to the same column on the other side. Threads that hang level are
// agreement; the slanting ones and the ones that find no partner are the diff.
func plumbline() *plate {
	const left, right, width, top, pitch = 60.0, 460.0, 200.0, 52.0, 16.6
	p := newPlate(720, 460, "Two lists of columns joined by threads. Most threads hang level; a few slant to a new place and two find no partner.")
	// partner[i] is where row i of the left list is in the right one; -1 is nowhere.
	partner := []int{0, 1, 2, 3, 5, 6, 7, -1, 8, 9, 10, 11, 15, 12, 13, 14, 16, 17, 18, 19, -1, 20}
	const fresh = 4 // a row on the right that nothing points at
	rows, threads, bold := &trace{}, &trace{}, &trace{}
	lost := &trace{}
	seed := scatter(3)
	length := func() float64 { return 96 + 90*seed.next() }
	for i, at := range partner {
		y := top + pitch*float64(i)
		w := length()
		mark(rows, i, left+width-w, y, w)
		if at < 0 {
			lost.box(left+width-w, y-4, w, 8)
			continue
		}
		to := top + pitch*float64(at)
		mark(rows, at, right, to, w)
		t := threads
		if i-at > 1 || at-i > 1 {
			t = bold
		}
		t.move(left+width+12, y).curve(left+width+90, y, right-90, to, right-12, to)
	}
	p.path("l s", threads)
	p.path("f", rows)
	p.path("m", lost)
	p.path("a", new(trace).box(right, top+pitch*fresh-4, 150, 8))
	p.path("e", bold)
	return p
}

// mark adds a row of a schema; every seventh is a table's name and thicker.
func mark(t *trace, row int, x, y, w float64) {
	h := 2.0
	if row%7 == 0 {
		h = 6
	}
	t.box(x, y-h/2, w, h)
}

// constituents of a tide on the English Channel: amplitude in metres, speed in
// degrees an hour, phase in degrees. The speeds are the moon's and the sun's.
var constituents = []struct{ amplitude, speed, phase float64 }{
	{2.0, 28.9841, 150}, // M2, the moon
	{0.8, 30.0000, 325}, // S2, the sun, in step with M2 on the eighth day
	{0.4, 28.4397, 56},  // N2, the moon's distance
	{0.1, 15.0411, 110}, // K1
	{0.1, 13.9430, 350}, // O1
}

// slackwater is the tide of a fortnight, one line a day: high water comes some
// fifty minutes later each day, and the range swells to springs and sinks to
// neaps. The edge is the day of the greatest range.
func slackwater() *plate {
	const days, left, right, top, pitch, scale = 15, 44.0, 676.0, 66.0, 23.5, 12.0
	p := newPlate(720, 460, "Fifteen days of tide, a line for each day. The waves move to the right from day to day and swell towards the middle, where one line is marked.")
	height := func(hour float64) float64 {
		var h float64
		for _, c := range constituents {
			h += c.amplitude * math.Cos((c.speed*hour-c.phase)*math.Pi/180)
		}
		return h
	}
	best, greatest := 0, 0.0
	for d := range days {
		lo, hi := 0.0, 0.0
		for h := 0.0; h <= 24; h += 0.25 {
			v := height(float64(d*24) + h)
			lo, hi = min(lo, v), max(hi, v)
		}
		if hi-lo > greatest {
			best, greatest = d, hi-lo
		}
	}
	for d := range days {
		base := top + pitch*float64(d)
		t := &trace{}
		for i := 0; i <= 48; i++ {
			hour := float64(i) / 2
			x, y := left+(right-left)*hour/24, base-scale*height(float64(d*24)+hour)
			if t.empty() {
				t.move(x, y)
				continue
			}
			t.to(x, y)
		}
		class := "l s"
		if d == best {
			class = "e"
		}
		p.path(class, t)
	}
	return p
}

// footfall is a stall as an honest load generator sees it: a request is a line
// from when it was due to when it was answered. The server stops for a while;
// requests keep coming, and all of them wait for the same moment.
func footfall() *plate {
	const rows, left, top, pitch, step, service = 52, 40.0, 34.0, 7.6, 10.8, 16.0
	const from, until = 196.0, 486.0
	p := newPlate(720, 460, "Requests as horizontal lines, each starting a little later than the one above. During a stall they all end at the same vertical edge, in a triangle.")
	short, long, starts := &trace{}, &trace{}, &trace{}
	seed := scatter(17)
	free := 0.0
	for i := range rows {
		y := top + pitch*float64(i)
		due := left + step*float64(i)
		end := due + service*(0.6+0.8*seed.next())
		t := short
		if end > from && due < until {
			// The backlog drains at three times the pace of arrivals.
			free = max(free+step/3, until)
			end, t = free, long
		} else if due < free {
			free = max(free+step/3, end)
			end, t = free, long
		}
		t.move(due, y).to(end, y)
		starts.box(due-1.5, y-1.5, 3, 3)
	}
	p.rect("w", from, 20, until-from, 420)
	p.path("l", short)
	p.path("l", long)
	p.path("f", starts)
	p.line("gr", from, 20, from, 440)
	p.line("e", until, 20, until, 440)
	return p
}

// pitchpipe is the front of a small organ: a chromatic octave and a half of
// pipes, the longest in the middle, each shorter than the last by a twelfth
// root of two. One is being tuned.
func pitchpipe() *plate {
	const count, cx, floor, pitch, tuned = 19, 360.0, 408.0, 33.0, 4
	p := newPlate(720, 460, "The front of an organ: nineteen pipes on their feet, longest in the middle, one of them marked.")
	bodies, mouths := &trace{}, &trace{}
	for i := range count {
		// 0 in the middle, then alternately right and left, as organs stand.
		side := float64((i + 1) / 2)
		if i%2 == 0 {
			side = -side
		}
		ratio := math.Pow(2, -float64(i)/12)
		length, width := 318*ratio, 26*math.Pow(ratio, 0.62)
		x, foot := cx+pitch*side, floor-46.0
		topY := foot - length*0.96
		t := &trace{}
		t.move(x-width/2, topY).to(x+width/2, topY).to(x+width/2, foot).to(x+2.5, floor).to(x-2.5, floor).to(x-width/2, foot).close()
		if i == tuned {
			p.path("w", t)
			p.path("e", t)
		} else {
			bodies.b.WriteString(t.String())
		}
		w := width * 0.72
		mouths.move(x-w/2, foot).to(x-w/2, foot-4).curve(x-w/4, foot-9-w/2, x+w/4, foot-9-w/2, x+w/2, foot-4).to(x+w/2, foot).close()
	}
	p.path("l", bodies)
	p.path("f", mouths)
	p.line("l", 36, floor+5, 684, floor+5)
	p.line("l s", 36, floor+12, 684, floor+12)
	return p
}
