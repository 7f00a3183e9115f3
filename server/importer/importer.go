package importer

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/media"
)

// Options change how a run goes.
type Options struct {
	DryRun bool             // write nothing, report the same
	Now    func() time.Time // what is scheduled and what has expired; nil is time.Now
}

// Dir imports the folder dir. The error is set when the folder cannot be opened
// (NotFound, Invalid) or when the site cannot be written; what was done until
// then is in the report. Bad files are no error: they are told of in the report.
func Dir(ctx context.Context, svc *content.Service, lib *media.Library, dir string, o Options) (report Report, err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		code := wire.Invalid
		if errors.Is(err, fs.ErrNotExist) {
			code = wire.NotFound
		}
		return Report{DryRun: o.DryRun}, wire.Errorf(code, "the folder %s cannot be opened: %w", dir, err)
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	whole, err := filepath.Abs(dir)
	if err != nil {
		return Report{DryRun: o.DryRun}, wire.Errorf(wire.Invalid, "the folder %s has no name: %w", dir, err)
	}
	m := newRun(ctx, svc, lib, disk{root}, o)
	m.site = detect(m.tree.fsys, filepath.Base(filepath.Dir(whole)), filepath.Base(whole), &m.report)
	return m.do()
}

// Seed imports a folder in Vitrine's own format from an fs.FS: the content an
// empty site starts with. Its records' sources begin with "seed:".
func Seed(ctx context.Context, svc *content.Service, lib *media.Library, fsys fs.FS) (Report, error) {
	m := newRun(ctx, svc, lib, fsys, Options{})
	m.site = site{kind: "seed", content: ".", roots: []string{"."}, statics: []string{"."}}
	return m.do()
}

// run is one import.
type run struct {
	ctx     context.Context
	svc     *content.Service
	lib     *media.Library
	options Options
	now     time.Time

	tree      *tree
	site      site
	addresses *addresses
	files     map[string]stored // what became of the folder's files, by path
	hashes    map[string]string // address of each of them by hash: the same picture twice is one
	pending   []pending         // files that the text in hand needs
	texts     int               // bytes of Markdown read
	report    Report
	stop      error // the site cannot be written: the run ends
}

func newRun(ctx context.Context, svc *content.Service, lib *media.Library, fsys fs.FS, o Options) *run {
	now := time.Now
	if o.Now != nil {
		now = o.Now
	}
	if o.DryRun {
		ctx = content.Rehearse(ctx)
	}
	return &run{ctx: ctx, svc: svc, lib: lib, options: o, now: now(), tree: newTree(fsys), files: map[string]stored{},
		hashes: map[string]string{}, report: Report{DryRun: o.DryRun}}
}

func (m *run) do() (Report, error) {
	m.report.Kind = m.site.kind
	m.list()
	items := m.items()
	giveSlugs(items, &m.report)
	m.addresses = indexAddresses(items, m.site)
	if m.tree.files["profile.yaml"] && m.site.roleOf("profile.yaml") == asProfile {
		m.profile()
	}
	var kept []*item
	for _, it := range items {
		if m.stop == nil {
			m.stop = m.ctx.Err()
		}
		if m.stop != nil {
			break
		}
		m.carry(it)
		if m.stop == nil && m.save(it) {
			kept = append(kept, it)
		}
	}
	if m.stop == nil {
		m.redirects(kept)
	}
	m.report.finish()
	return m.report, m.stop
}

// list reads the folder's names.
func (m *run) list() {
	for _, root := range m.site.roots {
		info, err := fs.Stat(m.tree.fsys, root)
		switch {
		case err == nil && info.IsDir():
			m.tree.walk(root, 0, m.site.passOver, &m.report)
		case root == m.site.content:
			m.report.problem(Place{Path: root}, "there is no such folder, or it leads outside", "give the folder that holds the texts")
		}
	}
}

// items makes a record of every text, in path order.
func (m *run) items() []*item {
	bundles := map[string]bool{} // folders that are one text with its pictures
	if m.site.kind == "hugo" {
		for _, p := range m.tree.texts {
			rel := m.site.rel(p)
			if stem := strings.TrimSuffix(path.Base(rel), path.Ext(rel)); stem == "index" && m.site.roleOf(rel) != asSection {
				bundles[path.Dir(rel)] = true
			}
		}
	}
	var items []*item
	for _, p := range m.tree.texts {
		rel := m.site.rel(p)
		stem := langSuffix.ReplaceAllString(strings.TrimSuffix(path.Base(rel), path.Ext(rel)), "")
		if bundles[path.Dir(rel)] && stem != "index" {
			m.report.PassedOver++ // a part of its bundle's text
			continue
		}
		if it := m.load(p); it != nil {
			items = append(items, it)
		}
	}
	return items
}

// carry writes the text and the picture of the record for this site.
func (m *run) carry(it *item) {
	c := m.carrier(it)
	body := ""
	if it.html {
		body = c.htmlBody(it.body, it.line)
	} else {
		body = c.markdown(it.body, it.line)
	}
	body = strings.TrimSpace(body) + "\n"
	image, alt, key := it.fields.picture()
	if image != "" {
		image = m.ownPicture(it, image, it.atKey(key))
	}
	source := m.site.kind + ":" + it.rel
	switch r := it.record.(type) {
	case *wire.Post:
		r.Slug, r.Content, r.Source, r.FeaturedImage = it.slug, body, source, image
		if image != "" {
			r.FeaturedAlt = alt
		}
	case *wire.FreePage:
		r.Slug, r.Content, r.Source = it.slug, body, source
	case *wire.Project:
		r.Slug, r.Body, r.Source, r.Image = it.slug, body, source, image
		if image != "" {
			r.ImageAlt = alt
		}
	}
}

// ownPicture is the picture that stands for the record; none rather than one
// that cannot be shown.
func (m *run) ownPicture(it *item, address string, at Place) string {
	c := m.carrier(it)
	in := inline{carrier: c, line: at.Line}
	if got, ok := in.carried(address, true, at.Line); ok && strings.HasPrefix(got, "/media/") {
		return got
	}
	return ""
}

func (m *run) carrier(it *item) *carrier {
	return &carrier{
		hugo: m.site.kind == "hugo" || m.site.kind == "plain", liquid: m.site.kind == "jekyll", mdx: it.mdx,
		resolve: func(address string, picture bool, line int) string {
			return m.resolve(it, address, picture, it.at(line))
		},
		ref:       func(target string) (string, bool) { return m.addresses.ref(it, target, m.site) },
		shortcode: func(name string, line int) { m.report.shortcode(name, it.at(line)) },
		hidden: func(element string, line int) {
			m.report.problem(it.at(line), "holds <"+element+">, which this site does not show", "say it in words or with a link")
		},
	}
}
