// Command race measures the cached home page of the built program beside nginx
// serving the very same compressed bytes from a file: one server under load at
// a time, in turns, on this machine. Ratios and processor seconds are what to
// compare; absolute rates are those of the machine, which wrk shares. Run it
// in the module's folder, on Linux, with nothing else running:
//
//	go run ./server/tools/race [-seconds 6] [-rounds 3]
//
// It needs nginx and wrk, which it installs on Debian when they are missing.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"vitrine/server/tools/proc"
	"vitrine/server/tools/trial"
)

// options is what the command line says.
type options struct {
	program         string
	path            string
	seconds, rounds int
	threads, conns  int // of wrk
}

func main() {
	var o options
	flag.StringVar(&o.program, "program", "bin/vitrine", "the program to measure")
	flag.StringVar(&o.path, "path", "/", "the page to ask for")
	flag.IntVar(&o.seconds, "seconds", 6, "how long each server is under load in each round, 1 to 60")
	flag.IntVar(&o.rounds, "rounds", 3, "how often they take turns, 1 to 20")
	flag.IntVar(&o.threads, "threads", 2, "wrk's threads")
	flag.IntVar(&o.conns, "connections", 64, "wrk's connections")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := race(ctx, o, os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "race:", err)
		os.Exit(1)
	}
}

// racer is a server under measurement, with what it has cost so far.
type racer struct {
	name, url string
	pid       int
	runs      []run
	idle      proc.Memory // before any request of ours
	loaded    proc.Memory // after the last run
}

func race(ctx context.Context, o options, out io.Writer) (err error) {
	if o.seconds < 1 || o.seconds > 60 || o.rounds < 1 || o.rounds > 20 {
		return errors.New("-seconds takes 1 to 60, -rounds 1 to 20")
	}
	if err := need(ctx, out); err != nil {
		return err
	}
	server, err := trial.Start(ctx, o.program)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	seeded := server.Started
	// Again on the folder that is there now: that is how servers start and rest.
	if err := server.Restart(ctx); err != nil {
		return err
	}
	ours := &racer{name: "vitrine", url: server.URL + o.path, pid: server.PID}
	rest, err := idle(ctx, ours)
	if err != nil {
		return err
	}
	body, err := settled(ctx, ours.url)
	if err != nil {
		return err
	}
	file, err := startNginx(ctx, body)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.stop()) }()
	theirs := &racer{name: "nginx", url: file.url, pid: file.pid}
	if err := same(ctx, ours.url, theirs.url, body); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %d bytes of gzip, equal on both; wrk -t%d -c%d -d%ds, %d processors\n\n",
		o.path, len(body), o.threads, o.conns, o.seconds, runtime.NumCPU())

	if theirs.idle, err = proc.MemoryOf(theirs.pid); err != nil {
		return err
	}
	if busy := proc.Rest(ctx); busy > 0 {
		fmt.Fprintf(out, "other programs use %.0f %% of the processors: only the ratio means something\n\n", 100*busy)
	}
	for _, r := range []*racer{ours, theirs} { // a first second that does not count
		if _, err := load(ctx, o, r, 1); err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
	}
	fmt.Fprintln(out, "round  server      req/s  p50 ms  p99 ms  CPU s per 1000 req")
	for round := range o.rounds {
		for _, r := range []*racer{ours, theirs} {
			m, err := load(ctx, o, r, o.seconds)
			if err != nil {
				return fmt.Errorf("%s: %w", r.name, err)
			}
			r.runs = append(r.runs, m)
			fmt.Fprintf(out, "%5d  %-8s %8.0f  %6.2f  %6.2f  %18.4f\n", round+1, r.name, m.Rate, ms(m.P50), ms(m.P99), m.perThousand())
		}
	}
	ratios(out, ours, theirs)
	fmt.Fprintf(out, "processor at rest, ours:                %.1f %% of one, over 10 s\n", 100*rest)
	fmt.Fprintf(out, "start until ready, ours:                %.2f s; the first, which writes the example site, %.2f s\n", server.Started.Seconds(), seeded.Seconds())
	info, err := os.Stat(o.program)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%-39s %.1f MB\n", o.program+":", mb(info.Size()))
	return err
}

// run is one measurement under load.
type run struct {
	wrkReport
	CPU float64 // seconds the server's processes used
}

func (r run) rate() float64 { return r.Rate }

func (r run) perThousand() float64 { return r.CPU / float64(r.Requests) * 1000 }

// load puts r under load once.
func load(ctx context.Context, o options, r *racer, seconds int) (run, error) {
	before, err := proc.CPU(r.pid)
	if err != nil {
		return run{}, err
	}
	wrk := exec.CommandContext(ctx, "wrk", fmt.Sprintf("-t%d", o.threads), fmt.Sprintf("-c%d", o.conns), fmt.Sprintf("-d%ds", seconds),
		"--latency", "-H", "Accept-Encoding: gzip", r.url)
	text, err := wrk.CombinedOutput()
	if err != nil {
		return run{}, fmt.Errorf("wrk: %w\n%s", err, text)
	}
	report, err := parseWrk(string(text))
	if err != nil {
		return run{}, fmt.Errorf("%w in wrk's output:\n%s", err, text)
	}
	if report.Errors > 0 {
		return run{}, fmt.Errorf("%d requests failed:\n%s", report.Errors, text)
	}
	after, err := proc.CPU(r.pid)
	if err != nil {
		return run{}, err
	}
	if r.loaded, err = proc.MemoryOf(r.pid); err != nil {
		return run{}, err
	}
	// What the server has left to do (collecting garbage) must not cost the next.
	return run{wrkReport: report, CPU: after - before}, pause(ctx, time.Second)
}

// idle notes r's memory 5 s after its start, with nothing asked yet, and
// returns the share of one processor that it uses in the 10 s after.
func idle(ctx context.Context, r *racer) (share float64, err error) {
	const span = 10 * time.Second
	if err := pause(ctx, 5*time.Second); err != nil {
		return 0, err
	}
	if r.idle, err = proc.MemoryOf(r.pid); err != nil {
		return 0, err
	}
	before, err := proc.CPU(r.pid)
	if err != nil {
		return 0, err
	}
	if err := pause(ctx, span); err != nil {
		return 0, err
	}
	after, err := proc.CPU(r.pid)
	return (after - before) / span.Seconds(), err
}

// ratios prints what the rounds say of the two, and their memory.
func ratios(out io.Writer, ours, theirs *racer) {
	fmt.Fprintf(out, "\nrequests per second, ours to nginx:     %.2f (mean of the rounds)\n", ratio(ours.runs, theirs.runs, run.rate))
	fmt.Fprintf(out, "CPU per request, ours to nginx:         %.2f\n", ratio(ours.runs, theirs.runs, run.perThousand))
	for _, r := range []*racer{ours, theirs} {
		fmt.Fprintf(out, "%-39s %.1f MB idle, %.1f MB after load (shared pages shared out: %.1f, %.1f)\n", "memory (RSS), "+r.name+":",
			mb(r.idle.RSS), mb(r.loaded.RSS), mb(r.idle.PSS), mb(r.loaded.PSS))
	}
}

// ratio is the mean over the rounds of a's figure to b's.
func ratio(a, b []run, figure func(run) float64) float64 {
	sum := 0.0
	for i := range a {
		sum += figure(a[i]) / figure(b[i])
	}
	return sum / float64(len(a))
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func mb(bytes int64) float64 { return float64(bytes) / 1e6 }

// pause waits, and ends early with ctx's error.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
