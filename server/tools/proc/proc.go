// Package proc reads from Linux's /proc what processes cost.
package proc

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// ticksPerSecond is the unit of /proc's times: USER_HZ, 100 on every Linux.
const ticksPerSecond = 100

// Stat is what we read of /proc/<pid>/stat.
type Stat struct {
	PID, Parent int
	CPU         float64 // seconds, user and system
}

// ParseStat reads the one line of /proc/<pid>/stat. The command's name stands
// in parentheses and may hold spaces and parentheses itself, so fields are
// counted from the last one.
func ParseStat(line string) (Stat, error) {
	open, end := strings.IndexByte(line, '('), strings.LastIndexByte(line, ')')
	if open < 0 || end < open {
		return Stat{}, fmt.Errorf("no command in parentheses in %q", line)
	}
	fields := strings.Fields(line[end+1:]) // field 3 of proc(5) is the first
	if len(fields) < 13 {
		return Stat{}, fmt.Errorf("%d fields after the command, want 13 or more, in %q", len(fields), line)
	}
	numbers := make([]int, 4)
	for i, text := range []string{strings.TrimSpace(line[:open]), fields[1], fields[11], fields[12]} {
		n, err := strconv.Atoi(text)
		if err != nil {
			return Stat{}, fmt.Errorf("%q is no number in %q", text, line)
		}
		numbers[i] = n
	}
	return Stat{PID: numbers[0], Parent: numbers[1], CPU: float64(numbers[2]+numbers[3]) / ticksPerSecond}, nil
}

// Family is pid and its descendants that live now.
func Family(pid int) ([]Stat, error) {
	paths, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil, err
	}
	children := map[int][]Stat{}
	var family []Stat
	for _, path := range paths {
		line, err := os.ReadFile(path)
		if err != nil {
			continue // it ended since the folder was listed
		}
		s, err := ParseStat(string(line))
		if err != nil {
			return nil, err
		}
		children[s.Parent] = append(children[s.Parent], s)
		if s.PID == pid {
			family = append(family, s)
		}
	}
	if len(family) == 0 {
		return nil, fmt.Errorf("process %d does not live any more", pid)
	}
	for i := 0; i < len(family); i++ {
		family = append(family, children[family[i].PID]...)
	}
	return family, nil
}

// CPU is the processor time of pid and its living descendants so far, in seconds.
func CPU(pid int) (float64, error) {
	family, err := Family(pid)
	var sum float64
	for _, s := range family {
		sum += s.CPU
	}
	return sum, err
}

// Memory is resident memory in bytes. RSS counts a page once for each process
// that maps it; PSS shares it out between them and so may be added up.
type Memory struct{ RSS, PSS int64 }

// MemoryOf is the sum over pid and its living descendants.
func MemoryOf(pid int) (Memory, error) {
	family, err := Family(pid)
	if err != nil {
		return Memory{}, err
	}
	var sum Memory
	for _, s := range family {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", s.PID))
		if err != nil {
			return Memory{}, err
		}
		m, err := ParseMemory(string(text))
		if err != nil {
			return Memory{}, fmt.Errorf("process %d: %w", s.PID, err)
		}
		sum.RSS += m.RSS
		sum.PSS += m.PSS
	}
	return sum, nil
}

// ParseMemory reads /proc/<pid>/smaps_rollup.
func ParseMemory(text string) (Memory, error) {
	rss, err := kilobytes(text, "Rss:")
	if err != nil {
		return Memory{}, err
	}
	pss, err := kilobytes(text, "Pss:")
	return Memory{RSS: rss, PSS: pss}, err
}

// kilobytes is the line "name 123 kB" of text, in bytes.
func kilobytes(text, name string) (int64, error) {
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) != 3 || f[0] != name {
			continue
		}
		n, err := strconv.ParseInt(f[1], 10, 64)
		return n << 10, err
	}
	return 0, fmt.Errorf("no line %q", name)
}

// Busy is a moment of the whole machine's processors, from /proc/stat.
type Busy struct{ Used, All float64 }

// ParseBusy reads the first line of /proc/stat.
func ParseBusy(text string) (Busy, error) {
	line, _, _ := strings.Cut(text, "\n")
	f := strings.Fields(line)
	if len(f) < 9 || f[0] != "cpu" {
		return Busy{}, fmt.Errorf("want cpu and eight times, have %q", line)
	}
	var b Busy
	for i, text := range f[1:9] { // guest times, the ninth and on, are in user already
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return Busy{}, fmt.Errorf("%q is no number in %q", text, line)
		}
		b.All += n
		if !slices.Contains([]int{3, 4}, i) { // idle, waiting for a disk
			b.Used += n
		}
	}
	return b, nil
}

// ReadBusy reads this machine's.
func ReadBusy() (Busy, error) {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return Busy{}, err
	}
	return ParseBusy(string(text))
}

// Since is the share of the processors in use since an earlier moment, 0 to 1.
func (b Busy) Since(earlier Busy) float64 {
	if b.All <= earlier.All {
		return 0
	}
	return (b.Used - earlier.Used) / (b.All - earlier.All)
}
