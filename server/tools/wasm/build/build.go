// Package build makes the browser client: one way for the command that
// delivers it, for the one that weighs it and for the tests.
package build

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/andybalholm/brotli"

	"vitrine/app/wire"
	"vitrine/wasm/netstub"
)

// Symbols says what a build keeps beside the program itself.
type Symbols bool

// Stripped is what visitors get; Named keeps the functions' names, to see what
// weighs what. Code and data are the same.
const (
	Stripped Symbols = false
	Named    Symbols = true
)

// cold are the packages that are compiled without inlining: their code runs
// once for a page, or once at all, so it is 32 KB of brotli for nothing felt.
// Without inlining everywhere the client would be 93 KB smaller, but would read
// and compare a page's data 1.75 times slower.
var cold = []string{
	"github.com/maxence-charriere/...", "vitrine/...",
	"context", "fmt", "net/netip", "net/url", "os", "slices", "time",
}

// client is the visitor's client, and target the environment it is built for.
const client = "./wasm/site"

var target = []string{"GOOS=js", "GOARCH=wasm"}

// Client builds the client of the module at root and gives its bytes. An error
// carries what the compiler said.
func Client(ctx context.Context, root string, keep Symbols) ([]byte, error) {
	dir, err := os.MkdirTemp("", "vitrine-wasm-")
	if err != nil {
		return nil, wire.Errorf(wire.Internal, "no place to build in: %w", err)
	}
	defer os.RemoveAll(dir)
	overlay, err := writeOverlay(ctx, dir, root)
	if err != nil {
		return nil, err
	}
	out := filepath.Join(dir, "site.wasm")
	// Without the state of the repository: the same client has the same bytes at every commit.
	args := []string{"build", "-trimpath", "-buildvcs=false", "-overlay", overlay, "-o", out}
	for _, pkg := range cold {
		args = append(args, "-gcflags="+pkg+"=-l")
	}
	if keep == Stripped {
		args = append(args, "-ldflags=-s -w")
	}
	if _, err := goCommand(ctx, root, append(args, client)...); err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(out)
	if err != nil {
		return nil, wire.Errorf(wire.Internal, "the built client is missing: %w", err)
	}
	return raw, nil
}

// Packages lists the import paths that the client is made of.
func Packages(ctx context.Context, root string) ([]string, error) {
	dir, err := os.MkdirTemp("", "vitrine-wasm-")
	if err != nil {
		return nil, wire.Errorf(wire.Internal, "no place to build in: %w", err)
	}
	defer os.RemoveAll(dir)
	overlay, err := writeOverlay(ctx, dir, root)
	if err != nil {
		return nil, err
	}
	out, err := goCommand(ctx, root, "list", "-deps", "-overlay", overlay, client)
	return strings.Fields(string(out)), err
}

// Runtime gives the JavaScript that runs what this Go version compiles.
func Runtime(ctx context.Context) ([]byte, error) {
	goroot, err := goCommand(ctx, ".", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	js, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, wire.Errorf(wire.Internal, "the Go installation has no wasm_exec.js: %w", err)
	}
	return js, nil
}

// Brotli compresses as small as brotli can: the window of 16 MB holds the whole client.
func Brotli(raw []byte) ([]byte, error) {
	var b bytes.Buffer
	w := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: 11, LGWin: 24})
	if _, err := w.Write(raw); err != nil {
		return nil, wire.Errorf(wire.Internal, "brotli: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, wire.Errorf(wire.Internal, "brotli: %w", err)
	}
	return b.Bytes(), nil
}

func writeOverlay(ctx context.Context, dir, root string) (path string, err error) {
	goroot, err := goCommand(ctx, root, "env", "GOROOT")
	if err != nil {
		return "", err
	}
	if root, err = filepath.Abs(root); err != nil {
		return "", wire.Errorf(wire.Internal, "%s has no absolute path: %w", root, err)
	}
	text, err := netstub.Overlay(strings.TrimSpace(string(goroot)), root)
	if err != nil {
		return "", err
	}
	path = filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return "", wire.Errorf(wire.Internal, "the overlay could not be written: %w", err)
	}
	return path, nil
}

func goCommand(ctx context.Context, dir string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), target...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, wire.Errorf(wire.Internal, "go %s: %w\n%s", args[0], err, stderr.String())
	}
	return stdout.Bytes(), nil
}
