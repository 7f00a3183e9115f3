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
	if err := bounded(name, int64(len(b))); err != nil {
		return wire.Media{}, err
	}
	k, err := know(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return wire.Media{}, named(name, err)
	}
	m, _, err := examine(name, k, b)
	return m, err
}

func bounded(name string, n int64) error {
	switch {
	case n == 0:
		return wire.Errorf(wire.Invalid, "the file %q is empty", clip(name))
	case n > wire.MaxMediaBytes:
		return wire.Errorf(wire.TooLarge, "the file %q is larger than %d MB", clip(name), wire.MaxMediaBytes>>20)
	}
	return nil
}

// examine gives the record of a file and the bytes that are kept of it.
func examine(name string, k kind, b []byte) (wire.Media, []byte, error) {
	t := traits{orientation: upright, frames: 1}
	if k.strip != nil {
		var err error
		if b, t, err = k.strip(b); err != nil {
			return wire.Media{}, nil, named(name, err)
		}
	}
	n := int64(len(b))
	width, height, err := k.measure(bytes.NewReader(b), n, t)
	if err != nil {
		return wire.Media{}, nil, named(name, err)
	}
	sum := sha256.Sum256(b)
	return wire.Media{Hash: hex.EncodeToString(sum[:])[:hashDigits], Name: addressName(name, k.ext), Type: k.mime, Bytes: n,
		Width: width, Height: height, Animated: t.animated}, b, nil
}
