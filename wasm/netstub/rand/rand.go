// Package rand stands in for crypto/rand in builds of the browser client. Its
// numbers come from the Go runtime's generator, which the browser seeds: they
// make unique ids. The client makes no keys; one that must would ask the
// browser's Web Crypto.
package rand

import (
	"io"
	"math/rand/v2"
)

// Reader never fails.
var Reader io.Reader = source{}

type source struct{}

func (source) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(rand.Uint32())
	}
	return len(p), nil
}
