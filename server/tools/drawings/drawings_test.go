package main

import (
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// maxBytes keeps a plate cheap enough to stand inline: three of them share the
// home page's first round trips.
const maxBytes = 12 << 10

func TestCommittedFilesAreWhatTheProgramDraws(t *testing.T) {
	for _, d := range drawings {
		t.Run(d.name, func(t *testing.T) {
			file := filepath.Join("..", "..", "..", "data", "seed", "media", d.name)
			got, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("read the committed drawing: %v", err)
			}
			if want := d.draw().bytes(); !bytes.Equal(got, want) {
				t.Errorf("%s (%d bytes) is not what the program draws (%d bytes): run go run ./server/tools/drawings", file, len(got), len(want))
			}
		})
	}
}

func TestWriteWritesEveryDrawing(t *testing.T) {
	dir := t.TempDir()
	if err := write(dir); err != nil {
		t.Fatal(err)
	}
	for _, d := range drawings {
		if got, err := os.ReadFile(filepath.Join(dir, d.name)); err != nil || !bytes.Equal(got, d.draw().bytes()) {
			t.Errorf("%s: written file differs from the drawing (error %v)", d.name, err)
		}
	}
	if err := write(filepath.Join(dir, "nowhere")); err == nil {
		t.Error("write to a folder that does not exist gave no error")
	}
}

// TestDrawingsKeepTheRulesOfPlates reads each drawing as XML and holds it to the
// vocabulary that may stand inline.
func TestDrawingsKeepTheRulesOfPlates(t *testing.T) {
	elements := strings.Fields("svg g path line rect circle ellipse polyline polygon text tspan title desc")
	attributes := strings.Fields("d x y x1 y1 x2 y2 cx cy r rx ry points width height viewBox transform text-anchor fill-opacity stroke-opacity class role xmlns")
	classes := []string{"l", "l s", "e", "f", "a", "g", "w", "m", "sv", "gr"}
	long := regexp.MustCompile(`\d\.\d\d`)
	for _, d := range drawings {
		t.Run(d.name, func(t *testing.T) {
			svg := d.draw().bytes()
			if len(svg) > maxBytes {
				t.Errorf("%d bytes, at most %d", len(svg), maxBytes)
			}
			if found := long.Find(svg); found != nil {
				t.Errorf("a number with more than one decimal: %s", found)
			}
			if bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("Inf")) {
				t.Error("a number that is none")
			}
			dec := xml.NewDecoder(bytes.NewReader(svg))
			var names []string
			for {
				tok, err := dec.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatalf("not well-formed: %v", err)
				}
				start, ok := tok.(xml.StartElement)
				if !ok {
					continue
				}
				names = append(names, start.Name.Local)
				if !slices.Contains(elements, start.Name.Local) {
					t.Errorf("element %s may not stand in a plate", start.Name.Local)
				}
				for _, a := range start.Attr {
					if !slices.Contains(attributes, a.Name.Local) {
						t.Errorf("attribute %s may not stand in a plate", a.Name.Local)
					}
					if a.Name.Local == "class" && !slices.Contains(classes, a.Value) {
						t.Errorf("class %q is not one of the paint classes", a.Value)
					}
				}
			}
			if len(names) < 3 || names[0] != "svg" || names[1] != "title" {
				t.Errorf("the elements begin %v, want svg, title and something drawn", names[:min(3, len(names))])
			}
		})
	}
}

func TestDrawingsAreTheSameTwice(t *testing.T) {
	for _, d := range drawings {
		if !bytes.Equal(d.draw().bytes(), d.draw().bytes()) {
			t.Errorf("%s differs from run to run", d.name)
		}
	}
}
