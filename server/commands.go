package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"vitrine/server/config"
	"vitrine/server/importer"
)

// importFolder is `vitrine import DIR`. It works beside a running server, which
// shows what came within a second.
func importFolder(ctx context.Context, args []string, std stdio) (err error) {
	var o importer.Options
	c, err := config.Load(config.Common(config.Table), args, std.env, func(f *flag.FlagSet) {
		f.BoolVar(&o.DryRun, "dry-run", false, "")
	})
	if err != nil {
		return err
	}
	if len(c.Args) != 1 {
		return errors.New("import takes one folder: vitrine import DIR")
	}
	c.Synchronous = "FULL"
	h, err := open(ctx, c.Config, logger(c.Config, std))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	report, err := importer.Dir(ctx, h.content, h.media, c.Args[0], o)
	if err != nil {
		return err
	}
	if _, err := report.WriteTo(std.out); err != nil {
		return err
	}
	if report.Failed() {
		return fmt.Errorf("nothing arrived from %s", c.Args[0])
	}
	return nil
}

func showConfig(_ context.Context, args []string, std stdio) error {
	c, err := config.Load(config.Table, args, std.env, nil)
	if err != nil {
		return err
	}
	if len(c.Args) != 1 {
		return errors.New("config takes one word: print, check or markdown")
	}
	switch c.Args[0] {
	case "print":
		return c.Print(std.out)
	case "check":
		_, err := fmt.Fprintln(std.out, "The settings are good.")
		return err
	case "markdown":
		_, err := io.WriteString(std.out, config.Markdown(config.Table))
		return err
	}
	return fmt.Errorf("config knows print, check and markdown, not %q", c.Args[0])
}

// version is set by the build: -ldflags "-X main.version=…".
var version = "development"

func showVersion(_ context.Context, _ []string, std stdio) error {
	revision := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value
			}
		}
	}
	_, err := fmt.Fprintf(std.out, "vitrine %s%s, %s %s/%s\n", version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
