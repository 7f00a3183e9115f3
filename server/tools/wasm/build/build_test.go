package build_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"

	"vitrine/server/tools/wasm/build"
)

const root = "../../../.."

func TestTheClientHoldsNoServer(t *testing.T) {
	packages, err := build.Packages(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(packages, "vitrine/app") {
		t.Fatalf("the client is not made of the pages: %v", packages)
	}
	for _, path := range packages {
		switch {
		case slices.Contains([]string{"net", "crypto/tls", "database/sql", "text/template", "html/template", "regexp/syntax", "mime", "math/big"}, path),
			strings.HasPrefix(path, "vitrine/server/"),
			strings.HasPrefix(path, "vitrine/app/owner"):
			t.Errorf("the client imports %s", path)
		}
	}
}

func TestRuntimeIsGos(t *testing.T) {
	js, err := build.Runtime(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(js, []byte("globalThis.Go = class")) {
		t.Errorf("wasm_exec.js does not define Go: %.80s", js)
	}
}

func TestCompressionIsReadBack(t *testing.T) {
	raw := []byte(strings.Repeat("a page is whole without its client. ", 1000))
	for _, c := range []struct {
		name     string
		compress func([]byte) ([]byte, error)
		read     func(io.Reader) (io.Reader, error)
	}{
		{"brotli", build.Brotli, func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil }},
		{"gzip", build.Gzip, func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
	} {
		small, err := c.compress(raw)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if len(small) > len(raw)/20 {
			t.Errorf("%s: %d bytes of %d are left", c.name, len(small), len(raw))
		}
		r, err := c.read(bytes.NewReader(small))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if back, err := io.ReadAll(r); err != nil || !bytes.Equal(back, raw) {
			t.Errorf("%s: %d bytes come back of %d: %v", c.name, len(back), len(raw), err)
		}
	}
}
