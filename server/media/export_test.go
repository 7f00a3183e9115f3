package media

// Orientation and Strip open the two readers of foreign bytes to fuzzing.
func Orientation(b []byte) int { return orientationOf(b) }

// Strip strips b by what it is; nil when it is no picture or is refused.
func Strip(b []byte) []byte {
	k, ok := sniff(b)
	if !ok || k.strip == nil {
		return nil
	}
	out, _, err := k.strip(b)
	if err != nil {
		return nil
	}
	return out
}

// Tones is how many there are.
const Tones = tones
