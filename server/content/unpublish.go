package content

import (
	"context"
	"net/url"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/store"
)

// found is the one status of a redirect that is not for good.
const found = 302

// A record is in one of four states:
//
//	draft        Published false, never seen: its address answers 404
//	scheduled    Published true, PublishedAt to come: 404 until that moment
//	public       Published true and due
//	withdrawn    was public and is not: 410
//
// An address at which a record was public stays the record's. While the record
// is public elsewhere it leads there in one step, however often it moved; while
// it is not, or is deleted, the address is gone. A record that becomes public at
// an address takes it over from whoever had it.

// isPublic says whether visitors see the post now.
func (s *Service) isPublic(p wire.Post) bool { return p.Published && p.PublishedAt <= s.nowMS() }

// leave keeps the address that a saved record of this id left, and frees the one
// that it has now of another's.
func (a address) leave(tx *store.Tx, id string) error {
	here, before := a.base+*a.slug, a.base+a.old
	if a.wasPublic && (!a.isPublic || here != before) {
		if err := tx.Leave(before, id); err != nil {
			return err
		}
	}
	if !a.isPublic {
		return nil
	}
	return tx.DropRedirect(here)
}

// DeletePost removes a post for good. Where it was public, its addresses are
// gone from then on. wire.NotFound: there is none.
func (s *Service) DeletePost(ctx context.Context, slug string) error {
	p, err := s.store.Post(ctx, slug)
	if err != nil {
		return err
	}
	return s.remove(ctx, (*store.Tx).DeletePost, p.ID, "/blog/"+p.Slug, s.isPublic(p))
}

// DeleteProject is DeletePost for a project.
func (s *Service) DeleteProject(ctx context.Context, slug string) error {
	p, err := s.store.Project(ctx, slug)
	if err != nil {
		return err
	}
	return s.remove(ctx, (*store.Tx).DeleteProject, p.ID, "/projects/"+p.Slug, p.Published)
}

// DeletePage is DeletePost for a free page.
func (s *Service) DeletePage(ctx context.Context, slug string) error {
	p, err := s.store.Page(ctx, slug)
	if err != nil {
		return err
	}
	return s.remove(ctx, (*store.Tx).DeletePage, p.ID, "/"+p.Slug, p.Published)
}

func (s *Service) remove(ctx context.Context, del func(*store.Tx, string) error, id, path string, public bool) error {
	return s.write(ctx, func(tx *store.Tx) error {
		if err := del(tx, id); err != nil || !public {
			return err
		}
		return tx.Leave(path, id)
	})
}

// maxHops bounds how many redirects are followed: only a circle has more.
const maxHops = 10

// Redirect is where an old path leads, in one step however many redirects lie
// between: code 410 when the record at their end is gone. wire.NotFound: it
// leads nowhere, in a circle, or to what is not public.
func (s *Service) Redirect(ctx context.Context, from string) (wire.Redirect, error) {
	now := s.nowMS()
	end, err := s.store.RedirectAt(ctx, from, now)
	if err != nil {
		return wire.Redirect{}, err
	}
	for range maxHops {
		path, ours := ownPath(end.To)
		if !ours { // another site's, or gone
			return end, nil
		}
		there, public, err := s.store.Standing(ctx, path, now)
		if err != nil {
			return wire.Redirect{}, err
		}
		if public {
			return end, nil
		}
		next, err := s.store.RedirectAt(ctx, path, now)
		switch {
		case err == nil:
			if next.Code != wire.Gone.Status() && end.Code == found {
				next.Code = end.Code // what is permanent from here on was not promised from there
			}
			next.From = from
			end = next
		case wire.CodeOf(err) != wire.NotFound || there:
			return wire.Redirect{}, err
		default:
			return end, nil // a list, a file: a page of no record
		}
	}
	return wire.Redirect{}, wire.Errorf(wire.NotFound, "the redirect of %s leads in a circle", from)
}

// ownPath is the path that an address of this site names, as redirects keep it.
func ownPath(address string) (path string, ours bool) {
	if !strings.HasPrefix(address, "/") {
		return "", false
	}
	u, err := url.Parse(address)
	if err != nil {
		return address, true
	}
	return u.Path, true
}

// circle is the redirect that would lead r back to where it begins, "" if none.
func (s *Service) circle(ctx context.Context, r wire.Redirect) (path string, err error) {
	to := r.To
	for range maxHops {
		path, ours := ownPath(to)
		if !ours {
			return "", nil
		}
		next, err := s.store.Redirect(ctx, path)
		switch {
		case wire.CodeOf(err) == wire.NotFound:
			return "", nil
		case err != nil:
			return "", err
		}
		if back, ours := ownPath(next.To); ours && back == r.From {
			return path, nil
		}
		to = next.To
	}
	return "", nil
}
