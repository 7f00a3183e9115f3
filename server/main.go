// Command vitrine is a person's place on the web in one program and one data
// folder: it serves the site, brings content in and looks after the rest.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"vitrine/server/config"
)

// command is one thing the program does.
type command struct {
	name    string
	args    string
	doc     string
	table   []config.Setting // whose flags it takes
	options string           // its own flags, for the help
	run     func(ctx context.Context, args []string, std stdio) error
}

// stdio is where a command reads and writes, so that tests can stand there.
type stdio struct {
	out, err io.Writer
	env      func(string) (string, bool)
}

func commands() []command {
	return []command{
		{name: "serve", doc: "Serve the site.", table: config.Table, run: serve},
		{name: "import", args: "DIR", doc: "Bring in a folder of Markdown: Hugo, Jekyll, plain, or Vitrine's own.", table: config.Common(config.Table),
			options: "  --dry-run\n      Say what would come, write nothing.\n", run: importFolder},
		{name: "messages", args: "list|show|export|delete", doc: "What visitors wrote: list it, show one, write it out, delete it.", table: config.Common(config.Table),
			options: messagesOptions, run: showMessages},
		{name: "jobs", args: "list|retry|drop", doc: "Show the background jobs, try those that were given up again, or forget them.", table: config.Common(config.Table),
			options: jobsOptions, run: manageJobs},
		{name: "config", args: "print|check|markdown", doc: "Show the settings and where each comes from, only check them, or print the README's table.", table: config.Table, run: showConfig},
		{name: "version", doc: "Say which version this is.", run: showVersion},
	}
}

func main() {
	// Database, media and sockets are the owner's alone.
	syscall.Umask(0o077)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := dispatch(ctx, os.Args[1:], stdio{out: os.Stdout, err: os.Stderr, env: os.LookupEnv})
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "vitrine: "+strings.ReplaceAll(err.Error(), "\n", "\nvitrine: "))
		os.Exit(1)
	}
}

// dispatch runs the command that args name.
func dispatch(ctx context.Context, args []string, std stdio) error {
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		usage(std.out)
		return nil
	}
	for _, c := range commands() {
		if c.name != args[0] {
			continue
		}
		err := c.run(ctx, args[1:], std)
		if errors.Is(err, config.ErrHelp) {
			c.usage(std.out)
			return nil
		}
		return err
	}
	return fmt.Errorf("there is no command %q; `vitrine help` lists them", args[0])
}

func usage(w io.Writer) {
	fmt.Fprint(w, "Vitrine: a portfolio, a blog and more from one program and one folder.\n\nUsage: vitrine COMMAND [flags]\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-28s %s\n", strings.TrimSpace(c.name+" "+c.args), c.doc)
	}
	fmt.Fprint(w, "\n`vitrine COMMAND --help` lists a command's flags. Every flag has a twin in the environment.\n")
}

func (c command) usage(w io.Writer) {
	fmt.Fprintf(w, "%s\n\nUsage: vitrine %s\n\n", c.doc, strings.TrimSpace(c.name+" "+c.args+" [flags]"))
	fmt.Fprint(w, c.options)
	config.Usage(w, c.table)
}
