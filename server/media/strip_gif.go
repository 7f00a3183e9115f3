package media

// stripGIF leaves out comments and what programs put beside the frames (XMP
// among it), and counts the frames.
func stripGIF(b []byte) ([]byte, traits, error) {
	t := traits{orientation: upright}
	if len(b) < 13 {
		return nil, t, errDamaged
	}
	i := 13 + colourTable(b[10])
	if i > len(b) {
		return nil, t, errDamaged
	}
	out := append(make([]byte, 0, len(b)), b[:i]...)
	for i < len(b) {
		start, keep := i, false
		switch b[i] {
		case 0x2c: // a frame: its place, its colours, one byte, its pixels
			if i+10 > len(b) {
				return out, t.moving(), nil
			}
			i += 10 + colourTable(b[i+9]) + 1
			t.frames++
			keep = true
		case 0x21:
			if i+2 > len(b) {
				return out, t.moving(), nil
			}
			keep = b[i+1] == 0xf9 || b[i+1] == 0xff && loops(b[i+2:])
			i += 2
		case 0x3b:
			return append(out, 0x3b), t.moving(), nil
		default:
			return nil, t, errDamaged
		}
		for i < len(b) && b[i] != 0 {
			i += 1 + int(b[i])
		}
		i = min(i+1, len(b))
		if keep {
			out = append(out, b[start:i]...)
		}
	}
	return out, t.moving(), nil
}

func (t traits) moving() traits {
	t.animated = t.frames > 1
	return t
}

// colourTable is the length of the table that packed fields announce.
func colourTable(packed byte) int {
	if packed&0x80 == 0 {
		return 0
	}
	return 3 << (packed&7 + 1)
}

// loops says whether an application's block is the one that browsers read: how
// often the frames repeat.
func loops(b []byte) bool {
	return len(b) >= 12 && b[0] == 11 && (string(b[1:12]) == "NETSCAPE2.0" || string(b[1:12]) == "ANIMEXTS1.0")
}
