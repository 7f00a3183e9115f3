package content

import (
	"context"
	"fmt"
	"net/mail"
	"reflect"
	"regexp"

	"vitrine/app/wire"
	"vitrine/server/store"
)

// maxEntries bounds each list of the profile: all of it stands on one page.
const maxEntries = 200

var (
	reAccent = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
	reClaim  = regexp.MustCompile(`\[[^\[\]]+\]\(([^)]*)\)`)
)

// SaveProfile checks, renders and stores the profile; changed is false when it
// says what is stored. wire.Invalid lists everything that is wrong.
func (s *Service) SaveProfile(ctx context.Context, p wire.Profile) (saved wire.Profile, changed bool, err error) {
	tidy(&p.Name, &p.Role, &p.Headline, &p.WorkTitle, &p.WritingTitle, &p.Short, &p.Location, &p.Availability, &p.Email, &p.Avatar, &p.Accent, &p.Lang)
	f := checkProfile(&p)
	if err := s.renderTexts(ctx, &p, f); err != nil {
		return wire.Profile{}, false, err
	}
	if err := f.err(); err != nil {
		return wire.Profile{}, false, err
	}
	old, err := s.store.Profile(ctx)
	if err == nil && reflect.DeepEqual(listed(old), listed(p)) {
		return old, false, nil
	}
	if err != nil && wire.CodeOf(err) != wire.NotFound {
		return wire.Profile{}, false, err
	}
	if err := s.write(ctx, func(tx *store.Tx) error { return tx.PutProfile(p) }); err != nil {
		return wire.Profile{}, false, err
	}
	return p, true, nil
}

// renderTexts renders both texts; what is wrong with them goes to f.
func (s *Service) renderTexts(ctx context.Context, p *wire.Profile, f *faults) error {
	long, err := s.renderer.Render(ctx, p.Long)
	if err := f.join("long", err); err != nil {
		return err
	}
	contact, err := s.renderer.Render(ctx, p.Contact)
	if err := f.join("contact", err); err != nil {
		return err
	}
	p.LongHTML, p.ContactHTML, p.RenderV = long.HTML, contact.HTML, RenderVersion
	return nil
}

func (s *Service) renderProfile(ctx context.Context) error {
	p, err := s.store.Profile(ctx)
	if err != nil {
		return err
	}
	f := &faults{}
	if err := s.renderTexts(ctx, &p, f); err != nil {
		return err
	}
	if err := f.err(); err != nil {
		return err
	}
	return s.write(ctx, func(tx *store.Tx) error { return tx.PutProfile(p) })
}

func checkProfile(p *wire.Profile) *faults {
	f := &faults{}
	f.required("name", p.Name, wire.MaxName)
	f.line("role", p.Role, wire.MaxTitle)
	f.text("headline", p.Headline, wire.MaxExcerpt)
	for _, m := range reClaim.FindAllStringSubmatch(p.Headline, -1) {
		if fault := linkFault(m[1]); fault != "" {
			f.add("headline", "links to %q, which %s", clip(m[1], 80), fault)
		}
	}
	f.text("short", p.Short, wire.MaxExcerpt)
	f.line("work_title", p.WorkTitle, wire.MaxTitle)
	f.line("writing_title", p.WritingTitle, wire.MaxTitle)
	f.line("location", p.Location, wire.MaxTitle)
	f.text("availability", p.Availability, wire.MaxExcerpt)
	f.lang("lang", p.Lang)
	f.picture("avatar", p.Avatar)
	if p.Accent != "" && !reAccent.MatchString(p.Accent) {
		f.add("accent", "%q is not a colour such as #b3261e", clip(p.Accent, 40))
	}
	if a, err := mail.ParseAddress(p.Email); p.Email != "" && (err != nil || a.Address != p.Email) {
		f.add("email", "%q is not a mail address", clip(p.Email, 80))
	}
	lists(f, p)
	return f
}

// lists checks the profile's lists; a fault names its entry, counted from 1.
func lists(f *faults, p *wire.Profile) {
	for i, r := range some(f, "references", p.References) {
		at := fmt.Sprintf("references[%d].", i+1)
		f.required(at+"label", r.Label, wire.MaxTitle)
		f.link(at+"href", r.Href)
		f.text(at+"note", r.Note, wire.MaxExcerpt)
	}
	for i, l := range some(f, "links", p.Links) {
		at := fmt.Sprintf("links[%d].", i+1)
		f.required(at+"label", l.Label, wire.MaxTitle)
		f.required(at+"href", l.Href, wire.MaxAddress)
		f.link(at+"href", l.Href)
	}
	for i, x := range some(f, "facts", p.Facts) {
		at := fmt.Sprintf("facts[%d].", i+1)
		f.required(at+"label", x.Label, wire.MaxName)
		f.text(at+"value", x.Value, wire.MaxExcerpt)
	}
	for i, g := range some(f, "skills", p.Skills) {
		at := fmt.Sprintf("skills[%d].", i+1)
		f.required(at+"name", g.Name, wire.MaxName)
		f.text(at+"note", g.Note, wire.MaxExcerpt)
		for j, k := range some(f, at+"skills", g.Skills) {
			in := fmt.Sprintf("%sskills[%d].", at, j+1)
			f.required(in+"name", k.Name, wire.MaxName)
			f.line(in+"level", k.Level, wire.MaxName)
			if k.Years < 0 || k.Years > 100 {
				f.add(in+"years", "must lie between 0 and 100")
			}
		}
	}
	positions(f, "experience", p.Experience)
	positions(f, "education", p.Education)
}

func positions(f *faults, field string, list []wire.Position) {
	for i, x := range some(f, field, list) {
		at := fmt.Sprintf("%s[%d].", field, i+1)
		f.required(at+"title", x.Title, wire.MaxTitle)
		f.line(at+"organisation", x.Organisation, wire.MaxTitle)
		f.line(at+"place", x.Place, wire.MaxTitle)
		f.link(at+"href", x.Href)
		f.span(at+"from", x.From, at+"to", x.To)
		f.text(at+"summary", x.Summary, 4*wire.MaxExcerpt)
	}
}

// some is the list, or nothing of one that is too long.
func some[T any](f *faults, field string, list []T) []T {
	if len(list) > maxEntries {
		f.add(field, "has %d entries; %d are allowed", len(list), maxEntries)
		return nil
	}
	return list
}

// listed is the profile with empty lists as none, to compare what JSON keeps
// with what a form or a file gives.
func listed(p wire.Profile) wire.Profile {
	p.References, p.Links, p.Facts = orNil(p.References), orNil(p.Links), orNil(p.Facts)
	p.Experience, p.Education = orNil(p.Experience), orNil(p.Education)
	groups := append([]wire.SkillGroup(nil), p.Skills...)
	for i := range groups {
		groups[i].Skills = orNil(groups[i].Skills)
	}
	p.Skills = orNil(groups)
	return p
}

func orNil[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}
