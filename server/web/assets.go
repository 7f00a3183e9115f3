package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/andybalholm/brotli"

	"vitrine/app/wire"
	"vitrine/server/card"
	"vitrine/server/ssr"
)

// asset is a file of the site's own, served under a name that holds its hash.
type asset struct {
	kind  string
	plain []byte // nil for what was compressed at build time
	kept  atomic.Pointer[encoded]

	unpacking sync.Mutex
}

// encoded compresses the asset when it is first asked for.
func (a *asset) encoded() *encoded {
	if e := a.kept.Load(); e != nil {
		return e
	}
	a.kept.CompareAndSwap(nil, encode(a.plain, a.kind))
	return a.kept.Load()
}

// bundle is every asset by its address.
type bundle struct {
	links   ssr.Assets
	build   string
	files   map[string]*asset
	icons   map[int]string // the owner's sign as PNG, by its side
	favicon *encoded
}

// The client as `make build` leaves it.
const (
	wasmBrotli = "dist/site.wasm.br"
	wasmExec   = "dist/wasm_exec.js"
)

// newBundle joins, names and lists the assets in web, and those made for the
// owner: the sign, and the accent that comes after the stylesheets.
func newBundle(web fs.FS, mark *card.Mark, accent string) (*bundle, error) {
	b := &bundle{files: map[string]*asset{}}
	css, err := stylesheet(web, accentCSS(accent))
	if err != nil {
		return nil, err
	}
	b.links.Stylesheet = b.add("site.css", "text/css; charset=utf-8", css)
	for _, f := range []struct {
		name, kind string
		link       *string
	}{
		{"boot.js", "text/javascript; charset=utf-8", &b.links.Boot},
		{"worker.js", "text/javascript; charset=utf-8", &b.links.Worker},
	} {
		body, err := fs.ReadFile(web, f.name)
		if err != nil {
			return nil, fmt.Errorf("an embedded asset is missing: %w", err)
		}
		*f.link = b.add(f.name, f.kind, body)
	}
	if err := b.addIcons(mark, accent); err != nil {
		return nil, err
	}
	if err := b.addClient(web); err != nil {
		return nil, err
	}
	b.build = b.name()
	return b, nil
}

// stylesheet joins the layers in the order of their names.
func stylesheet(web fs.FS, accent string) ([]byte, error) {
	names, err := fs.Glob(web, "css/*.css")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var css bytes.Buffer
	for _, n := range names {
		body, err := fs.ReadFile(web, n)
		if err != nil {
			return nil, err
		}
		css.Write(lean(body))
	}
	css.WriteString(accent)
	return css.Bytes(), nil
}

// lean leaves comments and indentation out: a tenth of the bytes that keep a
// page from being painted.
func lean(css []byte) []byte {
	var out bytes.Buffer
	for {
		before, rest, comment := bytes.Cut(css, []byte("/*"))
		for line := range bytes.Lines(before) {
			out.Write(bytes.TrimLeft(line, " \t\n"))
		}
		if !comment {
			out.WriteByte('\n')
			return out.Bytes()
		}
		_, css, _ = bytes.Cut(rest, []byte("*/"))
	}
}

func (b *bundle) add(name, kind string, body []byte) (address string) {
	ext := path.Ext(name)
	address = "/assets/" + strings.TrimSuffix(name, ext) + "." + shortHash(body) + ext
	b.files[address] = &asset{kind: kind, plain: body}
	return address
}

// addClient lists the browser client, when it was built. It is compressed at
// build time (17 s for brotli's best); other forms are made when one is asked
// for: browsers take brotli but over plain http, where they take gzip, and a
// second copy would cost every server 3 MB.
func (b *bundle) addClient(web fs.FS) error {
	br, err := fs.ReadFile(web, wasmBrotli)
	if err != nil {
		b.links.Worker = ""
		return nil
	}
	exec, err := fs.ReadFile(web, wasmExec)
	if err != nil {
		return fmt.Errorf("the client was built by halves, run `make build` again: %w", err)
	}
	b.links.Exec = b.add("wasm_exec.js", "text/javascript; charset=utf-8", exec)
	tag := shortHash(br)
	b.links.Wasm = "/assets/site." + tag + ".wasm"
	e := &encoded{kind: []string{"application/wasm"}}
	e.set(brotlied, br, tag)
	wasm := &asset{kind: "application/wasm"}
	wasm.kept.Store(e)
	b.files[b.links.Wasm] = wasm
	return nil
}

// harden compresses every asset as hard as it goes: they are few and live as
// long as the program. It ends early when stop is closed.
func (b *bundle) harden(stop <-chan struct{}) {
	for _, a := range b.files {
		select {
		case <-stop:
			return
		default:
		}
		if a.plain != nil {
			a.kept.Store(a.encoded().smaller())
		}
	}
}

// unpacked is the asset in more than the form it was built in: gzip is kept
// once it was made, the plain body is not.
func (a *asset) unpacked() (e *encoded, plain []byte, err error) {
	a.unpacking.Lock()
	defer a.unpacking.Unlock()
	e = a.encoded()
	plain, err = io.ReadAll(brotli.NewReader(bytes.NewReader(e.bodies[brotlied])))
	if err != nil {
		return nil, nil, wire.Errorf(wire.Internal, "the client could not be unpacked: %w", err)
	}
	if e.bodies[gzipped] == nil {
		more := *e
		more.set(gzipped, compressGzip(plain), strings.TrimSuffix(strings.Trim(e.etag[brotlied][0], `"`), "-br"))
		a.kept.Store(&more)
		e = &more
	}
	return e, plain, nil
}

// name is the build's name: it changes with any asset.
func (b *bundle) name() string {
	addresses := make([]string, 0, len(b.files))
	for a := range b.files {
		addresses = append(addresses, a)
	}
	slices.Sort(addresses)
	return shortHash([]byte(strings.Join(addresses, "\n")))
}

func shortHash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:6])
}
