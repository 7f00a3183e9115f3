package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

// tools is what we take from npm, to the exact version: another version has
// other rules, and a fault must mean that the site changed.
var tools = []struct{ name, version string }{
	{"lighthouse", "13.5.0"},
	{"axe-core", "4.14.1"},
	{"html-validate", "10.9.0"},
}

// chromiumFlags keep Chromium from asking anyone but the site for anything.
var chromiumFlags = []string{
	"headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
	"disable-background-networking", "disable-component-update", "disable-sync",
}

// kit is the tools, found or installed.
type kit struct {
	chromium, node string // paths of the programs
	modules        string // npm's folder node_modules
}

// ready finds Chromium and node, and installs what is missing from npm.
func ready(ctx context.Context, out io.Writer) (*kit, error) {
	k := &kit{}
	var err error
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if k.chromium, err = exec.LookPath(name); err == nil {
			break
		}
	}
	if err != nil {
		return nil, errors.New("there is no Chromium: apt-get install chromium")
	}
	if k.node, err = exec.LookPath("node"); err != nil {
		return nil, errors.New("there is no node: apt-get install nodejs npm")
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	prefix := filepath.Join(cache, "vitrine-audit")
	k.modules = filepath.Join(prefix, "node_modules")
	var missing []string
	for _, t := range tools {
		if has, err := k.installed(t.name); err != nil {
			return nil, err
		} else if has != t.version {
			missing = append(missing, t.name+"@"+t.version)
		}
	}
	if len(missing) == 0 {
		return k, nil
	}
	fmt.Fprintf(out, "installing %v into %s (a minute)\n", missing, prefix)
	if err := os.MkdirAll(prefix, 0o755); err != nil {
		return nil, err
	}
	npm := exec.CommandContext(ctx, "npm", append([]string{"install", "--no-audit", "--no-fund", "--save-exact", "--loglevel=error", "--prefix", prefix}, missing...)...)
	if text, err := npm.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("npm install: %w\n%s", err, text)
	}
	return k, nil
}

// installed is the version of the package in the cache, or nothing.
func (k *kit) installed(name string) (version string, err error) {
	text, err := os.ReadFile(filepath.Join(k.modules, name, "package.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	var p struct{ Version string }
	err = json.Unmarshal(text, &p)
	return p.Version, err
}
