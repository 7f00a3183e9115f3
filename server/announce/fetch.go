package announce

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/textproto"
	"strings"
	"time"

	"vitrine/app/wire"
)

// Bounds on an answer: nobody waits for it, and nothing of a good one is read.
const (
	timeout   = 10 * time.Second
	mostBytes = 64 << 10
	shown     = 200 // of what an error says, in the log
)

// stay keeps a redirect from being followed: the owner's key would go along.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// post sends body and is content with any 2xx. who names the other side in the
// error, which never holds the address: it may carry a token.
func (a *Announcer) post(ctx context.Context, who, address, kind string, body []byte, more http.Header) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return wire.Errorf(wire.Invalid, "the address of %s is not a URL: check the setting", who)
	}
	for name, values := range more {
		r.Header[name] = values
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("User-Agent", "Vitrine")
	res, err := a.client.Do(r)
	if err != nil {
		return wire.Errorf(wire.Unavailable, "%s could not be reached: %w", who, cause(err))
	}
	text, err := io.ReadAll(io.LimitReader(res.Body, mostBytes))
	if err := errors.Join(err, res.Body.Close()); err != nil {
		return wire.Errorf(wire.Unavailable, "the answer of %s broke off: %w", who, err)
	}
	if res.StatusCode/100 != 2 {
		said := strings.ToValidUTF8(string(text[:min(len(text), shown)]), "")
		return wire.Errorf(wire.Unavailable, "%s answered %d: %q", who, res.StatusCode, said)
	}
	return nil
}

// cause is what is inside a *url.Error, whose text begins with the address.
func cause(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}

// addHeader adds "Name: value"; nothing when line is "".
func addHeader(h http.Header, line string) error {
	if line == "" {
		return nil
	}
	name, value, ok := strings.Cut(line, ":")
	if !ok || strings.TrimSpace(name) == "" {
		return wire.Errorf(wire.Invalid, "the header for the CDN must be a name, a colon and a value: check the setting")
	}
	h[textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name))] = []string{strings.TrimSpace(value)}
	return nil
}
