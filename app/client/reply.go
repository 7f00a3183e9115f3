package client

import (
	"encoding/json"
	"strings"

	"vitrine/app/wire"
)

// Reply is an HTTP answer, read to its end.
type Reply struct {
	Status int
	Type   string // Content-Type
	Build  string // X-Vitrine-Build: the build of the server that answered; "" when it does not say
	Body   []byte
}

// Page reads a reply to GET /api/page as a page for the client of the given
// build. It is an error when the reply is not a page, when the server failed,
// and when another build made it: its components may not be ours, so only a
// whole new document can show it.
func (r Reply) Page(build string) (wire.Page, error) {
	if r.Build != "" && r.Build != build {
		return wire.Page{}, otherBuild(r.Build)
	}
	if kind, _, _ := strings.Cut(r.Type, ";"); strings.TrimSpace(kind) != "application/json" {
		return wire.Page{}, wire.Errorf(wire.Internal, "the server answered %d with %q instead of a page", r.Status, r.Type)
	}
	var body struct {
		wire.Page
		Error *wire.Error `json:"error"`
	}
	if err := json.Unmarshal(r.Body, &body); err != nil {
		return wire.Page{}, wire.Errorf(wire.Internal, "the page could not be read: %w", err)
	}
	switch p := body.Page; {
	case body.Error != nil:
		return wire.Page{}, body.Error
	case r.Status >= 500:
		return wire.Page{}, wire.Errorf(wire.Internal, "the server answered %d", r.Status)
	case p.Redirect == "" && p.Kind == "":
		return wire.Page{}, wire.Errorf(wire.Internal, "the server answered %d with something that is not a page", r.Status)
	case p.Build != "" && p.Build != build:
		return wire.Page{}, otherBuild(p.Build)
	default:
		return p, nil
	}
}

func otherBuild(build string) *wire.Error {
	return wire.Errorf(wire.Conflict, "the site is now at build %s: load the page anew", build)
}
