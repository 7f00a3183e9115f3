//go:build unix

package store_test

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"vitrine/app/wire"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

// child prepares a second run of program, a test binary of this package.
func child(program, task, path string) *exec.Cmd {
	cmd := exec.Command(program, "-test.run=^$")
	cmd.Env = append(os.Environ(), childTask+"="+task, childPath+"="+path)
	return cmd
}

func TestAKilledWriterLosesNothingItAcknowledged(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "vitrine.db")
	for round := range 3 {
		cmd := child(os.Args[0], "write", path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var acknowledged []string
		for lines := bufio.NewScanner(out); lines.Scan(); {
			acknowledged = append(acknowledged, lines.Text())
			if len(acknowledged) == 40+17*round {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := cmd.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
			t.Fatalf("the writer was not killed: %v, it said %q", err, acknowledged)
		}

		s := storetest.OpenAt(t, path)
		var verdict string
		if err := s.Pools()["readers"].QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
			t.Errorf("round %d: integrity_check says %q, %v", round, verdict, err)
		}
		for _, id := range acknowledged {
			if p, err := s.PostByID(ctx, id); err != nil || p.Content != "text" {
				t.Errorf("round %d: the acknowledged post %s: %v", round, id, err)
			}
		}
		posts, err := s.CountPosts(ctx, store.PostFilter{})
		if err != nil {
			t.Fatal(err)
		}
		terms, err := s.Terms(ctx, store.Tag, 0)
		if err != nil || len(terms) != 1 || terms[0].Count != posts {
			t.Errorf("round %d: %d posts but terms %v (%v): a post was kept in part", round, posts, terms, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFilesAreTheOwnersOnly(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	path := filepath.Join(t.TempDir(), "data", "vitrine.db")
	s := storetest.OpenAt(t, path)
	save(t, s, &wire.Post{Slug: "a", Title: "A"})
	for _, file := range []string{path, path + "-wal", path + "-shm", path + ".site"} {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o, want 600", filepath.Base(file), info.Mode().Perm())
		}
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the data folder has mode %v (%v), want 700", info.Mode(), err)
	}
}

func TestAReadOnlyFolderIsNamed(t *testing.T) {
	// root may write anywhere, so then the child is somebody else, who needs a
	// program and folders within reach.
	root := t.TempDir()
	program := os.Args[0]
	var attributes *syscall.SysProcAttr
	if os.Geteuid() == 0 {
		attributes = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		for _, dir := range []string{root, filepath.Dir(root)} {
			if err := os.Chmod(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		program = filepath.Join(root, "store.test")
		copyFile(t, os.Args[0], program)
	}

	empty, used := filepath.Join(root, "empty", "vitrine.db"), filepath.Join(root, "used", "vitrine.db")
	if err := os.Mkdir(filepath.Dir(empty), 0o555); err != nil {
		t.Fatal(err)
	}
	if err := storetest.OpenAt(t, used).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Dir(used), 0o555); err != nil {
		t.Fatal(err)
	}
	// A folder that may not be written cannot be emptied by the test's own clean-up.
	t.Cleanup(func() {
		for _, path := range []string{empty, used} {
			if err := os.Chmod(filepath.Dir(path), 0o755); err != nil {
				t.Error(err)
			}
		}
	})
	for _, path := range []string{empty, used, filepath.Join(filepath.Dir(empty), "new", "vitrine.db")} {
		cmd := child(program, "open", path)
		cmd.SysProcAttr = attributes
		out, err := cmd.CombinedOutput()
		if want := "the data folder " + filepath.Dir(path) + " cannot be written"; err == nil || !strings.Contains(string(out), want) {
			t.Errorf("opening %s gave %q (%v), want %q", path, out, err, want)
		}
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}
