package media

import "encoding/binary"

// stripAVIF blanks the EXIF and XMP of an AVIF where they stand: everything in
// such a file is found by its place, so nothing may move.
func stripAVIF(b []byte) ([]byte, traits, error) {
	t := traits{orientation: upright, frames: 1}
	out := append([]byte(nil), b...)
	meta := box(out, "meta")
	if len(meta) < 4 {
		return out, t, nil
	}
	meta = meta[4:]
	noted := notes(box(meta, "iinf"))
	if len(noted) == 0 {
		return out, t, nil
	}
	for _, p := range itemPlaces(box(meta, "iloc")) {
		kind, known := noted[p.id]
		file := out
		if p.inside {
			file = box(meta, "idat")
		}
		if !known || p.from > uint64(len(file)) || p.length > uint64(len(file))-p.from {
			continue
		}
		data := file[p.from : p.from+p.length]
		clear(data)
		// An empty directory, for readers that look inside without asking.
		if empty := "\x00\x00\x00\x00II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"; kind == "Exif" && len(data) >= len(empty) {
			copy(data, empty)
		}
	}
	return out, t, nil
}

// notes lists the items of an AVIF that are EXIF or XMP.
func notes(iinf []byte) map[uint32]string {
	if len(iinf) < 8 {
		return nil
	}
	rest := iinf[6:]
	if iinf[0] > 0 {
		rest = iinf[8:]
	}
	out := map[uint32]string{}
	for len(rest) >= 8 {
		name, item, next := nextBox(rest)
		rest = next
		if name != "infe" || len(item) < 12 {
			continue
		}
		id, kind := uint32(binary.BigEndian.Uint16(item[4:])), string(item[8:12])
		if item[0] >= 3 && len(item) >= 14 {
			id, kind = binary.BigEndian.Uint32(item[4:]), string(item[10:14])
		}
		if kind == "Exif" || kind == "mime" {
			out[id] = kind
		}
	}
	return out
}

// place is where a piece of an item lies, in the file or inside its meta box.
type place struct {
	id           uint32
	inside       bool
	from, length uint64
}

// mostPlaces bounds the pieces that are looked at: a table may list billions of
// pieces of no length in a few bytes. A photograph has a dozen.
const mostPlaces = 4096

// itemPlaces reads an iloc box as far as it goes.
func itemPlaces(iloc []byte) []place {
	r := bigEndian{b: iloc}
	version := r.take(1)
	r.take(3)
	sizes := r.take(2)
	offsetSize, lengthSize, baseSize, indexSize := sizes>>12&15, sizes>>8&15, sizes>>4&15, sizes&15
	idSize := uint64(2)
	if version == 2 {
		idSize = 4
	}
	var out []place
	for items := r.take(idSize); items > 0 && !r.short && len(out) < mostPlaces; items-- {
		p := place{id: uint32(r.take(idSize))}
		if version > 0 {
			p.inside = r.take(2)&15 == 1
		}
		r.take(2)
		base := r.take(baseSize)
		for extents := r.take(2); extents > 0 && !r.short && len(out) < mostPlaces; extents-- {
			if version > 0 {
				r.take(indexSize)
			}
			p.from, p.length = base+r.take(offsetSize), r.take(lengthSize)
			if !r.short {
				out = append(out, p)
			}
		}
	}
	return out
}

// bigEndian reads numbers of any length from b; short says that it ended.
type bigEndian struct {
	b     []byte
	short bool
}

func (r *bigEndian) take(n uint64) (v uint64) {
	if r.short = r.short || uint64(len(r.b)) < n; r.short {
		return 0
	}
	for _, c := range r.b[:n] {
		v = v<<8 | uint64(c)
	}
	r.b = r.b[n:]
	return v
}
