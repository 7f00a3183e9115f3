package netstub

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"strings"

	"vitrine/app/wire"
)

// replaced are the standard packages with a stand-in, which lies in the folder
// of the package's last name.
var replaced = []string{
	"net/http", "regexp",
	"crypto/aes", "crypto/cipher", "crypto/md5", "crypto/rand", "crypto/sha1",
}

// Overlay is the JSON that `go build -overlay` reads. goroot is the root of the
// Go installation, root the folder of this module; both absolute. Every
// non-test file of a replaced package is mapped to nothing, but for the one
// with the package's name: that one is mapped to the stand-in.
func Overlay(goroot, root string) ([]byte, error) {
	replace := map[string]string{}
	for _, pkg := range replaced {
		dir := filepath.Join(goroot, "src", filepath.FromSlash(pkg))
		entries, err := os.ReadDir(dir)
		if err != nil {
			return nil, wire.Errorf(wire.Internal, "the Go installation has no package %s: %w", pkg, err)
		}
		for _, e := range entries {
			name := e.Name()
			if e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				continue
			}
			replace[filepath.Join(dir, name)] = ""
		}
		name := path.Base(pkg)
		stand := filepath.Join(root, "wasm", "netstub", name, name+".go")
		if _, err := os.Stat(stand); err != nil {
			return nil, wire.Errorf(wire.Internal, "no stand-in for %s: %w", pkg, err)
		}
		replace[filepath.Join(dir, name+".go")] = stand
	}
	text, err := json.MarshalIndent(map[string]any{"Replace": replace}, "", "\t")
	if err != nil {
		return nil, wire.Errorf(wire.Internal, "the overlay could not be encoded: %w", err)
	}
	return text, nil
}
