package media

import (
	"encoding/binary"
	"hash/crc32"
)

const pngHead = "\x89PNG\r\n\x1a\n"

// pngKept are the chunks that draw the picture: its data, transparency,
// colours and, in a moving one, its frames.
var pngKept = map[string]bool{
	"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "gAMA": true, "cHRM": true, "sRGB": true,
	"iCCP": true, "cICP": true, "mDCV": true, "cLLI": true, "sBIT": true, "bKGD": true, "pHYs": true,
	"acTL": true, "fcTL": true, "fdAT": true,
}

func stripPNG(b []byte) ([]byte, traits, error) {
	t := traits{orientation: upright, frames: 1}
	out := make([]byte, 0, len(b)+64)
	out = append(out, pngHead...)
	noted := -1 // where the orientation belongs: before the data
	for i := len(pngHead); i+8 <= len(b); {
		size, name := int64(binary.BigEndian.Uint32(b[i:])), string(b[i+4:i+8])
		end := int64(i) + 12 + size
		if size > 1<<31-1 || !chunkName(name) {
			return nil, t, errDamaged
		}
		if end > int64(len(b)) { // cut short: what is there of the data is shown
			if name == "IDAT" {
				out = append(out, b[i:]...)
			}
			break
		}
		chunk := b[i:end]
		i = int(end)
		switch {
		case name == "eXIf" && t.orientation == upright:
			t.orientation = orientationOf(chunk[8 : len(chunk)-4])
		case name == "acTL":
			t.animated = true
		case name == "fcTL":
			t.frames++
		}
		if name == "IDAT" && noted < 0 {
			noted = len(out)
		}
		if pngKept[name] {
			out = append(out, chunk...)
		}
		if name == "IEND" {
			break
		}
	}
	if t.orientation != upright && noted > 0 {
		out = append(out[:noted:noted], append(pngChunk("eXIf", orientationNote(t.orientation)), out[noted:]...)...)
	}
	return out, t, nil
}

func chunkName(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

func pngChunk(name string, data []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	out = append(append(out, name...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}
