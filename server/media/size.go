package media

import (
	"bufio"
	"encoding/binary"
	"image"
	_ "image/gif" // the formats whose headers image.DecodeConfig reads
	_ "image/jpeg"
	_ "image/png"
	"io"

	_ "golang.org/x/image/webp"

	"vitrine/app/wire"
)

// configSize reads a picture's header and nothing of its pixels.
func configSize(r io.ReaderAt, n int64) (width, height int, err error) {
	c, _, err := image.DecodeConfig(bufio.NewReader(io.NewSectionReader(r, 0, n)))
	if err != nil {
		return 0, 0, wire.Errorf(wire.Invalid, "is a damaged picture: its header cannot be read: %w", err)
	}
	if c.Width <= 0 || c.Height <= 0 {
		return 0, 0, wire.Errorf(wire.Invalid, "is a picture without a size")
	}
	return c.Width, c.Height, nil
}

// jpegSize is the size as it is shown: a camera held upright stores the
// picture lying, and a note (EXIF orientation 5 to 8) to turn it.
func jpegSize(r io.ReaderAt, n int64) (width, height int, err error) {
	if width, height, err = configSize(r, n); err != nil {
		return 0, 0, err
	}
	head := make([]byte, min(n, 64<<10))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return 0, 0, wire.Errorf(wire.Internal, "cannot be read back: %w", err)
	}
	if o := orientation(head); o >= 5 && o <= 8 {
		width, height = height, width
	}
	return width, height, nil
}

// orientation finds the EXIF orientation in a JPEG's head; 0 when it has none.
func orientation(b []byte) int {
	for i := 2; i+4 <= len(b) && b[i] == 0xff; {
		size := int(binary.BigEndian.Uint16(b[i+2:]))
		segment := b[min(i+4, len(b)):min(i+2+size, len(b))]
		if b[i+1] == 0xda || size < 2 {
			return 0 // the pixels begin
		}
		if b[i+1] == 0xe1 && len(segment) > 14 && string(segment[:6]) == "Exif\x00\x00" {
			return tiffOrientation(segment[6:])
		}
		i += 2 + size
	}
	return 0
}

// tiffOrientation reads tag 0x0112 of the first directory.
func tiffOrientation(b []byte) int {
	var order binary.ByteOrder = binary.LittleEndian
	if b[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(b[4:]))
	if at+2 > int64(len(b)) {
		return 0
	}
	entries := int(order.Uint16(b[at:]))
	for i := range entries {
		e := at + 2 + int64(i)*12
		if e+12 > int64(len(b)) {
			return 0
		}
		if order.Uint16(b[e:]) == 0x0112 {
			return int(order.Uint16(b[e+8:]))
		}
	}
	return 0
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
