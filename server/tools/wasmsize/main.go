// Command wasmsize weighs the browser client: its bytes as built and as sent,
// and the code of each package in it. It fails when more is sent than the
// limit allows. Run it in the module's folder:
//
//	go run ./server/tools/wasmsize
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"vitrine/app/wire"
	"vitrine/server/tools/wasm/build"
	"vitrine/server/tools/wasmsize/weigh"
)

// limit is what a visitor may have to fetch, in bytes of brotli: half a second
// at 20 Mbit/s, off the critical path.
const limit = 1_100_000

func main() {
	root := flag.String("root", ".", "the module's folder")
	top := flag.Int("top", 40, "how many packages to list; 0 for all")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *root, *top, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "wasmsize:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, root string, top int, out io.Writer) error {
	named, err := build.Client(ctx, root, build.Named)
	if err != nil {
		return err
	}
	packages, err := build.Packages(ctx, root)
	if err != nil {
		return err
	}
	weights, err := weigh.Module(named, packages)
	if err != nil {
		return err
	}
	raw, err := build.Client(ctx, root, build.Stripped)
	if err != nil {
		return err
	}
	small, err := build.Brotli(raw)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%9d  data: strings, types, tables of the runtime\n", weights.Data)
	rest := 0
	for i, p := range weights.Code {
		if top > 0 && i >= top {
			rest += p.Bytes
			continue
		}
		fmt.Fprintf(out, "%9d  %s\n", p.Bytes, p.Path)
	}
	if rest > 0 {
		fmt.Fprintf(out, "%9d  the other %d packages\n", rest, len(weights.Code)-top)
	}
	fmt.Fprintf(out, "\n%9d  bytes as built\n%9d  bytes as sent (brotli), of %d allowed\n", len(raw), len(small), limit)
	if len(small) > limit {
		return wire.Errorf(wire.TooLarge, "the client is %d bytes over its limit", len(small)-limit)
	}
	return nil
}
