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
	"vitrine/server/config"
	"vitrine/server/content"
	"vitrine/server/importer"
	"vitrine/server/media"
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

	files, err := fs.Sub(assets.Files, "web")
	if err != nil {
		return err
	}
	server, err := web.New(ctx, web.Options{
		Content: h.content, Media: h.media, Assets: files, BaseURL: c.BaseURL, Log: log, Ready: h.store.Ping,
		PageCache: c.PageCache, HeaderTimeout: c.HeaderTimeout, ReadTimeout: c.ReadTimeout, WriteTimeout: c.WriteTimeout,
		IdleTimeout: c.IdleTimeout, MaxHeaderBytes: c.MaxHeaderBytes, MaxConnections: c.MaxConnections, MaxPerAddress: c.MaxPerAddress,
		TrustedProxies: c.TrustedProxies, RequestsAtDebug: c.LogLevel <= slog.LevelDebug,
	})
	if err != nil {
		return err
	}
	l, err := listen(c.Listen)
	if err != nil {
		return err
	}

	background, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var wait sync.WaitGroup
	wait.Go(func() { h.content.Run(background) })
	failed := make(chan error, 1)
	wait.Go(func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			failed <- err
		}
	})
	log.Info("serving", "address", c.BaseURL.String(), "listen", l.Addr().String(), "data", c.Data, "build", server.Build())

	select {
	case <-ctx.Done():
		log.Info("stopping")
	case err = <-failed:
	}
	// The order of closing: nothing new comes in, what runs may finish, the
	// background stops, then (deferred) the database and the lock.
	return errors.Join(err, stopAll(server, c.ShutdownTimeout, cancel, &wait))
}

func stopAll(server *web.Server, within time.Duration, cancel context.CancelFunc, wait *sync.WaitGroup) error {
	ctx, end := context.WithTimeout(context.Background(), within)
	defer end()
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("requests were still running after %s and were cut", within)
	}
	cancel()
	wait.Wait()
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
	// Rendering took memory that serving never needs.
	debug.FreeOSMemory()
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
