package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"vitrine/assets"
	"vitrine/data/seed"
	"vitrine/server/announce"
	"vitrine/server/config"
	"vitrine/server/contact"
	"vitrine/server/content"
	"vitrine/server/feeds"
	"vitrine/server/importer"
	"vitrine/server/jobs"
	"vitrine/server/media"
	"vitrine/server/search"
	"vitrine/server/store"
	"vitrine/server/web"
)

// house is the rooms every command that touches the data folder opens, in the
// order they stand on one another.
type house struct {
	store   *store.Store
	media   *media.Library
	content *content.Service
	created bool // the database is new
}

// Names inside the data folder.
const (
	databaseName = "vitrine.db"
	mediaName    = "media"
	seedingName  = "seeding" // stands while the example site is written
	searchName   = "search.index"
)

func logger(c config.Config, std stdio) *slog.Logger {
	o := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(std.err, o))
	}
	return slog.New(slog.NewTextHandler(std.err, o))
}

// open opens the data folder; close gives it back.
func open(ctx context.Context, c config.Config, log *slog.Logger) (*house, error) {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, fmt.Errorf("the data folder %s cannot be made: %w", c.Data, err)
	}
	path := filepath.Join(c.Data, databaseName)
	_, statErr := os.Stat(path)
	h := &house{created: errors.Is(statErr, fs.ErrNotExist)}
	var err error
	h.store, err = store.Open(ctx, store.Options{Path: path, Synchronous: c.Synchronous, Log: log, TermSlug: content.Slug})
	if err != nil {
		return nil, err
	}
	h.media, err = media.New(filepath.Join(c.Data, mediaName), h.store)
	if err == nil {
		h.media.Log = log
		h.content, err = content.New(ctx, h.store, h.media, time.Now, log)
	}
	if err != nil {
		return nil, errors.Join(err, h.store.Close())
	}
	return h, nil
}

func (h *house) close() error { return h.store.Close() }

// serve is the wiring diagram of the server: open, build, listen, wait, close
// in reverse.
func serve(ctx context.Context, args []string, std stdio) (err error) {
	c, err := config.Load(config.Table, args, std.env, nil)
	if err != nil {
		return err
	}
	if len(c.Args) > 0 {
		return fmt.Errorf("serve takes no argument, but there is %q", c.Args[0])
	}
	log := logger(c.Config, std)
	tune()

	unlock, err := lock(c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()

	h, err := open(ctx, c.Config, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if err := plant(ctx, c.Config, h, log); err != nil {
		return err
	}

	p, err := build(ctx, c.Config, h, log)
	if err != nil {
		return err
	}
	l, err := listen(c.Listen)
	if err != nil {
		return err
	}
	return p.live(ctx, l, c.ShutdownTimeout)
}

// program is what serves: everything that lives until the stop.
type program struct {
	*house
	server  *web.Server
	runner  *jobs.Runner
	changes *announce.Watcher
	finder  *search.Finder
	log     *slog.Logger
}

// build makes the rooms that stand on an open house; nothing runs yet.
func build(ctx context.Context, c config.Config, h *house, log *slog.Logger) (*program, error) {
	files, err := fs.Sub(assets.Files, "web")
	if err != nil {
		return nil, err
	}
	desk, err := contact.New(ctx, contact.Options{Store: h.store, Mail: c.SMTP != "", Keep: time.Duration(c.MessageDays) * 24 * time.Hour, Log: log})
	if err != nil {
		return nil, err
	}
	announcements := announcer(c)
	p := &program{house: h, log: log}
	if p.runner, err = background(c, h, desk, announcements, log); err != nil {
		return nil, err
	}
	if p.changes, err = watcher(ctx, h, announcements, log); err != nil {
		return nil, err
	}
	p.finder = search.New(h.content, filepath.Join(c.Data, searchName), log)
	p.server, err = web.New(ctx, web.Options{
		Content: h.content, Media: h.media, Contact: desk, Search: p.finder, Assets: files, BaseURL: c.BaseURL, Log: log, Ready: h.store.Ping,
		Machines: web.Machines{Feeds: feeds.Options{Hub: c.WebSubHub, AICrawlers: c.AICrawlers, More: []string{"/contact", "/privacy"}},
			IndexNowKey: c.IndexNowKey.Reveal(), Tags: c.PurgeURL != ""},
		PageCache: c.PageCache, HeaderTimeout: c.HeaderTimeout, ReadTimeout: c.ReadTimeout, WriteTimeout: c.WriteTimeout,
		IdleTimeout: c.IdleTimeout, MaxHeaderBytes: c.MaxHeaderBytes, MaxConnections: c.MaxConnections, MaxPerAddress: c.MaxPerAddress,
		TrustedProxies: c.TrustedProxies, RequestsAtDebug: c.LogLevel <= slog.LevelDebug,
	})
	return p, err
}

// live serves on l until ctx ends or serving fails, and stops everything in
// order: nothing new comes in, what runs may finish (requests and jobs share
// one grace time), the rest of the background stops; then the caller closes the
// database and the lock.
func (p *program) live(ctx context.Context, l net.Listener, grace time.Duration) error {
	living, end := context.WithCancel(context.WithoutCancel(ctx))
	var wait sync.WaitGroup
	wait.Go(func() { p.content.Run(living) })
	wait.Go(func() { p.runner.Run(living) })
	wait.Go(func() { p.changes.Run(living) })
	wait.Go(func() { p.finder.Run(living) })
	failed := make(chan error, 1)
	wait.Go(func() {
		if err := p.server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			failed <- err
		}
	})
	wait.Go(func() { p.catchUp(living) })
	wait.Go(func() { rest(living) })
	p.log.Info("serving", "address", p.server.BaseURL(), "listen", l.Addr().String(), "build", p.server.Build())

	var err error
	select {
	case <-ctx.Done():
		p.log.Info("stopping")
	case err = <-failed:
	}
	err = errors.Join(err, p.stop(grace))
	end()
	wait.Wait()
	return err
}

// catchUp enqueues the pictures that have no variants yet: those of a site from
// before there were any. Whoever asks twice is told once.
func (p *program) catchUp(ctx context.Context) {
	missing, err := p.media.Missing(ctx)
	if err == nil && len(missing) > 0 {
		err = p.store.Write(ctx, func(tx *store.Tx) error {
			for _, hash := range missing {
				if err := tx.Enqueue(media.Job, map[string]string{"hash": hash}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil && ctx.Err() == nil {
		p.log.Warn("the pictures without variants could not be listed", "error", err)
	}
}

func (p *program) stop(grace time.Duration) error {
	ctx, end := context.WithTimeout(context.Background(), grace)
	defer end()
	jobsDone := make(chan error, 1)
	go func() { jobsDone <- p.runner.Stop(ctx) }()
	err := p.server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("requests were still running after %s and were cut", grace)
	}
	if cut := <-jobsDone; cut != nil {
		// The next start does them again: no fault of this stop.
		p.log.Warn("jobs were cut", "error", cut)
	}
	return err
}

// tune sets the runtime for many short requests: twice the threads keep both
// cores busy while some wait in system calls, and a garbage collection every
// third doubling instead of every one costs memory only while there is load.
// Together they were worth 10 % of requests per second; the limit keeps a busy
// server on a small machine from growing past what it needs.
func tune() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(2 * runtime.NumCPU())
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(300)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(192 << 20)
	}
}

// plant writes the example site into a new data folder. A start that was killed
// in the middle is finished by the next: records are found again by their source.
func plant(ctx context.Context, c config.Config, h *house, log *slog.Logger) error {
	mark := filepath.Join(c.Data, seedingName)
	if h.created && !c.NoSeed {
		if err := os.WriteFile(mark, nil, 0o600); err != nil {
			return fmt.Errorf("the data folder %s cannot be written: %w", c.Data, err)
		}
	}
	if _, err := os.Stat(mark); err != nil {
		return nil
	}
	report, err := importer.Seed(ctx, h.content, h.media, seed.Files)
	if err != nil {
		return fmt.Errorf("the example site could not be written: %w", err)
	}
	for _, p := range report.Problems {
		log.Warn("the example site has a fault", "fault", p.String())
	}
	log.Info("the example site is written: make it yours, or start with --no-seed", "posts", report.Posts.New, "projects", report.Projects.New)
	return os.Remove(mark)
}

// listen opens the address; a socket is open to the owner's group.
func listen(address string) (net.Listener, error) {
	if path, ok := socketPath(address); ok {
		return listenSocket(path)
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, listenError(address, err)
	}
	return l, nil
}
