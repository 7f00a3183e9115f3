package store_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"vitrine/app/wire"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

// refused opens the store and checks that it does not open and what it says.
func refused(t *testing.T, o store.Options, code wire.Code, words ...string) {
	t.Helper()
	s, err := store.Open(context.Background(), o)
	if err == nil {
		t.Fatalf("the store opened (%v); want an error with %q", s.Close(), words)
	}
	if got := wire.CodeOf(err); got != code {
		t.Errorf("the code is %q, want %q: %v", got, code, err)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("the error does not say %q: %v", word, err)
		}
	}
}

// sqlExec changes a database file without the store.
func sqlExec(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

func TestOptionsAreChecked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vitrine.db")
	slug := storetest.TermSlug
	for name, o := range map[string]store.Options{
		"path":        {TermSlug: slug},
		"term_slug":   {Path: path},
		"synchronous": {Path: path, TermSlug: slug, Synchronous: "OFF"},
	} {
		refused(t, o, wire.Invalid, name)
	}
}

func TestFolderNamesKeepTheirSigns(t *testing.T) {
	for _, name := range []string{"what?mode=memory", "a#b", "100%", "50%20off", "two words", "ünï", "a&b=c+d"} {
		path := filepath.Join(t.TempDir(), name, "vitrine.db")
		s := storetest.OpenAt(t, path)
		save(t, s, &wire.Post{Slug: "here", Title: "Here"})
		if _, err := s.Post(context.Background(), "here"); err != nil {
			t.Errorf("folder %q: reading back: %v", name, err)
		}
		if _, err := os.Stat(path + "-wal"); err != nil {
			t.Errorf("folder %q: the database is not where it was asked for: %v", name, err)
		}
	}
}

func TestSettingsHoldOnEveryConnection(t *testing.T) {
	ctx := context.Background()
	o := storetest.Options(filepath.Join(t.TempDir(), "vitrine.db"))
	o.Synchronous = ""
	s, err := store.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	want := map[string]map[string]string{
		"writer":  {"foreign_keys": "1", "busy_timeout": "5000", "journal_mode": "wal", "synchronous": "2", "query_only": "0"},
		"readers": {"foreign_keys": "1", "busy_timeout": "5000", "journal_mode": "wal", "query_only": "1"},
	}
	for name, pool := range s.Pools() {
		n := pool.Stats().MaxOpenConnections
		if (n == 1) != (name == "writer") {
			t.Errorf("%s: %d connections", name, n)
		}
		for i := range n {
			conn, err := pool.Conn(ctx) // held, so that the next one is new
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			for pragma, value := range want[name] {
				var got string
				if err := conn.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got); err != nil || got != value {
					t.Errorf("%s, connection %d: %s is %q (%v), want %q", name, i, pragma, got, err, value)
				}
			}
			_, err = conn.ExecContext(ctx, `INSERT INTO post_terms (post_id, kind, slug, name) VALUES ('nobody', 'tag', 'a', 'A')`)
			if err == nil {
				t.Errorf("%s, connection %d: took a term of a post that is not there", name, i)
			}
		}
	}
}

func TestASettingThatWasNotTakenIsRefused(t *testing.T) {
	db := store.OpenPool(filepath.Join(t.TempDir(), "x.db"), "foreign_keys", "1")
	defer db.Close()
	if err := db.Ping(); err == nil || !strings.Contains(err.Error(), "foreign_keys = 1: it says 0") {
		t.Errorf("a connection without foreign_keys was not refused: %v", err)
	}
}

func TestAnEmptiedSiteIsNotStartedAnew(t *testing.T) {
	const say = "missing or empty"
	site := func() string {
		path := filepath.Join(t.TempDir(), "vitrine.db")
		if err := storetest.OpenAt(t, path).Close(); err != nil {
			t.Fatal(err)
		}
		return path
	}
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}

	missing := site()
	must(os.Remove(missing))
	refused(t, storetest.Options(missing), wire.Conflict, say, "vitrine.db.site")
	if _, err := os.Stat(missing); err == nil {
		t.Error("the refused start left a new database behind")
	}

	empty := site()
	must(os.Truncate(empty, 0))
	refused(t, storetest.Options(empty), wire.Conflict, say)

	noSchema := site()
	must(os.Remove(noSchema))
	sqlExec(t, noSchema, "PRAGMA user_version = 1") // a header, and nothing in it
	refused(t, storetest.Options(noSchema), wire.Conflict, say)

	mediaOnly := filepath.Join(t.TempDir(), "vitrine.db")
	must(os.MkdirAll(filepath.Join(filepath.Dir(mediaOnly), "media", "ab"), 0o700))
	refused(t, storetest.Options(mediaOnly), wire.Conflict, say)

	unmarked := site()
	must(os.Remove(unmarked + ".site"))
	must(storetest.OpenAt(t, unmarked).Close())
	if _, err := os.Stat(unmarked + ".site"); err != nil {
		t.Errorf("a whole database without its marker did not get one: %v", err)
	}
}

func TestAnotherProgramsFileIsRefused(t *testing.T) {
	dir := t.TempDir()
	tables, id, text := filepath.Join(dir, "tables.db"), filepath.Join(dir, "id.db"), filepath.Join(dir, "text.db")
	sqlExec(t, tables, "CREATE TABLE users (name TEXT)")
	sqlExec(t, id, "PRAGMA application_id = 7")
	if err := os.WriteFile(text, []byte(strings.Repeat("not a database\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{tables, id, text} {
		refused(t, storetest.Options(path), wire.Conflict, "not a Vitrine database", path)
	}
}

func TestClosingFoldsTheLogAndIsDoneOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vitrine.db")
	s := storetest.OpenAt(t, path)
	save(t, s, &wire.Post{Slug: "a", Title: "A"})
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(path + "-wal"); err == nil {
		t.Error("the log is still there after closing: a copy of the database alone would lose it")
	}
	if err := s.Ping(context.Background()); err == nil {
		t.Error("a closed store answers Ping")
	}
	if err := s.Write(context.Background(), func(*store.Tx) error { return nil }); err == nil {
		t.Error("a closed store takes a write")
	}
}
