package store_test

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"
	"time"

	"vitrine/app/wire"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

func TestMessages(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	o := storetest.Options(filepath.Join(t.TempDir(), "vitrine.db"))
	o.Now = func() time.Time { return now }
	s, err := store.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	before, err := s.Revision(ctx)
	if err != nil {
		t.Fatal(err)
	}
	add := func(m wire.Message, form string) (wire.Message, bool) {
		t.Helper()
		key := store.MessageKey{Form: form, Within: 10 * time.Minute}
		known, err := s.KnownMessage(ctx, m, key)
		if err != nil {
			t.Fatal(err)
		}
		var added bool
		if err := s.Write(ctx, func(tx *store.Tx) error { added, err = tx.AddMessage(&m, key); return err }); err != nil {
			t.Fatal(err)
		}
		if known == added {
			t.Errorf("%+v: known before %v, added %v", m, known, added)
		}
		return m, added
	}
	hello := wire.Message{Name: "Ada", Email: "ada@example.com", Message: "Hello", Marks: []string{"5 links"}}
	first, added := add(hello, "f1")
	if !added || first.ID == "" || first.CreatedAt != now.UnixMilli() {
		t.Fatalf("the first: added %v, %+v", added, first)
	}
	for _, c := range []struct {
		name  string
		m     wire.Message
		form  string
		after time.Duration
		added bool
	}{
		{"the same at once", hello, "f1", 0, false},
		{"the same without a form", hello, "", 0, false},
		{"words that run together alike", wire.Message{Name: "Ad", Email: "aada@example.com", Message: "Hello"}, "", 0, true},
		{"the same form with another text", wire.Message{Name: "Ada", Email: "ada@example.com", Message: "Hello?"}, "f1", 0, true},
		{"the same form later", hello, "f1", 11 * time.Minute, false},
		{"another form later", hello, "f2", 0, true},
		{"no form later still", hello, "", 11 * time.Minute, true},
	} {
		now = now.Add(c.after)
		if _, added := add(c.m, c.form); added != c.added {
			t.Errorf("%s: added %v", c.name, added)
		}
	}
	all, err := s.Messages(ctx, 0)
	if err != nil || len(all) != 5 || all[4].ID != first.ID || all[4].Marks[0] != "5 links" {
		t.Fatalf("all messages, newest first: %v %+v", err, all)
	}
	if two, err := s.Messages(ctx, 2); err != nil || len(two) != 2 {
		t.Errorf("the newest two: %v %d", err, len(two))
	}
	mark := func(tx *store.Tx) error { return tx.MarkMailed(first.ID) }
	if err := s.Write(ctx, mark); err != nil {
		t.Fatal(err)
	}
	if m, err := s.Message(ctx, first.ID); err != nil || m.MailedAt != now.UnixMilli() {
		t.Errorf("after it was mailed: %+v %v", m, err)
	}
	var old int64
	if err := s.Write(ctx, func(tx *store.Tx) (err error) { old, err = tx.DeleteOldMessages(5 * time.Minute); return err }); err != nil || old != 4 {
		t.Errorf("old ones deleted: %d, %v", old, err)
	}
	if err := s.Write(ctx, func(tx *store.Tx) error { return tx.DeleteMessage(first.ID) }); wire.CodeOf(err) != wire.NotFound {
		t.Errorf("deleting what is gone: %v", err)
	}
	if after, err := s.Revision(ctx); err != nil || after != before {
		t.Errorf("messages raised the content revision from %d to %d (%v): no page shows them", before, after, err)
	}
}

func TestSecretsStay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vitrine.db")
	s := storetest.OpenAt(t, path)
	first, err := s.Secret(t.Context(), "a")
	if err != nil || len(first) != 32 {
		t.Fatalf("a new secret: %d bytes, %v", len(first), err)
	}
	again, err := storetest.OpenAt(t, path).Secret(t.Context(), "a")
	if err != nil || !bytes.Equal(first, again) {
		t.Errorf("the secret changed (%v)", err)
	}
	other, err := s.Secret(t.Context(), "b")
	if err != nil || bytes.Equal(first, other) {
		t.Errorf("two names have one secret (%v)", err)
	}
}
