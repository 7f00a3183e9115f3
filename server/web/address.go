package web

import (
	"net"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"vitrine/app/wire"
)

// mostQuery bounds a query in bytes: nothing of ours needs more than a search.
const mostQuery = 2048

// checkHost refuses a request that is meant for somebody else: the only stop to
// DNS rebinding, and to links and caches poisoned by a Host header. A site whose
// base URL is on this machine answers to every loopback name.
func (s *Server) checkHost(r *http.Request) *wire.Error {
	host := strings.ToLower(r.Host)
	if host == s.host || host == s.hostPort {
		return nil
	}
	if s.local && loopback(host) {
		return nil
	}
	return wire.Errorf(wire.Misdirected, "This server does not serve that host.")
}

// loopback says that a Host header names this machine, whatever the port.
func loopback(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.Trim(name, "[]")
	if name == "localhost" {
		return true
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback()
}

// defaultPort gives host with the scheme's port where it has none.
func defaultPort(base *url.URL) string {
	if base.Port() != "" {
		return base.Host
	}
	if base.Scheme == "https" {
		return base.Host + ":443"
	}
	return base.Host + ":80"
}

// checkPath refuses what no honest client sends: control characters, backslash,
// invalid UTF-8, and separators or dots hidden by encoding.
func checkPath(u *url.URL) *wire.Error {
	bad := wire.Errorf(wire.Invalid, "The address has characters that no page of this site has.")
	if !strings.HasPrefix(u.Path, "/") || !utf8.ValidString(u.Path) {
		return bad
	}
	for i := range len(u.Path) {
		if c := u.Path[i]; c < ' ' || c == 0x7f || c == '\\' {
			return bad
		}
	}
	if u.RawPath != "" {
		raw := strings.ToLower(u.RawPath)
		for _, hidden := range [...]string{"%2f", "%5c", "%2e%2e", "%00"} {
			if strings.Contains(raw, hidden) {
				return bad
			}
		}
	}
	for seg := range strings.SplitSeq(u.Path, "/") {
		if seg == "." || seg == ".." {
			return bad
		}
	}
	if len(u.RawQuery) > mostQuery {
		return wire.Errorf(wire.URITooLong, "The address is too long.")
	}
	return nil
}

// canonicalPath is the one form of a page's path: lower case, single slashes,
// none at the end. Files keep their case: their names are part of their address.
func canonicalPath(path string) string {
	if path == "/" {
		return path
	}
	for strings.Contains(path, "//") {
		path = strings.ReplaceAll(path, "//", "/")
	}
	if len(path) > 1 {
		path = strings.TrimRight(path, "/")
	}
	if path == "" {
		return "/"
	}
	if strings.HasPrefix(path, "/media/") || strings.HasPrefix(path, "/assets/") {
		return path
	}
	return strings.ToLower(path)
}
