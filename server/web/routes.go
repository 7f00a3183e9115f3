package web

import (
	"net/http"
	"net/url"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/site"
)

// handler answers a request or says why not.
type handler func(http.ResponseWriter, *http.Request) error

// route is every address that is not a page, and who may ask for it. Pages are
// in package site.
func (s *Server) route(path string) (h handler, methods string) {
	switch {
	case path == "/livez":
		return s.livez, "GET, HEAD"
	case path == "/readyz":
		return s.readyz, "GET, HEAD"
	case path == "/favicon.ico":
		return s.ico, "GET, HEAD"
	case path == "/api/page":
		return s.apiPage, "GET, HEAD"
	case path == searchPath:
		return s.searches.page, "GET, HEAD"
	case path == "/api/search":
		return s.searches.api, "GET, HEAD"
	case path == "/api/index":
		return s.searches.index, "GET, HEAD"
	case path == "/api/index/texts":
		return s.searches.texts, "GET, HEAD"
	case path == "/contact":
		return s.contact.serve, "GET, HEAD, POST"
	case path == "/api/contact":
		return s.contact.api, "POST"
	case path == "/api/events":
		return s.events.api, "POST"
	case strings.HasPrefix(path, "/assets/"):
		return s.asset, "GET, HEAD"
	case strings.HasPrefix(path, "/cards/"):
		return s.card, "GET, HEAD"
	case strings.HasPrefix(path, "/media/"):
		return s.media, "GET, HEAD"
	}
	if h := (machines{s, s.o.Machines}).route(path); h != nil {
		return h, "GET, HEAD"
	}
	return s.page, "GET, HEAD"
}

// handle checks a request from the outside in and passes it on.
func (s *Server) handle(w http.ResponseWriter, r *http.Request) error {
	if r.URL.Path != "/livez" && r.URL.Path != "/readyz" {
		if problem := s.checkHost(r); problem != nil {
			return problem
		}
	}
	if problem := checkPath(r.URL); problem != nil {
		return problem
	}
	path := canonicalPath(r.URL.Path)
	h, methods := s.route(path)
	if !allowed(methods, r.Method) {
		w.Header().Set("Allow", methods)
		return wire.Errorf(wire.MethodNotAllowed, "This address answers %s only.", methods)
	}
	if path != r.URL.Path {
		redirect(w, r, path, http.StatusMovedPermanently)
		return nil
	}
	return h(w, r)
}

func allowed(methods, method string) bool {
	for m := range strings.SplitSeq(methods, ", ") {
		if m == method {
			return true
		}
	}
	return false
}

// redirect sends to a path of this site, query and all. The path is canonical:
// it starts with one slash, so it cannot lead to another host.
func redirect(w http.ResponseWriter, r *http.Request, path string, status int) {
	to := (&url.URL{Path: path, RawQuery: r.URL.RawQuery}).String()
	w.Header().Set("Location", to)
	w.Header()["Cache-Control"] = cachePage
	w.WriteHeader(status)
}

// page serves any page of the site.
func (s *Server) page(w http.ResponseWriter, r *http.Request) error {
	address, ok := site.Address(r.URL.Path, r.URL.Query())
	if !ok {
		address = r.URL.Path
	}
	e, err := s.pages.load(address, func() (*encoded, error) { return s.render(r, address) })
	if err != nil {
		return s.movedOr(w, r, err)
	}
	s.sendPage(w, r, e)
	return nil
}
