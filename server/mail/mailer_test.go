package mail_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"net/url"
	"strings"
	"testing"

	"vitrine/app/wire"
	"vitrine/server/mail"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

func newMailer(t *testing.T, s *store.Store, o mail.Options) *mail.Mailer {
	t.Helper()
	o.Store, o.Log, o.BaseURL = s, quiet, &url.URL{Scheme: "https", Host: "ada.example"}
	m, err := mail.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func add(t *testing.T, s *store.Store, m wire.Message) string {
	t.Helper()
	err := s.Write(t.Context(), func(tx *store.Tx) error { _, err := tx.AddMessage(&m, store.MessageKey{}); return err })
	if err != nil {
		t.Fatal(err)
	}
	return m.ID
}

func mailed(t *testing.T, s *store.Store, id string) bool {
	t.Helper()
	m, err := s.Message(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return m.MailedAt > 0
}

func TestDelivery(t *testing.T) {
	s, sink := storetest.Open(t), newSink(t)
	m := newMailer(t, s, mail.Options{URL: "smtp://" + sink.address, From: "site@ada.example", To: "ada@example.com"})
	text := "Hello\n.\n.dot\nFrom here: ünïcödé " + strings.Repeat("long ", 300) + "\nend"
	id := add(t, s, wire.Message{Name: "Grace", Email: "grace@example.org", Message: text, Marks: []string{"4 links"}})
	for range 2 {
		if err := m.Deliver(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	got := sink.taken()
	if len(got) != 1 || !mailed(t, s, id) {
		t.Fatalf("%d mails were taken, want one", len(got))
	}
	if got[0].from != "FROM:<site@ada.example>" || got[0].to != "TO:<ada@example.com>" {
		t.Errorf("the envelope is %s %s", got[0].from, got[0].to)
	}
	msg, err := netmail.ReadMessage(strings.NewReader(got[0].data))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"From": `"ada.example" <site@ada.example>`, "To": "<ada@example.com>", "Reply-To": `"Grace" <grace@example.org>`,
		"Subject": "[spam?] Message from Grace on ada.example", "Message-Id": "<" + id + "@ada.example>", "Auto-Submitted": "auto-generated",
	} {
		if got := msg.Header.Get(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	body, err := io.ReadAll(quotedprintable.NewReader(msg.Body))
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.ReplaceAll(string(body), "\r\n", "\n")
	for _, want := range []string{text + "\n\n-- \nGrace <grace@example.org>\n", "https://ada.example", "4 links", "answer to this mail goes to them"} {
		if !strings.Contains(plain, want) {
			t.Errorf("the body lacks %.60q:\n%s", want, plain)
		}
	}
}

func TestAHostileVisitorReachesNoHead(t *testing.T) {
	s, sink := storetest.Open(t), newSink(t)
	m := newMailer(t, s, mail.Options{URL: "smtp://" + sink.address, To: "ada@example.com"})
	// The desk would not store these; the mailer does not rely on it.
	for _, c := range []struct {
		m       wire.Message
		replyTo string // decoded; "" for none
	}{
		{wire.Message{Name: "A\r\nBcc: all@example.com\r\n\r\nbody", Email: "a@example.org"}, "A\r\nBcc: all@example.com\r\n\r\nbody"},
		{wire.Message{Name: `A" <b@example.com>, "B`, Email: "a@example.org"}, `A" <b@example.com>, "B`},
		{wire.Message{Name: strings.Repeat("字", 120), Email: "a@example.org"}, strings.Repeat("字", 120)},
		{wire.Message{Name: strings.Repeat("\x00é", 60), Email: "jürgen@example.org"}, ""},
	} {
		c.m.Message = "Hi"
		if err := m.Deliver(t.Context(), add(t, s, c.m)); err != nil {
			t.Errorf("%.40q: %v", c.m.Name, err)
			continue
		}
		all := sink.taken()
		data := all[len(all)-1].data
		msg, err := netmail.ReadMessage(strings.NewReader(data))
		if err != nil {
			t.Errorf("%.40q: %v in\n%s", c.m.Name, err, data)
			continue
		}
		if msg.Header.Get("Bcc") != "" || len(msg.Header["Subject"]) != 1 || len(all[len(all)-1].to) > 40 {
			t.Errorf("%.40q wrote into the head:\n%s", c.m.Name, data)
		}
		for line := range strings.SplitSeq(data, "\r\n") {
			if len(line) > 998 || strings.ContainsAny(line, "\r\n\x00") {
				t.Errorf("%.40q made a line of %d bytes", c.m.Name, len(line))
			}
		}
		if c.replyTo == "" {
			if msg.Header.Get("Reply-To") != "" {
				t.Errorf("an address that few servers take stands in Reply-To: %s", msg.Header.Get("Reply-To"))
			}
			continue
		}
		if a, err := netmail.ParseAddress(msg.Header.Get("Reply-To")); err != nil || a.Address != "a@example.org" || a.Name != c.replyTo {
			t.Errorf("Reply-To is %+v (%v)", a, err)
		}
		if subject, err := new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject")); err != nil || len([]rune(subject)) > 120 {
			t.Errorf("the subject is %q (%v)", subject, err)
		}
	}
}

func TestFaultsOfTheServer(t *testing.T) {
	for _, c := range []struct {
		name, command, answer string
		refused               bool // for good
		taken                 int  // by the first try
	}{
		{"silent at once", "GREETING", "drop", false, 0},
		{"busy", "GREETING", "421 busy", false, 0},
		{"greylisted", "RCPT", "451 later", false, 0},
		{"mailbox full", "ANSWER", "452 full", false, 0},
		{"no such user", "RCPT", "550 no such user", true, 0},
		{"not that sender", "MAIL", "553 not yours", true, 0},
		{"no spam please", "ANSWER", "554 spam", true, 0},
		{"gone before the mail", "DATA", "drop", false, 0},
		{"gone after the mail, not kept", "ANSWER", "drop", false, 0},
		{"gone after the mail, kept", "TAKEN", "drop", false, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, sink := storetest.Open(t), newSink(t)
			m := newMailer(t, s, mail.Options{URL: "smtp://" + sink.address, To: "ada@example.com"})
			id := add(t, s, wire.Message{Name: "A", Email: "a@example.org", Message: "Hi"})
			sink.fail(c.command, c.answer)
			err := m.Deliver(t.Context(), id)
			if err == nil || errors.Is(err, mail.ErrRefused) != c.refused || wire.CodeOf(err) != wire.Unavailable {
				t.Errorf("the error is %v, refused for good: %v", err, errors.Is(err, mail.ErrRefused))
			}
			if mailed(t, s, id) || len(sink.taken()) != c.taken {
				t.Errorf("mailed %v, taken %d", mailed(t, s, id), len(sink.taken()))
			}
			sink.heal()
			if err := m.Deliver(t.Context(), id); err != nil || !mailed(t, s, id) {
				t.Errorf("when the server is well again: %v", err)
			}
			ids := map[string]bool{}
			for _, mail := range sink.taken() {
				msg, err := netmail.ReadMessage(strings.NewReader(mail.data))
				if err != nil {
					t.Fatal(err)
				}
				ids[msg.Header.Get("Message-ID")] = true
			}
			if len(ids) != 1 {
				t.Errorf("the tries cannot be told to be one mail: %v", ids)
			}
		})
	}
}

func TestAGoodbyeThatFailsIsNoFailure(t *testing.T) {
	s, sink := storetest.Open(t), newSink(t)
	m := newMailer(t, s, mail.Options{URL: "smtp://" + sink.address, To: "ada@example.com"})
	id := add(t, s, wire.Message{Name: "A", Email: "a@example.org", Message: "Hi"})
	sink.fail("QUIT", "drop")
	if err := m.Deliver(t.Context(), id); err != nil || !mailed(t, s, id) {
		t.Errorf("%v", err)
	}
}

func TestWhoWritesToWhom(t *testing.T) {
	s, sink := storetest.Open(t), newSink(t)
	sink.extra = []string{"AUTH PLAIN LOGIN"}
	send := func(o mail.Options) (taken, error) {
		t.Helper()
		id := add(t, s, wire.Message{Name: "A", Email: "a@example.org", Message: o.URL + o.From + o.To})
		before := len(sink.taken())
		if err := newMailer(t, s, o).Deliver(t.Context(), id); err != nil {
			return taken{}, err
		}
		return sink.taken()[before], nil
	}
	if _, err := send(mail.Options{URL: "smtp://" + sink.address}); !errors.Is(err, mail.ErrRefused) || !strings.Contains(err.Error(), "--mail-to") {
		t.Errorf("nobody to write to: %v", err)
	}
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		return tx.PutProfile(wire.Profile{Name: "Ada", Email: "profile@example.com"})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		o        mail.Options
		from, to string
		login    string
	}{
		{mail.Options{URL: "smtp://" + sink.address}, "profile@example.com", "profile@example.com", ""},
		{mail.Options{URL: "smtp://" + sink.address, To: "to@example.com"}, "to@example.com", "to@example.com", ""},
		{mail.Options{URL: "smtp://me%40example.com:p%40ss@" + sink.address}, "me@example.com", "profile@example.com", "PLAIN me@example.com p@ss"},
		{mail.Options{URL: "smtp://me:pass@" + sink.address, From: "from@example.com"}, "from@example.com", "profile@example.com", "PLAIN me pass"},
	} {
		sink.logins = nil
		got, err := send(c.o)
		if err != nil || got.from != "FROM:<"+c.from+">" || got.to != "TO:<"+c.to+">" || strings.Join(sink.logins, "") != c.login {
			t.Errorf("%+v: %v, %s %s, logins %q", c.o, err, got.from, got.to, sink.logins)
		}
	}
	sink.extra, sink.logins = []string{"AUTH LOGIN"}, nil
	if _, err := send(mail.Options{URL: "smtp://me:pass@" + sink.address, To: "b@example.com"}); err != nil || strings.Join(sink.logins, "") != "LOGIN me pass" {
		t.Errorf("a server that knows LOGIN alone: %v, %q", err, sink.logins)
	}
	sink.fail("AUTH", "535 wrong")
	if _, err := send(mail.Options{URL: "smtp://me:hunter2@" + sink.address, To: "c@example.com"}); !errors.Is(err, mail.ErrRefused) || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a wrong password: %v", err)
	}
}

func TestAServerThatIsDownOrGone(t *testing.T) {
	s, sink := storetest.Open(t), newSink(t)
	m := newMailer(t, s, mail.Options{URL: "smtp://127.0.0.1:1", To: "ada@example.com"})
	id := add(t, s, wire.Message{Name: "A", Email: "a@example.org", Message: "Hi"})
	if err := m.Deliver(t.Context(), id); wire.CodeOf(err) != wire.Unavailable || errors.Is(err, mail.ErrRefused) {
		t.Errorf("nobody listens: %v", err)
	}
	// A stop of the program ends a talk in the middle.
	sink.fail("EHLO", "250-there is more")
	ctx, cancel := context.WithCancel(t.Context())
	m = newMailer(t, s, mail.Options{URL: "smtp://" + sink.address, To: "ada@example.com"})
	done := make(chan error)
	go func() { done <- m.Deliver(ctx, id) }()
	cancel()
	if err := <-done; err == nil || errors.Is(err, mail.ErrRefused) {
		t.Errorf("cut short: %v", err)
	}
	if err := m.Deliver(t.Context(), "nobody"); err != nil {
		t.Errorf("a message that was deleted: %v", err)
	}
}

func TestSettings(t *testing.T) {
	for _, c := range []struct {
		o  mail.Options
		ok bool
	}{
		{mail.Options{URL: "smtp://mail.example.com"}, true},
		{mail.Options{URL: "smtps://u:p@mail.example.com:465/"}, true},
		{mail.Options{URL: "http://mail.example.com"}, false},
		{mail.Options{URL: "smtp://"}, false},
		{mail.Options{URL: "smtp://u:secret%zz@mail.example.com"}, false},
		{mail.Options{URL: "smtp://mail.example.com", To: "Ada <ada@example.com>"}, false},
		{mail.Options{URL: "smtp://mail.example.com", From: "a@b\r\nBcc: c@d"}, false},
	} {
		c.o.Log = quiet
		if _, err := mail.New(c.o); (err == nil) != c.ok || (err != nil && strings.Contains(err.Error(), "secret")) {
			t.Errorf("%+v: %v", c.o, err)
		}
	}
}
