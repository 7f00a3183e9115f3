package contact_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vitrine/app/wire"
	"vitrine/server/contact"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

// clock is the time that the store and the desk share.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

type fixture struct {
	*contact.Desk
	store *store.Store
	clock *clock
	path  string // of the database
}

func newDesk(t *testing.T, change ...func(*contact.Options)) fixture {
	t.Helper()
	f := fixture{clock: &clock{now: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)}, path: filepath.Join(t.TempDir(), "vitrine.db")}
	o := storetest.Options(f.path)
	o.Now = f.clock.Now
	var err error
	if f.store, err = store.Open(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.store.Close(); err != nil {
			t.Error(err)
		}
	})
	options := contact.Options{Store: f.store, Now: f.clock.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	for _, c := range change {
		c(&options)
	}
	if f.Desk, err = contact.New(t.Context(), options); err != nil {
		t.Fatal(err)
	}
	return f
}

func (f fixture) stored(t *testing.T) []wire.Message {
	t.Helper()
	all, err := f.store.Messages(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// visitor is the network of the n-th visitor.
func visitor(n int) netip.Addr { return netip.AddrFrom4([4]byte{192, 0, 2, byte(n)}) }

func hello(text string) wire.ContactMessage {
	return wire.ContactMessage{Name: "Ada", Email: "ada@example.com", Message: text}
}

func TestFieldsAreCheckedInWords(t *testing.T) {
	for _, c := range []struct {
		name  string
		field string // that is wrong; "" for none
		m     wire.ContactMessage
	}{
		{"good", "", hello("Hello")},
		{"an address with a tag", "", wire.ContactMessage{Name: "A", Email: "a.b+c@mail.example.co.uk", Message: "x"}},
		{"a name and a text of any script", "", wire.ContactMessage{Name: "عائشة", Email: "a@example.com", Message: "👩‍👩‍👧 سلام"}},
		{"an address of any script", "", wire.ContactMessage{Name: "A", Email: "jürgen@müller.example", Message: "x"}},
		{"the longest", "", wire.ContactMessage{Name: strings.Repeat("é", 120), Email: "a@example.com", Message: strings.Repeat("字", 5000)}},
		{"line ends are one character", "", hello(strings.Repeat("a\r\n", 2499) + "ab")},
		{"no name", "name", wire.ContactMessage{Name: " \t", Email: "a@example.com", Message: "x"}},
		{"a name of nothing visible", "name", wire.ContactMessage{Name: "\u202e\x00", Email: "a@example.com", Message: "x"}},
		{"a long name", "name", wire.ContactMessage{Name: strings.Repeat("é", 121), Email: "a@example.com", Message: "x"}},
		{"no address", "email", wire.ContactMessage{Name: "A", Message: "x"}},
		{"no host", "email", wire.ContactMessage{Name: "A", Email: "ada", Message: "x"}},
		{"a host of this network", "email", wire.ContactMessage{Name: "A", Email: "ada@localhost", Message: "x"}},
		{"a host of numbers", "email", wire.ContactMessage{Name: "A", Email: "ada@[192.0.2.1]", Message: "x"}},
		{"two addresses", "email", wire.ContactMessage{Name: "A", Email: "a@example.com,b@example.com", Message: "x"}},
		{"an address with a name", "email", wire.ContactMessage{Name: "A", Email: "Ada <a@example.com>", Message: "x"}},
		{"a head in the address", "email", wire.ContactMessage{Name: "A", Email: "a@example.com\r\nBcc: b@example.com", Message: "x"}},
		{"a long address", "email", wire.ContactMessage{Name: "A", Email: strings.Repeat("a", 250) + "@b.cd", Message: "x"}},
		{"no message", "message", hello("\r\n \t")},
		{"a long message", "message", hello(strings.Repeat("字", 5001))},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newDesk(t)
			err := f.Accept(t.Context(), visitor(1), c.m)
			var faults contact.Faults
			switch {
			case c.field == "" && err != nil:
				t.Errorf("refused: %v", err)
			case c.field != "" && (!errors.As(err, &faults) || len(faults) != 1 || faults.Of(c.field) == "" || wire.CodeOf(err) != wire.Invalid):
				t.Errorf("want a fault of %s, got %v", c.field, err)
			}
			if n := len(f.stored(t)); n != map[bool]int{true: 1}[c.field == ""] {
				t.Errorf("%d are stored", n)
			}
		})
	}
	err := newDesk(t).Accept(t.Context(), visitor(1), wire.ContactMessage{})
	if faults := (contact.Faults{}); !errors.As(err, &faults) || len(faults) != 3 {
		t.Errorf("an empty form: %v", err)
	}
}

func TestWhatIsStoredIsClean(t *testing.T) {
	f := newDesk(t)
	if err := f.Accept(t.Context(), visitor(1), wire.ContactMessage{
		Name: " Ada\r\nBcc:\u202e x@example.com\x1b[31m ", Email: " ada@example.com ",
		Message: "\r\nOne\x00\r\n\tTwo\u2028Three\u202e\u2066 \x1b]0;x\x07 bad:\xff\u0085 \ufeffend\r\n",
	}); err != nil {
		t.Fatal(err)
	}
	got := f.stored(t)[0]
	want := wire.Message{Name: "Ada Bcc: x@example.com [31m", Email: "ada@example.com", Message: "One\n\tTwo\nThree ]0;x bad:\uFFFD end"}
	if got.Name != want.Name || got.Email != want.Email || got.Message != want.Message || got.Marks != nil {
		t.Errorf("stored\n%q %q %q, want\n%q %q %q", got.Name, got.Email, got.Message, want.Name, want.Email, want.Message)
	}
}

func TestMarks(t *testing.T) {
	for text, want := range map[string]string{
		"See https://example.com and http://example.org.":                     "",
		"http://a http://b https://c HTTPS://d":                               "4 links",
		"[url=http://a]b[/url]":                                               "links in code",
		"<A HREF=x>y</a> http://a http://b http://c http://d http://e buy it": "5 links, links in code",
	} {
		f := newDesk(t)
		if err := f.Accept(t.Context(), visitor(1), hello(text)); err != nil {
			t.Errorf("%q was refused: %v", text, err)
			continue
		}
		if got := strings.Join(f.stored(t)[0].Marks, ", "); got != want {
			t.Errorf("%q is marked %q, want %q", text, got, want)
		}
	}
}

func TestTokens(t *testing.T) {
	f := newDesk(t)
	refused := func(what, token, words string) {
		t.Helper()
		m := hello(what)
		m.Token = token
		if err := f.Accept(t.Context(), visitor(1), m); wire.CodeOf(err) != wire.Invalid || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", what, err)
		}
	}
	token := f.Token()
	refused("at once", token, "quicker")
	if f.Renew(token) != token {
		t.Error("a good token was replaced")
	}
	f.clock.pass(3 * time.Second)
	m := hello("in time")
	m.Token = token
	for range 3 {
		if err := f.Accept(t.Context(), visitor(1), m); err != nil {
			t.Fatal(err)
		}
	}
	f.clock.pass(20 * time.Hour)
	if err := f.Accept(t.Context(), visitor(2), m); err != nil || len(f.stored(t)) != 1 {
		t.Errorf("the same form with the same words, hours later: %v, %d stored", err, len(f.stored(t)))
	}
	m.Message = "another text from the same tab"
	if err := f.Accept(t.Context(), visitor(2), m); err != nil || len(f.stored(t)) != 2 {
		t.Errorf("the same form with other words: %v, %d stored", err, len(f.stored(t)))
	}
	f.clock.pass(5 * time.Hour)
	refused("after a day", token, "longer than a day")
	if f.Renew(token) == token {
		t.Error("an old token was not replaced")
	}
	refused("not base64", "*", "longer than a day")
	refused("cut", f.Token()[:20], "longer than a day")
	refused("another's", newDesk(t).Token(), "longer than a day")
	changed := []byte(f.Token())
	changed[3] ^= 1
	refused("changed", string(changed), "longer than a day")
}

func TestLimits(t *testing.T) {
	f := newDesk(t)
	send := func(from, n int) error {
		return f.Accept(context.Background(), visitor(from), hello(fmt.Sprintf("message %d of %d at %s", n, from, f.clock.Now())))
	}
	for n := range 3 {
		if err := send(1, n); err != nil {
			t.Fatal(err)
		}
	}
	var limited *wire.Error
	if err := send(1, 3); !errors.As(err, &limited) || limited.Code != wire.RateLimited || limited.RetryAfter != 12*60 {
		t.Fatalf("the fourth: %v", err)
	}
	if err := f.Accept(t.Context(), visitor(1), hello(fmt.Sprintf("message 0 of 1 at %s", f.clock.Now()))); err != nil {
		t.Errorf("one that is stored already was refused: %v", err)
	}
	if err := send(2, 0); err != nil {
		t.Errorf("another visitor: %v", err)
	}
	f.clock.pass(12 * time.Minute)
	if err := send(1, 4); err != nil {
		t.Errorf("after the wait that was told: %v", err)
	}
	if err := send(1, 5); wire.CodeOf(err) != wire.RateLimited {
		t.Errorf("one more: %v", err)
	}
	let := 0
	for from := 3; from < 100; from++ {
		if send(from, 0) == nil {
			let++
		}
	}
	if let != 19 { // 20 in a row, of which one came just before
		t.Errorf("of 97 visitors at once %d were let in", let)
	}
}

func TestManyAtOnce(t *testing.T) {
	f := newDesk(t)
	var all sync.WaitGroup
	var mu sync.Mutex
	count := map[wire.Code]int{}
	for n := range 100 {
		all.Go(func() {
			// Each message comes twice at the same moment.
			err := f.Accept(context.Background(), visitor(1), hello(fmt.Sprint("message ", n/2)))
			mu.Lock()
			defer mu.Unlock()
			count[wire.CodeOf(err)]++
		})
	}
	all.Wait()
	if n := len(f.stored(t)); n != 3 || count[""] < 3 || count[""] > 6 || count[""]+count[wire.RateLimited] != 100 {
		t.Errorf("stored %d, answered %v", n, count)
	}
}

func TestMailIsQueuedOnceWithTheMessage(t *testing.T) {
	f := newDesk(t, func(o *contact.Options) { o.Mail = true })
	for range 2 {
		if err := f.Accept(t.Context(), visitor(1), hello("Hello")); err != nil {
			t.Fatal(err)
		}
	}
	counts, err := f.store.JobCounts(t.Context(), f.clock.Now())
	if err != nil || len(counts) != 1 || counts[0].Kind != contact.MailJob || counts[0].Waiting != 1 {
		t.Errorf("jobs: %+v %v", counts, err)
	}
	quiet := newDesk(t)
	if err := quiet.Accept(t.Context(), visitor(1), hello("Hello")); err != nil {
		t.Fatal(err)
	}
	if counts, err := quiet.store.JobCounts(t.Context(), quiet.clock.Now()); err != nil || len(counts) != 0 {
		t.Errorf("without a mail server there are jobs: %+v %v", counts, err)
	}
}

func TestForget(t *testing.T) {
	for keep, left := range map[time.Duration]int{0: 2, 30 * 24 * time.Hour: 1} {
		f := newDesk(t, func(o *contact.Options) { o.Keep = keep })
		for _, text := range []string{"old", "new"} {
			if err := f.Accept(t.Context(), visitor(1), hello(text)); err != nil {
				t.Fatal(err)
			}
			f.clock.pass(20 * 24 * time.Hour)
		}
		if err := f.Forget(t.Context()); err != nil || len(f.stored(t)) != left {
			t.Errorf("kept for %s: %v, %d left, want %d", keep, err, len(f.stored(t)), left)
		}
	}
}

func TestAFailureOfOursCostsNoTurn(t *testing.T) {
	f := newDesk(t)
	db, err := sql.Open("sqlite3", "file:"+f.path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	run := func(statement string) {
		t.Helper()
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	run(`CREATE TRIGGER broken BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'broken'); END`)
	for range 30 {
		if err := f.Accept(t.Context(), visitor(1), hello("Hello")); err == nil || wire.CodeOf(err) == wire.RateLimited {
			t.Fatalf("a store that cannot save: %v", err)
		}
	}
	run(`DROP TRIGGER broken`)
	for n := range 3 {
		if err := f.Accept(t.Context(), visitor(1), hello(fmt.Sprint(n))); err != nil {
			t.Errorf("after it was mended: %v", err)
		}
	}
}
