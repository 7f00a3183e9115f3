// Package aes stands in for crypto/aes in builds of the browser client, where
// only go-app's encrypted storage names it. That storage keeps its key beside
// the data, so nothing of ours uses it.
package aes

import (
	"crypto/cipher"
	"errors"
)

// NewCipher fails.
func NewCipher([]byte) (cipher.Block, error) {
	return nil, errors.New("crypto/aes is not part of the browser client")
}
