package mail

import (
	"context"
	"errors"
	"log/slog"
	"net/mail"
	"net/textproto"
	"net/url"

	"vitrine/app/wire"
	"vitrine/server/store"
)

// Options is what a Mailer is made of.
type Options struct {
	Store   *store.Store
	URL     string // of the mail server: smtp://user:password@host:587, smtps://…
	From    string // "": the user of the URL, if that is an address, else To
	To      string // "": the address in the owner's profile
	BaseURL *url.URL
	Log     *slog.Logger
}

// Mailer mails stored messages to the owner.
type Mailer struct {
	o      Options
	server *server
}

// ErrRefused is in the chain of an error that another try would only repeat: the
// mail server said no for good, or there is nobody to write to.
var ErrRefused = errors.New("refused for good")

// New makes a Mailer. It speaks to nobody yet.
func New(o Options) (*Mailer, error) {
	s, err := parse(o.URL)
	if err != nil {
		return nil, err
	}
	s.log = o.Log
	for name, address := range map[string]string{"sender": o.From, "receiver": o.To} {
		if address == "" {
			continue
		}
		if a, err := mail.ParseAddress(address); err != nil || a.Address != address {
			return nil, wire.Errorf(wire.Invalid, "the %s of mails, %q, is not a mail address such as me@example.com", name, address)
		}
	}
	return &Mailer{o: o, server: s}, nil
}

// Deliver mails the message of that id and remembers that it did. One that was
// mailed already, or deleted meanwhile, is done. When the server fell silent
// after it had the whole mail, nobody knows whether it took it: the next try
// carries the same Message-ID, by which mailboxes know a mail they have.
func (m *Mailer) Deliver(ctx context.Context, id string) error {
	msg, err := m.o.Store.Message(ctx, id)
	if wire.CodeOf(err) == wire.NotFound || (err == nil && msg.MailedAt > 0) {
		return nil
	}
	if err != nil {
		return err
	}
	l, err := m.letter(ctx, msg)
	if err != nil {
		return err
	}
	body, err := l.encode()
	if err != nil {
		return wire.Errorf(wire.Internal, "the mail could not be written: %w", err)
	}
	if err := m.server.send(ctx, l.domain(), l.from.Address, l.to.Address, body); err != nil {
		return m.failed(err)
	}
	// It is out: a stop of the program at this moment must not send it again.
	err = m.o.Store.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error { return tx.MarkMailed(id) })
	if err == nil {
		m.o.Log.Info("a message was mailed", "message", id)
	}
	return err
}

// letter says who writes to whom.
func (m *Mailer) letter(ctx context.Context, msg wire.Message) (letter, error) {
	profile, err := m.o.Store.Profile(ctx)
	if err != nil && wire.CodeOf(err) != wire.NotFound {
		return letter{}, err
	}
	to := m.o.To
	if to == "" {
		to = profile.Email
	}
	if to == "" {
		return letter{}, &wire.Error{Code: wire.Invalid, Err: ErrRefused,
			Message: "nobody is there to be mailed: set --mail-to, or the address in your profile"}
	}
	from := m.o.From
	if from == "" {
		from = to
		if a, err := mail.ParseAddress(m.server.user); err == nil && a.Address == m.server.user {
			from = m.server.user
		}
	}
	site := m.o.BaseURL.Hostname()
	return letter{
		from: mail.Address{Name: site, Address: from}, to: mail.Address{Name: profile.Name, Address: to},
		site: site, base: m.o.BaseURL.String(), message: msg,
	}, nil
}

// failed says in words what the server said, and whether it may change its mind.
func (m *Mailer) failed(err error) error {
	var told *wire.Error
	if errors.As(err, &told) {
		return err
	}
	e := &wire.Error{Code: wire.Unavailable, Err: err, Message: "the mail server " + m.server.host + " did not take the mail"}
	var answer *textproto.Error
	if errors.As(err, &answer) && answer.Code >= 500 {
		e.Err = errors.Join(ErrRefused, err)
		e.Message = "the mail server " + m.server.host + " refused the mail: check user, sender and receiver"
	}
	return e
}
