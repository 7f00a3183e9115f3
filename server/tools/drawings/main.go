package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	out := flag.String("o", filepath.Join("data", "seed", "media"), "folder to write the drawings into")
	flag.Parse()
	if err := write(*out); err != nil {
		fmt.Fprintln(os.Stderr, "drawings:", err)
		os.Exit(1)
	}
}

// drawing is one file and the function that draws it.
type drawing struct {
	name string
	draw func() *plate
}

// drawings lists every file the command writes: first the plates of the
// projects, then the figures of the posts.
var drawings = []drawing{
	{"holdfast.svg", holdfast},
	{"lantern.svg", lantern},
	{"onebell.svg", onebell},
	{"plumbline.svg", plumbline},
	{"slackwater.svg", slackwater},
	{"footfall.svg", footfall},
	{"pitchpipe.svg", pitchpipe},
	{"flush.svg", flush},
	{"alarms.svg", alarms},
	{"flame.svg", flame},
	{"expand.svg", expand},
	{"bucket.svg", bucket},
	{"jitter.svg", jitter},
	{"tracker.svg", tracker},
}

// write draws everything into dir, which must exist.
func write(dir string) error {
	for _, d := range drawings {
		if err := os.WriteFile(filepath.Join(dir, d.name), d.draw().bytes(), 0o644); err != nil {
			return fmt.Errorf("write %s: %w", d.name, err)
		}
	}
	return nil
}
