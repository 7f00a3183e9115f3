package proc_test

import (
	"os"
	"runtime"
	"testing"

	"vitrine/server/tools/proc"
)

func TestParseStat(t *testing.T) {
	const rest = " S 41 4242 4242 0 -1 4194560 8211 0 12 0 350 125 0 0 20 0 9 0 81 1300000 6100 18446744073709551615 1 1"
	want := proc.Stat{PID: 4242, Parent: 41, CPU: 4.75}
	for name, line := range map[string]string{
		"plain":       "4242 (vitrine)" + rest,
		"spaces":      "4242 (nginx: worker process)" + rest,
		"parentheses": "4242 (odd) 7 (name))" + rest,
	} {
		if got, err := proc.ParseStat(line); err != nil || got != want {
			t.Errorf("%s: got %+v, %v; want %+v", name, got, err, want)
		}
	}
	for name, line := range map[string]string{
		"empty": "", "no command": "4242 S 41", "short": "4242 (vitrine) S 41 4242", "letters": "4242 (vitrine) S x 1 1 0 1 1 1 1 1 1 1 1 1",
	} {
		if got, err := proc.ParseStat(line); err == nil {
			t.Errorf("%s: got %+v and no error", name, got)
		}
	}
}

func TestParseMemory(t *testing.T) {
	text := "00400000-7ffd00 ---p 00000000 00:00 0    [rollup]\nRss:               24000 kB\nPss:               20100 kB\nPss_Dirty:          9000 kB\n"
	got, err := proc.ParseMemory(text)
	if want := (proc.Memory{RSS: 24000 << 10, PSS: 20100 << 10}); err != nil || got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	if got, err := proc.ParseMemory("Rss: 1 kB\n"); err == nil {
		t.Errorf("without Pss: got %+v and no error", got)
	}
}

func TestBusy(t *testing.T) {
	earlier, err := proc.ParseBusy("cpu  100 0 50 800 50 0 0 0 0 0\ncpu0 1 1\n")
	if err != nil {
		t.Fatal(err)
	}
	later, err := proc.ParseBusy("cpu  120 0 60 860 60 0 0 0 0 0\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := later.Since(earlier); got != 0.3 {
		t.Errorf("30 of 100 ticks in use: got %v", got)
	}
	if got := earlier.Since(earlier); got != 0 {
		t.Errorf("no time passed: got %v", got)
	}
	if got, err := proc.ParseBusy("intr 1 2 3"); err == nil {
		t.Errorf("another line: got %+v and no error", got)
	}
}

func TestThisProcess(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Log("only Linux has /proc as we read it")
		return
	}
	family, err := proc.Family(os.Getpid())
	if err != nil || family[0].PID != os.Getpid() || family[0].Parent != os.Getppid() {
		t.Errorf("got %+v, %v; want this process %d first", family, err, os.Getpid())
	}
	if m, err := proc.MemoryOf(os.Getpid()); err != nil || m.RSS < 1<<20 || m.PSS > m.RSS {
		t.Errorf("memory of a Go program: got %+v, %v", m, err)
	}
}
