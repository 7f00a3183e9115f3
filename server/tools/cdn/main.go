// Command cdn puts a shared cache, nginx, in front of the built program and
// shows that pages are kept for the 30 seconds that s-maxage gives, that their
// codings are kept apart, that a page which did not change costs a 304, that a
// change comes through, and that errors are not kept. It takes 40 s. Run it in
// the module's folder:
//
//	go run ./server/tools/cdn
//
// It needs nginx, which it installs on Debian when it is missing.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"vitrine/server/tools/trial"
)

// fresh is the s-maxage of pages, and a second for the clocks.
const fresh = 31 * time.Second

func main() {
	program := flag.String("program", "bin/vitrine", "the program to put behind the cache")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := prove(ctx, *program, os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "cdn:", err)
		os.Exit(1)
	}
}

// proof asks and writes down what did not come as it should.
type proof struct {
	ctx    context.Context
	out    io.Writer
	faults []error
}

func prove(ctx context.Context, program string, out io.Writer) (err error) {
	need := exec.CommandContext(ctx, "server/tools/need.sh", "nginx", "nginx-light")
	need.Stdout, need.Stderr = out, out
	if err := need.Run(); err != nil {
		return fmt.Errorf("nginx is missing and could not be installed: %w", err)
	}
	server, err := trial.Start(ctx, program)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	cache, err := startNginx(ctx, strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cache.stop()) }()

	p := &proof{ctx: ctx, out: out}
	p.fill(server.URL, cache)
	if err := publish(ctx, program, server); err != nil {
		return err
	}
	p.fresh(server.URL, cache)
	fmt.Fprintf(out, "after %s\n", fresh)
	if err := pause(ctx, fresh); err != nil {
		return err
	}
	p.expired(cache)
	return errors.Join(p.faults...)
}

// Pages of the example site, and the post that publish adds.
const (
	changing = "/blog"
	steady   = "/about"
	newPost  = "Straight through the cache"
)

// fill asks for everything twice.
func (p *proof) fill(origin string, cache *nginx) {
	for _, path := range []string{changing, steady, "/feed.xml", "/sitemap.xml"} {
		for _, coding := range []string{"", "gzip", "br"} {
			whole := p.ask("the origin", origin+path, coding, "", "")
			for _, c := range []string{cache.waits, cache.serves} {
				first := p.ask("the cache", c+path, coding, "MISS", "")
				again := p.ask("the cache", c+path, coding, "HIT", "")
				if !bytes.Equal(first.body, again.body) || again.coding != coding {
					p.fault("%s in %q: the cache answers %d bytes, then %d in %q", path, coding, len(first.body), len(again.body), again.coding)
				}
				// The origin compresses again, harder, behind its visitors' backs.
				if coding == "" && !bytes.Equal(first.body, whole.body) {
					p.fault("%s: the cache answers other bytes than the origin", path)
				}
			}
		}
	}
	for range 2 {
		p.ask("an error", cache.waits+"/nothing-is-here", "", "MISS", "")
	}
}

// fresh sees the new post at the origin and, for 30 s, not yet in the cache.
func (p *proof) fresh(origin string, cache *nginx) {
	for deadline := time.Now().Add(5 * time.Second); ; {
		a, err := get(p.ctx, origin+changing, "")
		if err == nil && bytes.Contains(a.body, []byte(newPost)) {
			break
		}
		if time.Now().After(deadline) || pause(p.ctx, 20*time.Millisecond) != nil {
			p.fault("the origin does not show the new post: %v", err)
			return
		}
	}
	p.ask("kept", cache.waits+changing, "", "HIT", "!"+newPost)
}

// expired asks again for what is no longer fresh.
func (p *proof) expired(cache *nginx) {
	p.ask("unchanged", cache.waits+steady, "", "REVALIDATED", "")
	p.ask("unchanged", cache.waits+steady, "", "HIT", "")
	p.ask("changed", cache.waits+changing, "", "EXPIRED", newPost)
	p.ask("changed", cache.waits+changing, "", "HIT", newPost)
	// While it asks again, the old page is better than waiting.
	p.ask("stale", cache.serves+changing, "", "STALE", "!"+newPost)
	for deadline := time.Now().Add(5 * time.Second); ; {
		a, err := get(p.ctx, cache.serves+changing, "")
		if err == nil && a.cache == "HIT" && bytes.Contains(a.body, []byte(newPost)) {
			break
		}
		if time.Now().After(deadline) || pause(p.ctx, 20*time.Millisecond) != nil {
			p.fault("the cache that answers first never shows the new post: %v", err)
			return
		}
	}
	p.ask("then", cache.serves+changing, "", "HIT", newPost)
}

// publish imports a post beside the running program.
func publish(ctx context.Context, program string, server *trial.Server) error {
	dir, err := os.MkdirTemp("", "vitrine-cdn-post-")
	if err != nil {
		return err
	}
	post := "---\ntitle: " + newPost + "\ndate: " + time.Now().UTC().Format(time.RFC3339) + "\n---\nText.\n"
	err = os.WriteFile(filepath.Join(dir, "through.md"), []byte(post), 0o600)
	if err == nil {
		var said []byte
		if said, err = exec.CommandContext(ctx, program, "import", dir, "--data", server.Data()).CombinedOutput(); err != nil {
			err = fmt.Errorf("the import failed: %w\n%s", err, said)
		}
	}
	return errors.Join(err, os.RemoveAll(dir))
}

// ask prints one answer and compares it: status is nginx's word for where it
// came from, text what the body must hold, or with "!" must not.
func (p *proof) ask(what, address, coding, status, text string) answer {
	a, err := get(p.ctx, address, coding)
	if err != nil {
		p.fault("%s: %w", address, err)
		return a
	}
	path := address[strings.Index(address[len("http://"):], "/")+len("http://"):]
	fmt.Fprintf(p.out, "%-10s %-18s %-5s %-12s %7d bytes  %6.1f ms\n", what, path, coding, a.cache, len(a.body), float64(a.took.Microseconds())/1000)
	if a.cache != status {
		p.fault("%s %s in %q comes as %q, want %q", what, path, coding, a.cache, status)
	}
	if absent, negated := strings.CutPrefix(text, "!"); bytes.Contains(a.body, []byte(absent)) == negated && text != "" {
		p.fault("%s %s: the body must satisfy %q", what, path, text)
	}
	return a
}

func (p *proof) fault(format string, args ...any) {
	p.faults = append(p.faults, fmt.Errorf(format, args...))
}

// answer is what came back.
type answer struct {
	cache, coding string
	body          []byte
	took          time.Duration
}

// plain asks for a coding itself and leaves the answer compressed.
var plain = &http.Client{Transport: &http.Transport{DisableCompression: true}, Timeout: 10 * time.Second}

func get(ctx context.Context, address, coding string) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return answer{}, err
	}
	if coding != "" {
		request.Header.Set("Accept-Encoding", coding)
	}
	begin := time.Now()
	response, err := plain.Do(request)
	if err != nil {
		return answer{}, err
	}
	body, err := io.ReadAll(response.Body)
	return answer{response.Header.Get("X-Cache"), response.Header.Get("Content-Encoding"), body, time.Since(begin)}, errors.Join(err, response.Body.Close())
}

// pause waits, and ends early with ctx's error.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
