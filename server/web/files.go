package web

import (
	"mime"
	"net/http"
	"strings"
	"time"

	"vitrine/app/wire"
)

// asset serves a file of the bundle: GET /assets/<name>.<hash>.<ext>.
func (s *Server) asset(w http.ResponseWriter, r *http.Request) error {
	l := s.look.Load()
	a, ok := l.bundle.files[r.URL.Path]
	if !ok && l.previous != nil {
		a, ok = l.previous.files[r.URL.Path]
	}
	if !ok {
		return wire.Errorf(wire.NotFound, "There is no such file.")
	}
	e := a.encoded()
	w.Header()["Cache-Control"] = cacheForever
	if a.kind == typeSVG {
		w.Header()["Content-Security-Policy"] = filePolicyList // it has a style of its own
	}
	accept := r.Header["Accept-Encoding"]
	if e.best(accept) == identity && e.bodies[identity] == nil {
		more, plain, err := a.unpacked()
		if err != nil {
			return err
		}
		if e = more; e.best(accept) == identity {
			w.Header()["Vary"] = varyEncoding
			writeBody(w, r, http.StatusOK, a.kind, plain)
			return nil
		}
	}
	send(w, r, e)
	return nil
}

// shown in place are the types a browser may open by itself; others download.
func shown(kind string) bool {
	return strings.HasPrefix(kind, "image/") || strings.HasPrefix(kind, "video/") || strings.HasPrefix(kind, "audio/")
}

// media serves an original: GET /media/<hash>/<name>, with ranges.
func (s *Server) media(w http.ResponseWriter, r *http.Request) error {
	hash, name, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/media/"), "/")
	if !ok {
		return wire.Errorf(wire.NotFound, "There is no such file.")
	}
	if strings.HasPrefix(name, "w_") { // no file's name holds an underscore
		return s.variant(w, r)
	}
	f, m, err := s.o.Media.Open(r.Context(), hash)
	if err != nil {
		return err
	}
	defer f.Close()
	if name != m.Name {
		return wire.Errorf(wire.NotFound, "There is no such file.")
	}
	h := w.Header()
	h["Cache-Control"] = cacheForever
	h["Content-Security-Policy"] = filePolicyList
	h.Set("Content-Type", m.Type)
	h.Set("ETag", `"`+m.Hash+`"`)
	if strings.HasPrefix(m.Type, "image/") {
		h["Cross-Origin-Resource-Policy"] = crossOrigin
	}
	if !shown(m.Type) {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": m.Name}))
	}
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}

// livez says that the process answers.
func (s *Server) livez(w http.ResponseWriter, r *http.Request) error {
	w.Header()["Cache-Control"] = cacheNever
	writeBody(w, r, http.StatusOK, "text/plain; charset=utf-8", []byte("ok\n"))
	return nil
}

// readyz says whether requests should come here: the database answers and
// nobody asked the server to stop.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) error {
	w.Header()["Cache-Control"] = cacheNever
	if s.stopping.Load() {
		return &wire.Error{Code: wire.Unavailable, Message: "The server is stopping.", RetryAfter: 5}
	}
	if s.o.Ready != nil {
		if err := s.o.Ready(r.Context()); err != nil {
			return &wire.Error{Code: wire.Unavailable, Message: "The database does not answer.", RetryAfter: 5, Err: err}
		}
	}
	writeBody(w, r, http.StatusOK, "text/plain; charset=utf-8", []byte("ready\n"))
	return nil
}

// writeBody writes a small body that nothing keeps.
func writeBody(w http.ResponseWriter, r *http.Request, status int, kind string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Length", decimal(len(body)))
	if h["Cache-Control"] == nil {
		h["Cache-Control"] = cacheNever
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client went away: there is nobody to tell
	}
}
