package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// buffer is written by the server and read by the test.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func environment(pairs ...string) func(string) (string, bool) {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return func(k string) (string, bool) { v, ok := m[k]; return v, ok }
}

// vitrine runs a command to its end.
func vitrine(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out buffer
	err := dispatch(t.Context(), args, stdio{out: &out, err: &out, env: environment()})
	return out.String(), err
}

// running is a server that a test started.
type running struct {
	url  string
	log  *buffer
	stop func() error
}

func start(t testing.TB, args ...string) *running {
	t.Helper()
	s := &running{log: &buffer{}}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- dispatch(ctx, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...), stdio{out: s.log, err: s.log, env: environment()})
	}()
	s.stop = sync.OnceValue(func() error { cancel(); return <-done })
	t.Cleanup(func() {
		if err := s.stop(); err != nil {
			t.Errorf("serve ended with %v", err)
		}
	})
	serving := regexp.MustCompile(`msg=serving .*listen=(\S+)`)
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if m := serving.FindStringSubmatch(s.log.String()); m != nil {
			s.url = "http://" + m[1]
			return s
		}
		select {
		case err := <-done:
			done <- nil
			t.Fatalf("serve did not start: %v\n%s", err, s.log)
		default:
		}
		if time.Now().After(deadline) {
			t.Fatalf("serve did not start in 20 s:\n%s", s.log)
		}
	}
}

func (s *running) get(t testing.TB, path string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

func TestFirstStartIsASiteWorthLookingAt(t *testing.T) {
	s := start(t, "--data", filepath.Join(t.TempDir(), "site"))
	for path, want := range map[string]string{"/": "Elisha", "/about": "Elisha", "/projects": "Holdfast", "/projects/holdfast": "SQLite", "/blog": "One flush",
		"/blog/one-flush-many-promises": `class="code"`, "/blog/archive": "2024", "/uses": "Uses", "/blog/tags/go": "One flush"} {
		status, body := s.get(t, path)
		if status != 200 || !strings.Contains(body, want) {
			t.Errorf("%s answers %d, with %q: %v", path, status, want, strings.Contains(body, want))
		}
	}
	for _, path := range []string{"/blog/what-a-lease-promises", "/blog/reading-a-query-plan-aloud"} {
		if status, _ := s.get(t, path); status != 404 {
			t.Errorf("%s is a draft or in the future and answers %d", path, status)
		}
	}
	for _, list := range []string{"/", "/blog", "/blog/archive", "/blog/what-a-lease"} {
		if _, body := s.get(t, list); strings.Contains(body, "what-a-lease-promises") || strings.Contains(body, "query-plan-aloud") {
			t.Errorf("%s names a post that is not public", list)
		}
	}
}

func TestRestartKeepsTheSite(t *testing.T) {
	dir := t.TempDir()
	s := start(t, "--data", dir, "--no-seed")
	if _, body := s.get(t, "/"); !strings.Contains(body, "vitrine import") {
		t.Error("an empty site does not say what to do next")
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	// The folder has a database now: nobody wants an example site in it.
	s = start(t, "--data", dir)
	if _, body := s.get(t, "/"); strings.Contains(body, "Elisha") {
		t.Error("a second start wrote the example site into the owner's folder")
	}
}

func TestInterruptedSeedIsFinished(t *testing.T) {
	dir := t.TempDir()
	s := start(t, "--data", dir, "--no-seed")
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, seedingName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s = start(t, "--data", dir)
	if _, body := s.get(t, "/"); !strings.Contains(body, "Elisha") {
		t.Error("a first start that was killed while seeding is not finished by the next")
	}
	if _, err := os.Stat(filepath.Join(dir, seedingName)); err == nil {
		t.Error("the mark of an unfinished seed is still there")
	}
}

func TestImportBesideARunningServer(t *testing.T) {
	dir, posts := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(posts, "hello.md"), []byte("---\ntitle: Hello from beside\ndate: 2026-01-02\n---\nText.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := start(t, "--data", dir, "--no-seed")
	s.get(t, "/blog") // now it is in the page cache
	out, err := vitrine(t, "import", posts, "--data", dir)
	if err != nil {
		t.Fatalf("import beside the server: %v\n%s", err, out)
	}
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if _, body := s.get(t, "/blog"); strings.Contains(body, "Hello from beside") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the running server does not show what was imported")
		}
	}
}

func TestStartRefuses(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	served := t.TempDir()
	start(t, "--data", served, "--no-seed")
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"port in use", []string{"--listen", taken.Addr().String(), "--data", t.TempDir(), "--no-seed"}, "is in use by another program"},
		{"folder is a file", []string{"--data", file}, "cannot be made"},
		{"unwritable folder", []string{"--data", "/proc/vitrine"}, "cannot be made"},
		{"served already", []string{"--data", served}, "another `vitrine serve` (process " + fmt.Sprint(os.Getpid())},
		{"socket is a file", []string{"--listen", "unix:" + file, "--data", t.TempDir(), "--no-seed"}, "is not a socket"},
		{"bad values", []string{"--listen", "x", "--base-url", "y"}, "--base-url=\"y\""},
		{"argument", []string{"somewhere"}, "takes no argument"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := vitrine(t, append([]string{"serve"}, c.args...)...)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want an error that says %q", err, c.want)
			}
			if c.name != "bad values" && strings.Contains(err.Error(), "\n") {
				t.Errorf("the error is more than one line: %q", err)
			}
		})
	}
}

func TestUnixSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	stale, err := net.ListenUnix("unix", &net.UnixAddr{Name: path})
	if err != nil {
		t.Fatal(err)
	}
	stale.SetUnlinkOnClose(false)
	if err := stale.Close(); err != nil {
		t.Fatal(err)
	}
	start(t, "--data", t.TempDir(), "--no-seed", "--listen", "unix:"+path)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o660 {
		t.Errorf("the socket: %v, %v; want mode 0660", info, err)
	}
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", path)
	}}}
	res, err := client.Get("http://localhost/livez")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != 200 {
		t.Errorf("over the socket /livez answers %d", res.StatusCode)
	}
	if _, err := vitrine(t, "serve", "--data", t.TempDir(), "--no-seed", "--listen", "unix:"+path); err == nil || !strings.Contains(err.Error(), "another program listens") {
		t.Errorf("a live socket was taken over: %v", err)
	}
}

func TestCommands(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
		ok   bool
	}{
		{nil, "Usage: vitrine COMMAND", true},
		{[]string{"help"}, "serve", true},
		{[]string{"serve", "--help"}, "VITRINE_TRUSTED_PROXIES", true},
		{[]string{"import", "--help"}, "--dry-run", true},
		{[]string{"version"}, "vitrine ", true},
		{[]string{"config", "print", "--listen", ":1"}, "listen", true},
		{[]string{"config", "check"}, "good", true},
		{[]string{"config", "check", "--listen", "x"}, "use host:port", false},
		{[]string{"config"}, "print, check or markdown", false},
		{[]string{"dance"}, `no command "dance"`, false},
		{[]string{"import"}, "takes one folder", false},
		{[]string{"import", "/nowhere/at/all", "--data", "DIR"}, "/nowhere/at/all", false},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			args := append([]string(nil), c.args...)
			for i := range args {
				if args[i] == "DIR" {
					args[i] = t.TempDir()
				}
			}
			out, err := vitrine(t, args...)
			if err != nil {
				out += err.Error()
			}
			if (err == nil) != c.ok || !strings.Contains(out, c.want) {
				t.Errorf("error %v; want it %v and %q in\n%s", err, !c.ok, c.want, out)
			}
		})
	}
}
