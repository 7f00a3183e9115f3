package card

import (
	"crypto/sha256"
	"encoding/binary"
	"image"
	"math"
	"math/rand/v2"
)

// pattern fills a case with one of three drawings made from the card's seed:
// the same record always gets the same one.
func (d *drawing) pattern(box image.Rectangle) {
	sum := sha256.Sum256([]byte(d.card.Seed))
	chance := rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum[:]), binary.BigEndian.Uint64(sum[8:])))
	d.canvas.box(box.Min.X, box.Min.Y, box.Max.X, box.Max.Y, d.inks.sink)
	kinds := [...]func(image.Rectangle, *rand.Rand){d.rows, d.tide, d.rings}
	kinds[chance.IntN(len(kinds))](box, chance)
}

// stroked paints a line along p.
func (d *drawing) stroked(p *path, width float64, ink rgb, opacity float64, clip image.Rectangle) {
	d.canvas.fill(p.stroke(width), ink, opacity, clip)
}

// rows are work that waits: hairlines for what is done, bars for what is not,
// one bar in each row on the edge.
func (d *drawing) rows(box image.Rectangle, chance *rand.Rand) {
	const columns, lines, pad = 34, 9, 52
	dx := float64(box.Dx()-pad) / columns
	dy := float64(box.Dy()-2*pad+16) / lines
	done, now, left := &path{m: identity}, &path{m: identity}, &path{m: identity}
	reach := columns * (.35 + .3*chance.Float64())
	for i := range lines {
		at := int(reach) + chance.IntN(9) - 4
		y := float64(box.Min.Y+pad) + dy*float64(i)
		for j := range columns {
			x := float64(box.Min.X+pad) + dx*float64(j)
			switch {
			case j < at:
				done.rect(x, y, 2, dy-16)
			case j == at:
				now.rect(x, y, dx-9, dy-16)
			default:
				left.rect(x, y, dx-9, dy-16)
			}
		}
	}
	d.canvas.fill(done, d.inks.soft, .55, box)
	d.canvas.fill(left, d.inks.ink, 1, box)
	d.canvas.fill(now, d.inks.edge, 1, box)
}

// tide is a day a line, two waves that drift against each other, one marked.
func (d *drawing) tide(box image.Rectangle, chance *rand.Rand) {
	const days = 15
	marked := 4 + chance.IntN(days-8)
	slow, quick, drift := 1.2+chance.Float64(), 3.1+2*chance.Float64(), .2+.35*chance.Float64()
	for i := range days {
		p := &path{m: identity}
		base := float64(box.Min.Y) + float64(box.Dy())*(float64(i)+1)/(days+1)
		swell := 12 + 22*math.Exp(-math.Pow(float64(i-marked)/3.4, 2))
		for x := box.Min.X + 52; x <= box.Max.X; x += 6 {
			t := 2 * math.Pi * float64(x-box.Min.X) / float64(box.Dx())
			y := base + swell*.6*math.Sin(slow*t+float64(i)*drift) + swell*.4*math.Sin(quick*t-float64(i)*drift*1.7)
			if len(p.points) == 0 {
				p.move(float64(x), y)
			} else {
				p.line(float64(x), y)
			}
		}
		if i == marked {
			d.stroked(p, thick, d.inks.edge, 1, box)
		} else {
			d.stroked(p, thin, d.inks.soft, .6, box)
		}
	}
}

// rings are two sets of circles that meet, one circle marked.
func (d *drawing) rings(box image.Rectangle, chance *rand.Rand) {
	const count = 12
	gap := float64(box.Dy()) / 2 / (count + .4) * (1.1 + .35*chance.Float64())
	apart := gap * (5 + 6*chance.Float64())
	cx, cy := float64(box.Min.X+box.Max.X)/2, float64(box.Min.Y+box.Max.Y)/2
	marked := 4 + chance.IntN(count-6)
	for side, x := range [...]float64{cx - apart, cx + apart} {
		for i := range count {
			if side == 1 && i == marked {
				continue
			}
			p := &path{m: identity}
			p.ellipse(x, cy, gap*float64(i+1), gap*float64(i+1))
			d.stroked(p, thin, d.inks.soft, .55, box)
		}
	}
	p := &path{m: identity}
	p.ellipse(cx+apart, cy, gap*float64(marked+1), gap*float64(marked+1))
	d.stroked(p, thick, d.inks.edge, 1, box)
}
