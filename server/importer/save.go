package importer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"vitrine/app/wire"
	"vitrine/server/content"
)

// saved is a record as the content service gave it back.
type saved struct {
	version int
	changed bool
}

// save writes one record and counts it. false: it was refused, and the report says why.
func (m *run) save(it *item) bool {
	wanted := it.slug
	var s saved
	if !m.withFiles(func(ctx context.Context) (ok bool) { s, ok = m.attempt(ctx, it); return ok }) {
		return false
	}
	m.count(it, s)
	if it.slug != wanted {
		it.lost = strings.TrimSuffix(it.href(), it.slug) + wanted
		m.report.problem(it.atKey("slug"), "the address of "+wanted+" is taken",
			"it was given "+it.href()+"; write another slug if you like one better")
	}
	return true
}

// attempt saves the record under the first address that is free.
func (m *run) attempt(ctx context.Context, it *item) (saved, bool) {
	wanted := it.slug
	for n := 2; ; n++ {
		s, err := m.put(ctx, it)
		var no *wire.Error
		switch {
		case err == nil:
			return s, true
		case !errors.As(err, &no):
			m.stop = fmt.Errorf("saving %s: %w", it.path, err)
			return s, false
		case no.Code == wire.Conflict && no.Field == "slug" && n <= 20:
			it.setSlug(suffixed(wanted, n))
		case no.Code == wire.Invalid && no.Field == "slug" && it.slug == wanted && content.Slug(wanted) == wanted:
			it.setSlug(suffix(wanted, it.ownWord())) // an address of the site itself, such as /about
		case no.Code == wire.Invalid || no.Code == wire.TooLarge || no.Code == wire.Conflict:
			m.report.skip(it.atKey(no.Field), strings.ReplaceAll(no.Message, "\n", "; "), "correct it and import again")
			return s, false
		default:
			m.stop = fmt.Errorf("saving %s: %w", it.path, err)
			return s, false
		}
	}
}

// ownWord tells the record from the site's own page of the same name.
func (it *item) ownWord() string {
	switch it.role {
	case asPost:
		return "-post"
	case asProject:
		return "-project"
	}
	return "-page"
}

func (it *item) setSlug(slug string) {
	it.slug = slug
	switch r := it.record.(type) {
	case *wire.Post:
		r.Slug = slug
	case *wire.FreePage:
		r.Slug = slug
	case *wire.Project:
		r.Slug = slug
	}
}

func (m *run) put(ctx context.Context, it *item) (saved, error) {
	switch r := it.record.(type) {
	case *wire.Post:
		got, changed, err := m.svc.SavePost(ctx, *r)
		return saved{got.Version, changed}, err
	case *wire.FreePage:
		got, changed, err := m.svc.SavePage(ctx, *r)
		return saved{got.Version, changed}, err
	case *wire.Project:
		got, changed, err := m.svc.SaveProject(ctx, *r)
		return saved{got.Version, changed}, err
	}
	return saved{}, fmt.Errorf("%s has no record", it.path)
}

func (m *run) count(it *item, s saved) {
	switch r := it.record.(type) {
	case *wire.Post:
		m.report.Posts.add(s)
		switch {
		case !r.Published:
			m.report.Drafts++
		case r.PublishedAt > m.now.UnixMilli():
			m.report.Scheduled++
		}
	case *wire.FreePage:
		m.report.Pages.add(s)
	case *wire.Project:
		m.report.Projects.add(s)
	}
}

func (c *Count) add(s saved) {
	switch {
	case !s.changed:
		c.Unchanged++
	case s.version <= 1:
		c.New++
	default:
		c.Changed++
	}
}

// redirects lead the old addresses of what arrived to the new ones.
func (m *run) redirects(items []*item) {
	live := map[string]bool{}
	for _, it := range items {
		live[it.href()] = true
	}
	led := map[string]bool{}
	for _, it := range items {
		for _, r := range m.addresses.redirects(it, m.site) {
			if live[r.From] || led[r.From] || r.From == it.lost {
				if it.isAlias(r.From) {
					m.report.problem(it.atKey("aliases"), "its old address "+short(r.From)+" is another text's", "it was not redirected")
				}
				continue
			}
			led[r.From] = true
			if m.redirect(it, r); m.stop != nil {
				return
			}
		}
	}
}

// isAlias says whether the file itself names the address: one that was only
// inferred is no loss.
func (it *item) isAlias(from string) bool {
	return slices.ContainsFunc(it.aliases, func(a string) bool { return normal(a) == normal(from) })
}

func (m *run) redirect(it *item, r wire.Redirect) {
	_, err := m.svc.Redirect(m.ctx, r.From)
	known := err == nil
	changed, err := m.svc.SaveRedirect(m.ctx, r)
	switch wire.CodeOf(err) {
	case "":
	case wire.Invalid, wire.Conflict, wire.TooLarge:
		if it.isAlias(r.From) {
			m.report.problem(it.atKey("aliases"), "its old address "+short(r.From)+" was not redirected: "+cause(err), "redirect it by hand if it is still linked to")
		}
		return
	default:
		m.stop = fmt.Errorf("redirecting %s: %w", r.From, err)
		return
	}
	switch {
	case !changed:
		m.report.Redirects.Unchanged++
	case known:
		m.report.Redirects.Changed++
	default:
		m.report.Redirects.New++
	}
}

// maxProfile bounds profile.yaml: it holds a biography, so more than front matter.
// Four times as much costs the parser 0.2 s at worst.
const maxProfile = 4 * wire.MaxFrontMatter

// profile brings profile.yaml. A key that is not known is told of; the rest counts.
func (m *run) profile() {
	const name = "profile.yaml"
	data, _, err := read(m.tree.fsys, name, maxProfile)
	if err == nil {
		err = checkText(data)
	}
	var p wire.Profile
	if err == nil {
		p, err = m.decodeProfile(strings.ReplaceAll(strings.TrimPrefix(string(data), "\xef\xbb\xbf"), "\r\n", "\n"))
	}
	var f *fault
	switch {
	case errors.As(err, &f):
		m.report.skip(Place{name, f.line}, f.what, f.do)
		return
	case errors.Is(err, errTooBig):
		m.report.skip(Place{Path: name}, "larger than 64 KB", "shorten it")
		return
	case err != nil:
		m.report.skip(Place{Path: name}, "cannot be read ("+cause(err)+")", "check its permissions")
		return
	}
	m.carryProfile(&p, &item{path: name, rel: name, fields: fields{raw: string(data), line: 1}})
	_, err = m.svc.Profile(m.ctx)
	version, changed := 2, false
	if wire.CodeOf(err) == wire.NotFound {
		version = 1
	}
	if m.withFiles(func(ctx context.Context) bool {
		_, changed, err = m.svc.SaveProfile(ctx, p)
		return m.accepted(name, err)
	}) {
		m.report.Profile.add(saved{version, changed})
	}
}

// accepted tells of a refusal, and stops the run at anything else.
func (m *run) accepted(name string, err error) bool {
	switch wire.CodeOf(err) {
	case "":
		return true
	case wire.Invalid, wire.TooLarge, wire.Conflict:
		m.report.skip(Place{Path: name}, strings.ReplaceAll(cause(err), "\n", "; "), "correct it and import again")
	default:
		m.stop = fmt.Errorf("saving %s: %w", name, err)
	}
	return false
}

func (m *run) decodeProfile(text string) (p wire.Profile, err error) {
	if _, line, err := decodeYAML(text); err != nil {
		return p, &fault{line, "the profile is broken (" + err.Error() + ")", "correct this line"}
	}
	d := yaml.NewDecoder(strings.NewReader(text))
	d.KnownFields(true)
	var strict wire.Profile
	err = d.Decode(&strict)
	var t *yaml.TypeError
	if !errors.As(err, &t) {
		return strict, err
	}
	// yaml goes on after such a fault: what it could read is in strict.
	for _, s := range t.Errors {
		place := Place{Path: "profile.yaml"}
		if n, scanErr := fmt.Sscanf(s, "line %d:", &place.Line); scanErr == nil && n == 1 {
			_, s, _ = strings.Cut(s, ": ")
		}
		m.report.problem(place, strings.TrimSuffix(s, " in type wire.Profile"), "correct this line")
	}
	return strict, nil
}

// carryProfile leads the pictures and files of the profile to the library.
func (m *run) carryProfile(p *wire.Profile, it *item) {
	c := m.carrier(it)
	p.Long = c.markdown(p.Long, it.fields.lineOf("long"))
	p.Contact = c.markdown(p.Contact, it.fields.lineOf("contact"))
	link := func(href, key string) string {
		return m.resolve(it, href, false, it.atKey(key))
	}
	if p.Avatar != "" {
		p.Avatar = m.ownPicture(it, p.Avatar, it.atKey("avatar"))
	}
	for i := range p.Links {
		p.Links[i].Href = link(p.Links[i].Href, "links")
	}
	for i := range p.References {
		p.References[i].Href = link(p.References[i].Href, "references")
	}
	for i := range p.Experience {
		p.Experience[i].Href = link(p.Experience[i].Href, "experience")
	}
	for i := range p.Education {
		p.Education[i].Href = link(p.Education[i].Href, "education")
	}
}
