// Command audit looks at every kind of page of the built site with public
// tools, and fails when one finds a fault: Lighthouse (mobile, simulated slow
// 4G, processor slowed four times), axe (light and dark, phone and desktop),
// no scrolling sideways at six widths, html-validate, and no dead link. Run it
// in the module's folder, on a machine with nothing else to do:
//
//	go run ./server/tools/audit [-only axe|lighthouse|html] [-pages /,/blog|all] [-runs 3] [-url http://localhost:8080]
//
// Without -url it starts bin/vitrine with the example site and stops it at the
// end. Without -pages it follows the site's links and takes the first page of
// each kind. It needs Chromium and node; what it needs from npm it installs,
// once, into the user's cache folder.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"vitrine/server/tools/trial"
)

// options is what the command line says.
type options struct {
	program string // to start when there is no url
	url     string
	pages   string // comma-separated paths, "all", or nothing: one of each kind
	only    string // axe, lighthouse, html, or nothing: all three
	runs    int    // of Lighthouse for each page
}

func main() {
	var o options
	flag.StringVar(&o.program, "program", "bin/vitrine", "the program to start when there is no -url")
	flag.StringVar(&o.url, "url", "", "the running site to look at; empty: start -program")
	flag.StringVar(&o.pages, "pages", "", "paths, comma-separated, or all; empty: the first page of each kind")
	flag.StringVar(&o.only, "only", "", "axe, lighthouse or html; empty: all three")
	flag.IntVar(&o.runs, "runs", 3, "how often Lighthouse looks at each page; the median counts")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	faults, err := audit(ctx, o, os.Stdout)
	stop()
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "audit:", err)
		os.Exit(2)
	case faults > 0:
		fmt.Printf("\n%d faults\n", faults)
		os.Exit(1)
	}
	fmt.Println("\nno faults")
}

// check looks at the pages, writes what it finds and counts the faults.
type check struct {
	name string
	run  func(ctx context.Context, k *kit, s *site, out io.Writer) (faults int, err error)
}

func audit(ctx context.Context, o options, out io.Writer) (faults int, err error) {
	checks, err := chosen(o)
	if err != nil {
		return 0, err
	}
	k, err := ready(ctx, out)
	if err != nil {
		return 0, err
	}
	if o.url == "" {
		server, failed := trial.Start(ctx, o.program)
		if failed != nil {
			return 0, failed
		}
		o.url = server.URL
		defer func() { err = errors.Join(err, server.Stop()) }()
	}
	s, err := visit(ctx, strings.TrimRight(o.url, "/"), o.pages)
	if err != nil {
		return 0, err
	}
	for _, d := range s.dead {
		faults++
		fmt.Fprintln(out, "dead link:", d)
	}
	for _, c := range checks {
		fmt.Fprintf(out, "\n== %s\n", c.name)
		n, err := c.run(ctx, k, s, out)
		if err != nil {
			return faults, fmt.Errorf("%s: %w", c.name, err)
		}
		faults += n
	}
	return faults, nil
}

// chosen is the checks that -only leaves, the quick ones first.
func chosen(o options) ([]check, error) {
	all := []check{
		{"html", validate},
		{"axe", browse},
		{"lighthouse", func(ctx context.Context, k *kit, s *site, out io.Writer) (int, error) {
			return lighthouse(ctx, k, s, o.runs, out)
		}},
	}
	if o.runs < 1 {
		return nil, fmt.Errorf("-runs %d: at least one is needed", o.runs)
	}
	if o.only == "" {
		return all, nil
	}
	for _, c := range all {
		if c.name == o.only {
			return []check{c}, nil
		}
	}
	return nil, fmt.Errorf("-only knows axe, lighthouse and html, not %q", o.only)
}
