package nav

import (
	"net/url"
	"path"
	"strings"
)

// Link is what an anchor says of itself.
type Link struct {
	Href     string // absolute, as the browser resolved it
	Target   string
	Rel      string
	Download bool
}

// Click is how an anchor was chosen.
type Click struct {
	Button   int  // 0 is the main one
	Modified bool // with ctrl, shift, alt or meta: a new tab, a new window, a download
	Handled  bool // somebody prevented the default already
}

// Plain reports whether the browser would follow the link in this tab.
func (c Click) Plain() bool { return c.Button == 0 && !c.Modified && !c.Handled }

// Files and interfaces of the site that are no pages.
var (
	noPageUnder = []string{"/media/", "/assets/", "/api/", "/ws/", "/feed/"}
	noPageKinds = map[string]bool{".xml": true, ".json": true, ".txt": true, ".md": true, ".js": true, ".webmanifest": true}
)

// Path gives the path with its query and the fragment (with its #, or "") that
// a link leads to, and whether it is a page of this origin that can be shown
// in place. origin is "https://host:port".
func (l Link) Path(origin string) (path, fragment string, ok bool) {
	if l.Download || (l.Target != "" && l.Target != "_self") {
		return "", "", false
	}
	for rel := range strings.FieldsSeq(l.Rel) {
		if strings.EqualFold(rel, "external") {
			return "", "", false
		}
	}
	return PagePath(origin, l.Href)
}

// PagePath is Path for a bare address.
func PagePath(origin, href string) (address, fragment string, ok bool) {
	u, err := url.Parse(href)
	if err != nil || u.User != nil || u.Scheme+"://"+u.Host != origin {
		return "", "", false
	}
	for _, p := range noPageUnder {
		if strings.HasPrefix(u.Path, p) {
			return "", "", false
		}
	}
	if noPageKinds[path.Ext(u.Path)] {
		return "", "", false
	}
	address = u.EscapedPath()
	if address == "" {
		address = "/"
	}
	if u.RawQuery != "" {
		address += "?" + u.RawQuery
	}
	if _, after, has := strings.Cut(href, "#"); has {
		fragment = "#" + after
	}
	return address, fragment, true
}
