package importer

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/media"
)

// stored is what became of one file of the folder: its address, or why it has none.
type stored struct {
	address string
	err     error
}

// refused is a problem with one picture or file; the run goes on.
type refused struct{ what, do string }

func (r refused) Error() string { return r.what }

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// resolve leads an address in a text to this site: a file of the folder goes to
// the media library, a text of the folder to its record. Anything else stays.
func (m *run) resolve(it *item, address string, picture bool, at Place) string {
	if address == "" || address[0] == '#' {
		return address
	}
	local := address
	for _, base := range m.site.bases {
		if rest, ok := strings.CutPrefix(address, base); ok && (rest == "" || rest[0] == '/') {
			local = "/" + strings.TrimPrefix(rest, "/")
		}
	}
	if scheme.MatchString(local) || strings.HasPrefix(local, "//") {
		if picture && !strings.HasPrefix(local, "data:") {
			m.report.problem(at, "a picture from another site, "+short(address)+", was not fetched",
				"save it beside the text, so that it does not depend on that site")
		}
		return address
	}
	whole, _, _ := strings.Cut(local, "#")
	_, fragment := cutFragment(local)
	name, _, _ := strings.Cut(whole, "?")
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	if name == "" {
		return address
	}
	if !picture {
		if to, ok := m.addresses.find(it, name, m.site); ok {
			m.report.Links++
			return to.href() + fragment
		}
	}
	file, outside := m.findFile(it, name)
	switch {
	case file != "" && !isText(file):
		return m.storedAddress(file, address, at)
	case picture && outside:
		m.report.problem(at, "the picture "+short(address)+" lies outside the folder", m.outsideAdvice())
	case picture:
		m.report.problem(at, "the picture "+short(address)+" is not there", m.missingAdvice(name))
	case isText(name) && !strings.HasPrefix(strings.ToLower(path.Ext(name)), ".htm"):
		m.report.problem(at, "links to "+short(address)+", which is not among the texts that arrived", "correct the link")
	case isFile(name):
		m.report.problem(at, "links to the file "+short(address)+", which is not there", m.missingAdvice(name))
	}
	return address
}

// findFile finds the file an address means. Beside the text, then where the old
// site kept what stood at its root.
func (m *run) findFile(it *item, name string) (file string, outside bool) {
	var tries []string
	if rest, ok := strings.CutPrefix(name, "/"); ok {
		for _, dir := range m.site.statics {
			tries = append(tries, path.Join(dir, rest))
		}
		tries = append(tries, path.Join(m.site.content, rest), path.Join("assets", rest))
	} else {
		dir := path.Dir(it.path)
		tries = append(tries, path.Join(dir, name), path.Join(dir, it.base, name))
		for _, s := range m.site.statics { // as the address would be at the old site
			tries = append(tries, path.Join(s, it.section, cmp.Or(it.oldSlug, it.base), name), path.Join(s, it.section, name), path.Join(s, name))
		}
		outside = strings.HasPrefix(path.Join(dir, name), "../")
	}
	for _, p := range tries {
		if p, ok := m.tree.find(p); ok {
			return p, false
		}
	}
	return "", outside
}

func (m *run) missingAdvice(name string) string {
	if m.site.kind == "hugo" && m.site.content == "." && strings.HasPrefix(name, "/") {
		return "give the folder that holds content/ and static/, so that static/ is read too"
	}
	return "add the file or correct the address"
}

func (m *run) outsideAdvice() string {
	return "give the folder that holds both, or copy the picture in"
}

// isFile tells a file from a page of the old site that was not brought.
func isFile(name string) bool {
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case "", ".html", ".htm", ".php", ".aspx", ".xml", ".json", ".org", ".com", ".net", ".io":
		return false
	default:
		return len(ext) <= 6
	}
}

func isPicture(address string) bool {
	address, _, _ = strings.Cut(address, "?")
	switch strings.ToLower(path.Ext(address)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".ico":
		return true
	}
	return false
}

// storedAddress is where the file is served from now; the old address where it
// cannot be kept.
func (m *run) storedAddress(file, address string, at Place) string {
	s, known := m.files[file]
	if !known {
		s.address, s.err = m.keep(file)
		m.files[file] = s
	}
	if s.err == nil {
		return s.address
	}
	var no refused
	if errors.As(s.err, &no) {
		m.report.problem(at, file+" was not brought: "+no.what, no.do)
	} else if m.stop == nil {
		m.stop = s.err
	}
	return address
}

// keep finds the file in the library or makes it pending, and gives its address.
// Its hash tells whether it is there already, so that a second run reads every
// file once and writes none.
func (m *run) keep(file string) (string, error) {
	data, _, err := read(m.tree.fsys, file, wire.MaxMediaBytes)
	if errors.Is(err, errTooBig) {
		return "", refused{"larger than 16 MB", "make it smaller"}
	}
	if err != nil {
		return "", refused{"cannot be read (" + cause(err) + ")", "check its permissions"}
	}
	info, err := media.Check(path.Base(file), data)
	if code := wire.CodeOf(err); code == wire.TooLarge {
		return "", refused{cause(err), "make it smaller"}
	} else if code == wire.Invalid {
		return "", refused{cause(err), "replace it by a file of a kind that is kept"}
	} else if err != nil {
		return "", err
	}
	if address, again := m.hashes[info.Hash]; again {
		return address, nil
	}
	if f, known, err := m.lib.Open(m.ctx, info.Hash); err == nil {
		m.report.Pictures.Unchanged++
		m.hashes[info.Hash] = known.Address()
		return known.Address(), f.Close()
	}
	m.pending = append(m.pending, pending{file, info.Hash})
	m.hashes[info.Hash] = info.Address()
	return info.Address(), nil
}

// pending is a file that a text needs and the library does not have yet.
type pending struct{ file, hash string }

// withFiles stores the files that are pending and then what needs them. attempt
// is rehearsed first: a text that is refused leaves no files behind.
func (m *run) withFiles(attempt func(context.Context) bool) bool {
	if len(m.pending) > 0 && !attempt(content.Rehearse(m.ctx)) {
		for _, p := range m.pending {
			delete(m.files, p.file)
			delete(m.hashes, p.hash)
		}
		m.pending = nil
		return false
	}
	for _, p := range m.pending {
		if m.stop = m.putFile(p.file); m.stop != nil {
			return false
		}
		m.report.Pictures.New++
	}
	m.pending = nil
	return attempt(m.ctx)
}

func (m *run) putFile(file string) error {
	if m.options.DryRun {
		return nil
	}
	data, _, err := read(m.tree.fsys, file, wire.MaxMediaBytes)
	if err == nil {
		_, err = m.lib.Put(m.ctx, path.Base(file), bytes.NewReader(data))
	}
	if err != nil {
		return fmt.Errorf("storing %s: %w", file, err)
	}
	return nil
}
