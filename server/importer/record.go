package importer

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"vitrine/app/wire"
	"vitrine/server/content"
)

// item is one file on its way to a record.
type item struct {
	path    string // in the tree
	rel     string // below the content folder: the source's name
	role    role   // asPost, asPage or asProject
	html    bool   // the body is HTML, not Markdown
	mdx     bool
	section string // its folders in the old site's addresses: "post", "docs/start"
	base    string // its file name there, without extension or language
	fields  fields
	body    string
	line    int // of the body's first line

	title, slug string
	lang        string // of the file's name: "index.fr.md"
	lost        string // the address on this site that it wanted and another has
	oldSlug     string // as the front matter wrote it; "" when it did not
	date        time.Time
	draft       bool
	aliases     []string // old addresses the file itself names
	record      any      // *wire.Post, *wire.FreePage or *wire.Project
}

func (it *item) at(line int) Place { return Place{Path: it.path, Line: line} }

func (it *item) atKey(key string) Place { return it.at(it.fields.lineOf(key)) }

// href is the record's address on this site.
func (it *item) href() string {
	switch it.role {
	case asPost:
		return "/blog/" + it.slug
	case asProject:
		return "/projects/" + it.slug
	}
	return "/" + it.slug
}

// load reads a text file and makes an item of it; nil when there is nothing to
// bring, which the report then says.
func (m *run) load(p string) *item {
	rel := m.site.rel(p)
	becomes := m.site.roleOf(rel)
	switch becomes {
	case asNothing:
		return nil
	case asSection:
		m.report.SectionPages++
		return nil
	}
	data, info, err := read(m.tree.fsys, p, wire.MaxBodyBytes+wire.MaxFrontMatter)
	if err != nil {
		what, do := "cannot be read ("+cause(err)+")", "check its permissions"
		if errors.Is(err, errTooBig) {
			what, do = "larger than 1 MB", "split it"
		}
		m.report.skip(Place{Path: p}, what, do)
		return nil
	}
	if m.texts += len(data); m.texts > maxTexts {
		m.report.skip(Place{Path: p}, "more than 256 MB of text in one run", "import its folders one at a time")
		return nil
	}
	doc, err := parseDocument(data)
	it := &item{path: p, rel: rel, role: becomes, fields: doc.fields, body: doc.body, line: doc.bodyLine}
	if err == nil && m.site.kind == "jekyll" && becomes == asPage && doc.fields.raw == "" {
		m.report.PassedOver++ // Jekyll publishes a page only if it has front matter
		return nil
	}
	if err == nil {
		err = it.fill(m, info.ModTime())
	}
	var f *fault
	if errors.As(err, &f) {
		m.report.skip(it.at(f.line), f.what, f.do)
		return nil
	}
	return it
}

// fill reads everything the record needs but the body.
func (it *item) fill(m *run, modified time.Time) error {
	f := it.fields
	ext := strings.ToLower(path.Ext(it.path))
	it.html, it.mdx = strings.HasPrefix(ext, ".htm"), ext == ".mdx"
	it.place(m.site)
	if it.role == asDraft {
		it.role, it.draft = asPost, true
	}
	named, stem, hasDate := cutDate(it.base)

	it.drafts(m)
	if err := it.dates(m, named, hasDate, modified); err != nil {
		return err
	}
	if it.role == asDated {
		it.role = asPage
		if !it.date.IsZero() {
			it.role = asPost
		}
	}
	it.title = oneLine(f.str("title"))
	if it.title == "" {
		it.titleFromBody()
	}
	if it.title == "" {
		it.title = humanName(cmp.Or(stem, it.base))
	}
	it.slugs(m.site, stem)
	it.aliases = append(it.aliases, f.list(false, "aliases", "redirect_from")...)
	switch it.role {
	case asPost:
		it.record = it.post(m)
	case asPage:
		it.record = it.page()
	case asProject:
		it.record = it.project()
	}
	return nil
}

var langSuffix = regexp.MustCompile(`\.[a-z]{2}(-[a-zA-Z]{2})?$`)

// place takes section and base name from the path.
func (it *item) place(s site) {
	dir, name := path.Split(it.rel)
	dir = strings.Trim(dir, "/")
	name = strings.TrimSuffix(name, path.Ext(name))
	if m := langSuffix.FindString(name); m != "" && s.kind == "hugo" {
		it.lang = m[1:]
		name = strings.TrimSuffix(name, m)
	}
	if name == "index" && dir != "" { // a bundle is named by its folder
		name = path.Base(dir)
		dir = path.Dir(dir)
	}
	if s.kind == "jekyll" {
		var kept []string
		for part := range strings.SplitSeq(dir, "/") {
			if !strings.HasPrefix(part, "_") && part != "." && part != "" {
				kept = append(kept, part)
			}
		}
		dir = strings.Join(kept, "/")
	}
	if dir == "." {
		dir = ""
	}
	it.section, it.base = dir, name
}

// dates finds when the record was published. A date that is written but cannot
// be read is a fault; one that is not written is taken from the file's name, or
// for a post from the file itself.
func (it *item) dates(m *run, named time.Time, hasName bool, modified time.Time) error {
	keys := []string{"date", "publishdate", "pubdate", "pubdatetime"}
	if _, isFlag := it.fields.truth("published"); !isFlag {
		keys = append(keys, "published")
	}
	for _, k := range keys {
		s := it.fields.str(k)
		if s == "" {
			continue
		}
		t, ok := parseDate(s)
		if !ok {
			return &fault{it.fields.lineOf(k), fmt.Sprintf("%q is not a date between the years 1 and 9999", short(s)), "write it as 2006-01-02"}
		}
		if it.date.IsZero() || k == "publishdate" && t.After(m.now) && t.After(it.date) {
			it.date = t // a publishDate to come holds the post back, whatever its date says
		}
	}
	if it.role == asPage || it.role == asProject || !it.date.IsZero() {
		return nil
	}
	switch {
	case hasName:
		it.date = named
		m.report.DatesByName++
	case it.role == asDated, it.draft:
	case !modified.IsZero():
		it.date = modified.UTC().Truncate(time.Second)
		m.report.DatesByFile++
		m.report.problem(it.at(0), "has no date: the file's own, "+it.date.Format(time.DateOnly)+", was taken", "write a date into its front matter")
	default:
		it.draft = true
		m.report.problem(it.at(0), "has no date: brought as a draft", "write a date into its front matter")
	}
	return nil
}

// drafts tells what the old site kept from visitors.
func (it *item) drafts(m *run) {
	f := it.fields
	if yes, _ := f.truth("draft"); yes {
		it.draft = true
	}
	if yes, set := f.truth("published"); set && !yes {
		it.draft = true
	}
	if s, k := f.text("expirydate", "unpublishdate"); s != "" {
		if t, ok := parseDate(s); ok && t.Before(m.now) {
			it.draft = true
			m.report.problem(it.atKey(k), "has expired: brought as a draft", "publish it if it should be read")
		}
	}
}

func (it *item) post(m *run) *wire.Post {
	f, jekyll := it.fields, m.site.kind == "jekyll"
	p := &wire.Post{
		Title:     it.title,
		Published: !it.draft,
		Series:    first(it.fitting(m, "series", 1, f.names("series"))),
		Lang:      it.language(m),
		Canonical: f.str("canonical", "canonicalurl", "canonical_url"),
	}
	if !it.date.IsZero() {
		p.PublishedAt = it.date.UnixMilli()
	}
	for _, k := range []string{"lastmod", "updated", "modified", "last_modified_at", "lastmodified", "updatedate"} {
		if t, ok := parseDate(f.str(k)); ok && t.After(it.date) {
			p.EditedAt = t.UnixMilli()
			break
		}
	}
	categories := f.list(jekyll, "categories")
	if one := f.str("category"); one != "" && len(categories) == 0 {
		categories = []string{one}
	}
	if jekyll && len(categories) == 0 && it.section != "" {
		categories = strings.Split(it.section, "/")
	}
	tags := f.list(jekyll, "tags", "tag", "keywords")
	categories = it.fitting(m, "categories", wire.MaxTags, categories)
	if len(categories) > 0 {
		p.Category = categories[0]
		tags = tidy(append(tags, categories[1:]...))
	}
	p.Tags = it.fitting(m, "tags", wire.MaxTags, tags)
	p.Author = it.cutTo(m, "author", strings.Join(f.list(false, "authors", "author"), ", "), wire.MaxName)
	p.Excerpt = it.cutTo(m, "excerpt", oneLine(f.str("excerpt", "summary", "description")), wire.MaxExcerpt)
	return p
}

func (it *item) page() *wire.FreePage {
	listed, _ := it.fields.truth("listed")
	if it.fields.get("menu") != nil || it.fields.get("menus") != nil {
		listed = true // the old site's menu had it
	}
	return &wire.FreePage{
		Title: it.title, Published: !it.draft, Listed: listed,
		Description: oneLine(it.fields.str("description", "excerpt", "summary")),
	}
}

func (it *item) project() *wire.Project {
	f := it.fields
	p := &wire.Project{
		Title: it.title, Published: !it.draft, Description: oneLine(f.str("description")),
		TechStack: f.list(false, "tech"), LiveURL: f.str("live"), RepositoryURL: f.str("repository"),
		Status: f.str("status"), Started: f.str("started"), Ended: f.str("ended"),
	}
	p.Featured, _ = f.truth("featured")
	number := f.str("order")
	if m := orderedName.FindStringSubmatch(it.base); m != nil && number == "" {
		number = m[1]
	}
	if n, err := strconv.Atoi(number); err == nil {
		p.Order = n
	}
	return p
}

// fitting drops names that the site refuses, and says so: a post is worth more
// than its fifty-first tag.
func (it *item) fitting(m *run, key string, most int, names []string) []string {
	var kept []string
	for _, n := range names {
		switch {
		case utf8.RuneCountInString(n) > wire.MaxName:
			m.report.problem(it.atKey(key), fmt.Sprintf("%q is longer than %d characters: left out", short(n), wire.MaxName), "shorten it")
		case content.Slug(n) == "":
			m.report.problem(it.atKey(key), fmt.Sprintf("%q has no letter or digit to make an address of: left out", n), "name it in words")
		case len(kept) == most:
			m.report.problem(it.atKey(key), fmt.Sprintf("more than %d: the rest was left out", most), "keep the ones that matter")
			return kept
		default:
			kept = append(kept, oneLine(n))
		}
	}
	return kept
}

var langTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

func (it *item) language(m *run) string {
	lang, key := it.fields.text("lang", "language")
	lang = strings.ReplaceAll(cmp.Or(lang, it.lang), "_", "-")
	if lang != "" && !langTag.MatchString(lang) {
		m.report.problem(it.atKey(key), fmt.Sprintf("%q is not a language tag: left out", short(lang)), "write en, or pt-BR")
		return ""
	}
	return lang
}

// oneLine folds what YAML and TOML let run over several lines.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// cutTo shortens a text to the limit at a word's end, and says so.
func (it *item) cutTo(m *run, key, s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	m.report.problem(it.atKey(key), fmt.Sprintf("%s of %d characters: cut to %d", key, len(runes), limit), "shorten it")
	s = string(runes[:limit-1])
	if i := strings.LastIndexByte(s, ' '); i > limit/2 {
		s = s[:i]
	}
	return s + "…"
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// short keeps a line of the report readable whatever the file holds.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
