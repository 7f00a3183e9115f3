package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"vitrine/app/wire"
	"vitrine/server/contact"
	"vitrine/server/content"
	"vitrine/server/media"
	"vitrine/server/search"
	"vitrine/server/site"
)

// Options is what a Server is made of.
type Options struct {
	Content *content.Service
	Media   *media.Library
	Contact *contact.Desk
	Search  *search.Finder
	Assets  fs.FS // the folder assets/web
	BaseURL *url.URL
	Log     *slog.Logger
	Ready   func(context.Context) error // asks what must work; nil means ready

	Machines Machines

	PageCache       int64 // bytes
	HeaderTimeout   time.Duration
	ReadTimeout     time.Duration
	WriteTimeout    time.Duration
	IdleTimeout     time.Duration
	MaxHeaderBytes  int64
	MaxConnections  int64
	MaxPerAddress   int64
	TrustedProxies  []netip.Prefix
	RequestsAtDebug bool // log every request
}

// Server answers HTTP.
type Server struct {
	o        Options
	host     string // of the base URL, as browsers send it
	hostPort string // the same with its port
	local    bool   // the base URL is this machine
	security http.Header
	pages    *pageCache
	cards    *cards
	contact  *contactForm
	searches *searches
	events   *events
	look     atomic.Pointer[look]
	stopping atomic.Bool
	http     *http.Server
	stop     chan struct{}
}

// look is what changes with the owner's name and colour: the assets and what
// links them.
type look struct {
	name     string
	accent   string
	bundle   *bundle
	previous *bundle // whose addresses open pages may still ask for
	site     *site.Builder
}

// New makes a Server; nothing listens yet.
func New(ctx context.Context, o Options) (*Server, error) {
	s := &Server{o: o, host: strings.ToLower(o.BaseURL.Host), hostPort: defaultPort(o.BaseURL), local: loopback(o.BaseURL.Host),
		security: securityHeaders(o.BaseURL), pages: newPageCache(o.PageCache), cards: newCards(), stop: make(chan struct{})}
	s.searches = newSearches(s, o.Search)
	if err := s.dress(ctx); err != nil {
		return nil, err
	}
	form, err := newContactForm(s, o.Contact)
	if err != nil {
		return nil, err
	}
	s.contact, s.events = form, newEvents(s)
	o.Content.OnChange(func() {
		if err := s.dress(context.Background()); err != nil {
			o.Log.Error("the stylesheet could not be made again", "error", err)
		}
		s.pages.reset()
		s.searches.reset()
	})
	s.http = &http.Server{
		Handler: s, ConnContext: withConn,
		ReadHeaderTimeout: o.HeaderTimeout, ReadTimeout: o.ReadTimeout, WriteTimeout: o.WriteTimeout, IdleTimeout: o.IdleTimeout,
		MaxHeaderBytes: int(o.MaxHeaderBytes), ErrorLog: slog.NewLogLogger(o.Log.Handler(), slog.LevelDebug),
	}
	return s, nil
}

// dress makes the assets for the owner's name and colour, when they are new.
func (s *Server) dress(ctx context.Context) error {
	profile, err := s.o.Content.Profile(ctx)
	if err != nil && wire.CodeOf(err) != wire.NotFound {
		return err
	}
	now := s.look.Load()
	if now != nil && now.accent == profile.Accent && now.name == profile.Name {
		return nil
	}
	b, err := newBundle(s.o.Assets, s.cards.painter.Mark(profile.Name, profile.Accent), profile.Accent)
	if err != nil {
		return err
	}
	l := &look{name: profile.Name, accent: profile.Accent, bundle: b, site: site.New(s.o.Content, s.o.BaseURL, b.build).Searching(s.searches.find)}
	if now != nil {
		l.previous = now.bundle
	}
	s.look.Store(l)
	return nil
}

// BaseURL is the site's public address.
func (s *Server) BaseURL() string { return s.o.BaseURL.String() }

// Build names the program and its assets.
func (s *Server) Build() string { return s.look.Load().bundle.build }

// Serve answers on l until Shutdown. It compresses behind the visitors' backs.
func (s *Server) Serve(l net.Listener) error {
	go func() {
		s.look.Load().bundle.harden(s.stop)
		s.pages.compress(s.stop)
	}()
	return s.http.Serve(newListener(l, limits{total: s.o.MaxConnections, perAddress: s.o.MaxPerAddress, exempt: s.o.TrustedProxies}))
}

// Shutdown stops accepting, tells /readyz, and waits for running requests until ctx ends.
func (s *Server) Shutdown(ctx context.Context) error {
	s.stopping.Store(true)
	close(s.stop)
	return s.http.Shutdown(ctx)
}

// ServeHTTP is the whole way of a request in its order.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer s.recovered(w, r)
	if s.o.RequestsAtDebug {
		defer s.logged(r, time.Now())
	}
	// A page that is kept was checked when it was made: only the host is new.
	if r.URL.RawQuery == "" && r.URL.RawPath == "" && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		if e, ok := s.pages.get(r.URL.Path); ok && s.checkHost(r) == nil {
			s.headers(w)
			s.sendPage(w, r, e)
			return
		}
	}
	s.headers(w)
	if problem := s.handle(w, r); problem != nil {
		s.fail(w, r, problem)
	}
}

func (s *Server) headers(w http.ResponseWriter) {
	h := w.Header()
	for k, v := range s.security {
		h[k] = v
	}
}

// recovered turns a panic into an error page with a reference.
func (s *Server) recovered(w http.ResponseWriter, r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler {
		panic(v)
	}
	problem := wire.Errorf(wire.Internal, "panic: %v", v)
	s.o.Log.Error("a request panicked", "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
	s.fail(w, r, problem)
}

func (s *Server) logged(r *http.Request, start time.Time) {
	s.o.Log.Debug("request", "method", r.Method, "path", r.URL.Path, "ms", float64(time.Since(start).Microseconds())/1000)
}

// reference is short enough to read over a telephone and long enough to find in a log.
func reference() string {
	var b [5]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b[:])
}
