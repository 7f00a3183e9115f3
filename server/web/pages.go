package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/site"
	"vitrine/server/ssr"
)

// moved is how a page that went elsewhere comes out of the page cache's fill:
// redirects are cheap and are not kept.
type moved struct{ page wire.Page }

func (m *moved) Error() string { return "moved to " + m.page.Redirect }

// build makes the page at address. It outlives the request that asked first:
// others wait for the same one.
func (s *Server) build(r *http.Request, address string) (wire.Page, *look, error) {
	l, ctx := s.look.Load(), context.WithoutCancel(r.Context())
	if address == "/privacy" {
		p, err := l.site.Privacy(ctx, s.privacy(s.o.Contact))
		return p, l, err
	}
	p, err := l.site.Page(ctx, address)
	if err == nil && p.Redirect != "" {
		err = &moved{p}
	}
	return p, l, err
}

// render makes a page's HTML.
func (s *Server) render(r *http.Request, address string) (*encoded, error) {
	p, l, err := s.build(r, address)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := ssr.Document(&b, p, l.bundle.links); err != nil {
		return nil, err
	}
	return encode(b.Bytes(), typeHTML), nil
}

// sendPage writes a kept page. Everything it sets is ready made.
func (s *Server) sendPage(w http.ResponseWriter, r *http.Request, e *encoded) {
	h := w.Header()
	h["Cache-Control"] = cachePage
	h["Cdn-Cache-Control"] = cachePageCDN
	s.o.Machines.tag(h, r.URL.Path)
	send(w, r, e)
}

// send writes a body in the coding the client likes best, or 304.
func send(w http.ResponseWriter, r *http.Request, e *encoded) {
	h := w.Header()
	c := e.best(r.Header["Accept-Encoding"])
	h["Vary"] = varyEncoding
	h["Etag"] = e.etag[c]
	if fresh(r, e.etag[c][0]) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h["Content-Type"] = e.kind
	h["Content-Length"] = e.length[c]
	switch c {
	case brotlied:
		h["Content-Encoding"] = inBrotli
	case gzipped:
		h["Content-Encoding"] = inGzip
	}
	if r.Method == http.MethodHead {
		return
	}
	body := e.bodies[c]
	if len(body) >= httpBuffer {
		defer joinWrites(r.Context())()
	}
	_, _ = w.Write(body) // the client went away: there is nobody to tell
}

// movedOr answers the redirect in err, or gives err back.
func (s *Server) movedOr(w http.ResponseWriter, r *http.Request, err error) error {
	var m *moved
	if !errors.As(err, &m) {
		return err
	}
	to, parseErr := url.Parse(m.page.Redirect)
	if parseErr != nil {
		return wire.Errorf(wire.Internal, "a redirect leads nowhere: %w", parseErr)
	}
	w.Header().Set("Location", to.String())
	w.Header()["Cache-Control"] = cachePage
	w.WriteHeader(m.page.Status)
	return nil
}

// apiPage gives a page's props to the browser client: GET /api/page?path=/blog.
func (s *Server) apiPage(w http.ResponseWriter, r *http.Request) error {
	target, err := url.Parse(r.URL.Query().Get("path"))
	if err != nil || target.Host != "" || target.Scheme != "" || !strings.HasPrefix(target.Path, "/") {
		return wire.Errorf(wire.Invalid, "The parameter path must be the path of a page of this site, such as /blog.")
	}
	if problem := checkPath(target); problem != nil {
		return problem
	}
	path := canonicalPath(target.Path)
	if path == "/contact" {
		return s.contact.props(w, r)
	}
	if path == searchPath {
		return s.searches.props(w, r, target.Query())
	}
	address, ok := site.Address(path, target.Query())
	if !ok {
		address = path
	}
	e, err := s.pages.load("api "+address, func() (*encoded, error) {
		p, _, err := s.build(r, address)
		if err != nil {
			return nil, err
		}
		return encodeJSON(p)
	})
	var m *moved
	switch {
	case errors.As(err, &m):
		e, err = encodeJSON(m.page)
	case wire.CodeOf(err) == wire.NotFound || wire.CodeOf(err) == wire.Gone:
		return s.apiProblem(w, r, path, err)
	}
	if err != nil {
		return err
	}
	s.sendPage(w, r, e)
	return nil
}

// apiProblem gives the client the page that says there is none, with its status.
func (s *Server) apiProblem(w http.ResponseWriter, r *http.Request, path string, err error) error {
	var problem *wire.Error
	if !errors.As(err, &problem) {
		return err
	}
	p := s.look.Load().site.Problem(r.Context(), path, problem)
	b, err := json.Marshal(p)
	if err != nil {
		return wire.Errorf(wire.Internal, "the page could not be encoded: %w", err)
	}
	writeBody(w, r, p.Status, typeJSON, b)
	return nil
}

func encodeJSON(p wire.Page) (*encoded, error) {
	b, err := json.Marshal(p)
	if err != nil {
		return nil, wire.Errorf(wire.Internal, "the page could not be encoded: %w", err)
	}
	return encode(b, typeJSON), nil
}
