// Package http stands in for net/http in builds of the browser client. It has
// exactly the names that go-app's server side mentions, so that it compiles;
// the linker then drops that side. Nothing here works: a client fetches through
// the browser (see app/client).
package http

import (
	"errors"
	"io"
	"net/url"
)

// Status codes that go-app names.
const (
	StatusOK                  = 200
	StatusNotModified         = 304
	StatusNotFound            = 404
	StatusInternalServerError = 500
)

// ErrNotHere is the answer to every request: the browser client has no HTTP of its own.
var ErrNotHere = errors.New("net/http is not part of the browser client")

// Handler is the shape of net/http's.
type Handler interface {
	ServeHTTP(ResponseWriter, *Request)
}

// ResponseWriter is the shape of net/http's.
type ResponseWriter interface {
	Header() Header
	Write([]byte) (int, error)
	WriteHeader(status int)
}

// Header is the shape of net/http's, without its canonical names.
type Header map[string][]string

// Get gives the first value of a field, or "".
func (h Header) Get(field string) string {
	if v := h[field]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// Set replaces the values of a field.
func (h Header) Set(field, value string) { h[field] = []string{value} }

// Request is the shape of net/http's.
type Request struct {
	Host   string
	URL    *url.URL
	Header Header
	TLS    *struct{}
}

// Response is the shape of net/http's.
type Response struct {
	StatusCode int
	Header     Header
	Body       io.ReadCloser
}

// Dir is the shape of net/http's.
type Dir string

type nothing struct{}

func (nothing) ServeHTTP(w ResponseWriter, _ *Request) { w.WriteHeader(StatusNotFound) }

// FileServer gives a Handler that finds nothing.
func FileServer(Dir) Handler { return nothing{} }

// NotFound answers 404.
func NotFound(w ResponseWriter, _ *Request) { w.WriteHeader(StatusNotFound) }

// Get fails with ErrNotHere.
func Get(string) (*Response, error) { return nil, ErrNotHere }
