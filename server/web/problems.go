package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/ssr"
)

// fail answers with what went wrong: a page to people, JSON to programs. What
// is our fault gets a reference, and the log the cause beside it.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	problem := s.told(r, err)
	h := w.Header()
	h["Cache-Control"] = cacheNever
	for _, k := range [...]string{"Etag", "Cdn-Cache-Control", "Content-Encoding", "Content-Length", "Content-Disposition"} {
		delete(h, k)
	}
	h["Content-Security-Policy"] = s.security["Content-Security-Policy"]
	if problem.RetryAfter > 0 {
		h.Set("Retry-After", decimal(problem.RetryAfter))
	}
	status := problem.Code.Status()
	switch {
	case wantsJSON(r):
		body, marshalErr := json.Marshal(map[string]*wire.Error{"error": problem})
		if marshalErr != nil {
			body = []byte(`{"error":{"code":"internal"}}`)
		}
		writeBody(w, r, status, typeJSON, body)
	case status == http.StatusMisdirectedRequest || r.URL.Path == "/readyz" || r.URL.Path == "/livez":
		// A host that is not ours gets no page of ours.
		writeBody(w, r, status, "text/plain; charset=utf-8", []byte(problem.Message+"\n"))
	default:
		writeBody(w, r, status, typeHTML, s.problemPage(r, problem))
	}
}

func (s *Server) problemPage(r *http.Request, problem *wire.Error) []byte {
	l := s.look.Load()
	p := l.site.Problem(r.Context(), strings.ToValidUTF8(r.URL.Path, "\uFFFD"), problem)
	var b bytes.Buffer
	if err := ssr.Document(&b, p, l.bundle.links); err != nil {
		s.o.Log.Error("the error page failed", "error", err)
		return []byte("<!doctype html><title>Error</title><p>Something broke on our side.")
	}
	return b.Bytes()
}

// visible is what of an error its reader may see: the message of one of ours,
// nothing of any other.
func visible(err error) *wire.Error {
	var e *wire.Error
	if errors.As(err, &e) && e.Code != wire.Internal {
		shown := *e
		return &shown
	}
	return &wire.Error{Code: wire.Internal, Message: "The cause is in our log. Please try again; if it stays, tell us the reference.", Err: err}
}

func wantsJSON(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/api/") || strings.Contains(r.Header.Get("Accept"), "application/json")
}
