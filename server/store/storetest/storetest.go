// Package storetest gives tests a real store on a real file.
package storetest

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"vitrine/server/store"
)

// Open gives a new, empty store in the test's own folder, closed when the test
// ends.
func Open(t testing.TB) *store.Store {
	t.Helper()
	return OpenAt(t, filepath.Join(t.TempDir(), "vitrine.db"))
}

// OpenAt opens the store at path, which may be open already, and closes it when
// the test ends; a test may close it earlier.
func OpenAt(t testing.TB, path string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), Options(path))
	if err != nil {
		t.Fatalf("opening the store at %s: %v", path, err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("closing the store at %s: %v", path, err)
		}
	})
	return s
}

// Options are those of Open: NORMAL, because a test that saves a hundred posts
// would wait for a hundred disk flushes, which no test can observe.
func Options(path string) store.Options {
	return store.Options{Path: path, Synchronous: "NORMAL", TermSlug: TermSlug}
}

// TermSlug is a simple rule for names in ASCII: lower case, hyphens for spaces.
func TermSlug(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), " ", "-")
}
