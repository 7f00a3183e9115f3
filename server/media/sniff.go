package media

import (
	"bytes"
	"io"
	"unicode/utf8"

	"vitrine/app/wire"
)

// kind is a type of file that is kept.
type kind struct {
	mime, ext string
	size      func(r io.ReaderAt, n int64) (width, height int, err error) // nil: it has none
	strip     stripper                                                    // nil: it is kept as it came
	codec     *codec                                                      // nil: it is not decoded
}

const svgType = "image/svg+xml"

var (
	kindPNG  = kind{"image/png", "png", pictureSize(codecPNG), stripPNG, &codecPNG}
	kindJPEG = kind{"image/jpeg", "jpg", pictureSize(codecJPEG), stripJPEG, &codecJPEG}
	kindGIF  = kind{"image/gif", "gif", pictureSize(codecGIF), stripGIF, &codecGIF}
	kindWebP = kind{"image/webp", "webp", pictureSize(codecWebP), stripWebP, &codecWebP}
	kindAVIF = kind{"image/avif", "avif", avifSize, stripAVIF, nil}
	kindSVG  = kind{svgType, "svg", svgSize, nil, nil}
	kindPDF  = kind{"application/pdf", "pdf", nil, nil, nil}
	kindMP4  = kind{"video/mp4", "mp4", nil, nil, nil}
	kindWebM = kind{"video/webm", "webm", nil, nil, nil}
	kindMP3  = kind{"audio/mpeg", "mp3", nil, nil, nil}
	kindM4A  = kind{"audio/mp4", "m4a", nil, nil, nil}
	kindOgg  = kind{"audio/ogg", "ogg", nil, nil, nil}
	kindWAV  = kind{"audio/wav", "wav", nil, nil, nil}
	kindZip  = kind{"application/zip", "zip", nil, nil, nil}
	kindText = kind{"text/plain; charset=utf-8", "txt", nil, nil, nil}
)

// mostFrames bounds a moving picture: frames times pixels of one. A longer one
// is a film, and ten times smaller as one.
const mostFrames = 1_000_000_000

// know says what a file is by its first bytes; r is the whole of it.
func know(r io.ReaderAt, n int64) (kind, error) {
	head := make([]byte, min(n, 4096))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return kind{}, wire.Errorf(wire.Internal, "cannot be read back: %w", err)
	}
	if k, ok := sniff(head); ok {
		return k, nil
	}
	if name := unshown(head); name != "" {
		return kind{}, wire.Errorf(wire.Invalid, "is a %s picture, which browsers do not show: save it as JPEG or PNG", name)
	}
	return sniffText(r, n, head)
}

// measure gives the picture's size as it is shown: a camera held upright stores
// the picture lying, and a note to turn it.
func (k kind) measure(r io.ReaderAt, n int64, t traits) (width, height int, err error) {
	if k.size == nil {
		return 0, 0, nil
	}
	if width, height, err = k.size(r, n); err != nil {
		return 0, 0, err
	}
	area := int64(width) * int64(height)
	switch {
	case width < 0 || height < 0 || area > wire.MaxPixels:
		return 0, 0, wire.Errorf(wire.TooLarge, "has %d × %d pixels; %d million are allowed", width, height, wire.MaxPixels/1_000_000)
	case area*int64(t.frames) > mostFrames:
		return 0, 0, wire.Errorf(wire.TooLarge, "moves through %d frames of %d × %d pixels: save it as a film (MP4)", t.frames, width, height)
	case lying(t.orientation):
		return height, width, nil
	}
	return width, height, nil
}

// sniff knows the binary types by their first bytes.
func sniff(b []byte) (kind, bool) {
	at := func(i int, s string) bool { return len(b) >= i+len(s) && string(b[i:i+len(s)]) == s }
	switch {
	case at(0, "\x89PNG\r\n\x1a\n"):
		return kindPNG, true
	case at(0, "\xff\xd8\xff"):
		return kindJPEG, true
	case at(0, "GIF87a"), at(0, "GIF89a"):
		return kindGIF, true
	case at(0, "RIFF") && at(8, "WEBP"):
		return kindWebP, true
	case at(0, "RIFF") && at(8, "WAVE"):
		return kindWAV, true
	case at(0, "%PDF-"):
		return kindPDF, true
	case at(0, "OggS"):
		return kindOgg, true
	case at(0, "ID3"), mp3Frame(b):
		return kindMP3, true
	case at(0, "PK\x03\x04"), at(0, "PK\x05\x06"):
		return kindZip, true
	case at(0, "\x1a\x45\xdf\xa3") && bytes.Contains(b[:min(len(b), 64)], []byte("\x42\x82\x84webm")):
		return kindWebM, true
	case at(4, "ftyp"):
		return isoKind(b)
	}
	return kind{}, false
}

// isoKind tells the members of the ISO media family by their brands. HEIC and
// QuickTime are of it too, and no browser but one shows them.
func isoKind(b []byte) (kind, bool) {
	size := int(b[0])<<24 | int(b[1])<<16 | int(b[2])<<8 | int(b[3])
	if size < 16 || len(b) < 16 {
		return kind{}, false
	}
	box := b[8:min(size, len(b))]
	brands := []string{string(box[:4])}
	for i := 8; i+4 <= len(box) && i < 256; i += 4 {
		brands = append(brands, string(box[i:i+4]))
	}
	found := kind{}
	for i, brand := range brands {
		switch brand {
		case "avif", "avis":
			return kindAVIF, true
		case "heic", "heix", "mif1", "msf1", "qt  ":
			if i == 0 && brand != "mif1" && brand != "msf1" {
				return kind{}, false
			}
		case "M4A ", "M4B ":
			if i == 0 {
				return kindM4A, true
			}
		case "isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "av01", "M4V ", "dash":
			found = kindMP4
		}
	}
	return found, found.mime != ""
}

// unshown names the kinds of pictures that cameras and programs make and
// browsers, but for one or two, do not show.
func unshown(b []byte) string {
	at := func(i int, s string) bool { return len(b) >= i+len(s) && string(b[i:i+len(s)]) == s }
	switch {
	case at(4, "ftyp") && bytes.Contains(b[:min(len(b), 64)], []byte("hei")), at(4, "ftyphev"), at(4, "ftypmif1"), at(4, "ftypmsf1"):
		return "HEIC"
	case at(0, "II*\x00"), at(0, "MM\x00*"), at(0, "II+\x00"), at(0, "MM\x00+"):
		return "TIFF or raw"
	case at(0, "\xff\x0a"), at(0, "\x00\x00\x00\x0cJXL "):
		return "JPEG XL"
	case at(0, "\x00\x00\x00\x0cjP  "):
		return "JPEG 2000"
	case at(0, "8BPS"):
		return "Photoshop"
	case at(0, "BM") && at(6, "\x00\x00\x00\x00"):
		return "BMP"
	case at(0, "\x00\x00\x01\x00"):
		return "Windows icon"
	}
	return ""
}

// mp3Frame says whether b begins with an MPEG layer III frame: sync, then
// values that are not the reserved ones.
func mp3Frame(b []byte) bool {
	return len(b) > 3 && b[0] == 0xff && b[1]&0xe6 == 0xe2 && b[1]&0x18 != 0x08 &&
		b[2]>>4 != 0 && b[2]>>4 != 15 && b[2]>>2&3 != 3
}

// sniffText tells SVG and plain text, the two that have no magic bytes.
func sniffText(r io.ReaderAt, n int64, head []byte) (kind, error) {
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	if len(trimmed) > 0 && trimmed[0] == '<' {
		if !bytes.Contains(head, []byte("<svg")) && !bytes.Contains(head, []byte(":svg")) {
			return kind{}, wire.Errorf(wire.Invalid, "is HTML or XML, which is not kept: write it as a page, or put it in a zip file")
		}
		return kindSVG, nil
	}
	if !plainText(io.NewSectionReader(r, 0, n)) {
		return kind{}, wire.Errorf(wire.Invalid, "is of a type that is not kept. Kept are PNG, JPEG, GIF, WebP, AVIF, SVG, PDF, MP4, WebM, MP3, M4A, Ogg, WAV, zip and plain text in UTF-8")
	}
	return kindText, nil
}

// plainText says whether r is UTF-8 without control characters.
func plainText(r io.Reader) bool {
	buf := make([]byte, 32<<10)
	rest := 0
	for {
		n, err := io.ReadFull(r, buf[rest:])
		b := buf[:rest+n]
		for len(b) > 0 {
			c, size := utf8.DecodeRune(b)
			if c == utf8.RuneError && size == 1 {
				if err == nil && !utf8.FullRune(b) {
					break // cut by the buffer's end
				}
				return false
			}
			if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' || c == 0x7f {
				return false
			}
			b = b[size:]
		}
		if err != nil {
			return err == io.EOF || err == io.ErrUnexpectedEOF
		}
		rest = copy(buf, b)
	}
}
