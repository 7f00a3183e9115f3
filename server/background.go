package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"vitrine/server/announce"
	"vitrine/server/config"
	"vitrine/server/contact"
	"vitrine/server/feeds"
	"vitrine/server/jobs"
	"vitrine/server/mail"
	"vitrine/server/media"
	"vitrine/server/store"
)

// background makes the runner with every kind of job and every schedule.
func background(c config.Config, h *house, desk *contact.Desk, a *announce.Announcer, log *slog.Logger) (*jobs.Runner, error) {
	kinds := append(announceKinds(a), pictureKind(h))
	if c.SMTP != "" {
		mailer, err := mail.New(mail.Options{Store: h.store, URL: c.SMTP.Reveal(), From: c.MailFrom, To: c.MailTo, BaseURL: c.BaseURL, Log: log})
		if err != nil {
			return nil, err
		}
		kinds = append(kinds, mailKind(mailer))
	}
	runner := jobs.New(h.store, log, time.Now, kinds...)
	runner.Schedule(jobs.Schedule{Name: "messages", Every: 24 * time.Hour, Run: desk.Forget})
	return runner, nil
}

// pictureKind makes the smaller variants of a picture. One at a time: a second
// would only share the processors that visitors wait for.
func pictureKind(h *house) jobs.Kind {
	return jobs.Kind{Name: media.Job, Timeout: 2 * time.Minute, AtOnce: 1, Run: func(ctx context.Context, payload json.RawMessage) error {
		var p struct {
			Hash string `json:"hash"`
		}
		if err := json.Unmarshal(payload, &p); err != nil {
			return jobs.Permanent(err)
		}
		return h.media.MakeVariants(ctx, p.Hash)
	}}
}

// mailKind sends the mails about messages. Thirteen attempts, half a minute and
// then always twice as long apart, outlast a mail server that is down for 34 hours.
func mailKind(m *mail.Mailer) jobs.Kind {
	return jobs.Kind{Name: contact.MailJob, Attempts: 13, Backoff: 30 * time.Second, Timeout: time.Minute, AtOnce: 1,
		Run: func(ctx context.Context, payload json.RawMessage) error {
			var p struct {
				Message string `json:"message"`
			}
			if err := json.Unmarshal(payload, &p); err != nil {
				return jobs.Permanent(err)
			}
			err := m.Deliver(ctx, p.Message)
			if errors.Is(err, mail.ErrRefused) {
				return jobs.Permanent(err)
			}
			return err
		}}
}

// announcer tells others of changes, and nobody where nothing is set up.
func announcer(c config.Config) *announce.Announcer {
	return announce.New(announce.Options{Base: c.BaseURL, Hub: c.WebSubHub, Topics: feeds.Main(), IndexNowKey: c.IndexNowKey.Reveal(),
		PurgeURL: c.PurgeURL, PurgeHeader: c.PurgeHeader.Reveal()})
}

// announceKinds tell a hub, search engines and a CDN of changes. Five attempts,
// half a minute and then always twice as long apart, outlast a short pause of
// theirs; a page that is old in the CDN is asked about sooner.
func announceKinds(a *announce.Announcer) []jobs.Kind {
	return []jobs.Kind{
		{Name: announce.Kind, Attempts: 5, Backoff: 30 * time.Second, AtOnce: 1, Run: a.Announce},
		{Name: announce.PurgeKind, Attempts: 5, AtOnce: 1, Run: a.Purge},
	}
}

// watcher turns changes of content into these jobs.
func watcher(ctx context.Context, h *house, a *announce.Announcer, log *slog.Logger) (*announce.Watcher, error) {
	return announce.NewWatcher(ctx, a, h.content, func(ctx context.Context, kind string, payload any) error {
		return h.store.Write(ctx, func(tx *store.Tx) error { return tx.Enqueue(kind, payload) })
	}, log)
}
