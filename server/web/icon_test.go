package web_test

import (
	"bytes"
	"encoding/binary"
	"image/png"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

var reIcons = regexp.MustCompile(`<meta name="theme-color" content="(#\w{6})" media="\(prefers-color-scheme: light\)"><meta name="theme-color" content="(#\w{6})" media="\(prefers-color-scheme: dark\)">` +
	`<link rel="icon" href="(/assets/icon\.\w+\.svg)" type="image/svg\+xml" sizes="any"><link rel="apple-touch-icon" href="(/assets/icon-180\.\w+\.png)">`)

// icons are the addresses that the home page's head gives: SVG, PNG.
func (s *siteUnderTest) icons(t *testing.T) (svg, touch string) {
	t.Helper()
	_, b := s.get(t, "/")
	m := reIcons.FindSubmatch(b)
	if m == nil {
		t.Fatalf("the head links no icons: %.2000s", b)
	}
	return string(m[3]), string(m[4])
}

func TestIcons(t *testing.T) {
	s := newSite(t)
	svg, touch := s.icons(t)
	res, b := s.get(t, svg)
	if h := res.Header; h.Get("Content-Type") != "image/svg+xml" || !strings.Contains(h.Get("Cache-Control"), "immutable") || !strings.Contains(h.Get("Content-Security-Policy"), "style-src 'unsafe-inline'; sandbox") {
		t.Errorf("%s answers with %v", svg, h)
	}
	if !bytes.Contains(b, []byte("prefers-color-scheme:dark")) {
		t.Errorf("the icon has one scheme: %s", b)
	}
	res, b = s.get(t, touch)
	if c, err := png.DecodeConfig(bytes.NewReader(b)); err != nil || c.Width != 180 || c.Height != 180 || res.Header.Get("Content-Type") != "image/png" {
		t.Errorf("%s is %d × %d (%v)", touch, c.Width, c.Height, err)
	}
}

func TestFavicon(t *testing.T) {
	s := newSite(t)
	res, b := s.get(t, "/favicon.ico")
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "image/x-icon" || len(b) < 22 {
		t.Fatalf("/favicon.ico answers %d with %v", res.StatusCode, res.Header)
	}
	size, at := binary.LittleEndian.Uint32(b[14:]), binary.LittleEndian.Uint32(b[18:])
	if int(at+size) != len(b) {
		t.Fatalf("the picture is said to be %d bytes at %d of %d", size, at, len(b))
	}
	if c, err := png.DecodeConfig(bytes.NewReader(b[at:])); err != nil || c.Width != int(b[6]) || c.Height != int(b[7]) {
		t.Errorf("the picture is %d × %d (%v), the icon says %d × %d", c.Width, c.Height, err, b[6], b[7])
	}
	if again, _ := s.get(t, "/favicon.ico", "If-None-Match", res.Header.Get("Etag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("the same again answers %d", again.StatusCode)
	}
}

// TestIconsFollowTheOwner: a new name or accent is a new icon, and pages that
// are still open get the old one.
func TestIconsFollowTheOwner(t *testing.T) {
	s := newSite(t)
	before, _ := s.icons(t)
	p, err := s.content.Profile(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p.Name = "Grace Hopper"
	if _, _, err := s.content.SaveProfile(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	after, _ := s.icons(t)
	for end := time.Now().Add(5 * time.Second); after == before && time.Now().Before(end); after, _ = s.icons(t) {
		time.Sleep(20 * time.Millisecond)
	}
	if after == before {
		t.Fatal("a new name has the old icon")
	}
	for _, address := range []string{before, after} {
		if res, _ := s.get(t, address); res.StatusCode != http.StatusOK {
			t.Errorf("%s answers %d", address, res.StatusCode)
		}
	}
}
