package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"vitrine/server/tools/trial"
)

// need installs nginx and wrk where they are missing, and says so.
func need(ctx context.Context, out io.Writer) error {
	for _, want := range [][]string{{"nginx", "nginx-light"}, {"wrk", "wrk"}} {
		command := exec.CommandContext(ctx, "server/tools/need.sh", want...)
		command.Stdout, command.Stderr = out, out
		if err := command.Run(); err != nil {
			return fmt.Errorf("%s is missing and could not be installed: %w", want[0], err)
		}
	}
	return nil
}

// nginxConfig serves one file as fast as nginx does without open_file_cache,
// which would keep the file's descriptor and be another race.
const nginxConfig = `%sworker_processes 2;
daemon off;
pid nginx.pid;
error_log error.log;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_timeout 60;
  keepalive_requests 1000000000;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  server {
    listen %s;
    root files;
    default_type text/html;
    add_header Content-Encoding gzip;
  }
}
`

// nginx is a running nginx that serves one page.
type nginx struct {
	url string
	pid int // of its master

	dir     string
	command *exec.Cmd
	log     bytes.Buffer
}

// startNginx serves body, which is gzip.
func startNginx(ctx context.Context, body []byte) (*nginx, error) {
	dir, err := os.MkdirTemp("", "vitrine-nginx-")
	if err != nil {
		return nil, err
	}
	n := &nginx{dir: dir}
	if err := n.start(ctx, body); err != nil {
		return nil, errors.Join(err, n.stop())
	}
	return n, nil
}

func (n *nginx) start(ctx context.Context, body []byte) error {
	address, err := trial.FreeAddress()
	if err != nil {
		return err
	}
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;\n" // else the workers change to one that may not read the folder
	}
	path, err := exec.LookPath("nginx")
	if err != nil {
		path = "/usr/sbin/nginx" // Debian's place, not in every user's PATH
	}
	config := filepath.Join(n.dir, "nginx.conf")
	if err := errors.Join(
		os.WriteFile(config, fmt.Appendf(nil, nginxConfig, user, address), 0o600),
		os.Mkdir(filepath.Join(n.dir, "files"), 0o700),
		os.WriteFile(filepath.Join(n.dir, "files", "page"), body, 0o600),
	); err != nil {
		return err
	}
	n.command = exec.CommandContext(ctx, path, "-p", n.dir, "-c", config, "-e", filepath.Join(n.dir, "error.log"))
	n.command.Stderr = &n.log
	n.command.Cancel = func() error { return n.command.Process.Signal(syscall.SIGTERM) }
	n.command.WaitDelay = 5 * time.Second
	if err := n.command.Start(); err != nil {
		return err
	}
	n.url, n.pid = "http://"+address+"/page", n.command.Process.Pid
	for range 500 { // 5 s
		if _, err = fetch(ctx, n.url); err == nil {
			return nil
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return err
		}
	}
	return fmt.Errorf("nginx does not answer: %w", err)
}

// stop ends nginx and removes its folder.
func (n *nginx) stop() error {
	var problem error
	if n.pid != 0 {
		if err := n.command.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
			problem = err
		}
		if err := n.command.Wait(); err != nil && !errors.Is(err, context.Canceled) {
			problem = errors.Join(problem, fmt.Errorf("nginx ended badly: %w\n%s", err, n.log.String()))
		}
	}
	return errors.Join(problem, os.RemoveAll(n.dir))
}

// plain asks for gzip itself and leaves the answer compressed.
var plain = &http.Client{Transport: &http.Transport{DisableCompression: true}, Timeout: 10 * time.Second}

// fetch is the page's bytes as gzip.
func fetch(ctx context.Context, url string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := plain.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() // read to the end below, nothing left to fail
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Encoding") != "gzip" {
		return nil, fmt.Errorf("%s answers %s with encoding %q, want 200 and gzip", url, response.Status, response.Header.Get("Content-Encoding"))
	}
	return body, nil
}

// settled is the page's bytes when they stay the same for 5 s: at first the
// server may send a quick compression while it makes a better one.
func settled(ctx context.Context, url string) ([]byte, error) {
	for range 6 {
		first, err := fetch(ctx, url)
		if err != nil {
			return nil, err
		}
		if err := pause(ctx, 5*time.Second); err != nil {
			return nil, err
		}
		again, err := fetch(ctx, url)
		if err != nil {
			return nil, err
		}
		if bytes.Equal(first, again) {
			return again, nil
		}
	}
	return nil, fmt.Errorf("%s answers other bytes each time", url)
}

// same reports an error unless both servers answer exactly body.
func same(ctx context.Context, ours, theirs string, body []byte) error {
	for _, url := range []string{ours, theirs} {
		got, err := fetch(ctx, url)
		if err != nil {
			return err
		}
		if !bytes.Equal(got, body) {
			return fmt.Errorf("%s answers %d bytes that are not the %d expected", url, len(got), len(body))
		}
	}
	return nil
}
