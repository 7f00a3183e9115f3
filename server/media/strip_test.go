package media_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"strings"
	"testing"

	"vitrine/server/media"
)

func TestNothingButThePictureIsKept(t *testing.T) {
	lib, dir := open(t)
	seen := scene(400, 250)
	for _, kind := range []string{"jpg", "png", "webp", "gif"} {
		for o := 1; o <= 8; o++ {
			if kind == "gif" && o > 1 {
				break
			}
			in := laden(t, kind, seen, o)
			m := put(t, lib, "holiday."+kind, in)
			if m.Width != 400 || m.Height != 250 {
				t.Errorf("%s, orientation %d: it is shown as %d × %d", kind, o, m.Width, m.Height)
			}
			// The same file again, and what is served of it, are the same file.
			out := kept(t, lib, m)
			for what, b := range map[string]string{"the file": in, "what was kept": out} {
				if again, err := media.Check("x", []byte(b)); err != nil || again.Hash != m.Hash {
					t.Errorf("%s, orientation %d: %s comes in as %s, %v; want %s", kind, o, what, again.Hash, err, m.Hash)
				}
			}
			if got := media.Orientation(noteIn(kind, out)); got != o {
				t.Errorf("%s: what is kept says orientation %d, want %d", kind, got, o)
			}
			a, errA := look(in)
			b, errB := look(out)
			if errA != nil || errB != nil || !samePixels(a, b) {
				t.Errorf("%s, orientation %d: the picture itself was changed (%v, %v)", kind, o, errA, errB)
			}
			files := made(t, lib, dir, m)
			if len(files) == 0 {
				t.Fatalf("%s: no variants", kind)
			}
			files["original"] = out
			for name, b := range files {
				for _, trace := range []string{secret, "<script>", "Photoshop", "xap/1.0", "XMP", "MPF\x00", "tEXt", "tIME", "Comment"} {
					if strings.Contains(b, trace) {
						t.Errorf("%s, orientation %d: %s still has %q", kind, o, name, trace)
					}
				}
				if name != "original" {
					upright(t, name, b)
				}
			}
		}
	}
}

// noteIn finds the EXIF of a file that was stripped.
func noteIn(kind, b string) []byte {
	mark := map[string]string{"jpg": "Exif\x00\x00", "png": "eXIf", "webp": "EXIF", "gif": "\x00none"}[kind]
	_, note, ok := strings.Cut(b, mark)
	if !ok {
		return nil
	}
	if kind == "webp" {
		note = note[4:]
	}
	return []byte(note)
}

func samePixels(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y += 7 {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x += 7 {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}

// upright checks that a variant of scene is seen as the scene.
func upright(t *testing.T, name, b string) {
	t.Helper()
	m, err := look(b)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	if w*250 != h*400 {
		t.Errorf("%s has %d × %d pixels", name, w, h)
	}
	for i, p := range [4]image.Point{{w / 8, h / 8}, {w * 7 / 8, h / 8}, {w * 7 / 8, h * 7 / 8}, {w / 8, h * 7 / 8}} {
		r, g, b, a := m.At(p.X, p.Y).RGBA()
		want := corners[i]
		for c, d := range [3]int{int(r>>8) - int(want.R) - 8, int(g>>8) - int(want.G) - 8, int(b>>8) - int(want.B) - 8} {
			if d < -14 || d > 14 || a != 0xffff {
				t.Errorf("%s: corner %d, colour %d is off by %d", name, i, c, d)
			}
		}
	}
}

func TestWhatColoursNeedIsKept(t *testing.T) {
	lib, _ := open(t)
	m := scene(300, 200)
	jpg, pg, wp := asJPEG(t, m), asPNG(t, m), asWebP(t, m)
	icc := profile("P3")
	for name, b := range map[string]string{
		"a.jpg":  jpg[:2] + segment(0xe2, "ICC_PROFILE\x00\x01\x01"+icc) + segment(0xee, "Adobe\x00\x64\x00\x00\x00\x00\x01") + jpg[2:],
		"a.png":  pg[:33] + chunk("gAMA", "\x00\x00\xb1\x8f") + chunk("iCCP", "x\x00\x00"+deflated(t, icc)) + pg[33:],
		"a.webp": riff(riffChunk("VP8X", "\x20\x00\x00\x00\x2b\x01\x00\xc7\x00\x00") + riffChunk("ICCP", icc) + wp[12:]),
	} {
		if got := kept(t, lib, put(t, lib, name, b)); got != b {
			t.Errorf("%s was changed: %d bytes of %d are left", name, len(got), len(b))
		}
	}
}

// TestAnAVIFKeepsItsPlaces: its pieces are found by where they lie, so what it
// says of the photographer is blanked there.
func TestAnAVIFKeepsItsPlaces(t *testing.T) {
	lib, _ := open(t)
	item := func(id byte, kind string) string {
		return box("infe", "\x02\x00\x00\x00\x00"+string([]byte{id})+"\x00\x00"+kind+"\x00")
	}
	be := func(n int) string { return string(binary.BigEndian.AppendUint32(nil, uint32(n))) }
	note := "\x00\x00\x00\x00" + string(exif(1, binary.BigEndian))
	build := func(at int) string {
		place := func(id byte, from, n int) string {
			return "\x00" + string([]byte{id}) + "\x00\x00\x00\x01" + be(from) + be(n)
		}
		meta := box("iinf", "\x00\x00\x00\x00\x00\x03"+item(1, "av01")+item(2, "Exif")+item(3, "mime")) +
			box("iloc", "\x00\x00\x00\x00\x44\x00\x00\x03"+place(1, at, 4)+place(2, at+4, len(note))+place(3, at+4+len(note), len(secret))) +
			box("iprp", box("ipco", box("ispe", "\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x80")))
		return box("ftyp", "avif\x00\x00\x00\x00avifmif1") + box("meta", "\x00\x00\x00\x00"+meta)
	}
	head := build(len(build(0)) + 8)
	in := head + box("mdat", "data"+note+secret)
	out := kept(t, lib, put(t, lib, "a.avif", in))
	if len(out) != len(in) || strings.Contains(out, secret) || out[:len(head)+12] != in[:len(head)+12] {
		t.Errorf("what is kept: %q", out[len(head):])
	}
}

func FuzzOrientation(f *testing.F) {
	for o := range 10 {
		f.Add(exif(o, binary.LittleEndian))
		f.Add(append([]byte("Exif\x00\x00"), exif(o, binary.BigEndian)...))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if o := media.Orientation(b); o < 1 || o > 8 {
			t.Errorf("orientation %d", o)
		}
	})
}

func FuzzStrip(f *testing.F) {
	for _, kind := range []string{"jpg", "png", "webp", "gif"} {
		f.Add([]byte(laden(f, kind, scene(24, 16), 6)))
	}
	f.Add([]byte(avif()))
	f.Fuzz(func(t *testing.T, b []byte) {
		out := media.Strip(b)
		if out == nil {
			return
		}
		if len(out) > len(b)+64 {
			t.Errorf("%d bytes became %d", len(b), len(out))
		}
		// What has lost its last byte that tells its kind is refused by its header.
		if again := media.Strip(out); !bytes.Equal(again, out) && (again != nil || accepted(b)) {
			t.Errorf("the second time leaves something else out: %d bytes, then %d", len(out), len(again))
		}
	})
}

func accepted(b []byte) bool {
	_, err := media.Check("x", b)
	return err == nil
}
