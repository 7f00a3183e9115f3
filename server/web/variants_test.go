package web_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"vitrine/app/wire"
)

const (
	chrome = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"
	old    = "image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5"
)

// photo puts a photograph of 700 × 500 pixels into the library.
func (s *siteUnderTest) photo(t *testing.T) wire.Media {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	photo := image.NewRGBA(image.Rect(0, 0, 700, 500))
	for i := range 700 * 500 {
		photo.SetRGBA(i%700, i/700, color.RGBA{uint8(i%700/4) + uint8(r.IntN(9)), uint8(i/700/3) + uint8(r.IntN(9)), 100, 255})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, photo, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	m, err := s.media.Put(t.Context(), "a.jpg", &b)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestVariants(t *testing.T) {
	s := newSite(t)
	m := s.photo(t)
	base := "/media/" + m.Hash + "/"
	ask := func(path, accept string, kind, cache string) string {
		t.Helper()
		res, body := s.get(t, path, "Accept", accept)
		h := res.Header
		if res.StatusCode != 200 || h.Get("Content-Type") != kind || h.Get("Cache-Control") != cache || len(body) == 0 ||
			h.Get("Content-Security-Policy") != "default-src 'none'; style-src 'unsafe-inline'; sandbox" || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s for %q: %d, %v, %d bytes", path, accept, res.StatusCode, h, len(body))
		}
		if auto := strings.HasSuffix(path, "f_auto"); (h.Get("Vary") == "Accept") != auto {
			t.Errorf("%s varies by %q", path, h.Get("Vary"))
		}
		return string(body)
	}
	const forever = "public, max-age=31536000, immutable"
	// Before it is made the original stands in, and nobody keeps that.
	whole := ask(m.Address(), old, "image/jpeg", forever)
	if got := ask(base+"w_320,q_75,f_auto", chrome, "image/jpeg", "no-store"); got != whole {
		t.Error("before it was made it is not the original")
	}
	if err := s.media.MakeVariants(t.Context(), m.Hash); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, c := range []struct{ name, accept, kind string }{
		{"w_320,q_75,f_auto", chrome, "image/webp"},
		{"w_320,q_75,f_auto", old, "image/jpeg"},
		{"w_480,q_75,f_auto", "image/webp;q=0", "image/jpeg"},
		{"w_480,q_75,f_webp", old, "image/webp"},
		{"w_800,q_75,f_jpeg", chrome, "image/jpeg"},
		{"w_640,q_75,f_auto", chrome, "image/webp"},
	} {
		body := ask(base+c.name, c.accept, c.kind, forever)
		if seen[body] || len(body) >= len(whole) {
			t.Errorf("%s for %q has %d bytes, the original %d", c.name, c.accept, len(body), len(whole))
		}
		seen[body] = true
	}
	if wider := ask(base+"w_1920,q_75,f_jpeg", old, "image/jpeg", forever); wider != ask(base+"w_800,q_75,f_jpeg", old, "image/jpeg", forever) {
		t.Error("wider than the picture is something else than the picture at its own width")
	}
	res, _ := s.get(t, base+"w_320,q_75,f_webp")
	if res, _ := s.get(t, base+"w_320,q_75,f_webp", "If-None-Match", res.Header.Get("ETag")); res.StatusCode != 304 {
		t.Errorf("asked again: %d", res.StatusCode)
	}
	// What has no variants is itself at any width.
	if got := ask("/media/"+s.picture.Hash+"/w_320,q_75,f_auto", chrome, "image/svg+xml", forever); !strings.HasPrefix(got, "<svg") {
		t.Errorf("the drawing is %q", got)
	}
}

func TestOtherVariantsAreNotThere(t *testing.T) {
	s := newSite(t)
	m := s.photo(t)
	if err := s.media.MakeVariants(t.Context(), m.Hash); err != nil {
		t.Fatal(err)
	}
	base := "/media/" + m.Hash + "/"
	for _, name := range []string{"w_320,q_75,f_avif", "w_320,q_75,f_png", "w_321,q_75,f_auto", "w_0320,q_75,f_auto", "w_+320,q_75,f_auto", "w_320,q_76,f_auto",
		"w_320,q_75", "w_320", "w_320,q_75,f_", "q_75,w_320,f_auto", "w_320,q_75,f_auto,dpr_2", "w_320.webp", "w_320,q_75,f_auto/", "W_320,q_75,f_auto"} {
		if res, _ := s.get(t, base+name, "Accept", chrome); res.StatusCode == 200 {
			t.Errorf("%s is served", name)
		}
	}
	text, err := s.media.Put(t.Context(), "a.txt", strings.NewReader("words\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, hash := range []string{text.Hash, strings.Repeat("0", 32), "x"} {
		if res, _ := s.get(t, "/media/"+hash+"/w_320,q_75,f_auto"); res.StatusCode != 404 {
			t.Errorf("%s: %d", hash, res.StatusCode)
		}
	}
}

// TestPagesListTheVariants: the page, its data and a text all name them.
func TestPagesListTheVariants(t *testing.T) {
	s := newSite(t)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 2400, 1600)), nil); err != nil {
		t.Fatal(err)
	}
	m, err := s.media.Put(t.Context(), "a.jpg", &b)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = s.content.SaveProject(t.Context(), wire.Project{Slug: "pictured", Title: "Pictured", Image: m.Address(), ImageAlt: "Fog", Published: true, Body: "![Fog](" + m.Address() + ")"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.media.MakeVariants(t.Context(), m.Hash); err != nil {
		t.Fatal(err)
	}
	wants := []string{
		`<img class="tone-00" src="` + m.Address() + `" srcset="/media/` + m.Hash + `/w_320,q_75,f_auto 320w, `,
		`sizes="(width &gt;= 87rem) 78rem, 90vw" alt="Fog" width="2400" height="1600" fetchpriority="high"`,
		`sizes="(width &gt;= 44rem) 38.75rem, 90vw" alt="Fog" width="2400" height="1600" decoding="async"`,
		`"srcset":"/media/` + m.Hash + `/w_320,q_75,f_auto 320w, `,
	}
	// The page that was made before the tone was known goes within a second.
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		_, page := s.get(t, "/projects/pictured")
		missing := slices.DeleteFunc(slices.Clone(wants), func(want string) bool { return strings.Contains(string(page), want) })
		if len(missing) == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the page lacks %q", missing)
		}
	}
}
