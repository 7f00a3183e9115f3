package media_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"vitrine/app/wire"
	"vitrine/server/media"
)

func TestDamagedPicturesAreAnError(t *testing.T) {
	lib, dir := open(t)
	m := scene(300, 200)
	whole := map[string]string{"jpg": asJPEG(t, m), "png": asPNG(t, m), "gif": asGIF(t, 1, m), "webp": asWebP(t, m)}
	for kind, b := range whole {
		failed := 0
		for i := 1; i < 40; i++ {
			cut := b[:len(b)*i/40]
			rec, err := lib.Put(t.Context(), "cut."+kind, strings.NewReader(cut))
			if err != nil {
				continue
			}
			if err := lib.MakeVariants(t.Context(), rec.Hash); err != nil {
				if failed++; wire.CodeOf(err) != wire.Invalid || !strings.Contains(err.Error(), rec.Name) {
					t.Errorf("%s cut at %d of 40: %v", kind, i, err)
				}
				// It is said once; the picture is shown as it came.
				if err := lib.MakeVariants(t.Context(), rec.Hash); err != nil {
					t.Errorf("%s cut at %d, the second time: %v", kind, i, err)
				}
			}
			if got := variants(t, dir, rec.Hash); len(got) > 0 && kind != "gif" {
				t.Errorf("%s cut at %d of 40 has variants", kind, i)
			}
		}
		if failed == 0 && kind != "webp" { // a cut WebP is refused
			t.Errorf("%s: nothing failed", kind)
		}
	}
}

func TestWhatIsTooDearStaysAsItCame(t *testing.T) {
	lib, dir := open(t)
	var log bytes.Buffer
	lib.Log = slog.New(slog.NewTextHandler(&log, nil))
	pad := strings.Repeat("\x00", 5000)
	for name, b := range map[string]string{
		"wide.png":        pngHeader(9000, 9000) + chunk("IDAT", pad),
		"sixteen.png":     "\x89PNG\r\n\x1a\n" + chunk("IHDR", "\x00\x00\x1b\x58\x00\x00\x1b\x58\x10\x02\x00\x00\x00") + chunk("IDAT", pad),
		"progressive.jpg": "\xff\xd8" + segment(0xc2, "\x08\x18\x00\x20\x00\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01") + segment(0xda, "\x01\x01\x00\x00\x00\x00") + pad + "\xff\xd9",
	} {
		m := put(t, lib, name, b)
		log.Reset()
		files := made(t, lib, dir, m)
		if said := strings.Contains(log.String(), m.Name); len(files) > 0 || said != (name != "wide.png") {
			t.Errorf("%s: %v; the log says %s", name, slices.Collect(maps.Keys(files)), &log)
		}
		v, err := lib.Variant(t.Context(), m.Hash, 640, true, media.WebP)
		if err != nil || !v.Final || v.Type != m.Type {
			t.Errorf("%s: at 640 it is %+v, %v; want the original for good", name, v, err)
			continue
		}
		if err := v.File.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestADecoderThatTakesForEverIsStopped: a JPEG may be made of as many scans as
// it has bytes, and each goes over the whole picture.
func TestADecoderThatTakesForEverIsStopped(t *testing.T) {
	lib, _ := open(t)
	var blank bits // eight times: nothing comes for 32,767 blocks
	for range 8 {
		blank.put(1<<14-1, 15)
	}
	scan := segment(0xda, "\x01\x01\x00\x01\x3f\x00") + blank.flush()
	table := "\x10\x01" + strings.Repeat("\x00", 15) + "\xe0" // one code, of one bit, for that
	m := put(t, lib, "slow.jpg", "\xff\xd8"+segment(0xdb, "\x00"+strings.Repeat("\x01", 64))+
		segment(0xc2, "\x08\x07\xd0\x07\xd0\x01\x01\x11\x00")+segment(0xc4, table)+strings.Repeat(scan, 40_000)+"\xff\xd9")
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := lib.MakeVariants(ctx, m.Hash); wire.CodeOf(err) != wire.Unavailable {
		t.Errorf("got %v, want unavailable", err)
	}
	if missing, err := lib.Missing(t.Context()); err != nil || len(missing) != 1 {
		t.Errorf("missing: %v, %v; it is to be tried again", missing, err)
	}
}

func TestFiftyMegapixels(t *testing.T) {
	lib, dir := open(t)
	m := put(t, lib, "large.jpg", large(t, 8192, 6144))
	if m.Tone != "" {
		t.Errorf("it was decoded while it came in: tone %s", m.Tone)
	}
	files := made(t, lib, dir, m)
	if len(files) != 16 {
		t.Errorf("%d files", len(files))
	}
	phone := len(files["w_480.webp"])
	if phone == 0 || phone > 60_000 {
		t.Errorf("a telephone is sent %d bytes", phone)
	}
	if got, ok := lib.Info(t.Context(), m.Address()); !ok || got.Tone == "" {
		t.Errorf("it has no tone: %+v", got)
	}
}

// large is a photograph of that size, of hills in a haze.
func large(t testing.TB, w, h int) string {
	m := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	for y := range h {
		row := m.Y[y*m.YStride : y*m.YStride+w]
		for x := range row {
			row[x] = uint8(60 + (x*31/w)*3 + (y*47/h)*2 + (x*y>>9)&7)
		}
	}
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = 140, 110
	}
	return encodeTo(t, func(w io.Writer) error { return jpeg.Encode(w, m, &jpeg.Options{Quality: 80}) })
}
