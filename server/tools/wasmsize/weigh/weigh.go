// Package weigh says what the bytes of a WebAssembly module are for.
package weigh

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"vitrine/app/wire"
)

// Weights says what the bytes of a WebAssembly module are for.
type Weights struct {
	Code []Package // the heaviest first
	Data int       // bytes of the data section
}

// Package is the code of one Go package.
type Package struct {
	Path  string
	Bytes int
}

// Sections and import kinds of a module, by the WebAssembly 1.0 specification.
const (
	sectionCustom = 0
	sectionImport = 2
	sectionCode   = 10
	sectionData   = 11

	importFunction = 0
	importTable    = 1
	importMemory   = 2
	importGlobal   = 3

	namesOfFunctions = 1
)

// Module reads a module that was built with its names, of the packages with the
// given import paths.
func Module(module []byte, packages []string) (w Weights, err error) {
	// The reader below runs over the end of a broken module; that is told once, here.
	defer func() {
		if p := recover(); p != nil {
			w, err = Weights{}, wire.Errorf(wire.Invalid, "not a WebAssembly module: %v", p)
		}
	}()
	if !strings.HasPrefix(string(module), "\x00asm") {
		return Weights{}, wire.Errorf(wire.Invalid, "not a WebAssembly module")
	}
	var imported int
	var sizes []int
	names := map[int]string{}
	for r := (reader{module[8:]}); len(r.rest) > 0; {
		kind := r.byte()
		body := reader{r.bytes(r.uint())}
		switch kind {
		case sectionImport:
			imported = functionImports(body)
		case sectionCode:
			for range body.uint() {
				size := body.uint()
				body.bytes(size)
				sizes = append(sizes, size)
			}
		case sectionData:
			w.Data = len(body.rest)
		case sectionCustom:
			if string(body.bytes(body.uint())) == "name" {
				functionNames(body, names)
			}
		}
	}
	if len(names) == 0 {
		return Weights{}, wire.Errorf(wire.Invalid, "the module has no names: build it without -s")
	}
	bySymbol := map[string]string{}
	for _, path := range packages {
		bySymbol[notInSymbols.Replace(path)] = path
	}
	code := map[string]int{}
	for i, size := range sizes {
		code[packageOf(names[imported+i], bySymbol)] += size
	}
	for path, bytes := range code {
		w.Code = append(w.Code, Package{path, bytes})
	}
	slices.SortFunc(w.Code, func(a, b Package) int {
		return cmp.Or(b.Bytes-a.Bytes, strings.Compare(a.Path, b.Path))
	})
	return w, nil
}

// functionImports counts them: functions are numbered from the imported ones on.
func functionImports(r reader) (n int) {
	for range r.uint() {
		r.bytes(r.uint()) // module
		r.bytes(r.uint()) // name
		switch r.byte() {
		case importFunction:
			n++
			r.uint()
		case importTable:
			r.byte()
			r.limits()
		case importMemory:
			r.limits()
		case importGlobal:
			r.bytes(2)
		}
	}
	return n
}

func functionNames(r reader, names map[int]string) {
	for len(r.rest) > 0 {
		kind := r.byte()
		body := reader{r.bytes(r.uint())}
		if kind != namesOfFunctions {
			continue
		}
		for range body.uint() {
			index := body.uint()
			names[index] = string(body.bytes(body.uint()))
		}
	}
}

// notInSymbols is what Go's linker writes as _ in a module's names.
var notInSymbols = strings.NewReplacer("/", "_", "-", "_")

// packageOf finds the import path that a symbol begins with: the longest one,
// as paths have dots too. The command's own package is "main".
func packageOf(symbol string, bySymbol map[string]string) string {
	for end := len(symbol); end >= 0; end = strings.LastIndexByte(symbol[:end], '.') {
		if path, ok := bySymbol[symbol[:end]]; ok {
			return path
		}
	}
	switch {
	case strings.HasPrefix(symbol, "main."):
		return "main"
	case strings.HasPrefix(symbol, "type_"):
		return "(equality and hashing of types)"
	}
	return "(others)"
}

// reader takes a module apart from its front.
type reader struct{ rest []byte }

func (r *reader) byte() byte { return r.bytes(1)[0] }

func (r *reader) bytes(n int) []byte {
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) uint() int {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 || v > 1<<31 {
		panic("a number is cut off")
	}
	r.rest = r.rest[n:]
	return int(v)
}

func (r *reader) limits() {
	bounded := r.byte()&1 == 1
	r.uint()
	if bounded {
		r.uint()
	}
}
