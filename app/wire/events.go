package wire

// EventKind names what a browser tells the server of itself.
type EventKind string

// EventClientFault says that the browser client stopped or could not start.
const EventClientFault EventKind = "client-fault"

// Limits on an event.
const (
	MaxEventBody    = 4 << 10 // bytes of a whole request: 500 characters escaped as \u0000 are 3,000
	MaxEventMessage = 500     // characters
	MaxEventPath    = 500     // bytes
	MaxEventBuild   = 64      // bytes
)

// ClientEvent is the body of POST /api/events. It says nothing of the visitor.
type ClientEvent struct {
	Kind    EventKind `json:"kind"`
	Message string    `json:"message"`
	Build   string    `json:"build"` // of the page the client ran in
	Path    string    `json:"path"`  // without its query, where words of a search could be
}
