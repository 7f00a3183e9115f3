package media

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"

	"vitrine/app/wire"
)

// Check says what Put would make of a file of these bytes, or why it would
// refuse it, and stores nothing. It does not know whether the file is there
// already.
func Check(name string, b []byte) (wire.Media, error) {
	n := int64(len(b))
	switch {
	case n == 0:
		return wire.Media{}, wire.Errorf(wire.Invalid, "the file %q is empty", clip(name))
	case n > wire.MaxMediaBytes:
		return wire.Media{}, wire.Errorf(wire.TooLarge, "the file %q is larger than %d MB", clip(name), wire.MaxMediaBytes>>20)
	}
	kind, width, height, err := examine(bytes.NewReader(b), n)
	if err != nil {
		return wire.Media{}, named(name, err)
	}
	sum := sha256.Sum256(b)
	return wire.Media{Hash: hex.EncodeToString(sum[:])[:hashDigits], Name: addressName(name, kind.ext), Type: kind.mime, Bytes: n,
		Width: width, Height: height}, nil
}
