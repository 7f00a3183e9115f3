package media

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
)

// mostProfile bounds a profile that variants carry, in bytes. Those of cameras
// and telephones have some hundred; one of 16 KB would double a small picture.
const mostProfile = 4 << 10

// profileOf is the colour profile of a picture in RGB, when it is small and
// says something: without it the strong colours of a telephone's photograph
// look pale. sRGB is what browsers take anyway.
func profileOf(b []byte) []byte {
	var p []byte
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xd8")):
		p = jpegProfile(b)
	case bytes.HasPrefix(b, []byte(pngHead)):
		p = pngProfile(b)
	case bytes.HasPrefix(b, []byte("RIFF")) && len(b) > 38 && string(b[30:34]) == "ICCP":
		if size := int64(binary.LittleEndian.Uint32(b[34:])); 38+size <= int64(len(b)) {
			p = b[38 : 38+size]
		}
	}
	if len(p) < 128 || len(p) > mostProfile || string(p[16:20]) != "RGB " || string(p[36:40]) != "acsp" ||
		bytes.Contains(p, []byte("sRGB")) || bytes.Contains(p, []byte("s\x00R\x00G\x00B")) {
		return nil
	}
	return p
}

func jpegProfile(b []byte) (profile []byte) {
	// A profile in more than one piece is over 64 KB: of no use here, and the
	// broken length of its first piece tells.
	if err := eachSegment(b[:min(len(b), 256<<10)], func(marker byte, s []byte) {
		if head := "ICC_PROFILE\x00\x01\x01"; profile == nil && marker == jpegAPP0+2 && bytes.HasPrefix(s[4:], []byte(head)) {
			profile = s[4+len(head):]
		}
	}); err != nil {
		return nil
	}
	return profile
}

func pngProfile(b []byte) []byte {
	for i := len(pngHead); i+8 <= len(b); {
		size, name := int64(binary.BigEndian.Uint32(b[i:])), string(b[i+4:i+8])
		end := int64(i) + 12 + size
		if end > int64(len(b)) || name == "IDAT" {
			return nil
		}
		if name == "iCCP" {
			// A name, a zero, the method, then zlib.
			_, packed, ok := bytes.Cut(b[i+8:end-4], []byte{0})
			if !ok || len(packed) < 2 {
				return nil
			}
			z, err := zlib.NewReader(bytes.NewReader(packed[1:]))
			if err != nil {
				return nil
			}
			p, err := io.ReadAll(io.LimitReader(z, mostProfile+1))
			if err != nil {
				return nil
			}
			return p
		}
		i = int(end)
	}
	return nil
}

// profiledJPEG, profiledPNG and profiledWebP put a profile into a file that an
// encoder of ours just made.
func profiledJPEG(b, profile []byte) []byte {
	head := append([]byte{0xff, jpegSOI, 0xff, jpegAPP0 + 2}, binary.BigEndian.AppendUint16(nil, uint16(len(profile)+16))...)
	head = append(append(head, "ICC_PROFILE\x00\x01\x01"...), profile...)
	return append(head, b[2:]...)
}

func profiledPNG(b, profile []byte) []byte {
	var packed bytes.Buffer
	packed.WriteString("icc\x00\x00")
	z := zlib.NewWriter(&packed)
	if _, err := z.Write(profile); err != nil || z.Close() != nil {
		return b
	}
	const ihdr = len(pngHead) + 25
	return append(b[:ihdr:ihdr], append(pngChunk("iCCP", packed.Bytes()), b[ihdr:]...)...)
}

func profiledWebP(b, profile []byte, width, height int, alpha bool) []byte {
	chunks := b[12:]
	flags := byte(webpICC)
	if alpha {
		flags |= webpAlpha
	}
	if string(chunks[:4]) == "VP8X" { // the encoder wrote one, for the transparency's sake
		flags |= chunks[8]
		chunks = chunks[18:]
	}
	head := []byte{flags, 0, 0, 0}
	for _, n := range []int{width - 1, height - 1} {
		head = append(head, byte(n), byte(n>>8), byte(n>>16))
	}
	return webpFile(append(append(webpChunk("VP8X", head), webpChunk("ICCP", profile)...), chunks...))
}
