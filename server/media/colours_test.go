package media_test

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/color"
	"image/draw"
	"io"
	"strings"
	"testing"
)

func deflated(t testing.TB, s string) string {
	return encodeTo(t, func(w io.Writer) error {
		z := zlib.NewWriter(w)
		_, err := io.WriteString(z, s)
		if err != nil {
			return err
		}
		return z.Close()
	})
}

// profile is a colour profile that says its name and no more.
func profile(name string) string {
	p := make([]byte, 200)
	copy(p[16:], "RGB ")
	copy(p[36:], "acsp")
	copy(p[140:], name)
	return string(p)
}

func TestColoursStayRight(t *testing.T) {
	lib, dir := open(t)
	const w, h = 700, 500
	want := color.RGBA{180, 90, 45, 255}
	fill := func(m draw.Image) image.Image {
		noise := scene(w, h)
		for y := range h {
			for x := range w {
				n := noise.RGBAAt(x, y).R % 5
				m.Set(x, y, color.RGBA{want.R - 2 + n, want.G - 2 + n, want.B - 2 + n, 255})
			}
		}
		return m
	}
	r := image.Rect(0, 0, w, h)
	half := image.NewNRGBA(r)
	draw.Draw(half, r, image.NewUniform(color.NRGBA{want.R, want.G, want.B, 128}), image.Point{}, draw.Src)
	for i := 3; i < len(half.Pix); i += 4 {
		half.Pix[i] = 120 + uint8(i/4%17)
	}
	plan := image.NewPaletted(r, color.Palette{want, color.RGBA{want.R + 3, want.G, want.B, 255}})
	for i := range plan.Pix {
		plan.Pix[i] = uint8(i * 7919 >> 5 & 1)
	}
	grey := image.NewGray(r)
	for i := range grey.Pix {
		grey.Pix[i] = 98 + uint8(i*7919>>5&7)
	}
	for name, c := range map[string]struct {
		bytes string
		want  color.RGBA
		alpha uint32
	}{
		"rgb.jpg":     {asJPEG(t, fill(image.NewRGBA(r))), want, 255},
		"16 bit.png":  {asPNG(t, fill(image.NewRGBA64(r))), want, 255},
		"palette.png": {asPNG(t, plan), want, 255},
		"alpha.png":   {asPNG(t, half), want, 128},
		"grey.jpg":    {asJPEG(t, grey), color.RGBA{101, 101, 101, 255}, 255},
		"grey.png":    {asPNG(t, grey), color.RGBA{101, 101, 101, 255}, 255},
		"film.webp":   {asWebP(t, fill(image.NewRGBA(r))), want, 255},
		"ink.jpg":     {inked(t), color.RGBA{255, 0, 0, 255}, 255},
	} {
		m := put(t, lib, name, c.bytes)
		files := made(t, lib, dir, m)
		if len(files) == 0 && name != "palette.png" {
			t.Errorf("%s: no variants", name)
		}
		for n, b := range files {
			img, err := look(b)
			if err != nil {
				t.Errorf("%s: %s: %v", name, n, err)
				continue
			}
			got := color.NRGBAModel.Convert(img.At(img.Bounds().Dx()/2, img.Bounds().Dy()/2)).(color.NRGBA)
			for i, d := range [4]int{int(got.R) - int(c.want.R), int(got.G) - int(c.want.G), int(got.B) - int(c.want.B), int(got.A) - int(c.alpha)} {
				if d < -6 || d > 6 {
					t.Errorf("%s: %s has %v, off by %d in colour %d", name, n, got, d, i)
				}
			}
		}
		if opaque := c.alpha == 255; (m.Tone != "") != opaque {
			t.Errorf("%s: tone %q", name, m.Tone)
		}
	}
}

// inked is a JPEG in four inks as print programs write it: red, inverted.
func inked(t testing.TB) string {
	planes := asJPEG(t, image.NewGray(image.Rect(0, 0, 8, 8)))
	cut := func(from, to string) string {
		i := strings.Index(planes, from)
		j := strings.Index(planes[i:], to)
		return planes[i : i+j]
	}
	quant, tables := cut("\xff\xdb", "\xff\xc0"), cut("\xff\xc4", "\xff\xda")
	const w, h = 400, 400
	frame := segment(0xc0, "\x08\x01\x90\x01\x90\x04\x01\x11\x00\x02\x11\x00\x03\x11\x00\x04\x11\x00")
	scan := segment(0xda, "\x04\x01\x00\x02\x00\x03\x00\x04\x00\x00\x3f\x00")
	// Blocks of one value each: the first says it, the rest that it stays. The
	// quantum of the first coefficient says how large a step of one is.
	q := int(quant[5])
	e := &bits{}
	level := [4]int{127, -128, -128, 127} // cyan 0, magenta and yellow full, black 0, inverted
	for i := range w * h / 64 {
		for c := range 4 {
			diff := 0
			if i == 0 {
				diff = level[c] * 8 / q
			}
			e.dc(tables, diff)
			e.code(tables, 1, 0)
		}
	}
	return "\xff\xd8" + segment(0xee, "Adobe\x00\x64\x00\x00\x00\x00\x00") + quant + frame + tables + scan + e.flush() + "\xff\xd9"
}

// bits writes Huffman codes of a JPEG's own tables.
type bits struct {
	out  bytes.Buffer
	acc  uint32
	held int
}

func (e *bits) put(v uint32, n int) {
	e.acc, e.held = e.acc<<n|v, e.held+n
	for e.held >= 8 {
		b := byte(e.acc >> (e.held - 8))
		if e.held -= 8; b == 0xff {
			e.out.WriteString("\xff\x00")
		} else {
			e.out.WriteByte(b)
		}
	}
}

// code writes the code of a symbol in the first table of a class (0: DC, 1: AC).
func (e *bits) code(tables string, class, symbol byte) {
	for t := tables[4:]; len(t) > 17; {
		n := 0
		for _, c := range []byte(t[1:17]) {
			n += int(c)
		}
		if t[0]>>4 == class && t[0]&15 == 0 {
			code, i := uint32(0), 17
			for length := 1; length <= 16; length++ {
				for range t[length] {
					if t[i] == symbol {
						e.put(code, length)
						return
					}
					code++
					i++
				}
				code <<= 1
			}
		}
		t = t[17+n:]
	}
	panic("the table has no such symbol")
}

func (e *bits) dc(tables string, diff int) {
	n, v := 0, diff
	for d := max(diff, -diff); d > 0; d >>= 1 {
		n++
	}
	if diff < 0 {
		v += 1<<n - 1
	}
	e.code(tables, 0, byte(n))
	e.put(uint32(v), n)
}

func (e *bits) flush() string {
	e.put(0x7f, 7)
	return e.out.String()
}

func TestVariantsCarryTheProfile(t *testing.T) {
	lib, dir := open(t)
	photo := scene(700, 500)
	jpg, pg := asJPEG(t, photo), asPNG(t, drawing(700, 500))
	for _, c := range []struct {
		name string
		want bool
	}{{"Display P3", true}, {"sRGB IEC61966-2.1", false}} {
		icc := profile(c.name)
		for name, b := range map[string]string{
			"a.jpg": jpg[:2] + segment(0xe2, "ICC_PROFILE\x00\x01\x01"+icc) + jpg[2:],
			"a.png": pg[:33] + chunk("iCCP", "x\x00\x00"+deflated(t, icc)) + pg[33:],
		} {
			files := made(t, lib, dir, put(t, lib, name, b))
			if len(files) == 0 {
				t.Errorf("%s: no variants", name)
			}
			for n, b := range files {
				has := strings.Contains(b, icc) || strings.Contains(b, "iCCP")
				if _, err := look(b); err != nil || has != c.want {
					t.Errorf("%s with %s: %s has it: %v, %v", name, c.name, n, has, err)
				}
			}
		}
	}
}
