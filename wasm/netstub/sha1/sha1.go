// Package sha1 stands in for crypto/sha1 in builds of the browser client, where
// only ids made from names and go-app's server side mention it.
package sha1

import "hash"

// Size is the length of a sum in bytes.
const Size = 20

// New panics.
func New() hash.Hash { panic("crypto/sha1 is not part of the browser client") }

// Sum panics.
func Sum([]byte) [Size]byte { panic("crypto/sha1 is not part of the browser client") }
