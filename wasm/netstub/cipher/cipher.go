// Package cipher stands in for crypto/cipher in builds of the browser client,
// see the stand-in for crypto/aes.
package cipher

import "errors"

// Block is the shape of crypto/cipher's.
type Block interface {
	BlockSize() int
	Encrypt(dst, src []byte)
	Decrypt(dst, src []byte)
}

// AEAD is the shape of crypto/cipher's.
type AEAD interface {
	NonceSize() int
	Overhead() int
	Seal(dst, nonce, plaintext, additionalData []byte) []byte
	Open(dst, nonce, ciphertext, additionalData []byte) ([]byte, error)
}

// NewGCM fails.
func NewGCM(Block) (AEAD, error) {
	return nil, errors.New("crypto/cipher is not part of the browser client")
}
