package media_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	cwebp "github.com/chai2010/webp"

	"vitrine/app/wire"
	"vitrine/server/media"
)

// secret stands wherever a camera or a program writes where, when and by whom.
const secret = "GPS-52.3702N-4.8952E"

// The corners of a scene, clockwise from the upper left, and nothing else in it.
var corners = [4]color.RGBA{{200, 30, 30, 255}, {30, 160, 60, 255}, {40, 60, 200, 255}, {230, 200, 60, 255}}

// scene is a picture of four fields, one for each corner, with a little noise
// in them, so that no encoder finds it too easy.
func scene(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			i := 0
			switch {
			case x >= w/2 && y < h/2:
				i = 1
			case x >= w/2:
				i = 2
			case y >= h/2:
				i = 3
			}
			c := corners[i]
			n := func() uint8 { return uint8(r.IntN(16)) }
			m.SetRGBA(x, y, color.RGBA{c.R + n(), c.G + n(), c.B + n(), 255})
		}
	}
	return m
}

// turnedAway is how a camera stores what is seen as m, with that orientation.
func turnedAway(m *image.RGBA, o int) *image.RGBA {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	sw, sh := w, h
	if o >= 5 {
		sw, sh = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, sw, sh))
	for y := range sh {
		for x := range sw {
			// Where the pixel stored at x, y is seen (EXIF 2.32, table 5).
			var sx, sy int
			switch o {
			case 1:
				sx, sy = x, y
			case 2:
				sx, sy = w-1-x, y
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sx, sy = x, h-1-y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = w-1-y, x
			case 7:
				sx, sy = w-1-y, h-1-x
			case 8:
				sx, sy = y, h-1-x
			}
			out.SetRGBA(x, y, m.RGBAAt(sx, sy))
		}
	}
	return out
}

// exif is what a camera writes: an orientation, and a place that its GPS entry points at.
func exif(o int, order binary.AppendByteOrder) []byte {
	head := "II*\x00"
	if order == binary.BigEndian {
		head = "MM\x00*"
	}
	b := order.AppendUint32([]byte(head), 8)
	b = order.AppendUint16(b, 2)
	for _, e := range [][4]uint32{{0x0112, 3, 1, uint32(o)}, {0x8825, 4, 1, 38}} {
		b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, uint16(e[0])), uint16(e[1])), e[2])
		if e[1] == 3 {
			b = append(order.AppendUint16(b, uint16(e[3])), 0, 0)
		} else {
			b = order.AppendUint32(b, e[3])
		}
	}
	return append(order.AppendUint32(b, 0), secret...)
}

func segment(marker byte, payload string) string {
	return string([]byte{0xff, marker}) + string(binary.BigEndian.AppendUint16(nil, uint16(len(payload)+2))) + payload
}

func chunk(name, data string) string {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(b, name+data...)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:])))
}

func riff(chunks string) string {
	return "RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(chunks)+4))) + "WEBP" + chunks
}

func riffChunk(name, data string) string {
	return name + string(binary.LittleEndian.AppendUint32(nil, uint32(len(data)))) + data + strings.Repeat("\x00", len(data)&1)
}

// look decodes a picture as browsers do: libwebp gives what they show.
func look(b string) (image.Image, error) {
	if strings.HasPrefix(b, "RIFF") {
		m, err := cwebp.DecodeRGBA([]byte(b))
		if err != nil {
			return nil, err
		}
		return &image.NRGBA{Pix: m.Pix, Stride: m.Stride, Rect: m.Rect}, nil
	}
	m, _, err := image.Decode(strings.NewReader(b))
	return m, err
}

func encodeTo(t testing.TB, encode func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func asJPEG(t testing.TB, m image.Image) string {
	return encodeTo(t, func(w io.Writer) error { return jpeg.Encode(w, m, &jpeg.Options{Quality: 92}) })
}

func asPNG(t testing.TB, m image.Image) string {
	return encodeTo(t, func(w io.Writer) error { return png.Encode(w, m) })
}

func asGIF(t testing.TB, frames int, m image.Image) string {
	colours := color.Palette{color.White, color.RGBA{0, 40, 90, 255}, color.RGBA{90, 40, 90, 255}, color.RGBA{180, 40, 90, 255}}
	for _, c := range corners {
		colours = append(colours, color.RGBA{c.R + 1, c.G + 1, c.B + 1, 255}, color.RGBA{c.R + 15, c.G + 15, c.B + 15, 255})
	}
	p := image.NewPaletted(m.Bounds(), colours)
	draw.FloydSteinberg.Draw(p, p.Rect, m, m.Bounds().Min)
	g := &gif.GIF{}
	for range frames {
		g.Image, g.Delay = append(g.Image, p), append(g.Delay, 10)
	}
	return encodeTo(t, func(w io.Writer) error { return gif.EncodeAll(w, g) })
}

func asWebP(t testing.TB, m image.Image) string {
	return encodeTo(t, func(w io.Writer) error { return cwebp.Encode(w, m, &cwebp.Options{Quality: 90}) })
}

// The kinds with everything a camera and four programs hang on to them, and
// a page that a careless browser would run.
func laden(t testing.TB, kind string, m *image.RGBA, o int) string {
	const page = "<script>alert('" + secret + "')</script>"
	switch kind {
	case "jpg":
		b := asJPEG(t, turnedAway(m, o))
		return b[:2] + segment(0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x01\x01"+secret[:3]) + segment(0xe1, "Exif\x00\x00"+string(exif(o, binary.BigEndian))) +
			segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+secret) + segment(0xed, "Photoshop 3.0\x00"+secret) + segment(0xfe, secret) +
			segment(0xe2, "MPF\x00"+secret) + b[2:] + page
	case "png":
		b := asPNG(t, turnedAway(m, o))
		return b[:33] + chunk("eXIf", string(exif(o, binary.LittleEndian))) + chunk("tEXt", "Comment\x00"+secret) + chunk("iTXt", "XML:com.adobe.xmp\x00"+secret) +
			chunk("zTXt", secret) + chunk("tIME", secret[:7]) + chunk("prVt", secret) + b[33:] + page
	case "webp":
		b, w := asWebP(t, turnedAway(m, o)), turnedAway(m, o).Rect
		size := func(n int) string { return string([]byte{byte(n - 1), byte((n - 1) >> 8), 0}) }
		return riff(riffChunk("VP8X", "\x0c\x00\x00\x00"+size(w.Dx())+size(w.Dy()))+b[12:]+
			riffChunk("EXIF", string(exif(o, binary.LittleEndian)))+riffChunk("XMP ", secret)+riffChunk("oops", secret)) + page
	case "gif":
		b := asGIF(t, 1, m)
		return b[:len(b)-1] + "\x21\xfe\x14" + secret + "\x00\x21\xff\x0bXMP DataXMP\x14" + secret + "\x00;" + page
	}
	t.Fatalf("there is no kind %s", kind)
	return ""
}

func put(t testing.TB, lib *media.Library, name, b string) wire.Media {
	t.Helper()
	m, err := lib.Put(t.Context(), name, strings.NewReader(b))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return m
}

// made makes the variants and gives their names, sizes and bytes.
func made(t testing.TB, lib *media.Library, dir string, m wire.Media) map[string]string {
	t.Helper()
	if err := lib.MakeVariants(t.Context(), m.Hash); err != nil {
		t.Fatalf("%s: %v", m.Name, err)
	}
	return variants(t, dir, m.Hash)
}

func variants(t testing.TB, dir, hash string) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, hash[:2], hash+".d", "w_*"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(p)] = string(b)
	}
	return out
}

// kept is what is served of an original.
func kept(t testing.TB, lib *media.Library, m wire.Media) string {
	t.Helper()
	f, _, err := lib.Open(t.Context(), m.Hash)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil || f.Close() != nil {
		t.Fatal(err)
	}
	return string(b)
}
