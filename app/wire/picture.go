package wire

import (
	"strconv"
	"strings"
)

// VariantWidths are the widths that pictures are made in, in pixels: a phone's
// column at one, two and three times its pixels, up to a wide screen's.
var VariantWidths = [...]int{320, 480, 640, 800, 960, 1280, 1600, 1920}

// Bounds of what variants are made of and made as.
const (
	MaxDecodedPixels = 60_000_000 // of a picture that is decoded; a larger one is served as it came
	maxVariantPixels = 5_000_000  // a sheet of paper at 1920 wide; its encoder holds 50 MB
	maxVariantHeight = 16383      // WebP's own
	minVariantBytes  = 4 << 10    // a file that fits three packets gains nothing
)

// Shrinks says whether a file is a picture that smaller ones are made of. An
// animation is not: its first frame alone would be another picture.
func (m Media) Shrinks() bool {
	switch m.Type {
	case "image/jpeg", "image/png", "image/webp", "image/gif":
		return !m.Animated && m.Width > 0 && m.Height > 0 && int64(m.Width)*int64(m.Height) <= MaxDecodedPixels
	}
	return false
}

// Widths are those of VariantWidths in which the picture is made. The last may
// be wider than the picture, which is then recoded at its own size: a picture
// of 500 pixels is w_320, w_480 and, as 500 pixels, w_640.
func (m Media) Widths() []int {
	if !m.Shrinks() || m.Bytes < minVariantBytes {
		return nil
	}
	var out []int
	for _, w := range VariantWidths {
		width, height := m.VariantSize(w)
		if height > maxVariantHeight || width*height > maxVariantPixels {
			break
		}
		out = append(out, w)
		if w >= m.Width {
			break
		}
	}
	return out
}

// VariantSize is the size of the variant called w_<w>: never larger than the picture.
func (m Media) VariantSize(w int) (width, height int) {
	width = min(w, m.Width)
	return width, max(1, (width*m.Height+m.Width/2)/m.Width)
}

// VariantAddress is where the variant called w_<w> is served, in the kind of
// file that suits who asks.
func (m Media) VariantAddress(w int) string {
	return "/media/" + m.Hash + "/w_" + strconv.Itoa(w) + ",q_75,f_auto"
}

// Srcset lists the picture's variants for an <img>; "" when there are none. A
// picture too tall to be made in all its widths stands last itself.
func (m Media) Srcset() string {
	var b strings.Builder
	last := 0
	for _, w := range m.Widths() {
		width, _ := m.VariantSize(w)
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(m.VariantAddress(w) + " " + strconv.Itoa(width) + "w")
		last = width
	}
	if widest := VariantWidths[len(VariantWidths)-1]; last > 0 && last < min(m.Width, widest) {
		b.WriteString(", " + m.Address() + " " + strconv.Itoa(m.Width) + "w")
	}
	return b.String()
}
