package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"vitrine/app/wire"
	"vitrine/server/config"
	"vitrine/server/store"
)

// jobsOptions is what the help says of the command's own words and flags.
const jobsOptions = `  list
      Count the jobs of each kind and show those that were given up.
  retry ID|all
      Put jobs that were given up into the queue again.
  drop ID|all
      Forget jobs that were given up.
  --json
      List as JSON.
`

// manageJobs is `vitrine jobs list|retry|drop`. It works beside a running
// server, which takes up what is retried within a second.
func manageJobs(ctx context.Context, args []string, std stdio) (err error) {
	var asJSON bool
	c, err := config.Load(config.Common(config.Table), args, std.env, func(f *flag.FlagSet) {
		f.BoolVar(&asJSON, "json", false, "")
	})
	if err != nil {
		return err
	}
	if len(c.Args) == 0 {
		return config.ErrHelp
	}
	word, rest := c.Args[0], c.Args[1:]
	switch {
	case !slices.Contains([]string{"list", "retry", "drop"}, word):
		return fmt.Errorf("jobs knows list, retry and drop, not %q", word)
	case word == "list" && len(rest) > 0:
		return errors.New("jobs list takes no job: it shows all of them")
	case word != "list" && (len(rest) != 1 || asJSON):
		return fmt.Errorf("jobs %s takes one job or all: vitrine jobs %s ID|all", word, word)
	}
	c.Synchronous = "FULL"
	h, err := open(ctx, c.Config, logger(c.Config, std))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	dead, err := h.store.DeadJobs(ctx)
	if err != nil {
		return err
	}
	switch word {
	case "retry":
		return settleDead(ctx, h.store, dead, rest[0], std.out, "Back in the queue", (*store.Tx).ReviveJob)
	case "drop":
		return settleDead(ctx, h.store, dead, rest[0], std.out, "Forgotten", (*store.Tx).DropJob)
	}
	counts, err := h.store.JobCounts(ctx, time.Now())
	switch {
	case err != nil:
		return err
	case asJSON:
		return writeJSON(std.out, map[string]any{"kinds": append([]wire.JobCount{}, counts...), "dead": append([]wire.DeadJob{}, dead...)})
	}
	return jobsTable(std.out, counts, dead)
}

// settleDead does one thing to one or all of the jobs that were given up.
func settleDead(ctx context.Context, s *store.Store, dead []wire.DeadJob, which string, out io.Writer, done string, settle func(*store.Tx, int64) error) error {
	var ids []int64
	if which == "all" {
		for _, d := range dead {
			ids = append(ids, d.ID)
		}
	} else {
		id, err := strconv.ParseInt(which, 10, 64)
		if err != nil {
			return fmt.Errorf("%q is not the number of a job: `vitrine jobs list` shows them", which)
		}
		ids = []int64{id}
	}
	err := s.Write(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			if err := settle(tx, id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s: %d.\n", done, len(ids))
	return err
}

func jobsTable(w io.Writer, counts []wire.JobCount, dead []wire.DeadJob) error {
	if len(counts) == 0 {
		_, err := fmt.Fprintln(w, "There are no jobs.")
		return err
	}
	tab := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(tab, "KIND\tWAITING\tRUNNING\tSCHEDULED\tDEAD")
	for _, c := range counts {
		fmt.Fprintf(tab, "%s\t%d\t%d\t%d\t%d\n", plain(c.Kind), c.Waiting, c.Running, c.Scheduled, c.Dead)
	}
	if err := tab.Flush(); err != nil || len(dead) == 0 {
		return err
	}
	if _, err := fmt.Fprintln(w, "\nGiven up; `vitrine jobs retry ID` tries one again, `vitrine jobs drop ID` forgets it:"); err != nil {
		return err
	}
	for _, d := range dead {
		_, err := fmt.Fprintf(w, "\n%d  %s %s, %s, attempts: %d\n    %s\n", d.ID, plain(d.Kind), plain(d.Payload), when(d.LastAt), d.Attempts,
			strings.ReplaceAll(plain(d.Error), "\n", "\n    "))
		if err != nil {
			return err
		}
	}
	return nil
}

// plain keeps what another machine said from steering the owner's terminal.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
