package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/store"
)

// letters is a data folder with the messages in it and the command to look at them.
func letters(t *testing.T, messages ...wire.Message) (run func(args ...string) (string, error), ids []string) {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(dir, databaseName), Synchronous: "NORMAL", TermSlug: content.Slug})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Write(t.Context(), func(tx *store.Tx) error {
		for _, m := range messages {
			if _, err := tx.AddMessage(&m, store.MessageKey{}); err != nil {
				return err
			}
			ids = append(ids, m.ID)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return func(args ...string) (string, error) {
		var out, log bytes.Buffer
		err := showMessages(t.Context(), append(args, "--data", dir), stdio{out: &out, err: &log, env: func(string) (string, bool) { return "", false }})
		return out.String(), err
	}, ids
}

func TestMessagesCommand(t *testing.T) {
	run, ids := letters(t,
		wire.Message{Name: "Grace", Email: "grace@example.org", Message: "First line\nand a second that is long enough to be cut off", Marks: []string{"4 links"}},
		wire.Message{Name: "Ada", Email: "ada@example.org", Message: "Second"})
	says := func(want string, args ...string) string {
		t.Helper()
		out, err := run(args...)
		if err != nil || !strings.Contains(out, want) {
			t.Errorf("%v: %v\n%s\nwant %q", args, err, out, want)
		}
		return out
	}
	list := says("[spam?] First line and a second that is long enough to …", "list")
	if strings.Index(list, "Ada <ada@example.org>") > strings.Index(list, "Grace") {
		t.Errorf("the newest is not first:\n%s", list)
	}
	says("Spam?   4 links\n\nFirst line\nand a second", "show", ids[0])
	var all []wire.Message
	if err := json.Unmarshal([]byte(says("", "export")), &all); err != nil || len(all) != 2 || all[0].Name != "Ada" || all[0].Marks == nil {
		t.Errorf("as JSON: %v %+v", err, all)
	}
	var one wire.Message
	if err := json.Unmarshal([]byte(says("", "show", ids[1], "--json")), &one); err != nil || one.Message != "Second" {
		t.Errorf("one as JSON: %v %+v", err, one)
	}
	for _, args := range [][]string{{}, {"frob"}, {"show"}, {"show", ids[0], ids[1]}, {"show", ids[0], "--csv"}, {"show", "nobody"}, {"delete"},
		{"delete", ids[0], "nobody"}, {"list", ids[0]}, {"export", "--json", "--csv"}} {
		if out, err := run(args...); err == nil {
			t.Errorf("%v was taken: %s", args, out)
		}
	}
	says("First line", "list") // a deletion that names a message that is not there deletes none
	says("Deleted: 2.", "delete", ids[0], ids[1])
	says("There are no messages.", "list")
	if out := says("", "export"); out != "[]\n" {
		t.Errorf("no messages as JSON: %q", out)
	}
}

func TestSpreadsheetsRunNothing(t *testing.T) {
	run, _ := letters(t,
		wire.Message{Name: "=1+1", Email: "+a@example.org", Message: "@SUM(A1)\n=2"},
		wire.Message{Name: "-1", Email: "a@example.org", Message: "\tx, \"y\""})
	out, err := run("export", "--csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%v\n%s", err, out)
	}
	for i, want := range [][]string{{"'-1", "a@example.org", "'\tx, \"y\""}, {"'=1+1", "'+a@example.org", "'@SUM(A1)\n=2"}} {
		if got := rows[i+1][2:5]; !slices.Equal(got, want) {
			t.Errorf("row %d is %q, want %q", i, got, want)
		}
	}
}
