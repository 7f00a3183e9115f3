package media

import (
	"encoding/binary"
	"io"

	"vitrine/app/wire"
)

// pictureSize gives how a kind's size is read: from its header, and nothing of
// its pixels.
func pictureSize(c codec) func(r io.ReaderAt, n int64) (width, height int, err error) {
	return func(r io.ReaderAt, n int64) (width, height int, err error) {
		head, err := c.config(io.NewSectionReader(r, 0, n))
		if err != nil {
			return 0, 0, wire.Errorf(wire.Invalid, "is a damaged picture: its header cannot be read: %w", err)
		}
		if head.Width <= 0 || head.Height <= 0 {
			return 0, 0, wire.Errorf(wire.Invalid, "is a picture without a size")
		}
		return head.Width, head.Height, nil
	}
}

// avifSize reads the largest image extent of an AVIF: boxes meta, iprp, ipco,
// ispe inside one another.
func avifSize(r io.ReaderAt, n int64) (width, height int, err error) {
	b := make([]byte, min(n, 256<<10)) // properties stand before the pixels
	if _, err := r.ReadAt(b, 0); err != nil && err != io.EOF {
		return 0, 0, wire.Errorf(wire.Internal, "cannot be read back: %w", err)
	}
	meta := box(b, "meta")
	if len(meta) > 4 {
		meta = meta[4:] // version and flags
	}
	ipco := box(box(meta, "iprp"), "ipco")
	for len(ipco) >= 8 {
		name, content, rest := nextBox(ipco)
		if name == "ispe" && len(content) >= 12 {
			w, h := int(binary.BigEndian.Uint32(content[4:])), int(binary.BigEndian.Uint32(content[8:]))
			if w > width || h > height {
				width, height = w, h
			}
		}
		ipco = rest
	}
	if width <= 0 || height <= 0 {
		return 0, 0, wire.Errorf(wire.Invalid, "is a damaged picture: it does not say its size")
	}
	return width, height, nil
}

// box is the content of the first box of that name in b, or nil.
func box(b []byte, name string) []byte {
	for len(b) >= 8 {
		n, content, rest := nextBox(b)
		if n == name {
			return content
		}
		b = rest
	}
	return nil
}

// nextBox cuts the first box off b; a size that is wrong ends the walk.
func nextBox(b []byte) (name string, content, rest []byte) {
	size := int64(binary.BigEndian.Uint32(b))
	name = string(b[4:8])
	switch {
	case size == 0:
		size = int64(len(b))
	case size < 8:
		return name, nil, nil
	}
	end := min(size, int64(len(b)))
	return name, b[8:end], b[end:]
}
