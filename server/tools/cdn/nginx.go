package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"vitrine/server/tools/trial"
)

// nginxConfig is a shared cache twice: one asks again and then answers, the
// other answers with what it has and asks again meanwhile.
const nginxConfig = `%[1]sworker_processes 1;
daemon off;
pid nginx.pid;
error_log error.log;
events { worker_connections 256; }
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  proxy_cache_path first keys_zone=first:1m;
  proxy_cache_path second keys_zone=second:1m;
  proxy_cache_revalidate on;
  proxy_http_version 1.1;
  proxy_set_header Host %[2]s;
  proxy_set_header Accept-Encoding $http_accept_encoding;
  add_header X-Cache $upstream_cache_status always;
  server {
    listen %[3]s;
    location / { proxy_cache first; proxy_pass http://%[2]s; }
  }
  server {
    listen %[4]s;
    proxy_cache_background_update on;
    proxy_cache_use_stale updating;
    location / { proxy_cache second; proxy_pass http://%[2]s; }
  }
}
`

// nginx is the running cache.
type nginx struct {
	waits, serves string // addresses of the two

	dir     string
	command *exec.Cmd
	log     bytes.Buffer
	done    chan error
}

// startNginx puts the cache in front of origin, host:port.
func startNginx(ctx context.Context, origin string) (n *nginx, err error) {
	n = &nginx{done: make(chan error, 1)}
	if n.dir, err = os.MkdirTemp("", "vitrine-cdn-"); err != nil {
		return nil, err
	}
	if err := n.start(ctx, origin); err != nil {
		return nil, errors.Join(err, n.stop())
	}
	return n, nil
}

func (n *nginx) start(ctx context.Context, origin string) error {
	first, err := trial.FreeAddress()
	if err != nil {
		return err
	}
	second, err := trial.FreeAddress()
	if err != nil {
		return err
	}
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;\n" // else the workers change to one that may not write the folder
	}
	path, err := exec.LookPath("nginx")
	if err != nil {
		path = "/usr/sbin/nginx" // Debian's place, not in every user's PATH
	}
	config := filepath.Join(n.dir, "nginx.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, nginxConfig, user, origin, first, second), 0o600); err != nil {
		return err
	}
	n.waits, n.serves = "http://"+first, "http://"+second
	command := exec.CommandContext(ctx, path, "-p", n.dir, "-c", config, "-e", filepath.Join(n.dir, "error.log"))
	command.Stderr = &n.log
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = 5 * time.Second
	if err := command.Start(); err != nil {
		return err
	}
	n.command = command
	go func() { n.done <- command.Wait() }()
	for range 500 { // 5 s
		if _, err = get(ctx, n.waits+"/livez", ""); err == nil {
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
	if n.command != nil {
		if err := n.command.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
			problem = err
		}
		if err := <-n.done; err != nil && !errors.Is(err, context.Canceled) {
			problem = errors.Join(problem, fmt.Errorf("nginx ended badly: %w\n%s", err, n.log.String()))
		}
	}
	return errors.Join(problem, os.RemoveAll(n.dir))
}
