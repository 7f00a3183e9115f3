package media

import (
	"image"
	"image/draw"
	"math"
)

// Reducing a picture costs more than encoding it. Two steps: whole numbers of
// pixels are averaged while the picture is at least twice as large, then
// Catmull-Rom's curve does the rest, at less than 2:1. Both take the source row
// by row, as it is coded, so that a picture of 50 megapixels is never held as
// RGB. Colours are multiplied by their opacity on the way, so that what cannot
// be seen does not bleed.

// reduce averages blocks of n × n pixels; what is over at the right and below
// is left out.
func reduce(src image.Image, n int) *image.RGBA {
	b := src.Bounds()
	w, h := b.Dx()/n, b.Dy()/n
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	strip := image.NewRGBA(image.Rect(0, 0, w*n, n))
	sums := make([]uint32, 4*w)
	// A sum of n² bytes divided by n², rounded, as a product and a shift.
	square := uint64(n * n)
	factor := (1<<32 + square/2) / square
	for y := range h {
		draw.Draw(strip, strip.Rect, src, image.Pt(b.Min.X, b.Min.Y+y*n), draw.Src)
		clear(sums)
		for row := range n {
			from := strip.Pix[row*strip.Stride : row*strip.Stride+4*w*n]
			for x := range w {
				s := sums[4*x : 4*x+4 : 4*x+4]
				for p := from[4*x*n : 4*(x+1)*n]; len(p) >= 4; p = p[4:] {
					s[0] += uint32(p[0])
					s[1] += uint32(p[1])
					s[2] += uint32(p[2])
					s[3] += uint32(p[3])
				}
			}
		}
		to := out.Pix[y*out.Stride : y*out.Stride+4*w]
		for i, s := range sums {
			to[i] = uint8((uint64(s)*factor + 1<<31) >> 32)
		}
	}
	return out
}

// resize gives src in w × h pixels, each not more than its own.
func resize(src image.Image, w, h int) *image.RGBA {
	if n := min(src.Bounds().Dx()/w, src.Bounds().Dy()/h); n > 1 {
		src = reduce(src, n)
	}
	b := src.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if b.Dx() == w && b.Dy() == h {
		draw.Draw(out, out.Rect, src, b.Min, draw.Src)
		return out
	}
	across, down := curve(b.Dx(), w), curve(b.Dy(), h)
	line := image.NewRGBA(image.Rect(0, 0, b.Dx(), 1))
	// Rows are narrowed as they are needed; the curve spans nine at most.
	narrowed := make([][]float32, down.span)
	for i := range narrowed {
		narrowed[i] = make([]float32, 4*w)
	}
	next := 0
	sums := make([]float32, 4*w)
	for y := range h {
		first, weights := down.at(y)
		for ; next < first+len(weights); next++ {
			draw.Draw(line, line.Rect, src, image.Pt(b.Min.X, b.Min.Y+next), draw.Src)
			narrow(narrowed[next%down.span], line.Pix, across)
		}
		clear(sums)
		for i, weight := range weights {
			for x, v := range narrowed[(first+i)%down.span] {
				sums[x] += weight * v
			}
		}
		settle(out.Pix[y*out.Stride:y*out.Stride+4*w], sums)
	}
	return out
}

// narrow computes one row's pixels from the row of the source.
func narrow(to []float32, from []uint8, k kernel) {
	for x := range len(to) / 4 {
		first, weights := k.at(x)
		var r, g, b, a float32
		p := from[4*first:]
		for i, weight := range weights {
			q := p[4*i : 4*i+4 : 4*i+4]
			r += weight * float32(q[0])
			g += weight * float32(q[1])
			b += weight * float32(q[2])
			a += weight * float32(q[3])
		}
		to[4*x], to[4*x+1], to[4*x+2], to[4*x+3] = r, g, b, a
	}
}

// settle rounds sums to bytes. The curve goes beyond what it joins, so each is
// held to its bounds, and a colour to its opacity.
func settle(to []uint8, sums []float32) {
	for i := 0; i < len(to); i += 4 {
		alpha := bound(sums[i+3], 255)
		to[i+3] = uint8(alpha)
		for c := range 3 {
			to[i+c] = uint8(bound(sums[i+c], alpha))
		}
	}
}

func bound(v, most float32) float32 { return float32(int(min(max(v, 0), most) + 0.5)) }

// kernel is, for every pixel of a row that is made, which pixels of the source
// it is made of and how much of each.
type kernel struct {
	span    int // of the longest list
	first   []int
	weights [][]float32
}

func (k kernel) at(i int) (first int, weights []float32) { return k.first[i], k.weights[i] }

// curve spreads Catmull-Rom's curve over as much of the source as one pixel of
// the result stands for.
func curve(from, to int) kernel {
	scale := float64(from) / float64(to)
	reach := 2 * scale
	k := kernel{first: make([]int, to), weights: make([][]float32, to)}
	for i := range to {
		centre := (float64(i) + 0.5) * scale
		first, last := max(0, int(math.Ceil(centre-reach-0.5))), min(from-1, int(math.Floor(centre+reach-0.5)))
		weights := make([]float32, last-first+1)
		var sum float64
		for j := range weights {
			v := catmullRom(math.Abs(float64(first+j)+0.5-centre) / scale)
			weights[j] = float32(v)
			sum += v
		}
		for j := range weights {
			weights[j] /= float32(sum)
		}
		k.first[i], k.weights[i] = first, weights
		k.span = max(k.span, len(weights))
	}
	return k
}

func catmullRom(t float64) float64 {
	switch {
	case t < 1:
		return (1.5*t-2.5)*t*t + 1
	case t < 2:
		return ((-0.5*t+2.5)*t-4)*t + 2
	}
	return 0
}

// turn gives the picture as an orientation says it is to be seen.
func turn(src *image.RGBA, o int) *image.RGBA {
	if o == upright {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dw, dh := w, h
	if lying(o) {
		dw, dh = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, dw, dh))
	// The first pixel of the source, and the step to the one right of it and below.
	start, right, below := 0, 4, out.Stride
	switch o {
	case 2:
		start, right = 4*(dw-1), -4
	case 3:
		start, right, below = (dh-1)*out.Stride+4*(dw-1), -4, -out.Stride
	case 4:
		start, below = (dh-1)*out.Stride, -out.Stride
	case 5:
		right, below = out.Stride, 4
	case 6:
		start, right, below = 4*(dw-1), out.Stride, -4
	case 7:
		start, right, below = (dh-1)*out.Stride+4*(dw-1), -out.Stride, -4
	case 8:
		start, right, below = (dh-1)*out.Stride, -out.Stride, 4
	}
	for y := range h {
		at := start + y*below
		for p := src.Pix[y*src.Stride : y*src.Stride+4*w]; len(p) >= 4; p = p[4:] {
			copy(out.Pix[at:at+4], p[:4])
			at += right
		}
	}
	return out
}
