package wire_test

import (
	"slices"
	"strings"
	"testing"

	"vitrine/app/wire"
)

func TestWidths(t *testing.T) {
	for name, c := range map[string]struct {
		m    wire.Media
		want []int
		last string // of the list of sources
	}{
		"a photograph":       {wire.Media{Type: "image/jpeg", Width: 4000, Height: 3000}, []int{320, 480, 640, 800, 960, 1280, 1600, 1920}, "/w_1920,q_75,f_auto 1920w"},
		"its own width last": {wire.Media{Type: "image/png", Width: 500, Height: 400}, []int{320, 480, 640}, "/w_640,q_75,f_auto 500w"},
		"a listed width":     {wire.Media{Type: "image/webp", Width: 640, Height: 400}, []int{320, 480, 640}, "/w_640,q_75,f_auto 640w"},
		"one width":          {wire.Media{Type: "image/gif", Width: 100, Height: 100}, []int{320}, "/w_320,q_75,f_auto 100w"},
		"a tall one":         {wire.Media{Type: "image/png", Width: 1080, Height: 20_000, Name: "a.png"}, []int{320, 480}, "/a.png 1080w"},
		"taller than WebP":   {wire.Media{Type: "image/png", Width: 320, Height: 17_000}, nil, ""},
		"too large":          {wire.Media{Type: "image/jpeg", Width: 10_000, Height: 7000}, nil, ""},
		"a moving one":       {wire.Media{Type: "image/gif", Width: 500, Height: 400, Animated: true}, nil, ""},
		"a drawing":          {wire.Media{Type: "image/svg+xml", Width: 500, Height: 400}, nil, ""},
		"AVIF":               {wire.Media{Type: "image/avif", Width: 500, Height: 400}, nil, ""},
		"no size":            {wire.Media{Type: "image/png"}, nil, ""},
		"a film":             {wire.Media{Type: "video/mp4", Width: 500, Height: 400}, nil, ""},
	} {
		c.m.Bytes = 100_000
		if got := c.m.Widths(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		list := c.m.Srcset()
		if !strings.HasSuffix(list, c.last) || (list == "") != (c.last == "") {
			t.Errorf("%s: %s, want %s at its end", name, list, c.last)
		}
		if c.m.Bytes = 4000; c.m.Srcset() != "" {
			t.Errorf("%s: a small file has variants", name)
		}
	}
}

func TestVariantSize(t *testing.T) {
	for _, c := range []struct{ w, h, at, width, height int }{
		{4000, 3000, 1920, 1920, 1440}, {500, 300, 640, 500, 300}, {1000, 1, 320, 320, 1}, {1001, 667, 320, 320, 213},
	} {
		if w, h := (wire.Media{Width: c.w, Height: c.h}).VariantSize(c.at); w != c.width || h != c.height {
			t.Errorf("%d × %d at %d: %d × %d, want %d × %d", c.w, c.h, c.at, w, h, c.width, c.height)
		}
	}
}
