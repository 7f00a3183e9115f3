package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// accentCSS turns the owner's colour ("#0f766e") into the three numbers that
// the stylesheet's tokens are made from. What is not a colour gives none, and
// the stylesheet's own accent stays.
func accentCSS(hex string) string {
	digits := strings.TrimPrefix(hex, "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	rgb, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || len(digits) != 6 {
		return ""
	}
	l, c, h := oklch(float64(rgb>>16)/255, float64(rgb>>8&255)/255, float64(rgb&255)/255)
	return fmt.Sprintf("@layer tokens{:root{--accent-l:%.4f;--accent-c:%.4f;--accent-h:%.2f}}\n", l, c, h)
}

// oklch converts sRGB (0 to 1 each) to lightness, chroma and hue in degrees,
// by the matrices of Björn Ottosson's Oklab (CSS Color 4, section 9).
func oklch(r, g, b float64) (l, c, h float64) {
	linear := func(v float64) float64 {
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	r, g, b = linear(r), linear(g), linear(b)
	x := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	y := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	z := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	l = 0.2104542553*x + 0.7936177850*y - 0.0040720468*z
	A := 1.9779984951*x - 2.4285922050*y + 0.4505937099*z
	B := 0.0259040371*x + 0.7827717662*y - 0.8086757660*z
	h = math.Atan2(B, A) * 180 / math.Pi
	if h < 0 {
		h += 360
	}
	return l, math.Hypot(A, B), h
}
