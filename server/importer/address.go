package importer

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/content"
)

// form names a way the old site made addresses. A form is only a guess until the
// configuration or a link in a text shows that the site used it.
type form string

const (
	formNew        form = "new"        // the record's address on this site
	formNamed      form = "named"      // the file says so: url, aliases
	formConfigured form = "configured" // permalinks of the configuration, or the default
	formDated      form = "dated"      // /2016/04/01/slug
	formDatedHTML  form = "dated.html"
	formGuess      form = "guess" // /post/slug and the like
)

// addresses finds a record by where its text was and by what the old site called it.
type addresses struct {
	byFile    map[string]*item // path below the content folder, lower-cased
	byName    map[string]*item // the one file of that name, wherever it is; nil when there are several
	byAddress map[string]entry
	used      map[form]bool // forms that links in the texts use
}

type entry struct {
	item *item
	form form
}

func indexAddresses(items []*item, s site) *addresses {
	a := &addresses{byFile: map[string]*item{}, byName: map[string]*item{}, byAddress: map[string]entry{}, used: map[form]bool{}}
	for _, it := range items {
		a.byFile[strings.ToLower(it.rel)] = it
		a.byAddress[normal(it.href())] = entry{it, formNew}
		name := strings.ToLower(it.base)
		if _, several := a.byName[name]; several {
			it = nil
		}
		a.byName[name] = it
	}
	// The surest form first: a guess never takes an address that a file names.
	for _, f := range []form{formNamed, formConfigured, formDated, formGuess} {
		for _, it := range items {
			for _, address := range it.oldAddresses(f, s) {
				key := normal(address)
				if _, taken := a.byAddress[key]; !taken && key != "/" {
					a.byAddress[key] = entry{it, f}
				}
			}
		}
	}
	return a
}

// normal makes one key of the spellings of an address.
func normal(address string) string {
	address = strings.ToLower(strings.TrimSuffix(address, "/index.html"))
	address = path.Clean("/" + address)
	return strings.TrimSuffix(strings.TrimSuffix(address, ".html"), ".htm")
}

// names are what the old site may have called the record in its address.
func (it *item) names() []string {
	_, stem, dated := cutDate(it.base)
	names := []string{it.oldSlug, it.base, it.slug}
	if dated {
		names = append(names, stem)
	}
	var out []string
	for _, n := range tidy(names) {
		out = append(out, strings.ReplaceAll(n, " ", "-"))
	}
	return out
}

func (it *item) oldAddresses(f form, s site) []string {
	var out []string
	switch f {
	case formNamed:
		return it.aliases
	case formConfigured:
		if a := it.configuredAddress(s); a != "" {
			out = append(out, a)
		}
	case formDated, formDatedHTML:
		if it.role != asPost || it.date.IsZero() {
			return nil
		}
		for _, n := range it.names() {
			a := it.date.Format("/2006/01/02/") + n
			if f == formDatedHTML {
				a += ".html"
			}
			out = append(out, a)
		}
	case formGuess:
		for _, n := range it.names() {
			out = append(out, "/"+path.Join(it.section, n))
			if it.role == asPost {
				out = append(out, "/post/"+n, "/posts/"+n, "/blog/"+n, "/articles/"+n, it.date.Format("/2006/01/")+n)
			}
		}
	}
	return out
}

var patternToken = regexp.MustCompile(`:[a-z_]+(?:\[[^\]]*\])?`)

// configuredAddress is what the old site's configuration, or its default, made of
// the record; "" when the pattern has a part that is not known here.
func (it *item) configuredAddress(s site) string {
	top, _, _ := strings.Cut(it.section, "/")
	pattern, ok := s.permalinks[top]
	if !ok {
		pattern, ok = s.permalinks[""]
	}
	_, stem, _ := cutDate(it.base)
	switch {
	case s.kind == "hugo" && (!ok || it.role != asPost):
		pattern = "/:section/:name"
	case s.kind == "jekyll" && it.role != asPost:
		pattern = "/:section/:name"
	case !ok:
		return ""
	}
	known := true
	address := patternToken.ReplaceAllStringFunc(pattern, func(token string) string {
		switch token {
		case ":section", ":sections":
			return it.section
		case ":name", ":filename", ":contentbasename":
			return cmp.Or(it.oldSlug, it.base)
		case ":slug":
			if s.kind == "jekyll" {
				return cmp.Or(it.oldSlug, stem)
			}
			return cmp.Or(it.oldSlug, content.Slug(it.title))
		case ":slugorfilename", ":slugorcontentbasename":
			return cmp.Or(it.oldSlug, it.base)
		case ":title":
			if s.kind == "jekyll" {
				return cmp.Or(it.oldSlug, stem)
			}
			return content.Slug(it.title)
		case ":categories":
			if p, isPost := it.record.(*wire.Post); isPost && p.Category != "" {
				words := it.fields.list(true, "categories")
				if len(words) == 0 {
					words = []string{p.Category}
				}
				return strings.ToLower(strings.Join(words, "/"))
			}
			return ""
		case ":year":
			return it.date.Format("2006")
		case ":month":
			return it.date.Format("01")
		case ":i_month":
			return it.date.Format("1")
		case ":day":
			return it.date.Format("02")
		case ":i_day":
			return it.date.Format("2")
		case ":y_day", ":yearday":
			return fmt.Sprintf("%03d", it.date.YearDay())
		case ":monthname":
			return strings.ToLower(it.date.Format("January"))
		}
		known = false
		return ""
	})
	if !known {
		return ""
	}
	return path.Clean("/" + address)
}

// find leads an address of the old site, relative to the text it stands in, to
// the record it meant.
func (a *addresses) find(from *item, address string, s site) (*item, bool) {
	if isText(address) { // a link to the file itself
		base := path.Dir(from.rel)
		rel := path.Join(base, address)
		if strings.HasPrefix(address, "/") {
			rel = strings.TrimPrefix(path.Clean(address), "/")
		}
		rel = strings.ToLower(rel)
		for _, try := range []string{rel, strings.TrimPrefix(rel, s.content+"/")} {
			if it, ok := a.byFile[try]; ok {
				return it, true
			}
		}
	}
	key := address
	if !strings.HasPrefix(address, "/") {
		key = "/" + path.Join(from.section, cmp.Or(from.oldSlug, from.base), address)
	}
	e, ok := a.byAddress[normal(key)]
	if !ok && !strings.HasPrefix(address, "/") {
		key = "/" + path.Join(from.section, address)
		e, ok = a.byAddress[normal(key)]
	}
	if !ok {
		return nil, false
	}
	if e.form == formDated {
		f := formDated
		if strings.HasSuffix(strings.ToLower(address), ".html") {
			f = formDatedHTML
		}
		a.used[f] = true
	}
	return e.item, true
}

// ref finds what a template means by a name: Hugo's ref, Jekyll's post_url and link.
func (a *addresses) ref(from *item, target string, s site) (string, bool) {
	target, fragment := cutFragment(target)
	it, ok := a.find(from, target, s)
	if !ok {
		for _, ext := range []string{".md", ".markdown", "/index.md"} {
			for _, dir := range []string{"", "_posts/"} {
				if it, ok = a.byFile[strings.ToLower(dir+strings.Trim(target, "/")+ext)]; ok {
					return it.href() + fragment, true
				}
			}
		}
		name := strings.ToLower(path.Base(target))
		if it = a.byName[name]; it == nil {
			it = a.byName[strings.TrimSuffix(name, path.Ext(name))]
		}
		if it == nil {
			return "", false
		}
	}
	return it.href() + fragment, true
}

// cutFragment takes "#part" off. The headings of this site have ids of their own
// kind, so that no text can take the name of a part of the page.
func cutFragment(address string) (rest, fragment string) {
	rest, fragment, ok := strings.Cut(address, "#")
	if !ok || fragment == "" {
		return rest, ""
	}
	if !strings.HasPrefix(fragment, "h-") {
		fragment = "h-" + fragment
	}
	return rest, "#" + fragment
}

// redirects are the old addresses of a record that must lead to the new one: those
// the file names, the configured one, and the dated ones if any text uses such.
func (a *addresses) redirects(it *item, s site) []wire.Redirect {
	old := append([]string{}, it.aliases...)
	if s.kind == "hugo" || s.kind == "jekyll" {
		old = append(old, it.oldAddresses(formConfigured, s)...)
	}
	for _, f := range []form{formDated, formDatedHTML} {
		if a.used[f] {
			if dated := it.oldAddresses(f, s); len(dated) > 0 {
				old = append(old, dated[0])
			}
		}
	}
	var out []wire.Redirect
	seen := map[string]bool{it.href(): true}
	for _, from := range old {
		u, err := url.Parse(from)
		if err != nil || u.Path == "" {
			continue
		}
		from = path.Clean("/" + u.Path)
		if from == "/" || seen[from] {
			continue
		}
		seen[from] = true
		out = append(out, wire.Redirect{From: from, To: it.href(), Code: 301})
	}
	return out
}

// giveSlugs parts records that want the same address: the oldest keeps it.
func giveSlugs(items []*item, r *Report) {
	byAge := slices.Clone(items)
	slices.SortStableFunc(byAge, func(a, b *item) int { return a.date.Compare(b.date) })
	taken := map[string]*item{}
	for _, it := range byAge {
		other := taken[it.href()]
		if other == nil {
			taken[it.href()] = it
			continue
		}
		wanted := it.slug
		for n := 2; taken[it.href()] != nil; n++ {
			it.slug = suffixed(wanted, n)
		}
		taken[it.href()] = it
		r.problem(it.atKey("slug"), fmt.Sprintf("wants the address of %s, %s", other.path, other.href()),
			"it was given "+it.href()+"; write another slug if you like one better")
	}
}

// suffixed appends "-2" to a slug within its limit.
func suffixed(slug string, n int) string { return suffix(slug, fmt.Sprintf("-%d", n)) }

func suffix(slug, end string) string {
	r := []rune(slug)
	return string(r[:min(len(r), wire.MaxSlug-len(end))]) + end
}
