package contact

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"time"

	"vitrine/app/wire"
	"vitrine/server/limit"
	"vitrine/server/store"
)

// MailJob is the kind of the job that mails a message; its payload is {"message": id}.
const MailJob = "mail"

const (
	// again is how long an equal message is the same one: a visitor who sees an
	// error or nothing sends once more within minutes.
	again = 10 * time.Minute
	// tokenKey names the key of tokens among the store's secrets.
	tokenKey = "contact-token"
)

// Options is what a Desk is made of.
type Options struct {
	Store *store.Store
	Mail  bool             // messages are mailed to the owner, too
	Keep  time.Duration    // how long they are kept; 0: until the owner deletes them
	Now   func() time.Time // the clock; time.Now when nil
	Log   *slog.Logger
}

// How many messages are let in.
var (
	perVisitor = limit.Rate{Burst: 3, Every: 12 * time.Minute} // five an hour
	overall    = limit.Rate{Burst: 20, Every: time.Minute}     // what an owner can still look through
)

// Remembered is for how long at most a visitor's network is known after they wrote.
var Remembered = perVisitor.Refill()

// Desk takes messages. Its methods may be called from many goroutines.
type Desk struct {
	o      Options
	key    []byte
	limits *limit.Limiter
	turn   chan struct{} // one message at a time: the store has one writer anyway, and equal ones meet here
}

// New makes a Desk; the key of its tokens is in the store.
func New(ctx context.Context, o Options) (*Desk, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	key, err := o.Store.Secret(ctx, tokenKey)
	if err != nil {
		return nil, err
	}
	return &Desk{o: o, key: key, limits: limit.New(o.Now, perVisitor, overall), turn: make(chan struct{}, 1)}, nil
}

// Accept stores a message, once however often it is sent, and has it mailed. from
// is the network the visitor is counted by. The error is Faults, or one
// wire.Error about the whole; both are in words for the visitor.
func (d *Desk) Accept(ctx context.Context, from netip.Addr, raw wire.ContactMessage) error {
	m, err := check(raw)
	if err != nil {
		return err
	}
	form, err := d.judge(raw)
	if err != nil {
		return err
	}
	select {
	case d.turn <- struct{}{}:
		defer func() { <-d.turn }()
	case <-ctx.Done():
		return &wire.Error{Code: wire.Unavailable, Message: "Too many messages came at this moment. Please send yours again.", Err: ctx.Err()}
	}
	key := store.MessageKey{Form: form, Within: again}
	// One that is here already costs nothing, so a nervous second click is never refused.
	if known, err := d.o.Store.KnownMessage(ctx, m, key); err != nil || known {
		return err
	}
	if wait := d.limits.Take(from); wait > 0 {
		return limited(wait)
	}
	// The visitor may close the page; what was sent is stored all the same.
	if err := d.store(context.WithoutCancel(ctx), m, key); err != nil {
		d.limits.GiveBack(from)
		return err
	}
	return nil
}

func (d *Desk) store(ctx context.Context, m wire.Message, key store.MessageKey) error {
	var added bool
	err := d.o.Store.Write(ctx, func(tx *store.Tx) (err error) {
		if added, err = tx.AddMessage(&m, key); err != nil || !added || !d.o.Mail {
			return err
		}
		return tx.Enqueue(MailJob, map[string]string{"message": m.ID})
	})
	if err == nil && added {
		d.o.Log.Info("a message came", "message", m.ID, "marks", m.Marks)
	}
	return err
}

// judge says in which form a message was written, as far as its token tells, and
// refuses what only robots do.
func (d *Desk) judge(m wire.ContactMessage) (form string, err error) {
	if m.Homepage != "" {
		return "", wire.Errorf(wire.Invalid, "A field that people do not see was filled in, as robots do. If you are a person, please press Send once more.")
	}
	if m.Token == "" {
		return "", nil
	}
	now := d.o.Now()
	form, issued, ok := d.open(m.Token)
	switch {
	case !ok || now.Sub(issued) > oldest:
		return "", wire.Errorf(wire.Invalid, "This form stood open for longer than a day. Your words are still here: please press Send once more.")
	case now.Sub(issued) < quickest:
		return "", wire.Errorf(wire.Invalid, "That was quicker than people write. If you are a person, please press Send once more.")
	}
	return form, nil
}

// Renew is a token to send a refused form again with: the same while it is good,
// so that whatever was stored meanwhile is known again.
func (d *Desk) Renew(token string) string {
	if _, issued, ok := d.open(token); ok && d.o.Now().Sub(issued) < oldest {
		return token
	}
	return d.Token()
}

// Keep is how long messages are kept; 0: until the owner deletes them.
func (d *Desk) Keep() time.Duration { return d.o.Keep }

// Mails tells whether messages are mailed to the owner, too.
func (d *Desk) Mails() bool { return d.o.Mail }

// Forget deletes messages that were kept long enough. It is to run every day.
func (d *Desk) Forget(ctx context.Context) error {
	if d.o.Keep <= 0 {
		return nil
	}
	var n int64
	err := d.o.Store.Write(ctx, func(tx *store.Tx) (err error) {
		n, err = tx.DeleteOldMessages(d.o.Keep)
		return err
	})
	if err == nil && n > 0 {
		d.o.Log.Info("old messages were deleted", "messages", n)
	}
	return err
}

// limited tells a visitor over the limit when to come back.
func limited(wait time.Duration) error {
	minutes := int((wait + time.Minute - 1) / time.Minute)
	in := "in a minute"
	if minutes > 1 {
		in = "in " + decimal(minutes) + " minutes"
	}
	err := wire.Errorf(wire.RateLimited, "That is more messages than this form takes at once. Your words are still here: please send them %s.", in)
	err.RetryAfter = int((wait + time.Second - 1) / time.Second)
	return err
}

// Faults is every field that is wrong, in the form's order.
type Faults []*wire.Error

// Error gives them all, a line each.
func (f Faults) Error() string { return errors.Join(f.Unwrap()...).Error() }

// Unwrap gives each.
func (f Faults) Unwrap() []error {
	errs := make([]error, len(f))
	for i, e := range f {
		errs[i] = e
	}
	return errs
}

// Of is what is wrong with a field; "" when nothing is.
func (f Faults) Of(field string) string {
	for _, e := range f {
		if e.Field == field {
			return e.Message
		}
	}
	return ""
}
