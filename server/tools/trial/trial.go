// Package trial starts the built program with the example site on a data
// folder of its own, for tools that look at it from outside.
package trial

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// Server is a running program.
type Server struct {
	URL     string        // http://localhost:port, without a slash at the end
	PID     int           //
	Started time.Duration // from the start of the process to the first good /readyz; the first time it writes the example site in between

	program string
	dir     string
	cmd     *exec.Cmd
	log     *bytes.Buffer // complete once done is closed
	done    chan struct{}
	err     error // of the process; valid once done is closed
}

// patience is how long the program may take to be ready: it opens a database
// and writes the example site, a second's work even on a busy machine.
const patience = 30 * time.Second

// Start starts program (a path) and waits until it is ready. The caller calls
// Stop. The program ends when ctx ends, too. When it dies or does not become
// ready the error carries what it logged.
func Start(ctx context.Context, program string) (*Server, error) {
	dir, err := os.MkdirTemp("", "vitrine-trial-")
	if err != nil {
		return nil, err
	}
	s := &Server{program: program, dir: dir}
	if err := s.launch(ctx); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s, nil
}

// Restart ends the program and starts it again on the same data folder, at
// another address. After an error it is stopped, and Stop cleans up.
func (s *Server) Restart(ctx context.Context) error {
	if err := s.end(); err != nil {
		return err
	}
	return s.launch(ctx)
}

func (s *Server) launch(ctx context.Context) error {
	address, err := FreeAddress()
	if err != nil {
		return err
	}
	s.URL, s.log, s.done, s.err = "http://"+address, new(bytes.Buffer), make(chan struct{}), nil
	s.cmd = exec.CommandContext(ctx, s.program, "serve", "--listen", address, "--data", s.dir, "--log-level", "info")
	s.cmd.Env = cleanEnvironment()
	s.cmd.Stderr = s.log
	s.cmd.Cancel = func() error { return s.cmd.Process.Signal(syscall.SIGTERM) }
	s.cmd.WaitDelay = patience
	begin := time.Now()
	if err := s.cmd.Start(); err != nil {
		close(s.done)
		return fmt.Errorf("%s cannot be started (make build makes it): %w", s.program, err)
	}
	s.PID = s.cmd.Process.Pid
	go func() {
		defer close(s.done)
		s.err = s.cmd.Wait()
	}()
	if err := s.ready(ctx); err != nil {
		ended := s.end()
		return errors.Join(fmt.Errorf("%w; it logged:\n%s", err, s.log.String()), ended)
	}
	s.Started = time.Since(begin)
	return nil
}

func (s *Server) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		if answers(ctx, s.URL+"/readyz") {
			return nil
		}
		select {
		case <-s.done:
			return errors.New("the program ended before it was ready")
		case <-ctx.Done():
			return fmt.Errorf("the program was not ready in %s", patience)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func answers(ctx context.Context, url string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	return response.Body.Close() == nil && response.StatusCode == http.StatusOK
}

// Stop ends the program as an operator would and removes its data folder.
func (s *Server) Stop() error {
	return errors.Join(s.end(), os.RemoveAll(s.dir))
}

// end ends the program, which may have ended by itself, and waits for it.
func (s *Server) end() error {
	select {
	case <-s.done:
	default:
		if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return err
		}
		<-s.done
	}
	if s.err != nil && !errors.Is(s.err, context.Canceled) {
		return fmt.Errorf("the program ended badly: %w", s.err)
	}
	return nil
}

// FreeAddress is a localhost address nobody listens on at the moment.
func FreeAddress() (string, error) {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return "", err
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	return "localhost:" + port, errors.Join(err, l.Close())
}

// cleanEnvironment is this process's environment without settings of the
// program, so that a developer's own do not change what is measured.
func cleanEnvironment() []string {
	var kept []string
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "VITRINE_") {
			kept = append(kept, v)
		}
	}
	return kept
}
