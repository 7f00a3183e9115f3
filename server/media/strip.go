package media

import (
	"bytes"
	"encoding/binary"

	"vitrine/app/wire"
)

// What cameras and programs write beside a picture (the place it was taken at,
// the camera's number, names, a smaller picture of what was cut away) is left
// out before the file is named and kept, without touching the picture itself.
// Kept is what browsers need to draw it: colour profiles, and the orientation.
// Whatever follows the picture's end is cut, so that a file is one thing only.

// traits are what is learnt on the way.
type traits struct {
	orientation int
	animated    bool
	frames      int
}

// A stripper gives the file without what does not belong to the picture. It
// gives the same for what it gave, so that a file has one name however often it
// comes. A file cut short stays one.
type stripper func(b []byte) ([]byte, traits, error)

var errDamaged = wire.Errorf(wire.Invalid, "is a damaged picture: open it in a picture program and save it anew")

// Markers of JPEG.
const (
	jpegSOI  = 0xd8
	jpegEOI  = 0xd9
	jpegSOS  = 0xda
	jpegAPP0 = 0xe0
	jpegAPP1 = 0xe1
	jpegAPPF = 0xef
	jpegCOM  = 0xfe
)

func stripJPEG(b []byte) ([]byte, traits, error) {
	t := traits{orientation: upright, frames: 1}
	told := false // an orientation was read: the first one counts
	body := make([]byte, 0, len(b)+64)
	err := eachSegment(b, func(marker byte, segment []byte) {
		payload := segment[min(4, len(segment)):]
		switch {
		case marker == jpegAPP1 && bytes.HasPrefix(payload, []byte("Exif\x00\x00")):
			if !told {
				t.orientation, told = orientationOf(payload), true
			}
		case marker == jpegAPP0 && bytes.HasPrefix(payload, []byte("JFIF\x00")) && len(payload) >= 14:
			// Version and density stay, the small picture after them does not.
			body = append(body, 0xff, jpegAPP0, 0, 16)
			body = append(body, payload[:12]...)
			body = append(body, 0, 0)
		case marker == jpegAPP0+2 && bytes.HasPrefix(payload, []byte("ICC_PROFILE\x00")),
			marker == jpegAPP0+14 && bytes.HasPrefix(payload, []byte("Adobe")): // says how colours are coded
			body = append(body, segment...)
		case marker >= jpegAPP0 && marker <= jpegAPPF, marker == jpegCOM:
		default:
			body = append(body, segment...)
		}
	})
	if err != nil {
		return nil, t, err
	}
	out := make([]byte, 0, len(body)+40)
	out = append(out, 0xff, jpegSOI)
	if t.orientation != upright {
		note := append([]byte("Exif\x00\x00"), orientationNote(t.orientation)...)
		out = append(out, 0xff, jpegAPP1, 0, byte(len(note)+2))
		out = append(out, note...)
	}
	return append(out, body...), t, nil
}

// eachSegment gives the segments of a JPEG after its start: a scan's together
// with its pixels, the end as a marker alone. Stray bytes between segments,
// which decoders pass over, are left out.
func eachSegment(b []byte, f func(marker byte, segment []byte)) error {
	for i := 2; i+1 < len(b); {
		marker := b[i+1]
		switch {
		case b[i] != 0xff || marker == 0xff:
			i++
			continue
		case marker == jpegEOI:
			f(marker, b[i:i+2])
			return nil
		case marker == 0, marker == 1, marker >= 0xd0 && marker <= jpegSOI:
			i += 2
			continue
		}
		if i+4 > len(b) {
			return nil
		}
		end := i + 2 + int(binary.BigEndian.Uint16(b[i+2:]))
		if end < i+4 {
			return errDamaged
		}
		if end > len(b) {
			return nil
		}
		if marker == jpegSOS {
			end += scanLength(b[end:])
		}
		f(marker, b[i:end])
		i = end
	}
	return nil
}

// scanLength is how many bytes of pixels stand before the next marker.
func scanLength(b []byte) int {
	for i := 0; ; {
		n := bytes.IndexByte(b[i:], 0xff)
		if n < 0 || i+n+1 >= len(b) {
			return len(b)
		}
		i += n
		if c := b[i+1]; c != 0 && (c < 0xd0 || c > 0xd7) && c != 0xff {
			return i
		} else if c == 0xff {
			i++
		} else {
			i += 2
		}
	}
}
