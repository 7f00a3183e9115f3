package main

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the pictures of testdata anew")

// A picture is kept at a quarter of its size in levels of colour 17 apart: 20 KB
// each, large enough to see a rule, a colour or a column that moved.
const (
	smaller = 4
	level   = 17
)

// It is compared in cells. Smoothing differs between versions of Chromium by
// less than a level; a line of text that moved by its own height changes its
// cells by fifty.
const (
	cell      = 8
	tolerance = 16.0
	mostCells = 4
)

// pictured are every part once, and the pages a visitor sees most.
const pictured = "parts,home-4,post,list,about,projects"

// fonts are what a line breaks by: with others every picture is another one.
var fonts = []string{"P052", "Roboto", "Noto Sans Mono"}

// TestLooks compares pages with their pictures in testdata. After a change that
// is meant to be seen:
//
//	go test ./server/tools/looks -update
func TestLooks(t *testing.T) {
	out := t.TempDir()
	golden, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	browser := chromium(t)
	t.Chdir("../../..")
	targets, err := render(out, pictured)
	if err != nil {
		t.Fatal(err)
	}
	c := camera{browser: browser, widths: []int64{390, 1440}, themes: []string{"light"}}
	if err := c.picture(t.Context(), out, targets); err != nil {
		t.Fatal(err)
	}
	for _, target := range targets {
		for _, width := range c.widths {
			name := fmt.Sprintf("%s-%d.png", target.name, width)
			t.Run(name, func(t *testing.T) {
				got, err := shrink(filepath.Join(out, fmt.Sprintf("%s-%d-light.png", target.name, width)))
				if err != nil {
					t.Fatal(err)
				}
				compare(t, filepath.Join(golden, name), got)
			})
		}
	}
}

// chromium is the browser to look with, on a machine whose fonts are ours.
func chromium(t *testing.T) string {
	t.Helper()
	families, err := exec.Command("fc-list", ":", "family").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range fonts {
		if !strings.Contains(string(families), f) {
			t.Fatalf("the font %s is missing: `make test` installs it", f)
		}
	}
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("this test needs Chromium, `make test` installs it: %v", err)
	}
	return browser
}

func compare(t *testing.T, file string, got *image.Paletted) {
	if *update {
		var b bytes.Buffer
		e := png.Encoder{CompressionLevel: png.BestCompression}
		if err := e.Encode(&b, got); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := decode(file)
	if err != nil {
		t.Fatalf("%v: make it with -update", err)
	}
	if g, w := got.Bounds(), want.Bounds(); g.Dx() != w.Dx() || g.Dy() < w.Dy()-1 || g.Dy() > w.Dy()+1 {
		t.Errorf("the page is %d × %d, its picture %d × %d quarters of a pixel", g.Dx(), g.Dy(), w.Dx(), w.Dy())
	}
	var other []image.Point
	box := got.Bounds().Intersect(want.Bounds())
	for y := 0; y < box.Dy(); y += cell {
		for x := 0; x < box.Dx(); x += cell {
			in := image.Rect(x, y, x+cell, y+cell).Intersect(box)
			a, b := mean(got, in), mean(want, in)
			for i := range a {
				if d := a[i] - b[i]; d > tolerance || d < -tolerance {
					other = append(other, image.Pt(x*smaller, y*smaller))
					break
				}
			}
		}
	}
	if len(other) > mostCells {
		shown := filepath.Join(os.TempDir(), "looks-"+filepath.Base(file))
		var b bytes.Buffer
		if err := png.Encode(&b, got); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(shown, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Errorf("%d cells differ, the first at %v, the last at %v: see %s. If that is meant: go test ./server/tools/looks -update",
			len(other), other[0], other[len(other)-1], shown)
	}
}

func decode(file string) (image.Image, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return png.Decode(bytes.NewReader(b))
}

// shrink gives a picture at a quarter of its size in few colours.
func shrink(file string) (*image.Paletted, error) {
	full, err := decode(file)
	if err != nil {
		return nil, err
	}
	box := full.Bounds()
	out := image.NewPaletted(image.Rect(0, 0, box.Dx()/smaller, box.Dy()/smaller), nil)
	index := map[color.RGBA]uint8{}
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			m := mean(full, image.Rect(x*smaller, y*smaller, (x+1)*smaller, (y+1)*smaller))
			step := func(v float64) uint8 { return uint8(int(v+level/2)/level) * level }
			c := color.RGBA{step(m[0]), step(m[1]), step(m[2]), 255}
			i, seen := index[c]
			if !seen && len(index) == 256 {
				i = uint8(out.Palette.Index(c))
			} else if !seen {
				i = uint8(len(index))
				index[c] = i
				out.Palette = append(out.Palette, c)
			}
			out.Pix[y*out.Stride+x] = i
		}
	}
	return out, nil
}

// mean is the average red, green and blue of a part of a picture.
func mean(of image.Image, in image.Rectangle) (m [3]float64) {
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			r, g, b, _ := of.At(x, y).RGBA()
			m[0], m[1], m[2] = m[0]+float64(r>>8), m[1]+float64(g>>8), m[2]+float64(b>>8)
		}
	}
	n := float64(in.Dx() * in.Dy())
	return [3]float64{m[0] / n, m[1] / n, m[2] / n}
}
