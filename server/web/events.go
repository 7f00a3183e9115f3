package web

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"vitrine/app/wire"
	"vitrine/server/limit"
)

// How many events are taken: a client tells one a page load, so a network of
// some people is served, and a flood fills no log.
var (
	eventsOfOne = limit.Rate{Burst: 10, Every: 6 * time.Second}
	eventsOfAll = limit.Rate{Burst: 60, Every: time.Second}
)

// events takes what browsers tell of themselves: POST /api/events. It keeps
// nothing but a count and a line in the log.
type events struct {
	s      *Server
	allow  *limit.Limiter
	faults atomic.Uint64
}

func newEvents(s *Server) *events {
	return &events{s: s, allow: limit.New(time.Now, eventsOfOne, eventsOfAll)}
}

// ClientFaults is how many faults of the browser client were told since the start.
func (s *Server) ClientFaults() uint64 { return s.events.faults.Load() }

func (e *events) api(w http.ResponseWriter, r *http.Request) error {
	if err := e.s.contact.origin.Check(r); err != nil {
		return &wire.Error{Code: wire.Forbidden, Message: "Events are taken from pages of this site only.", Err: err}
	}
	if got, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || got != typeJSON {
		return &wire.Error{Code: wire.Invalid, Message: "Send the event as application/json.", Err: err}
	}
	if wait := e.allow.Take(network(ClientAddress(r, e.s.o.TrustedProxies))); wait > 0 {
		return &wire.Error{Code: wire.RateLimited, Message: "That is enough for now: later faults are the same ones.", RetryAfter: int(wait/time.Second) + 1}
	}
	in := json.NewDecoder(http.MaxBytesReader(w, r.Body, wire.MaxEventBody))
	in.DisallowUnknownFields()
	var event wire.ClientEvent
	const want = `Send one JSON object with the texts "kind", "message", "build" and "path".`
	if err := in.Decode(&event); err != nil {
		return unreadable(err, want)
	}
	if _, err := in.Token(); err != io.EOF {
		return unreadable(err, want)
	}
	if fault := eventFault(event); fault != nil {
		return fault
	}
	e.faults.Add(1)
	e.s.o.Log.Warn("a browser's client failed", "message", event.Message, "build", event.Build, "path", event.Path)
	w.Header()["Cache-Control"] = cacheNever
	w.WriteHeader(http.StatusAccepted)
	return nil
}

// eventFault is what is wrong with an event that could be read.
func eventFault(e wire.ClientEvent) error {
	for _, c := range []struct {
		wrong         bool
		field, remedy string
	}{
		{e.Kind != wire.EventClientFault, "kind", "This is no kind of event that is known here: send client-fault."},
		{e.Message == "" || utf8.RuneCountInString(e.Message) > wire.MaxEventMessage, "message", "Say in 1 to 500 characters what went wrong."},
		{len(e.Build) > wire.MaxEventBuild, "build", "Send the build as the page's data-build says it."},
		{len(e.Path) > wire.MaxEventPath, "path", "Send a path of at most 500 bytes."},
	} {
		if c.wrong {
			return &wire.Error{Code: wire.Invalid, Field: c.field, Message: c.remedy}
		}
	}
	return nil
}
