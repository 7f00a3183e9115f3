package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"

	"vitrine/app/wire"
)

// coding is a content coding we can answer in.
type coding int

const (
	identity coding = iota
	gzipped
	brotlied
	codings
)

var codingNames = [codings]string{"", "gzip", "br"}

// encoded is one body in every coding, with the header values that go with each
// ready to be assigned.
type encoded struct {
	bodies [codings][]byte
	length [codings][]string // Content-Length
	etag   [codings][]string
	kind   []string // Content-Type
}

// Levels of compression. A visitor waits for the first (1.1 ms for 30 KB); the
// second (43 ms, 11 % smaller) runs behind them, when a body is asked for again.
const (
	brotliNow    = 5
	brotliLater  = 11
	gzipNow      = 6
	leastBytes   = 256 // under this a coding costs more than it saves
	brotliWindow = 22
)

// encode compresses body. It never fails: memory is the only thing it writes to.
func encode(body []byte, kind string) *encoded {
	e := &encoded{kind: []string{kind}}
	sum := sha256.Sum256(body)
	tag := hex.EncodeToString(sum[:12])
	e.set(identity, body, tag)
	if len(body) >= leastBytes && compressible(kind) {
		e.set(gzipped, compressGzip(body), tag)
		e.set(brotlied, compressBrotli(body, brotliNow), tag)
	}
	return e
}

// set keeps a body. The tag names the content, the suffix its coding: the same
// content compressed harder is still the same.
func (e *encoded) set(c coding, body []byte, tag string) {
	e.bodies[c] = body
	e.length[c] = []string{decimal(len(body))}
	suffix := ""
	if c != identity {
		suffix = "-" + codingNames[c]
	}
	e.etag[c] = []string{`"` + tag + suffix + `"`}
}

// smaller is e with its brotli body compressed as hard as it goes.
func (e *encoded) smaller() *encoded {
	if e.bodies[brotlied] == nil {
		return e
	}
	harder := *e
	harder.bodies[brotlied] = compressBrotli(e.bodies[identity], brotliLater)
	harder.length[brotlied] = []string{decimal(len(harder.bodies[brotlied]))}
	return &harder
}

// size is the memory of all bodies, with an allowance for what surrounds them.
func (e *encoded) size() int64 {
	n := int64(1024)
	for _, b := range e.bodies {
		n += int64(len(b))
	}
	return n
}

// best is the coding a client prefers among those e has.
func (e *encoded) best(accept []string) coding {
	return choose(accept, e.bodies[brotlied] != nil, e.bodies[gzipped] != nil)
}

func compressible(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	return strings.HasPrefix(kind, "text/") || kind == "application/json" || kind == "application/xml" || strings.HasSuffix(kind, "+json") || strings.HasSuffix(kind, "+xml")
}

// Writers are pooled: a fresh one costs 1.2 to 4.7 times the compression.
var (
	gzipWriters   = sync.Pool{New: func() any { w, _ := gzip.NewWriterLevel(io.Discard, gzipNow); return w }}
	brotliWriters = sync.Pool{New: func() any {
		return brotli.NewWriterOptions(io.Discard, brotli.WriterOptions{Quality: brotliNow, LGWin: brotliWindow})
	}}
)

func compressGzip(body []byte) []byte {
	var b bytes.Buffer
	w := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(w)
	w.Reset(&b)
	compress(w, body)
	return bytes.Clone(b.Bytes())
}

func compressBrotli(body []byte, level int) []byte {
	var b bytes.Buffer
	if level != brotliNow {
		compress(brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: level, LGWin: brotliWindow}), body)
		return bytes.Clone(b.Bytes())
	}
	w := brotliWriters.Get().(*brotli.Writer)
	defer brotliWriters.Put(w)
	w.Reset(&b)
	compress(w, body)
	return bytes.Clone(b.Bytes())
}

// compress writes into memory, where only a broken encoder could fail.
func compress(w io.WriteCloser, body []byte) {
	if _, err := w.Write(body); err != nil {
		panic(wire.Errorf(wire.Internal, "compression failed: %w", err))
	}
	if err := w.Close(); err != nil {
		panic(wire.Errorf(wire.Internal, "compression failed: %w", err))
	}
}
