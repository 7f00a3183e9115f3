package build_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

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
	small, err := build.Brotli(raw)
	if err != nil {
		t.Fatal(err)
	}
	if len(small) > len(raw)/20 {
		t.Errorf("%d bytes of %d are left", len(small), len(raw))
	}
	if back, err := io.ReadAll(brotli.NewReader(bytes.NewReader(small))); err != nil || !bytes.Equal(back, raw) {
		t.Errorf("%d bytes come back of %d: %v", len(back), len(raw), err)
	}
}
