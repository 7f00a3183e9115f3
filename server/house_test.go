package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	client "vitrine/server/tools/wasm/build"
)

const module = "vitrine/"

// arrows say which of our packages a package may import; a folder stands for
// all below it. What is not listed may import nothing of ours.
var arrows = map[string][]string{
	"app/wire":        {},
	"app/ui":          {"app/wire"},
	"app":             {"app/wire", "app/ui"},
	"app/client":      {"app/wire"},
	"app/search":      {"app/wire"},
	"wasm/netstub":    {"app/wire"},
	"wasm/nav":        {"app/wire", "app/client"},
	"wasm/comfort":    {"wasm/nav"},
	"wasm/site":       {"app", "app/client", "app/wire", "wasm/comfort", "wasm/nav"},
	"assets":          {},
	"data/seed":       {},
	"server/config":   {},
	"server/store":    {"app/wire"},
	"server/media":    {"server/store", "app/wire"},
	"server/content":  {"server/store", "server/media", "app/wire"},
	"server/importer": {"server/content", "server/media", "app/wire"},
	"server/jobs":     {"server/store", "app/wire"},
	"server/card":     {"app/wire"},
	"server/limit":    {},
	"server/contact":  {"server/limit", "server/store", "app/wire"},
	"server/mail":     {"server/store", "app/wire"},
	"server/site":     {"server/card", "server/content", "server/store", "app/wire"},
	"server/feeds":    {"server/content", "server/store", "app/wire"},
	"server/announce": {"server/content", "server/store", "app/wire"},
	"server/ssr":      {"app", "app/wire"},
	"server/search":   {"app/search", "server/content", "server/store", "app/wire"},
	"server/web":      {"server/limit", "server/search", "server/feeds", "server/card", "server/contact", "server/site", "server/ssr", "server/content", "server/media", "app/wire"},
	"server/e2e":      {},
	"server/tools":    {"app", "app/ui", "app/wire", "assets", "data/seed", "server/card", "server/config", "server/ssr", "server/tools", "wasm/netstub"},
	"server":          {"server/search", "server/announce", "server/feeds", "app/wire", "assets", "data/seed", "server/config", "server/contact", "server/content", "server/importer", "server/jobs", "server/mail", "server/media", "server/store", "server/web"},
}

// foreign are packages that only some rooms may import.
var foreign = map[string][]string{
	"database/sql":                {"server/store"},
	"github.com/mattn/go-sqlite3": {"server/store"},
	"net/http":                    {"server/announce", "server", "server/web", "server/e2e", "server/tools"},
	"github.com/yuin/goldmark":    {"server/content"},
	"html/template":               {},
	"text/template":               {},
}

type pkg struct {
	ImportPath, Dir string
	Imports         []string
}

func list(t *testing.T, env []string, patterns ...string) []pkg {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Dir,Imports"}, patterns...)...)
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %v: %v", patterns, err)
	}
	var pkgs []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p pkg
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
	return pkgs
}

// room is the entry of arrows that a package belongs to: the longest that matches.
func room(path string) (name string, ok bool) {
	for r := range arrows {
		if (path == r || strings.HasPrefix(path, r+"/")) && len(r) >= len(name) {
			name, ok = r, true
		}
	}
	return name, ok
}

func TestArrows(t *testing.T) {
	for _, target := range []struct {
		name string
		pkgs []pkg
	}{
		{"server", list(t, nil, "./...")},
		{"browser", list(t, []string{"GOOS=js", "GOARCH=wasm"}, "./app/...", "./wasm/...")},
	} {
		for _, p := range target.pkgs {
			name := strings.TrimPrefix(p.ImportPath, module)
			from, ok := room(name)
			if !ok {
				t.Errorf("%s: package %s is no room of the house: give it a place in arrows", target.name, name)
				continue
			}
			for _, imported := range p.Imports {
				if own, isOurs := strings.CutPrefix(imported, module); isOurs {
					to, _ := room(own)
					if to != from && !slices.Contains(arrows[from], to) {
						t.Errorf("%s: %s must not import %s", target.name, name, own)
					}
					continue
				}
				for f, rooms := range foreign {
					if (imported == f || strings.HasPrefix(imported, f+"/")) && !slices.Contains(rooms, from) {
						t.Errorf("%s: %s must not import %s", target.name, name, imported)
					}
				}
			}
		}
	}
}

// TestClientIsSmall holds what would make every visitor download a server.
func TestClientIsSmall(t *testing.T) {
	pkgs, err := client.Packages(t.Context(), "..")
	if err != nil {
		t.Fatal(err)
	}
	for _, heavy := range []string{"net", "crypto/tls", "database/sql", "html/template", "text/template", "mime/multipart"} {
		if slices.Contains(pkgs, heavy) {
			t.Errorf("the browser client contains %s", heavy)
		}
	}
	if !slices.Contains(pkgs, "vitrine/app") {
		t.Error("the browser client does not contain the pages")
	}
}
