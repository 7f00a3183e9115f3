package weigh_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vitrine/app/wire"
	"vitrine/server/tools/wasmsize/weigh"
)

// module is a WebAssembly module of the sections given.
func module(sections ...[]byte) []byte {
	out := []byte("\x00asm\x01\x00\x00\x00")
	for _, s := range sections {
		out = append(out, s...)
	}
	return out
}

func section(kind byte, body ...byte) []byte {
	return append([]byte{kind, byte(len(body))}, body...)
}

func text(s string) []byte { return append([]byte{byte(len(s))}, s...) }

// names is the custom section that gives functions, from number 1 on, their names.
func names(functions ...string) []byte {
	list := []byte{byte(len(functions))}
	for i, f := range functions {
		list = append(list, byte(i+1))
		list = append(list, text(f)...)
	}
	body := append(text("name"), 1, byte(len(list)))
	return section(0, append(body, list...)...)
}

var (
	oneImport = section(2, append([]byte{1}, append(append(text("gojs"), text("now")...), 0, 0)...)...)
	fourCodes = section(10, 4, 3, 0, 0, 0, 2, 0, 0, 5, 0, 0, 0, 0, 0, 1, 0)
	data      = section(11, 1, 2, 3, 4)
)

func TestModule(t *testing.T) {
	got, err := weigh.Module(
		module(oneImport, fourCodes, data, names("encoding_json.Marshal", "main.main", "github.com_a_b_c.__T_.Run", "type_.eq.x")),
		[]string{"encoding/json", "github.com/a/b-c"},
	)
	if err != nil {
		t.Fatal(err)
	}
	want := weigh.Weights{
		Code: []weigh.Package{
			{Path: "github.com/a/b-c", Bytes: 5},
			{Path: "encoding/json", Bytes: 3},
			{Path: "main", Bytes: 2},
			{Path: "(equality and hashing of types)", Bytes: 1},
		},
		Data: 4,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestModuleRefuses(t *testing.T) {
	for name, bytes := range map[string][]byte{
		"nothing":          nil,
		"text":             []byte("<!doctype html>"),
		"a stripped build": module(oneImport, fourCodes, data),
		"a cut-off one":    module(section(10, 200)),
	} {
		if _, err := weigh.Module(bytes, nil); wire.CodeOf(err) != wire.Invalid {
			t.Errorf("%s: %v, want %s", name, err, wire.Invalid)
		}
	}
}
