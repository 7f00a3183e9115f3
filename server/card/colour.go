package card

import (
	"math"
	"strconv"
	"strings"
)

// rgb is an opaque colour, 0xRRGGBB.
type rgb uint32

// mix is the colour at level/steps of the way from c to to.
func (c rgb) mix(to rgb, level uint32) rgb {
	at := func(shift uint) rgb {
		a, b := uint32(c>>shift&255), uint32(to>>shift&255)
		return rgb((a*(steps-level)+b*level+steps/2)/steps) << shift
	}
	return at(16) | at(8) | at(0)
}

// steps of smoothing between two colours: at sixteen an edge looks smooth, and
// all blends of a card fit into one palette of 256.
const steps = 15

// inks are the look's tokens on light ground, for one accent.
type inks struct {
	ground, sink, line, soft, ink, edge, mid, wash rgb
}

// fallback is the accent of a site whose owner chose none: the edge of a sheet
// of glass.
const fallbackL, fallbackC, fallbackH = .52, .1, 172

// newInks makes the tokens as the stylesheet does: whatever accent an owner
// picks, edge is dark enough to read on the ground.
func newInks(accent string) inks {
	l, c, h, ok := Oklch(accent)
	if !ok {
		l, c, h = fallbackL, fallbackC, fallbackH
	}
	tint := min(c*.06, .0066)
	return inks{
		ground: srgb(.988, tint*.3, h),
		sink:   srgb(.957, tint, h),
		line:   srgb(.885, tint, h),
		soft:   srgb(.46, tint*2, h),
		ink:    srgb(.22, tint*2, h),
		edge:   srgb(min(l, .47), min(c, .16), h),
		mid:    srgb(.83, min(c*.6, .096), h),
		wash:   srgb(.945, min(c*.32, .05), h),
	}
}

// nightInks are the same on dark ground.
func nightInks(accent string) inks {
	l, c, h, ok := Oklch(accent)
	if !ok {
		l, c, h = fallbackL, fallbackC, fallbackH
	}
	tint := min(c*.06, .0066)
	return inks{
		ground: srgb(.18, tint*1.5, h),
		sink:   srgb(.233, tint*1.8, h),
		line:   srgb(.33, tint*1.8, h),
		soft:   srgb(.73, tint*2, h),
		ink:    srgb(.935, tint, h),
		edge:   srgb(max(l, .79), min(c, .13), h),
		mid:    srgb(.43, min(c*.7, .11), h),
		wash:   srgb(.28, min(c*.42, .065), h),
	}
}

// Oklch gives the lightness, chroma and hue (in degrees) of "#0f766e" or
// "#0a8", by the matrices of Björn Ottosson's Oklab (CSS Color 4, section 9).
// ok is false for what is no such colour.
func Oklch(hex string) (l, c, h float64, ok bool) {
	digits := strings.TrimPrefix(hex, "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	v, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || len(digits) != 6 {
		return 0, 0, 0, false
	}
	linear := func(shift uint) float64 {
		x := float64(v>>shift&255) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	r, g, b := linear(16), linear(8), linear(0)
	x := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	y := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	z := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	l = 0.2104542553*x + 0.7936177850*y - 0.0040720468*z
	A := 1.9779984951*x - 2.4285922050*y + 0.4505937099*z
	B := 0.0259040371*x + 0.7827717662*y - 0.8086757660*z
	if h = math.Atan2(B, A) * 180 / math.Pi; h < 0 {
		h += 360
	}
	return l, math.Hypot(A, B), h, true
}

// srgb is the nearest colour a screen has: where lightness, chroma and hue
// leave its range, the chroma gives way.
func srgb(l, c, h float64) rgb {
	v, ok := inGamut(l, c, h)
	for low, high, i := 0.0, c, 0; !ok && i < 14; i++ {
		mid := (low + high) / 2
		if _, fits := inGamut(l, mid, h); fits {
			low = mid
		} else {
			high = mid
		}
		v, _ = inGamut(l, low, h)
	}
	return v
}

func inGamut(l, c, h float64) (v rgb, ok bool) {
	A, B := c*math.Cos(h*math.Pi/180), c*math.Sin(h*math.Pi/180)
	cube := func(x float64) float64 { return x * x * x }
	x := cube(l + 0.3963377774*A + 0.2158037573*B)
	y := cube(l - 0.1055613458*A - 0.0638541728*B)
	z := cube(l - 0.0894841775*A - 1.2914855480*B)
	ok = true
	channel := func(v float64) rgb {
		if v < -.0005 || v > 1.0005 {
			ok = false
		}
		if v = min(max(v, 0), 1); v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		return rgb(math.Round(v * 255))
	}
	r := channel(4.0767416621*x - 3.3077115913*y + 0.2309699292*z)
	g := channel(-1.2684380046*x + 2.6097574011*y - 0.3413193965*z)
	b := channel(-0.0041960863*x - 0.7034186147*y + 1.7076147010*z)
	return r<<16 | g<<8 | b, ok
}
