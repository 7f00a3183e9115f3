package seed_test

import (
	"bytes"
	"go/format"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// technologies are the names that projects and skills may use, spelt once.
var technologies = []string{"Go", "SQLite", "PostgreSQL", "Redis", "Linux", "Prometheus", "WebAssembly", "TypeScript", "HTML"}

// TestGoCodeIsFormatted also proves that it parses: readers copy it.
func TestGoCodeIsFormatted(t *testing.T) {
	n := 0
	for _, x := range all(t) {
		for _, m := range fence.FindAllStringSubmatch(x.body, -1) {
			if lang, _, _ := strings.Cut(m[1], " "); lang != "go" {
				continue
			}
			n++
			want, err := format.Source([]byte(m[2]))
			if err != nil {
				t.Errorf("%s: Go code does not parse: %v\n%s", x.file, err, m[2])
				continue
			}
			if !bytes.Equal(want, []byte(m[2])) {
				t.Errorf("%s: Go code is not as gofmt has it; want\n%s", x.file, want)
			}
		}
	}
	if n < 5 {
		t.Errorf("%d blocks of Go code found", n)
	}
}

func TestTechnologiesAreSpeltOneWay(t *testing.T) {
	same := func(where, name string) {
		for _, tech := range technologies {
			if strings.EqualFold(name, tech) && name != tech {
				t.Errorf("%s: %q, elsewhere %q", where, name, tech)
			}
		}
	}
	prose := func(where, s string) {
		s = address.ReplaceAllString(outsideCode(s), "")
		for _, word := range regexp.MustCompile(`[A-Za-z]+`).FindAllString(s, -1) {
			if word == "go" {
				continue // the verb
			}
			same(where, word)
			if slices.Contains([]string{"Postgres", "Golang", "golang", "Javascript", "Wasm", "WASM", "JS"}, word) {
				t.Errorf("%s: %q has another name here", where, word)
			}
		}
	}
	for _, x := range all(t) {
		for _, tech := range x.Tech {
			if !slices.Contains(technologies, tech) {
				t.Errorf("%s: technology %q is not on the list %v", x.file, tech, technologies)
			}
		}
		prose(x.file, strings.Join([]string{x.Title, x.Description, x.Excerpt, x.ImageAlt, x.body}, "\n"))
	}
	p := profile(t)
	var skills []string
	for _, g := range p.Skills {
		for _, s := range g.Skills {
			same("profile.yaml", s.Name)
			skills = append(skills, s.Name)
		}
	}
	for _, tech := range technologies {
		if !slices.Contains(skills, tech) {
			t.Errorf("%s is used in projects and is not among the skills", tech)
		}
	}
	prose("profile.yaml", p.Short+"\n"+p.Long+"\n"+p.Contact+"\n"+p.Availability)
}
