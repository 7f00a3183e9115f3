package content

import (
	"context"
	"errors"
	"strconv"

	"vitrine/app/wire"
	"vitrine/server/store"
)

// find looks a record up by its id, else by the source it was imported from.
func find[T any](ctx context.Context, id, source string, byID, bySource func(context.Context, string) (T, error)) (old T, known bool, err error) {
	for _, key := range []struct {
		value string
		get   func(context.Context, string) (T, error)
	}{{id, byID}, {source, bySource}} {
		if key.value == "" {
			continue
		}
		old, err = key.get(ctx, key.value)
		if err == nil {
			return old, true, nil
		}
		if wire.CodeOf(err) != wire.NotFound {
			return old, false, err
		}
	}
	var none T
	return none, false, nil
}

// keep takes the stored value where none was given.
func keep[T comparable](given *T, stored T) {
	var zero T
	if *given == zero {
		*given = stored
	}
}

// address is what put needs to know of a record to give it its place.
type address struct {
	slug      *string
	title     string // a missing slug is made of it
	fallback  string // for a title that makes none
	reserved  string
	base      string // "/blog/"
	old       string // the stored slug
	wasPublic bool
	isPublic  bool
	taken     func(slug string) error // NotFound: it is free
	put       func(*store.Tx) (id string, err error)
}

// put writes a record in one transaction with what becomes of its addresses. A slug made of the title is counted up while others have it; one
// that another writer takes in between is counted up again.
func (s *Service) put(ctx context.Context, a address) error {
	derived := *a.slug == ""
	for try := 0; ; try++ {
		if derived {
			slug, err := freeSlug(a)
			if err != nil {
				return err
			}
			*a.slug = slug
		}
		err := s.write(ctx, func(tx *store.Tx) error {
			id, err := a.put(tx)
			if err != nil {
				return err
			}
			return a.leave(tx, id)
		})
		var e *wire.Error
		if derived && try < 5 && errors.As(err, &e) && e.Code == wire.Conflict && e.Field == "slug" {
			continue
		}
		return err
	}
}

// freeSlug makes a slug of the title that nobody has.
func freeSlug(a address) (string, error) {
	base := cut(Slug(a.title), wire.MaxSlug-6)
	if base == "" {
		base = a.fallback
	}
	for n := 1; n < 10_000; n++ {
		slug := base
		if n > 1 {
			slug += "-" + strconv.Itoa(n)
		}
		if isReserved(slug, a.reserved) {
			continue
		}
		switch err := a.taken(slug); {
		case wire.CodeOf(err) == wire.NotFound:
			return slug, nil
		case err != nil:
			return "", err
		}
	}
	return "", &wire.Error{Code: wire.Conflict, Field: "slug", Message: "thousands of records have this title: choose an address"}
}
