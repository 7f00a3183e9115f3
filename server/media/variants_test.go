package media_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vitrine/app/wire"
	"vitrine/server/media"
)

// drawing is a picture as of a screen: bars on a ground that is shaded a little.
func drawing(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(3, 4))
	for i := range w * h {
		c := uint8(225 + 20*i/(w*h) + r.IntN(8)/7)
		m.SetRGBA(i%w, i/w, color.RGBA{c, c, 255, 255})
	}
	for i := range w * h / 900 {
		x, y := i*37%w, i*91%h
		draw.Draw(m, image.Rect(x, y, x+23, y+3), image.NewUniform(color.RGBA{uint8(i % 3 * 90), 40, 90, 255}), image.Point{}, draw.Src)
	}
	return m
}

func TestVariantsAreOfTheKindThatSuits(t *testing.T) {
	lib, dir := open(t)
	photo := scene(700, 500)
	all := func(forms ...string) (names []string) {
		for _, w := range []int{320, 480, 640, 800} {
			for _, f := range forms {
				names = append(names, fmt.Sprintf("w_%d.%s", w, f))
			}
		}
		slices.Sort(names)
		return names
	}
	for name, c := range map[string]struct {
		bytes string
		want  []string
	}{
		"photo.jpg":  {asJPEG(t, photo), all("jpg", "webp")},
		"photo.png":  {asPNG(t, photo), all("jpg", "webp")},
		"photo.webp": {asWebP(t, photo), all("jpg", "webp")},
		"small.jpg":  {asJPEG(t, scene(40, 30)), nil},
		"moving.gif": {asGIF(t, 3, photo), nil},
	} {
		m := put(t, lib, name, c.bytes)
		got := made(t, lib, dir, m)
		if names := slices.Sorted(maps.Keys(got)); !slices.Equal(names, c.want) {
			t.Errorf("%s: %v, want %v", name, names, c.want)
		}
		for n, b := range got {
			rec, err := media.Check(n, []byte(b))
			if err != nil || !strings.HasSuffix(rec.Name, filepath.Ext(n)) {
				t.Errorf("%s: %s is %s, %v", name, n, rec.Type, err)
				continue
			}
			var width int
			if _, err := fmt.Sscanf(n, "w_%d", &width); err != nil || rec.Width != min(width, 700) {
				t.Errorf("%s: %s is %d wide, %v", name, n, rec.Width, err)
			}
		}
	}
}

// TestWhatWasDrawnStaysSharp: letters and lines keep PNG for old browsers, and
// nothing is kept that is larger than what it would replace.
func TestWhatWasDrawnStaysSharp(t *testing.T) {
	lib, dir := open(t)
	glass := image.NewNRGBA(image.Rect(0, 0, 700, 500))
	draw.Draw(glass, glass.Rect, drawing(700, 500), image.Point{}, draw.Src)
	for i := 3; i < len(glass.Pix); i += 4 {
		glass.Pix[i] = uint8(i / 4 % 700 / 3)
	}
	for name, b := range map[string]string{"screen.png": asPNG(t, drawing(700, 500)), "glass.png": asPNG(t, glass), "still.gif": asGIF(t, 1, drawing(700, 500))} {
		m := put(t, lib, name, b)
		files := made(t, lib, dir, m)
		if files["w_320.webp"] == "" {
			t.Errorf("%s: %v", name, slices.Sorted(maps.Keys(files)))
		}
		for n, b := range files {
			fallback := files[strings.TrimSuffix(n, ".webp")+".png"]
			if strings.HasSuffix(n, ".jpg") || int64(len(b)) >= m.Bytes || strings.HasSuffix(n, ".webp") && fallback != "" && len(b) >= len(fallback) {
				t.Errorf("%s: %s has %d bytes, the PNG %d, the original %d", name, n, len(b), len(fallback), m.Bytes)
			}
		}
	}
}

func TestWhatIsMadeIsNotMadeAgain(t *testing.T) {
	lib, dir := open(t)
	m := put(t, lib, "a.jpg", asJPEG(t, scene(1000, 700)))
	missing, err := lib.Missing(t.Context())
	if err != nil || !slices.Equal(missing, []string{m.Hash}) {
		t.Fatalf("missing: %v, %v", missing, err)
	}
	first := made(t, lib, dir, m)
	folder := filepath.Join(dir, m.Hash[:2], m.Hash+".d")
	old := time.Now().Add(-time.Hour)
	stamp := func() {
		t.Helper()
		for name := range variants(t, dir, m.Hash) {
			if err := os.Chtimes(filepath.Join(folder, name), old, old); err != nil {
				t.Fatal(err)
			}
		}
	}
	fresh := func() (names []string) {
		for name := range variants(t, dir, m.Hash) {
			if info, err := os.Stat(filepath.Join(folder, name)); err != nil || time.Since(info.ModTime()) < 30*time.Minute {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		return names
	}
	stamp()
	made(t, lib, dir, m)
	if got := fresh(); len(got) > 0 {
		t.Errorf("the second time made %v", got)
	}
	// As after a kill in the middle.
	for _, name := range []string{"made-1", "w_320.webp", "w_320.jpg", "w_640.webp"} {
		if err := os.Remove(filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	if missing, err := lib.Missing(t.Context()); err != nil || len(missing) != 1 {
		t.Errorf("missing after it was interrupted: %v, %v", missing, err)
	}
	again := made(t, lib, dir, m)
	if got := fresh(); !slices.Equal(got, []string{"w_320.jpg", "w_320.webp", "w_640.jpg", "w_640.webp"}) {
		t.Errorf("after it was interrupted it made %v", got)
	}
	if !maps.Equal(first, again) {
		t.Error("it made something else than the first time")
	}
	if missing, err := lib.Missing(t.Context()); err != nil || len(missing) != 0 {
		t.Errorf("missing at the end: %v, %v", missing, err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "tmp-*")); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

func TestTonesAreThoseOfTheStylesheet(t *testing.T) {
	b, err := os.ReadFile("../../assets/web/css/45-tones.css")
	if err != nil {
		t.Fatal(err)
	}
	for i := range media.Tones {
		if !strings.Contains(string(b), media.ToneCSS(i)) {
			t.Errorf("the stylesheet lacks %s", media.ToneCSS(i))
		}
	}
	if media.Tones != 64 || strings.Count(string(b), ".tone-") != 64 || len(b) > 2200 {
		t.Errorf("%d tones, %d in the stylesheet, which has %d bytes", media.Tones, strings.Count(string(b), ".tone-"), len(b))
	}
}

func FuzzVariants(f *testing.F) {
	lib, _ := open(f)
	m := scene(150, 100) // over the 4 KB from which variants are made
	for _, b := range []string{asJPEG(f, m), asPNG(f, m), asGIF(f, 2, m), asWebP(f, m), laden(f, "jpg", m, 7), inked(f)} {
		f.Add([]byte(b))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		rec, err := lib.Put(t.Context(), "x", bytes.NewReader(b))
		if err != nil || int64(rec.Width)*int64(rec.Height) > 4_000_000 {
			return
		}
		if err := lib.MakeVariants(t.Context(), rec.Hash); err != nil && wire.CodeOf(err) != wire.Invalid {
			t.Error(err)
		}
	})
}

func BenchmarkVariants(b *testing.B) {
	lib, dir := open(b)
	const w, h = 4000, 3000
	m := put(b, lib, "a.jpg", large(b, w, h))
	for b.Loop() {
		made(b, lib, dir, m)
		b.StopTimer()
		if err := os.RemoveAll(filepath.Join(dir, m.Hash[:2], m.Hash+".d")); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/(w*h/1e6)/1000, "ms/megapixel")
}
