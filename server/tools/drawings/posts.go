package main

import (
	"fmt"
	"math"
)

// flush charts jobs a second against writers, both axes logarithmic, from the
// table of the post: one flush for each job stays where the disk left it.
func flush() *plate {
	const left, right, top, bottom = 84.0, 590.0, 40.0, 388.0
	p := newPlate(720, 460, "Chart. Jobs a second against the number of writers, both logarithmic. With a flush for each job the line stays near 70; with a shared flush it climbs from 70 to 6,250.")
	x := func(writers float64) float64 { return left + (right-left)*math.Log(writers)/math.Log(200) }
	y := func(jobs float64) float64 { return bottom - (bottom-top)*math.Log(jobs/10)/math.Log(1000) }
	for _, v := range []float64{10, 100, 1000, 10000} {
		p.line("gr", left, y(v), right, y(v))
		p.label(left-12, y(v)+5, "end", thousands(int(v)))
	}
	writers := []float64{1, 5, 20, 50, 100, 200}
	shared := []float64{70, 180, 700, 1720, 3330, 6250}
	alone, together, dots := &trace{}, &trace{}, &trace{}
	for i, w := range writers {
		if i == 0 {
			alone.move(x(w), y(70))
			together.move(x(w), y(70))
		} else {
			alone.to(x(w), y(70))
			together.to(x(w), y(shared[i]))
		}
		dots.dot(x(w), y(shared[i]), 4)
		p.label(x(w), bottom+26, "middle", fmt.Sprintf("%.0f", w))
	}
	p.path("l", alone)
	p.path("e", together)
	p.path("a", dots)
	p.label(right+12, y(6250)+5, "start", "a shared flush")
	p.label(right+12, y(70)+5, "start", "a flush each")
	p.label(left, 22, "start", "jobs a second")
	p.label(right, bottom+54, "end", "writers at once")
	return p
}

// alarms charts alarms a day over the months of the clearing-up, from the table
// of the post, logarithmic because it begins at 2,000 and ends at 6.
func alarms() *plate {
	const left, right, top, bottom = 84.0, 640.0, 44.0, 384.0
	p := newPlate(720, 460, "Chart. Alarms a day by month, logarithmic, falling in steps from 2,000 in January to 6 in October.")
	values := []float64{2000, 1840, 620, 410, 180, 150, 62, 40, 11, 6}
	y := func(v float64) float64 { return bottom - (bottom-top)*math.Log(v)/math.Log(4000) }
	for _, v := range []float64{1, 10, 100, 1000} {
		p.line("gr", left, y(v), right, y(v))
		p.label(left-12, y(v)+5, "end", thousands(int(v)))
	}
	step := (right - left) / float64(len(values))
	bars := &trace{}
	for i, v := range values {
		x := left + step*float64(i) + 9
		if i == len(values)-1 {
			p.rect("a", x, y(v), step-18, bottom-y(v))
		} else {
			bars.box(x, y(v), step-18, bottom-y(v))
		}
		p.label(x+step/2-9, y(v)-8, "middle", thousands(int(v)))
		p.label(x+step/2-9, bottom+24, "middle", []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"}[i])
	}
	p.path("m", bars)
	p.line("l", left, bottom, right, bottom)
	p.label(left, 22, "start", "alarms a day, 2022")
	return p
}

// frame is one call of a flame graph: share is its width as a part of the whole.
type frame struct {
	name  string
	share float64
	calls []frame
}

// profile is the profile that the post reads.
var profile = frame{"main", 1, []frame{
	{"http.serve", 0.80, []frame{
		{"page.Render", 0.62, []frame{
			{"content.Posts", 0.12, []frame{{"sqlite", 0.10, nil}}},
			{"markdown.Convert", 0.44, []frame{
				{"highlight", 0.33, []frame{{"regexp.match", 0.29, nil}}},
				{"parse", 0.07, nil},
			}},
		}},
		{"gzip", 0.14, []frame{{"deflate", 0.12, nil}}},
	}},
	{"gc", 0.16, []frame{{"scan", 0.11, nil}}},
}}

// flame is a flame graph of that profile, the root below. The widest top edge,
// which is where the time goes, is marked.
func flame() *plate {
	const left, width, floor, height = 40.0, 640.0, 408.0, 50.0
	p := newPlate(720, 460, "Flame graph. On main stands http.serve, on it page.Render and gzip; the widest tower ends in regexp.match, marked, at 29 percent of the samples.")
	boxes := &trace{}
	// Names are written last, over the boxes that hold them.
	var labels []func()
	named := func(x, y float64, anchor, text string) {
		labels = append(labels, func() { p.label(x, y, anchor, text) })
	}
	var stack func(f frame, x float64, depth int)
	stack = func(f frame, x float64, depth int) {
		y, w := floor-height*float64(depth), width*f.share
		if f.name == "regexp.match" {
			p.rect("a", x+1, y-height+3, w-2, height-3)
			named(x+w/2, y-height-8, "middle", "regexp.match, 29 %")
		} else {
			boxes.box(x+1, y-height+3, w-2, height-3)
			// A letter is about 7.5 units wide: name only what has the room.
			if w > 12+7.5*float64(len(f.name)) {
				named(x+10, y-height/2+6, "start", f.name)
			}
		}
		for _, c := range f.calls {
			stack(c, x, depth+1)
			x += width * c.share
		}
	}
	stack(profile, left, 0)
	p.path("w", boxes)
	p.path("l s", boxes)
	for _, l := range labels {
		l()
	}
	p.line("l", left, floor+6, left+width, floor+6)
	p.label(left, floor+32, "start", "the width is time, the height is only who called whom")
	return p
}

// expand is the calendar of a column's move in six releases: when each copy is
// written, when it is read, and the one release that cannot be taken back.
func expand() *plate {
	const left, right, top, pitch = 158.0, 680.0, 92.0, 62.0
	p := newPlate(720, 460, "Timetable of six releases. The old column is written until release 5, the new one from release 2; reading moves at release 4; after release 6 there is no way back.")
	step := (right - left) / 6
	at := func(release float64) float64 { return left + step*(release-1) }
	for r := 1; r <= 7; r++ {
		p.line("gr", at(float64(r)), 56, at(float64(r)), 400)
		if r < 7 {
			p.label(at(float64(r))+step/2, 40, "middle", fmt.Sprintf("release %d", r))
		}
	}
	for i, row := range []struct {
		name     string
		class    string
		from, to float64
	}{
		{"old, written", "f", 1, 5},
		{"old, read", "f", 1, 4},
		{"new, written", "a", 2, 7},
		{"backfill", "m", 3, 4},
		{"new, read", "a", 4, 7},
	} {
		y := top + pitch*float64(i)
		p.label(left-16, y+5, "end", row.name)
		p.rect(row.class, at(row.from)+3, y-9, (row.to-row.from)*step-6, 18)
	}
	p.label(at(6)-10, 428, "end", "the old column is dropped: no way back")
	p.line("e", at(6), 56, at(6), 432)
	return p
}

// bucket simulates a token bucket of ten, refilled with two tokens a second,
// under a burst, a pause and a steady run that is a little too fast.
func bucket() *plate {
	const left, right, top, bottom = 64.0, 676.0, 48.0, 312.0
	const size, rate, length = 10.0, 2.0, 20.0
	p := newPlate(720, 460, "Chart. Tokens in a bucket over twenty seconds: it empties in a burst, refills in a pause, then runs dry under a steady stream. Below, the requests that were let through and those that were told to wait.")
	x := func(s float64) float64 { return left + (right-left)*s/length }
	y := func(tokens float64) float64 { return bottom - (bottom-top)*tokens/size }
	for _, v := range []float64{0, 5, 10} {
		p.line("gr", left, y(v), right, y(v))
		p.label(left-12, y(v)+5, "end", fmt.Sprintf("%.0f", v))
	}
	for s := 0.0; s <= length; s += 5 {
		p.label(x(s), 436, "middle", fmt.Sprintf("%.0f s", s))
	}
	var asks []float64
	for i := range 16 {
		asks = append(asks, 2+0.1*float64(i))
	}
	for i := range 36 {
		asks = append(asks, 9+0.3*float64(i))
	}
	level, last := size, 0.0
	curve := new(trace).move(x(0), y(size))
	passed, denied := &trace{}, &trace{}
	for _, t := range asks {
		full := last + (size-level)/rate
		if full < t {
			curve.to(x(full), y(size))
		}
		level = min(size, level+(t-last)*rate)
		last = t
		curve.to(x(t), y(level))
		if level >= 1 {
			level--
			curve.to(x(t), y(level))
			passed.box(x(t)-1.5, 340, 3, 26)
		} else {
			denied.box(x(t)-1.5, 376, 3, 26)
		}
	}
	curve.to(x(length), y(min(size, level+(length-last)*rate)))
	p.path("e", curve)
	p.path("f", passed)
	p.path("a", denied)
	p.label(left, 26, "start", "tokens left")
	p.label(x(5.2), 358, "start", "let through")
	p.label(x(5.2), 394, "start", "told to wait")
	return p
}

// jitter is three crowds of thirty-two clients that failed together at the left edge
// and try again four times, by three rules; each dot is one attempt.
func jitter() *plate {
	const left, right, clients, base = 150.0, 684.0, 32, 1.0
	p := newPlate(720, 460, "Three bands of dots over thirty seconds. Without jitter the retries stand in four solid columns; with equal jitter the columns widen; with full jitter they dissolve.")
	x := func(s float64) float64 { return left + (right-left)*s/31 }
	for s := 0; s <= 30; s += 10 {
		p.line("gr", x(float64(s)), 30, x(float64(s)), 412)
		p.label(x(float64(s)), 438, "middle", fmt.Sprintf("%d s", s))
	}
	seed := scatter(7)
	for i, rule := range []struct {
		name, class string
		floor       float64 // the part of the wait that is certain
	}{{"no jitter", "f", 1}, {"equal jitter", "f", 0.5}, {"full jitter", "a", 0}} {
		y := 42 + 126*float64(i)
		dots := &trace{}
		for c := range clients {
			when := 0.0
			for attempt := range 4 {
				wait := base * math.Pow(2, float64(attempt+1))
				when += wait * (rule.floor + (1-rule.floor)*seed.next())
				// A quarter of a second of network scatter even in step.
				dots.box(x(when+0.25*seed.next())-1.2, y+3.3*float64(c)-1.2, 2.4, 2.4)
			}
		}
		p.path(rule.class, dots)
		p.label(left-22, y+58, "end", rule.name)
	}
	p.line("l", left, 30, left, 412)
	return p
}

// tracker is the action of an organ: keys below, a thin wooden rod up from each,
// crossing by rollers to its own pipe. One note is down.
func tracker() *plate {
	const keys, left, pitch, spread, down = 21, 190.0, 17.0, 29.0, 8
	p := newPlate(720, 460, "Rods rise from a short row of keys, cross over level rollers and go on to a wider row of pipes; one rod is marked from end to end.")
	rods, rollers, caps := &trace{}, &trace{}, &trace{}
	marked := &trace{}
	for i := range keys {
		x := left + pitch*float64(i)
		away := float64(i - keys/2)
		// Every second pipe stands on the other side, tallest outside.
		to := 360 + spread*away*1.08
		y := 250 - 8.2*math.Abs(away)
		t := rods
		key := 400.0
		if i == down {
			t, key = marked, 408
		}
		t.move(x, key).to(x, y).to(to, y).to(to, 96)
		rollers.box(min(x, to)-3, y-1.5, math.Abs(to-x)+6, 3)
		h := 18 + 3.4*math.Abs(away)
		if i == down {
			p.rect("a", to-5, 96-h, 10, h)
			p.rect("a", x-7, 408, 14, 30)
			continue
		}
		caps.box(to-5, 96-h, 10, h)
		p.rect("g", x-7, 400, 14, 30)
		rods.box(x-7, 400, 14, 30)
	}
	p.path("l s", rods)
	p.path("f", rollers)
	p.path("l", caps)
	p.path("e", marked)
	return p
}

// thousands writes n with a comma where English readers expect one.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}
