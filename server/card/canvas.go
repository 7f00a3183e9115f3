package card

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"iter"
	"math"
	"slices"

	"golang.org/x/image/vector"

	"vitrine/app/wire"
)

// The size of a card in pixels: what every network shows whole.
const (
	Width  = 1200
	Height = 630
)

// mostWork bounds the pixels that all fills of one card may visit: forty cards
// full, about 120 ms. A real card takes two.
const mostWork = 40 * Width * Height

// canvas is a card being painted.
type canvas struct {
	pix    []rgb
	raster vector.Rasterizer
	mask   []uint8
	work   int // pixels visited so far
}

func newCanvas(ground rgb) *canvas {
	c := &canvas{pix: make([]rgb, Width*Height)}
	spread(c.pix, ground)
	return c
}

// spread fills a slice with one value, by copying what is filled already.
func spread[T any](s []T, v T) {
	s[0] = v
	for n := 1; n < len(s); n *= 2 {
		copy(s[n:], s[:n])
	}
}

// box fills a rectangle of whole pixels on the card.
func (c *canvas) box(x0, y0, x1, y1 int, ink rgb) {
	for y := y0; y < y1 && x0 < x1; y++ {
		spread(c.pix[y*Width+x0:y*Width+x1], ink)
	}
}

// fill paints the inside of p within clip; it reports false when the card has
// had its share of work.
func (c *canvas) fill(p *path, ink rgb, opacity float64, clip image.Rectangle) bool {
	r := p.bounds().Intersect(clip).Intersect(image.Rect(0, 0, Width, Height))
	if r.Empty() {
		return true
	}
	w, h := r.Dx(), r.Dy()
	if c.work += w*h + 8*len(p.points); c.work > mostWork {
		return false
	}
	c.raster.Reset(w, h)
	for i := range p.starts {
		c.contour(p.outline(i), r)
	}
	c.mask = slices.Grow(c.mask[:0], w*h)[:w*h]
	m := &image.Alpha{Pix: c.mask, Stride: w, Rect: image.Rect(0, 0, w, h)}
	c.raster.DrawOp = draw.Src
	c.raster.Draw(m, m.Rect, image.Opaque, image.Point{})
	strength := uint32(math.Round(opacity * 256))
	for y := range h {
		row := c.pix[(r.Min.Y+y)*Width+r.Min.X:][:w]
		for x, a := range c.mask[y*w : (y+1)*w] {
			if a == 0 {
				continue
			}
			if level := (uint32(a)*strength*steps + 255*128) / (255 * 256); level > 0 {
				row[x] = row[x].mix(ink, level)
			}
		}
	}
	return true
}

// contour gives the rasteriser one closed outline, cut to r's height and
// pressed to its sides: what lies left of r still counts for what is inside.
func (c *canvas) contour(points []point, r image.Rectangle) {
	if len(points) < 2 {
		return
	}
	x0, y0, w, h := float64(r.Min.X), float64(r.Min.Y), float64(r.Dx()), float64(r.Dy())
	a := points[len(points)-1]
	for _, b := range points {
		c.edge(a.x-x0, a.y-y0, b.x-x0, b.y-y0, w, h)
		a = b
	}
}

func (c *canvas) edge(ax, ay, bx, by, w, h float64) {
	if ay == by || max(ay, by) <= 0 || min(ay, by) >= h {
		return
	}
	// Cut to 0…h, then walk the parts before, between and behind the sides.
	slope := (bx - ax) / (by - ay)
	cut := func(y, to float64) (float64, float64) { return ax + (to-y)*slope, to }
	x0, y0, x1, y1 := ax, ay, bx, by
	if y0 < 0 || y0 > h {
		x0, y0 = cut(ay, min(max(y0, 0), h))
	}
	if y1 < 0 || y1 > h {
		x1, y1 = cut(ay, min(max(y1, 0), h))
	}
	ts := [4]float64{0, 1, 1, 1}
	n := 1
	if d := x1 - x0; d != 0 {
		at := [2]float64{(0 - x0) / d, (w - x0) / d}
		if at[0] > at[1] {
			at[0], at[1] = at[1], at[0]
		}
		for _, t := range at {
			if t > 0 && t < 1 {
				ts[n] = t
				n++
			}
		}
	}
	ts[n] = 1
	side := func(x float64) float32 { return float32(min(max(x, 0), w)) }
	c.raster.MoveTo(side(x0), float32(y0))
	for _, t := range ts[1 : n+1] {
		c.raster.LineTo(side(x0+(x1-x0)*t), float32(y0+(y1-y0)*t))
	}
}

// runs is where each run of one colour begins, and how long it is.
func runs(pix []rgb) iter.Seq2[int, int] {
	return func(yield func(at, n int) bool) {
		for i := 0; i < len(pix); {
			j, v := i+1, pix[i]
			for j < len(pix) && pix[j] == v {
				j++
			}
			if !yield(i, j-i) {
				return
			}
			i = j
		}
	}
}

// png encodes the first w by h pixels of what was painted. Colours past the 256 most used become their
// nearest neighbours, which only a drawing with many overlaps notices.
func (c *canvas) png(w, h int) ([]byte, error) {
	pix := c.pix
	if w < Width {
		pix = make([]rgb, 0, w*h)
		for y := range h {
			pix = append(pix, c.pix[y*Width:][:w]...)
		}
	}
	count := map[rgb]int{}
	for at, n := range runs(pix) {
		count[pix[at]] += n
	}
	colours := make([]rgb, 0, len(count))
	for v := range count {
		colours = append(colours, v)
	}
	slices.SortFunc(colours, func(a, b rgb) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	index := make(map[rgb]uint8, len(colours))
	var palette color.Palette
	for i, v := range colours {
		if i < 256 {
			index[v] = uint8(i)
			palette = append(palette, color.RGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 255})
			continue
		}
		index[v] = nearest(colours[:256], v)
	}
	img := image.NewPaletted(image.Rect(0, 0, w, h), palette)
	for at, n := range runs(pix) {
		spread(img.Pix[at:at+n], index[pix[at]])
	}
	var b bytes.Buffer
	b.Grow(64 << 10)
	e := png.Encoder{CompressionLevel: png.DefaultCompression}
	if err := e.Encode(&b, img); err != nil {
		return nil, wire.Errorf(wire.Internal, "a card could not be encoded: %w", err)
	}
	return b.Bytes(), nil
}

func nearest(among []rgb, v rgb) uint8 {
	best, least := 0, math.MaxInt
	for i, o := range among {
		d := 0
		for _, shift := range [...]uint{16, 8, 0} {
			x := int(v>>shift&255) - int(o>>shift&255)
			d += x * x
		}
		if d < least {
			best, least = i, d
		}
	}
	return uint8(best)
}
