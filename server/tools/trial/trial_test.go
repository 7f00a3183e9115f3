package trial_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"vitrine/server/tools/trial"
)

// TestMain lets the test binary stand in for the program: started as one, it
// serves until it is told to stop, or refuses to when PLAY_DEAD is set.
func TestMain(m *testing.M) {
	if len(os.Args) < 2 || os.Args[1] != "serve" {
		os.Exit(m.Run())
	}
	f := flag.NewFlagSet("serve", flag.ExitOnError)
	listen, data := f.String("listen", "", ""), f.String("data", "", "")
	f.String("log-level", "", "")
	if err := f.Parse(os.Args[2:]); err != nil || os.Getenv("PLAY_DEAD") != "" {
		fmt.Fprintln(os.Stderr, "no room at", *listen)
		os.Exit(1)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	go http.ListenAndServe(*listen, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/data" {
			fmt.Fprint(w, *data, " ", os.Getenv("VITRINE_LISTEN"))
		}
	}))
	<-ctx.Done()
}

func TestStartAndStop(t *testing.T) {
	t.Setenv("VITRINE_LISTEN", "the developer's own")
	t.Setenv("TMPDIR", t.TempDir())
	s, err := trial.Start(t.Context(), os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	data := folder(t, s)
	if s.PID == 0 || s.Started <= 0 {
		t.Errorf("process %d, started in %s", s.PID, s.Started)
	}
	first := s.PID
	if err := s.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	if again := folder(t, s); again != data || s.PID == first {
		t.Errorf("after a restart: process %d in %s, before %d in %s; want another process in the same folder", s.PID, again, first, data)
	}
	if err := s.Stop(); err != nil {
		t.Errorf("stopping: %v", err)
	}
	if _, err := os.Stat(data); !os.IsNotExist(err) {
		t.Errorf("the data folder is still there after Stop: %v", err)
	}
}

// folder asks the running program for its data folder, which must be there.
func folder(t *testing.T, s *trial.Server) string {
	t.Helper()
	response, err := http.Get(s.URL + "/data")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		t.Fatal(err)
	}
	data, own, _ := strings.Cut(string(text), " ")
	if own != "" {
		t.Errorf("the developer's own setting %q reached the program", own)
	}
	if _, err := os.Stat(data); err != nil {
		t.Errorf("the data folder: %v", err)
	}
	return data
}

func TestStartFails(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("PLAY_DEAD", "1")
	s, err := trial.Start(t.Context(), os.Args[0])
	if err == nil {
		t.Fatalf("a program that ends at once started: %+v", s)
	}
	if !strings.Contains(err.Error(), "no room at") {
		t.Errorf("the error does not carry the program's log: %v", err)
	}
	if _, err := trial.Start(t.Context(), filepath.Join(t.TempDir(), "absent")); err == nil {
		t.Error("an absent program started")
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}
