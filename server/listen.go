package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

func socketPath(address string) (path string, ok bool) {
	return strings.CutPrefix(address, "unix:")
}

// listenSocket takes a stale socket's place, never a live one's.
func listenSocket(path string) (net.Listener, error) {
	info, err := os.Lstat(path)
	if err == nil {
		if info.Mode()&fs.ModeSocket == 0 {
			return nil, fmt.Errorf("%s exists and is not a socket: choose another path with --listen", path)
		}
		if c, err := net.Dial("unix", path); err == nil {
			return nil, errors.Join(fmt.Errorf("another program listens on %s: stop it or choose another path with --listen", path), c.Close())
		}
		if err := os.Remove(path); err != nil {
			return nil, fmt.Errorf("the stale socket %s cannot be removed: %w", path, err)
		}
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w", path, err)
	}
	// A proxy in the owner's group may connect.
	if err := os.Chmod(path, 0o660); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// listenError says in one line what to do.
func listenError(address string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is in use by another program: stop it or choose another address with --listen", address)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("this user may not listen on %s: ports under 1024 need the right to (setcap cap_net_bind_service), or choose another with --listen", address)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fmt.Errorf("%s is no address of this machine: correct --listen", address)
	}
	return fmt.Errorf("cannot listen on %s: %w", address, err)
}

// lock makes this process the only one that serves dir. The other commands do
// not take it: they work beside the server.
func lock(dir string) (unlock func() error, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the data folder %s cannot be made: %w", dir, err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "serve.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the data folder %s cannot be written: %w", dir, err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		pid := make([]byte, 16)
		n, _ := f.ReadAt(pid, 0) // only for the message
		return nil, errors.Join(fmt.Errorf("another `vitrine serve` (process %s) serves %s: stop it first or give this one another --data", strings.TrimSpace(string(pid[:n])), dir), f.Close())
	}
	if err := f.Truncate(0); err != nil {
		return nil, errors.Join(fmt.Errorf("the data folder %s cannot be written: %w", dir, err), f.Close())
	}
	if _, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0); err != nil {
		return nil, errors.Join(fmt.Errorf("the data folder %s cannot be written: %w", dir, err), f.Close())
	}
	return f.Close, nil
}
