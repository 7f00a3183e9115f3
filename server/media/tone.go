package media

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"math"

	"vitrine/app/wire"
)

// The 64 tones are what a page shows of a picture until it comes. They are a
// class each, because the page's policy allows no style on an element. Eight
// are grey; the rest are eight hues in seven pairs of lightness and chroma,
// closer together where photographs are: dull and of middling lightness.
// assets/web/css/45-tones.css is made of the same figures (ToneCSS).
var (
	toneGreys = [8]float64{.12, .24, .36, .48, .6, .72, .84, .95}
	tonePairs = [7][2]float64{{.28, .04}, {.42, .05}, {.45, .12}, {.58, .05}, {.62, .13}, {.74, .06}, {.88, .04}}
)

const toneHues = 8 // 45° apart, from 25°: red, orange, yellow-green, green, cyan, blue, violet, rose

// tone is a colour in OKLCH.
type tone struct{ l, c, h float64 }

func toneAt(i int) tone {
	if i < len(toneGreys) {
		return tone{l: toneGreys[i]}
	}
	i -= len(toneGreys)
	pair := tonePairs[i/toneHues]
	return tone{pair[0], pair[1], float64(25 + 45*(i%toneHues))}
}

const tones = len(toneGreys) + len(tonePairs)*toneHues

// ToneCSS is the rule of one tone for the stylesheet.
func ToneCSS(i int) string {
	t := toneAt(i)
	return fmt.Sprintf(".tone-%02d{--t:%s %s %g}", i, fraction(t.l), fraction(t.c), t.h)
}

func fraction(v float64) string {
	s := fmt.Sprintf("%g", v)
	if len(s) > 1 && s[0] == '0' {
		return s[1:]
	}
	return s
}

// lab gives an sRGB colour in OKLab, where distances are as they are seen.
func lab(c color.RGBA) [3]float64 {
	linear := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	r, g, b := linear(c.R), linear(c.G), linear(c.B)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	return [3]float64{
		0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s,
	}
}

// toneOf is the tone most of an opaque picture has: not the mean of all, which
// for a red boat on a blue sea would be grey. "" for a picture that lets its
// ground through: the tone would stay behind it.
func toneOf(img image.Image) string {
	if o, ok := img.(interface{ Opaque() bool }); !ok || !o.Opaque() {
		return ""
	}
	const grid = 24 // 576 points tell the tone of any picture
	var counts [tones]int
	best := 0
	b := img.Bounds()
	for i := range grid * grid {
		x, y := b.Min.X+(2*(i%grid)+1)*b.Dx()/(2*grid), b.Min.Y+(2*(i/grid)+1)*b.Dy()/(2*grid)
		n := nearestTone(lab(color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)))
		if counts[n]++; counts[n] > counts[best] {
			best = n
		}
	}
	return fmt.Sprintf("%02d", best)
}

func nearestTone(p [3]float64) int {
	best, least := 0, math.Inf(1)
	for i := range tones {
		t := toneAt(i)
		sin, cos := math.Sincos(t.h * math.Pi / 180)
		dl, da, db := p[0]-t.l, p[1]-t.c*cos, p[2]-t.c*sin
		if d := dl*dl + da*da + db*db; d < least {
			best, least = i, d
		}
	}
	return best
}

// quickPixels is how large a picture may be to be decoded while it is stored:
// 40 ms, so that thirty of them come in within two seconds. Larger ones get
// their tone with their variants.
const quickPixels = 2_000_000

// quickTone is a small picture's tone; "" when it has none, is too large, or
// when decoding is being done already: nobody waits for it.
func quickTone(ctx context.Context, c *codec, m wire.Media, b []byte) string {
	if c == nil || int64(m.Width)*int64(m.Height) > quickPixels {
		return ""
	}
	head, err := c.config(bytes.NewReader(b))
	if err != nil {
		return ""
	}
	need := taking(decodeEstimate(b, head))
	if need > decodeMemory || !turns.TryAcquire(need) {
		return ""
	}
	defer turns.Release(need)
	ctx, cancel := context.WithTimeout(ctx, decodeTime)
	defer cancel()
	img, err := c.read(ctx, b)
	if err != nil {
		return "" // what is shown of a damaged picture is the browser's affair
	}
	return toneOf(img)
}
