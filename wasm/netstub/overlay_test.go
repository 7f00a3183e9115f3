package netstub_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"vitrine/wasm/netstub"
)

func TestOverlayKeepsOneFileOfEachPackage(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatalf("go env GOROOT: %v", err)
	}
	text, err := netstub.Overlay(strings.TrimSpace(string(goroot)), root)
	if err != nil {
		t.Fatal(err)
	}
	var overlay struct{ Replace map[string]string }
	if err := json.Unmarshal(text, &overlay); err != nil {
		t.Fatalf("the overlay is not JSON: %v", err)
	}
	kept := map[string]string{}
	for from, to := range overlay.Replace {
		if strings.HasSuffix(from, "_test.go") {
			t.Errorf("%s is a test and must stay: go test -overlay would lose it", from)
		}
		if to == "" {
			continue
		}
		kept[filepath.Base(filepath.Dir(from))] = to
		if _, err := os.Stat(to); err != nil {
			t.Errorf("%s is replaced by a file that is not there: %v", from, err)
		}
	}
	for _, pkg := range []string{"http", "regexp", "aes", "cipher", "md5", "rand", "sha1"} {
		if kept[pkg] == "" {
			t.Errorf("no stand-in is mapped for %s: %v", pkg, kept)
		}
	}
}

func TestOverlaySaysWhatIsMissing(t *testing.T) {
	if _, err := netstub.Overlay(t.TempDir(), t.TempDir()); err == nil {
		t.Error("an empty folder passed for a Go installation")
	}
}
