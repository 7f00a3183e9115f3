package seed_test

import (
	"bytes"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"vitrine/app/wire"
	"vitrine/data/seed"
)

func profile(t *testing.T) wire.Profile {
	t.Helper()
	b, err := fs.ReadFile(seed.Files, "profile.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var p wire.Profile
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	if err := dec.Decode(&p); err != nil {
		t.Fatalf("profile.yaml: %v", err)
	}
	return p
}

func TestProfileIsWhole(t *testing.T) {
	p := profile(t)
	for name, value := range map[string]string{
		"name": p.Name, "role": p.Role, "headline": p.Headline, "short": p.Short, "long": p.Long, "location": p.Location,
		"availability": p.Availability, "email": p.Email, "contact": p.Contact, "lang": p.Lang,
	} {
		if strings.TrimSpace(value) == "" {
			t.Errorf("%s is empty", name)
		}
	}
	if !regexp.MustCompile(`^#[0-9a-f]{6}$`).MatchString(p.Accent) {
		t.Errorf("accent %q", p.Accent)
	}
	claims := target.FindAllStringSubmatch(p.Headline, -1)
	if len(claims) != 3 || len(p.References) != 3 {
		t.Fatalf("%d claims in the headline and %d references, want 3 and 3", len(claims), len(p.References))
	}
	for i, c := range claims {
		if c[1] != p.References[i].Href {
			t.Errorf("claim %d leads to %s, its reference to %s", i+1, c[1], p.References[i].Href)
		}
	}
	if len(p.Experience) < 4 || len(p.Education) < 2 || len(p.Facts) < 5 || len(p.Links) < 3 {
		t.Errorf("%d positions, %d of education, %d facts, %d links", len(p.Experience), len(p.Education), len(p.Facts), len(p.Links))
	}
	if n := len(p.Skills); n < 4 || n > 6 {
		t.Errorf("%d groups of skills, want 4 to 6", n)
	}
	for _, g := range p.Skills {
		for _, s := range g.Skills {
			if !slices.Contains([]string{"daily", "comfortable", "learning"}, s.Level) || s.Years < 1 || s.Years > 11 {
				t.Errorf("skill %s: level %q, %d years", s.Name, s.Level, s.Years)
			}
		}
	}
	// The newest position comes first and is the one without an end.
	for i, e := range slices.Concat(p.Experience, p.Education) {
		if e.Title == "" || e.Organisation == "" || e.Place == "" || e.Summary == "" || e.From == "" || (e.To == "") != (i == 0) {
			t.Errorf("position %d is not whole: %+v", i+1, e)
		}
	}
}
