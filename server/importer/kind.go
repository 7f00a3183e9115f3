package importer

import (
	"io/fs"
	"path"
	"regexp"
	"strings"

	"vitrine/app/wire"
)

// site is what the folder's layout and configuration say about the old site.
type site struct {
	kind string // as in Report.Kind
	// content is the folder whose files are texts; sources are named by the path
	// below it, so that giving the site, its content folder or one section of it
	// finds the same records again.
	content    string
	section    string            // when the folder is one section: its name
	roots      []string          // folders to list
	statics    []string          // folders whose files were at the old site's root
	bases      []string          // the old site's own absolute addresses: "https://example.org"
	permalinks map[string]string // section → pattern; "" holds for all
}

var kindNames = map[string]string{
	"hugo": "a Hugo site", "jekyll": "a Jekyll site", "plain": "a folder of Markdown",
	"vitrine": "a Vitrine folder", "seed": "the first content",
}

var hugoConfigs = []string{"hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml", "config.yaml", "config.yml", "config.json",
	"config/_default/hugo.toml", "config/_default/config.toml", "config/_default/hugo.yaml", "config/_default/config.yaml"}

// postSections are the sections whose files are posts, with a date or without.
var postSections = map[string]bool{"post": true, "posts": true, "blog": true, "articles": true}

// detect says whose folder it is. parent and base are the last two names of its
// path: the content folder of a Hugo site, or one section of it, has no other mark.
func detect(fsys fs.FS, parent, base string, r *Report) site {
	has := func(name string) bool { _, err := fs.Stat(fsys, name); return err == nil }
	switch {
	case has("profile.yaml"):
		return site{kind: "vitrine", content: ".", roots: []string{"."}, statics: []string{"."}}
	case has("_config.yml") || has("_config.yaml") || has("_posts") || base == "_posts":
		return jekyllSite(fsys, base, r)
	}
	for _, name := range hugoConfigs {
		// config.* alone is anybody's.
		if has(name) && (strings.Contains(name, "hugo") || has("content") || has("archetypes")) {
			return hugoSite(fsys, name, r)
		}
	}
	switch {
	case has("content") && hasText(fsys, "content", 3):
		return hugoSite(fsys, "", r)
	case base == "content" || hasSections(fsys):
		return site{kind: "hugo", content: ".", roots: []string{"."}, statics: []string{"."}}
	case parent == "content" || has("_index.md"):
		return site{kind: "hugo", content: ".", section: base, roots: []string{"."}, statics: []string{"."}}
	}
	return site{kind: "plain", content: ".", roots: []string{"."}, statics: []string{".", "static", "public"}}
}

// hasSections says whether a folder directly below is a Hugo section: _index.md is Hugo's alone.
func hasSections(fsys fs.FS) bool {
	m, err := fs.Glob(fsys, "*/_index.md")
	return err == nil && len(m) > 0
}

func hasText(fsys fs.FS, dir string, depth int) bool {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return false
	}
	for _, e := range entries {
		if e.IsDir() && depth > 0 && hasText(fsys, path.Join(dir, e.Name()), depth-1) || !e.IsDir() && isText(e.Name()) {
			return true
		}
	}
	return false
}

func hugoSite(fsys fs.FS, config string, r *Report) site {
	f := readConfig(fsys, config, r)
	s := site{kind: "hugo", content: cleanOr(f.str("contentdir"), "content"), permalinks: map[string]string{}}
	s.statics = f.list(false, "staticdir")
	if len(s.statics) == 0 {
		s.statics = []string{"static"}
	}
	for i := range s.statics {
		s.statics[i] = cleanOr(s.statics[i], "static")
	}
	s.statics = append(s.statics, "assets")
	s.roots = append([]string{s.content}, s.statics...)
	s.bases = baseAddresses(f.str("baseurl"))
	patterns, ok := f.values["permalinks"].(map[string]any)
	if ok {
		for section, p := range patterns {
			switch p := p.(type) {
			case string:
				s.permalinks[section] = p
			case map[string]any: // since 0.115 there may be a level for the kind of page
				for inner, q := range p {
					if pattern, ok := q.(string); ok && section == "page" {
						s.permalinks[inner] = pattern
					}
				}
			}
		}
	}
	return s
}

func jekyllSite(fsys fs.FS, base string, r *Report) site {
	config := ""
	for _, name := range []string{"_config.yml", "_config.yaml"} {
		if _, err := fs.Stat(fsys, name); err == nil {
			config = name
		}
	}
	f := readConfig(fsys, config, r)
	s := site{kind: "jekyll", content: ".", roots: []string{"."}, statics: []string{"."}, permalinks: map[string]string{}}
	if base == "_posts" {
		s.section = "_posts"
	}
	s.bases = baseAddresses(f.str("url") + f.str("baseurl"))
	pattern := f.str("permalink")
	if p, ok := jekyllPatterns[pattern]; ok {
		pattern = p
	}
	s.permalinks[""] = pattern
	return s
}

// jekyllPatterns are Jekyll's named permalink styles; none given means date.
var jekyllPatterns = map[string]string{
	"":         "/:categories/:year/:month/:day/:title.html",
	"date":     "/:categories/:year/:month/:day/:title.html",
	"pretty":   "/:categories/:year/:month/:day/:title/",
	"ordinal":  "/:categories/:year/:y_day/:title.html",
	"weekdate": "/:categories/:year/W:week/:short_day/:title.html",
	"none":     "/:categories/:title.html",
}

// cleanOr keeps a configured folder inside the site.
func cleanOr(dir, otherwise string) string {
	dir = path.Clean(strings.Trim(dir, "/"))
	if dir == "." || !fs.ValidPath(dir) {
		return otherwise
	}
	return dir
}

var schemeHost = regexp.MustCompile(`^https?://[^/]+`)

func baseAddresses(base string) []string {
	base = strings.TrimRight(base, "/")
	if !schemeHost.MatchString(base) {
		return nil
	}
	_, rest, _ := strings.Cut(base, "://")
	out := []string{"https://" + rest, "http://" + rest}
	if host := schemeHost.FindString(base); host != base {
		_, host, _ = strings.Cut(host, "://")
		out = append(out, "https://"+host, "http://"+host)
	}
	return out
}

// readConfig gives the old site's configuration. One that cannot be read costs
// old addresses, not texts.
func readConfig(fsys fs.FS, name string, r *Report) fields {
	if name == "" {
		return fields{}
	}
	data, _, err := read(fsys, name, wire.MaxFrontMatter)
	if err != nil {
		r.problem(Place{Path: name}, "the old site's configuration was not read ("+cause(err)+")", "old addresses may be missing")
		return fields{}
	}
	decode := decodeTOML
	switch path.Ext(name) {
	case ".yml", ".yaml":
		decode = decodeYAML
	case ".json":
		decode = decodeJSON
	}
	f, err := decodeFields(strings.TrimPrefix(string(data), "\xef\xbb\xbf"), 1, decode)
	if err != nil {
		place := Place{Path: name}
		if bad, ok := err.(*fault); ok {
			place.Line = bad.line
		}
		r.problem(place, "the old site's configuration was not read", "old addresses may be missing")
	}
	return f
}

// role is what a file of the folder becomes.
type role int

const (
	asNothing role = iota // not a text of the site
	asSection             // a list or a home page
	asPost
	asDraft
	asPage
	asProject
	asProfile
	asDated // a post if it has a date, else a page
)

// rel is the path below the content folder, "" for a file that is not there.
func (s site) rel(p string) string {
	if s.section != "" {
		return s.section + "/" + p
	}
	if s.content == "." {
		return p
	}
	rel, ok := strings.CutPrefix(p, s.content+"/")
	if !ok {
		return ""
	}
	return rel
}

// roleOf decides by the path below the content folder alone.
func (s site) roleOf(rel string) role {
	if rel == "" {
		return asNothing
	}
	dir, name := path.Split(rel)
	dir = strings.Trim(dir, "/")
	stem := strings.TrimSuffix(name, path.Ext(name))
	top, _, _ := strings.Cut(dir, "/")
	markdown := isText(name) && !strings.HasPrefix(strings.ToLower(path.Ext(name)), ".htm")
	switch s.kind {
	case "vitrine", "seed":
		switch {
		case rel == "profile.yaml":
			return asProfile
		case !markdown:
			return asNothing
		case top == "posts":
			return asPost
		case top == "projects":
			return asProject
		case top == "pages":
			return asPage
		}
		return asNothing
	case "hugo":
		switch {
		case stem == "_index" || dir == "" && stem == "index":
			return asSection
		case dir == "":
			return asPage
		case stem == "index" && dir == top: // a bundle at the root, unless it is the list of a blog
			if postSections[strings.ToLower(top)] {
				return asSection
			}
			return asPage
		}
		if postSections[strings.ToLower(top)] {
			return asPost
		}
		return asDated
	case "jekyll":
		return s.jekyllRole(dir, stem, markdown)
	}
	if markdown {
		return asPost
	}
	return asNothing
}

func (s site) jekyllRole(dir, stem string, markdown bool) role {
	for part := range strings.SplitSeq(dir, "/") {
		switch {
		case part == "_posts":
			return asPost
		case part == "_drafts":
			return asDraft
		case strings.HasPrefix(part, "_"):
			return asNothing
		}
	}
	switch {
	case !markdown: // templates of lists
		return asNothing
	case stem == "index" || stem == "404":
		return asSection
	}
	return asPage
}

// passOver says which files and folders are none of the site's texts or pictures.
func (s site) passOver(p string, isDir bool) bool {
	name := path.Base(p)
	switch {
	case strings.HasPrefix(name, "."), isDir && name == "node_modules":
		return true
	case s.kind == "jekyll" && isDir && strings.HasPrefix(name, "_"):
		return name != "_posts" && name != "_drafts"
	case path.Dir(p) != s.content:
		return false
	}
	stem := strings.ToUpper(strings.TrimSuffix(name, path.Ext(name)))
	switch stem {
	case "README", "LICENSE", "LICENCE", "CHANGELOG", "CONTRIBUTING", "CODE_OF_CONDUCT":
		return !isDir
	}
	return false
}
