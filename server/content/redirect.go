package content

import (
	"context"
	"net/url"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/store"
)

// ownAddresses are what the site itself answers: a redirect there would never be followed.
const ownAddresses = "about projects blog blog/archive search chat contact offline privacy status owner " +
	"feed.xml atom.xml feed.json sitemap.xml robots.txt llms.txt manifest.webmanifest sw.js livez readyz metrics"

// SaveRedirect checks and stores a redirect; it replaces the one with its From,
// and takes away one that would lead it in a circle.
// From is a path, stored without percent signs, as the server compares it; To a
// path or a whole URL, or "" for an address that is gone. Code 0 is 301, or 410
// without To. wire.Invalid lists everything that is wrong.
func (s *Service) SaveRedirect(ctx context.Context, r wire.Redirect) (changed bool, err error) {
	f := &faults{}
	r.From, r.To = strings.TrimSpace(r.From), strings.TrimSpace(r.To)
	if from, err := url.PathUnescape(r.From); err == nil {
		r.From = from
	}
	if r.Code == 0 && r.To == "" {
		r.Code = 410
	} else if r.Code == 0 {
		r.Code = 301
	}
	switch {
	case !strings.HasPrefix(r.From, "/") || strings.HasPrefix(r.From, "//"):
		f.add("from", "must be a path that begins with one /")
	case len(r.From) > wire.MaxAddress:
		f.add("from", "is longer than %d bytes", wire.MaxAddress)
	case r.From == "/" || isReserved(strings.TrimPrefix(r.From, "/"), ownAddresses):
		f.add("from", "%s is an address of this site itself", r.From)
	case strings.ContainsAny(r.From, "?#\\") || strings.ContainsFunc(r.From, hidden):
		f.add("from", "must be a path without ?, #, backslash and control characters")
	}
	switch {
	case r.Code != 301 && r.Code != 302 && r.Code != 308 && r.Code != 410:
		f.add("code", "must be 301, 302, 308 or 410")
	case r.Code == 410 && r.To != "":
		f.add("to", "must be empty with code 410")
	case r.Code != 410 && r.To == "":
		f.add("to", "is missing: write where the address leads, or use code 410")
	}
	if r.To != "" {
		fault := linkFault(r.To)
		if fault == "" && !strings.HasPrefix(r.To, "/") {
			fault = absoluteFault(r.To)
		}
		switch {
		case fault != "":
			f.add("to", "%s", fault)
		case r.To == r.From:
			f.add("to", "is the address itself")
		}
	}
	if err := f.err(); err != nil {
		return false, err
	}
	old, err := s.store.RedirectAt(ctx, r.From, s.nowMS())
	if err == nil && old == r {
		return false, nil
	}
	if err != nil && wire.CodeOf(err) != wire.NotFound {
		return false, err
	}
	back, err := s.circle(ctx, r)
	if err != nil {
		return false, err
	}
	err = s.write(ctx, func(tx *store.Tx) error {
		if back != "" {
			if err := tx.DropRedirect(back); err != nil {
				return err
			}
		}
		return tx.PutRedirect(r)
	})
	return err == nil, err
}
