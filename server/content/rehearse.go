package content

import (
	"context"
	"errors"

	"vitrine/server/store"
)

type rehearsing struct{}

var errRehearsed = errors.New("a rehearsal: nothing was stored")

// Rehearse gives a context under which the Save methods find, check and render
// as always and tell what they would do, and then take their transaction back:
// a dry run that cannot tell another story than the run.
func Rehearse(ctx context.Context) context.Context {
	return context.WithValue(ctx, rehearsing{}, true)
}

// rehearsed makes a transaction fail at its end where ctx is a rehearsal's.
func rehearsed(ctx context.Context, fn func(*store.Tx) error) func(*store.Tx) error {
	if ctx.Value(rehearsing{}) == nil {
		return fn
	}
	return func(tx *store.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return errRehearsed
	}
}
