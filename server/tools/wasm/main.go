// Command wasm builds the browser client into assets/web/dist: the client
// compressed by brotli as the server sends it, and the runtime that belongs to
// the Go version at hand. Run it in the module's folder:
//
//	go run ./server/tools/wasm
//
// Compression takes most of the time, so it is skipped while the client's bytes
// stay the same.
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"vitrine/server/tools/wasm/build"
)

func main() {
	root := flag.String("root", ".", "the module's folder")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *root, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "wasm:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, root string, out io.Writer) error {
	dist := filepath.Join(root, "assets", "web", "dist")
	if err := os.MkdirAll(dist, 0o755); err != nil {
		return err
	}
	began := time.Now()
	raw, err := build.Client(ctx, root, build.Stripped)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "site.wasm       %9d bytes  built in %.1f s\n", len(raw), time.Since(began).Seconds())

	runtime, err := build.Runtime(ctx)
	if err != nil {
		return err
	}
	if err := replace(filepath.Join(dist, "wasm_exec.js"), runtime); err != nil {
		return err
	}

	digest := sha256.Sum256(raw)
	sum := []byte(hex.EncodeToString(digest[:]) + "\n")
	if unchanged(dist, sum) {
		fmt.Fprintln(out, "site.wasm.br is of the same client already")
		return nil
	}
	began = time.Now()
	small, err := build.Brotli(raw)
	if err != nil {
		return err
	}
	if err := replace(filepath.Join(dist, packed), small); err != nil {
		return err
	}
	fmt.Fprintf(out, "%-15s %9d bytes  in %.1f s\n", packed, len(small), time.Since(began).Seconds())
	// Written last: an interrupted run compresses again.
	return replace(filepath.Join(dist, sumFile), sum)
}

const (
	packed  = "site.wasm.br"
	sumFile = "site.wasm.sum"
)

// unchanged reports whether dist holds the compressed client with this sum.
func unchanged(dist string, sum []byte) bool {
	if info, err := os.Stat(filepath.Join(dist, packed)); err != nil || info.Size() == 0 {
		return false
	}
	have, err := os.ReadFile(filepath.Join(dist, sumFile))
	return err == nil && bytes.Equal(have, sum)
}

// replace writes a file whole or not at all: the server may embed or read it
// at any moment.
func replace(path string, content []byte) error {
	if have, err := os.ReadFile(path); err == nil && bytes.Equal(have, content) {
		return nil
	}
	temp := path + ".new"
	if err := os.WriteFile(temp, content, 0o644); err != nil {
		return err
	}
	return os.Rename(temp, path)
}
