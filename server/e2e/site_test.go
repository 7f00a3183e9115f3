package e2e_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// site is the program under test: built from this tree, with a data folder of
// its own and the example content.
type site struct {
	base string
	stop func() error
}

var running site

// startSite gives the base URL of the site all tests read. VITRINE_E2E_URL names
// another that runs already.
func startSite(t *testing.T) string {
	t.Helper()
	return running.base
}

func serveSite(ctx context.Context) (site, error) {
	if base := os.Getenv("VITRINE_E2E_URL"); base != "" {
		return site{base: base, stop: func() error { return nil }}, nil
	}
	dir, err := os.MkdirTemp("", "vitrine-e2e-")
	if err != nil {
		return site{}, err
	}
	program := filepath.Join(dir, "vitrine")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, "vitrine/server").CombinedOutput(); err != nil {
		return site{}, fmt.Errorf("go build: %w\n%s", err, out)
	}
	address, err := freeAddress()
	if err != nil {
		return site{}, err
	}
	cmd := exec.CommandContext(ctx, program, "serve", "--data", filepath.Join(dir, "data"), "--listen", address, "--log-format", "json")
	log, err := cmd.StderrPipe()
	if err != nil {
		return site{}, err
	}
	if err := cmd.Start(); err != nil {
		return site{}, err
	}
	stop := func() error {
		return errors.Join(cmd.Process.Signal(syscall.SIGTERM), cmd.Wait(), os.RemoveAll(dir))
	}
	base, err := servingAddress(bufio.NewScanner(log))
	if err != nil {
		return site{}, errors.Join(err, stop())
	}
	return site{base, stop}, nil
}

// freeAddress is chosen here and not by the program, whose base URL is part of
// its settings and so is known before it listens.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// servingAddress reads the log until it tells the address, and goes on reading
// in the background, so that the program never waits for a reader.
func servingAddress(lines *bufio.Scanner) (string, error) {
	for lines.Scan() {
		var line struct{ Msg, Address string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return "", fmt.Errorf("%s: %w", lines.Text(), err)
		}
		if line.Msg == "serving" {
			go func() {
				for lines.Scan() {
				}
			}()
			return line.Address, nil
		}
	}
	return "", errors.New("the program ended before it served")
}
