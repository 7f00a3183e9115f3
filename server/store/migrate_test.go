package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/pressly/goose/v3"

	"vitrine/app/wire"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

var update = flag.Bool("update", false, "write schema.sql anew from the migrations")

func TestSchemaIsTheOneInItsFile(t *testing.T) {
	db := storetest.Open(t).Pools()["readers"]
	rows, err := db.Query(`
		SELECT sql FROM sqlite_master
		WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version'
		ORDER BY tbl_name, type DESC, name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	got := "-- The present schema: what the migrations, run in their order, lead to.\n"
	for rows.Next() {
		var statement string
		if err := rows.Scan(&statement); err != nil {
			t.Fatal(err)
		}
		got += "\n" + statement + ";\n"
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("schema.sql", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("schema.sql")
	if err != nil || string(want) != got {
		t.Fatalf("schema.sql is not what the migrations make (%v).\n"+
			"Write it anew and read the difference: go test ./server/store -run TestSchema -update\n\n%s", err, got)
	}
}

// later is the program's migrations with one more, which needs the rows to be
// what they were.
func later(t *testing.T, statement string) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{"00900_later.sql": {Data: []byte("-- +goose Up\n" + statement)}}
	for _, name := range ownMigrations(t) {
		data, err := fs.ReadFile(store.Migrations(), name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = &fstest.MapFile{Data: data}
	}
	return all
}

func ownMigrations(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(store.Migrations(), "*.sql")
	if err != nil || len(names) == 0 {
		t.Fatalf("the program has no migrations: %v", err)
	}
	return names
}

// ownVersion is the schema's version that this program knows.
func ownVersion(t *testing.T) int64 {
	t.Helper()
	names := ownMigrations(t)
	n, err := goose.NumericComponent(names[len(names)-1])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// titleIn reads a title from a database file without the store.
func titleIn(t *testing.T, path, slug string) (title string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+url.PathEscape(path))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(`SELECT title FROM blog_posts WHERE slug = ?`, slug).Scan(&title); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return title
}

func TestAnUpgradeLeavesACopyFromBefore(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "50% of?", "vitrine.db")
	s := storetest.OpenAt(t, path)
	save(t, s, &wire.Post{Slug: "a", Title: "Before"})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	// A failing step is undone whole, and the copy is there by then.
	_, err := store.OpenMigrations(ctx, storetest.Options(path), later(t, "UPDATE blog_posts SET title = 'Half'; INSERT INTO nowhere VALUES (1);"))
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("upgrading the schema from %d to 900", ownVersion(t))) {
		t.Fatalf("a migration that cannot work gave: %v", err)
	}
	if got := titleIn(t, path, "a"); got != "Before" {
		t.Errorf("after a failed migration the title is %q: it was not undone", got)
	}

	s, err = store.OpenMigrations(ctx, storetest.Options(path), later(t, "UPDATE blog_posts SET title = 'After';"))
	if err != nil {
		t.Fatal(err)
	}
	if p, err := s.Post(ctx, "a"); err != nil || p.Title != "After" {
		t.Errorf("after the upgrade: %q, %v", p.Title, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := titleIn(t, path+".before-900", "a"); got != "Before" {
		t.Errorf("the copy has the title %q, want Before", got)
	}
	if info, err := os.Stat(path + ".before-900"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy: %v, %v; want mode 600", info.Mode(), err)
	}
	if parts, err := filepath.Glob(filepath.Dir(path) + "/*.part"); err != nil || len(parts) > 0 {
		t.Errorf("unfinished copies were left: %v %v", parts, err)
	}

	// Now it is the newer program's.
	refused(t, storetest.Options(path), wire.Conflict,
		fmt.Sprintf("the data folder was written by a newer vitrine (schema 900, this program knows %d): update the program or restore a copy", ownVersion(t)))

	// The copy is a whole site of the older one.
	restored := filepath.Join(t.TempDir(), "vitrine.db")
	data, err := os.ReadFile(path + ".before-900")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(restored, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if p, err := storetest.OpenAt(t, restored).Post(ctx, "a"); err != nil || p.Title != "Before" {
		t.Errorf("the restored copy: %q, %v", p.Title, err)
	}
}

func TestAnInterruptedUpgradeKeepsTheOlderCopy(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "vitrine.db")
	s := storetest.OpenAt(t, path)
	save(t, s, &wire.Post{Slug: "a", Title: "One"})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	steps := later(t, "INSERT INTO nowhere VALUES (1);")
	steps["00899_step.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nUPDATE blog_posts SET title = 'Two';")}
	if _, err := store.OpenMigrations(ctx, storetest.Options(path), steps); err == nil {
		t.Fatal("a migration that cannot work worked")
	}
	if got := titleIn(t, path, "a"); got != "Two" {
		t.Fatalf("the first step is not there: %q", got)
	}
	if got := titleIn(t, path+".before-900", "a"); got != "One" {
		t.Errorf("the copy has %q: the tries after the first replaced the state before the upgrade", got)
	}
}

func TestADamagedDatabaseIsNotUpgraded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vitrine.db")
	if err := storetest.OpenAt(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	sqlExec(t, path, "PRAGMA foreign_keys = OFF",
		"INSERT INTO post_terms (post_id, kind, slug, name) VALUES ('nobody', 'tag', 'a', 'A')")
	_, err := store.OpenMigrations(context.Background(), storetest.Options(path), later(t, "SELECT 1;"))
	if err == nil || !strings.Contains(err.Error(), "refer to rows that are not there") {
		t.Errorf("the upgrade of a damaged database gave: %v", err)
	}
	if left, err := filepath.Glob(path + ".before-*"); err != nil || len(left) > 0 {
		t.Errorf("a copy that failed its check was kept: %v %v", left, err)
	}
}

func TestManyProcessesMayOpenANewSiteAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vitrine.db")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			s, err := store.Open(context.Background(), storetest.Options(path))
			if err != nil {
				t.Errorf("opening beside others: %v", err)
				return
			}
			if err := s.Close(); err != nil {
				t.Errorf("closing beside others: %v", err)
			}
		})
	}
	all.Wait()
}

func TestACurrentDatabaseIsNotMigrated(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vitrine.db")
	var log bytes.Buffer
	o := storetest.Options(path)
	o.Log = slog.New(slog.NewTextHandler(&log, nil))
	for start := range 2 {
		log.Reset()
		s, err := store.Open(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if migrated := strings.Contains(log.String(), "was migrated"); migrated != (start == 0) {
			t.Errorf("start %d: migrated is %v; the log says:\n%s", start+1, migrated, log.String())
		}
	}
}
