// Package announce tells others that the site changed: a WebSub hub, the search
// engines of IndexNow, and the CDN that keeps copies of pages. A Watcher turns
// changes of content into jobs of the durable queue; an Announcer runs them.
package announce

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"vitrine/app/wire"
)

// The kinds of job this room makes and runs.
const (
	Kind      = "announce" // Announcer.Announce
	PurgeKind = "purge"    // Announcer.Purge
)

// Options is what the owner set up. What is empty is not done.
type Options struct {
	Base        *url.URL // the site's public address
	Hub         string   // WebSub hub
	Topics      []string // paths of the feeds that name the hub
	IndexNowKey string   //
	IndexNow    string   // where changes are submitted; "" is the endpoint that all its engines share
	PurgeURL    string   // of the CDN
	PurgeHeader string   // "Name: value", the CDN's authorisation
}

// indexNow passes submissions on to every engine that takes part.
const indexNow = "https://api.indexnow.org/indexnow"

// Announcer runs the jobs. Its methods may be called from many goroutines.
type Announcer struct {
	o      Options
	client *http.Client
}

// New gives an Announcer.
func New(o Options) *Announcer {
	if o.IndexNow == "" {
		o.IndexNow = indexNow
	}
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxConnsPerHost, t.IdleConnTimeout = 2, 10*time.Second
	return &Announcer{o: o, client: &http.Client{Transport: t, Timeout: timeout, CheckRedirect: stay}}
}

// Announces says whether anybody is told of changed addresses, Purges whether a
// CDN is.
func (a *Announcer) Announces() bool { return a.o.Hub != "" || a.o.IndexNowKey != "" }

// Purges says whether a CDN is told of changes.
func (a *Announcer) Purges() bool { return a.o.PurgeURL != "" }

// Payload is what an announcing job works on: the paths of pages that changed,
// appeared or went, not escaped. The job may run twice: telling twice is
// harmless.
type Payload struct {
	Paths []string `json:"paths"`
}

// Announce tells the hub that the feeds have news, and the search engines which
// pages have.
func (a *Announcer) Announce(ctx context.Context, payload json.RawMessage) error {
	var p Payload
	if err := json.Unmarshal(payload, &p); err != nil {
		return wire.Errorf(wire.Invalid, "the job's payload cannot be read: %w", err)
	}
	var faults []error
	if a.o.Hub != "" {
		for _, topic := range a.o.Topics {
			faults = append(faults, a.ping(ctx, a.at(topic)))
		}
	}
	if a.o.IndexNowKey != "" && len(p.Paths) > 0 {
		faults = append(faults, a.submit(ctx, p.Paths))
	}
	return errors.Join(faults...)
}

// ping tells a hub of a new version of a topic (WebSub leaves the form to
// hubs; this one is PubSubHubbub's, which all of them speak).
func (a *Announcer) ping(ctx context.Context, topic string) error {
	form := url.Values{"hub.mode": {"publish"}, "hub.url": {topic}}
	return a.post(ctx, "the WebSub hub", a.o.Hub, "application/x-www-form-urlencoded", []byte(form.Encode()), nil)
}

// submission is what IndexNow takes.
type submission struct {
	Host        string   `json:"host"`
	Key         string   `json:"key"`
	KeyLocation string   `json:"keyLocation"`
	Addresses   []string `json:"urlList"`
}

func (a *Announcer) submit(ctx context.Context, paths []string) error {
	s := submission{Host: a.o.Base.Host, Key: a.o.IndexNowKey, KeyLocation: a.at("/" + a.o.IndexNowKey + ".txt")}
	for _, p := range paths {
		s.Addresses = append(s.Addresses, a.at(p))
	}
	body, err := json.Marshal(s)
	if err != nil {
		return wire.Errorf(wire.Internal, "the submission could not be written: %w", err)
	}
	return a.post(ctx, "IndexNow", a.o.IndexNow, "application/json; charset=utf-8", body, nil)
}

// purge is the body that Cloudflare reads; Fastly reads the header beside it.
type purge struct {
	Tags []string `json:"tags"`
}

// siteTag is the key every page carries (see web's Surrogate-Key). A change of
// one post changes the lists, the menus and its neighbours, and the server's own
// cache drops everything too.
const siteTag = "site"

// Purge makes the CDN forget the site's pages.
func (a *Announcer) Purge(ctx context.Context, _ json.RawMessage) error {
	if !a.Purges() {
		return nil
	}
	body, err := json.Marshal(purge{Tags: []string{siteTag}})
	if err != nil {
		return wire.Errorf(wire.Internal, "the purge could not be written: %w", err)
	}
	h := http.Header{"Surrogate-Key": {siteTag}}
	if err := addHeader(h, a.o.PurgeHeader); err != nil {
		return err
	}
	return a.post(ctx, "the CDN", a.o.PurgeURL, "application/json", body, h)
}

// at is the whole address of a path of this site.
func (a *Announcer) at(path string) string {
	return (&url.URL{Scheme: a.o.Base.Scheme, Host: a.o.Base.Host, Path: path}).String()
}
