package media

import "encoding/binary"

// Flags of a WebP's VP8X chunk.
const (
	webpAnimated = 1 << 1
	webpXMP      = 1 << 2
	webpEXIF     = 1 << 3
	webpAlpha    = 1 << 4
	webpICC      = 1 << 5
)

var webpKept = map[string]bool{"VP8 ": true, "VP8L": true, "VP8X": true, "ALPH": true, "ANIM": true, "ANMF": true, "ICCP": true}

func stripWebP(b []byte) ([]byte, traits, error) {
	t := traits{orientation: upright, frames: 1}
	if len(b) < 12 {
		return nil, t, errDamaged
	}
	end := min(int64(len(b)), 8+int64(binary.LittleEndian.Uint32(b[4:])))
	chunks := make([]byte, 0, len(b)+64)
	extended := -1 // where the VP8X chunk's flags stand
	for i := int64(12); i+8 <= end; {
		size := int64(binary.LittleEndian.Uint32(b[i+4:]))
		name, next := string(b[i:i+4]), i+8+size+size&1
		if i+8+size > end { // its decoders believe the size and would wait for the rest
			return nil, t, errDamaged
		}
		data := b[i+8 : i+8+size]
		i = next
		switch {
		case name == "EXIF" && t.orientation == upright:
			t.orientation = orientationOf(data)
		case name == "VP8X" && len(data) >= 10 && extended < 0:
			extended = len(chunks) + 8
			t.animated = data[0]&webpAnimated != 0
		case name == "ANMF":
			t.frames++
		}
		if webpKept[name] && (name != "VP8X" || extended == len(chunks)+8) {
			chunks = append(chunks, webpChunk(name, data)...)
		}
	}
	if extended < 0 {
		t.orientation = upright // only the extended form can say it
	} else {
		chunks[extended] &^= webpEXIF | webpXMP
		if t.orientation != upright {
			chunks[extended] |= webpEXIF
			chunks = append(chunks, webpChunk("EXIF", orientationNote(t.orientation))...)
		}
	}
	return webpFile(chunks), t, nil
}

func webpChunk(name string, data []byte) []byte {
	out := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(data)))
	out = append(out, data...)
	if len(data)&1 == 1 {
		out = append(out, 0)
	}
	return out
}

func webpFile(chunks []byte) []byte {
	out := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(chunks)+4))
	return append(append(out, "WEBP"...), chunks...)
}
