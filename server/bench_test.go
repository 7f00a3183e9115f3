package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// writeBlog makes a folder of posts to import.
func writeBlog(b *testing.B, posts int) string {
	b.Helper()
	dir := b.TempDir()
	words := strings.Repeat("Words that say something about queues and disks, in a sentence or two. ", 60)
	for i := range posts {
		text := fmt.Sprintf("---\ntitle: Post %d\ndate: 2024-%02d-%02d\ntags: [go, t%d]\n---\n%s\n\n## Part\n\n```go\nfunc main() { println(%d) }\n```\n\n%s\n", i, i%12+1, i%28+1, i%20, words, i, words)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("post-%d.md", i)), []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

// builtProgram builds the server as it is shipped.
func builtProgram(b *testing.B) string {
	b.Helper()
	bin := filepath.Join(b.TempDir(), "vitrine")
	if out, err := exec.Command("go", "build", "-ldflags", "-s -w", "-o", bin, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return bin
}

func freePort(b *testing.B) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// BenchmarkColdStart is a process from its start to the first byte of the home
// page, on a site of 1,000 posts. It also reports the memory it rests at.
func BenchmarkColdStart(b *testing.B) {
	bin, data, posts := builtProgram(b), b.TempDir(), writeBlog(b, 1000)
	if out, err := exec.Command(bin, "import", posts, "--data", data).CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	rss := 0.0
	for b.Loop() {
		address := freePort(b)
		cmd := exec.Command(bin, "serve", "--listen", address, "--data", data, "--log-level", "error")
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		firstByte(b, "http://"+address+"/")
		b.StopTimer()
		rss = resident(b, cmd.Process.Pid)
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			b.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(rss, "MB-RSS")
}

func firstByte(b *testing.B, url string) {
	b.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(500 * time.Microsecond) {
		res, err := http.Get(url)
		if err != nil {
			continue
		}
		if err := res.Body.Close(); err != nil {
			b.Fatal(err)
		}
		if res.StatusCode != 200 {
			b.Fatalf("%s answers %d", url, res.StatusCode)
		}
		return
	}
	b.Fatalf("%s does not answer", url)
}

// resident is a process's memory in MB, from /proc.
func resident(b *testing.B, pid int) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kb, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		b.Fatal(err)
	}
	return float64(kb) / 1000
}

// BenchmarkImport brings 122 posts into a new folder.
func BenchmarkImport(b *testing.B) {
	bin, posts := builtProgram(b), writeBlog(b, 122)
	for b.Loop() {
		if out, err := exec.Command(bin, "import", posts, "--data", b.TempDir()).CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
}
