package media

import "encoding/binary"

// Orientation is how a picture must be turned to be seen as it was taken: 1 as
// it is, 2 to 8 turned or mirrored as EXIF's tag 0x0112 says.
const upright = 1

const orientationTag = 0x0112

// orientationOf reads the orientation, and nothing else, from EXIF in its TIFF
// frame. What is not there or not in its bounds is upright.
func orientationOf(b []byte) int {
	if len(b) > 6 && string(b[:6]) == "Exif\x00\x00" {
		b = b[6:]
	}
	if len(b) < 8 {
		return upright
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch string(b[:4]) {
	case "II*\x00":
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return upright
	}
	at := int64(order.Uint32(b[4:]))
	if at+2 > int64(len(b)) {
		return upright
	}
	entries := int64(order.Uint16(b[at:]))
	for e := at + 2; entries > 0 && e+12 <= int64(len(b)); e, entries = e+12, entries-1 {
		const short = 3
		if order.Uint16(b[e:]) != orientationTag || order.Uint16(b[e+2:]) != short {
			continue
		}
		if o := int(order.Uint16(b[e+8:])); o >= 1 && o <= 8 {
			return o
		}
		return upright
	}
	return upright
}

// orientationNote is EXIF that says the orientation and nothing else: browsers
// turn the original by it.
func orientationNote(o int) []byte {
	return []byte{
		'I', 'I', '*', 0, 8, 0, 0, 0, // little-endian, the first directory at 8
		1, 0, // one entry
		orientationTag & 0xff, orientationTag >> 8, 3, 0, 1, 0, 0, 0, byte(o), 0, 0, 0,
		0, 0, 0, 0, // no other directory
	}
}

// lying says whether an orientation exchanges width and height.
func lying(o int) bool { return o >= 5 && o <= 8 }
