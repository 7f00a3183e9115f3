package media_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vitrine/app/wire"
	"vitrine/server/media"
	"vitrine/server/store/storetest"
)

func open(t testing.TB) (*media.Library, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "media")
	lib, err := media.New(dir, storetest.Open(t))
	if err != nil {
		t.Fatal(err)
	}
	return lib, dir
}

func picture(w, h int, encode func(io.Writer, image.Image) error) string {
	img := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Black, color.White})
	var b bytes.Buffer
	if err := encode(&b, img); err != nil {
		panic(err)
	}
	return b.String()
}

var (
	pngFile  = picture(30, 20, png.Encode)
	gifFile  = picture(31, 21, func(w io.Writer, m image.Image) error { return gif.Encode(w, m, nil) })
	jpegFile = picture(32, 22, func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) })
)

// pngHeader is a PNG that says it has w × h pixels of one bit, and ends there.
func pngHeader(w, h uint32) string {
	chunk := append([]byte("IHDR"), binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)...)
	chunk = append(chunk, 1, 0, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), chunk...)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(chunk)))
}

// turned is jpegFile with an EXIF note that it lies on its side.
func turned() string {
	tiff := "II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"
	exif := "Exif\x00\x00" + tiff
	return jpegFile[:2] + "\xff\xe1" + string([]byte{0, byte(len(exif) + 2)}) + exif + jpegFile[2:]
}

func box(name, content string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(content)+8))) + name + content
}

func avif() string {
	ispe := box("ispe", "\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x80")
	return box("ftyp", "avif\x00\x00\x00\x00avifmif1") + box("meta", "\x00\x00\x00\x00"+box("iprp", box("ipco", ispe)))
}

func webp() string { // VP8L: 14 bits of width-1, 14 of height-1
	bits := uint32(40-1) | uint32(30-1)<<14
	data := "\x2f" + string(binary.LittleEndian.AppendUint32(nil, bits)) + "\x00"
	return "RIFF\x12\x00\x00\x00WEBPVP8L" + "\x06\x00\x00\x00" + data
}

func TestPutKnowsFilesByTheirBytes(t *testing.T) {
	lib, _ := open(t)
	svg := `<svg xmlns="http://www.w3.org/2000/svg" `
	for _, c := range []struct {
		name, bytes string
		wantName    string
		wantType    string
		w, h        int
	}{
		{"Photo One.PNG", pngFile, "photo-one.png", "image/png", 30, 20},
		{"liar.txt", gifFile, "liar.gif", "image/gif", 31, 21},
		{"résumé (2).jpeg", jpegFile, "resume-2.jpg", "image/jpeg", 32, 22},
		{"turned.jpg", turned(), "turned.jpg", "image/jpeg", 22, 32},
		{"a.webp", webp(), "a.webp", "image/webp", 40, 30},
		{"a.avif", avif(), "a.avif", "image/avif", 256, 128},
		{"写真", svg + `viewBox="0 0 64 33"/>`, "file.svg", "image/svg+xml", 64, 33},
		{"b.svg", svg + `width="10px" viewBox="0 0 20 40"/>`, "b.svg", "image/svg+xml", 10, 20},
		{"c.svg", "<?xml version='1.0'?><!-- c -->" + svg + `width="100%" height="50"/>`, "c.svg", "image/svg+xml", 0, 0},
		{"text.png", "just words\n", "text.txt", "text/plain; charset=utf-8", 0, 0},
		{"d.pdf", "%PDF-1.7\n", "d.pdf", "application/pdf", 0, 0},
		{"e.mov", box("ftyp", "isom\x00\x00\x02\x00isomiso2"), "e.mp4", "video/mp4", 0, 0},
		{"f", "\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm\x42\x87", "f.webm", "video/webm", 0, 0},
		{"g", "ID3\x04\x00", "g.mp3", "audio/mpeg", 0, 0},
		{"h", "OggS\x00", "h.ogg", "audio/ogg", 0, 0},
		{"i", "RIFF\x00\x00\x00\x00WAVEfmt ", "i.wav", "audio/wav", 0, 0},
		{"j.docx", "PK\x03\x04\x00", "j.zip", "application/zip", 0, 0},
		{"../../etc/passwd", "root: no\n", "passwd.txt", "text/plain; charset=utf-8", 0, 0},
		{`C:\x\..\k.txt`, "k\n", "k.txt", "text/plain; charset=utf-8", 0, 0},
		{".htaccess", "deny\n", "htaccess.txt", "text/plain; charset=utf-8", 0, 0},
		{strings.Repeat("long ", 100), "long\n", strings.Repeat("long-", 15) + "long.txt", "text/plain; charset=utf-8", 0, 0},
	} {
		m, err := lib.Put(t.Context(), c.name, strings.NewReader(c.bytes))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if m.Name != c.wantName || m.Type != c.wantType || m.Width != c.w || m.Height != c.h || m.Bytes != int64(len(c.bytes)) {
			t.Errorf("%s: got %s, %s, %d×%d, %d bytes; want %s, %s, %d×%d, %d bytes",
				c.name, m.Name, m.Type, m.Width, m.Height, m.Bytes, c.wantName, c.wantType, c.w, c.h, len(c.bytes))
		}
		if got, ok := lib.Info(t.Context(), m.Address()); !ok || got.Hash != m.Hash {
			t.Errorf("%s: Info(%q) = %v, %v", c.name, m.Address(), got, ok)
		}
		f, _, err := lib.Open(t.Context(), m.Hash)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		b, err := io.ReadAll(f)
		if err != nil || string(b) != c.bytes {
			t.Errorf("%s: %d bytes came back, %v; want %d", c.name, len(b), err, len(c.bytes))
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestPutRefuses(t *testing.T) {
	lib, dir := open(t)
	svg := `<svg xmlns="http://www.w3.org/2000/svg">`
	for _, c := range []struct {
		name, bytes string
		code        wire.Code
		says        string
	}{
		{"empty.png", "", wire.Invalid, "is empty"},
		{"bomb.png", pngHeader(30000, 30000), wire.TooLarge, "30000 × 30000 pixels"},
		{"huge.png", pngHeader(0x7fffffff, 0x7fffffff), wire.Invalid, "damaged"},
		{"cut.png", "\x89PNG\r\n\x1a\nxx", wire.Invalid, "damaged"},
		{"cut.avif", box("ftyp", "avif\x00\x00\x00\x00avif"), wire.Invalid, "does not say its size"},
		{"big.txt", strings.Repeat("a", 17<<20), wire.TooLarge, "larger than 16 MB"},
		{"a.html", "<!doctype html><p>x", wire.Invalid, "HTML or XML"},
		{"a.xml", "<a/>", wire.Invalid, "HTML or XML"},
		{"a.exe", "MZ\x90\x00", wire.Invalid, "not kept"},
		{"a.heic", box("ftyp", "heic\x00\x00\x00\x00mif1heic"), wire.Invalid, "HEIC picture, which browsers do not show: save it as JPEG"},
		{"b.heic", box("ftyp", "mif1\x00\x00\x00\x00mif1heic"), wire.Invalid, "HEIC"},
		{"a.tiff", "II*\x00\x08\x00\x00\x00", wire.Invalid, "TIFF or raw picture, which browsers do not show: save it as JPEG"},
		{"b.tif", "MM\x00*\x00\x00\x00\x08", wire.Invalid, "TIFF"},
		{"a.jxl", "\xff\x0a\x00\x00", wire.Invalid, "JPEG XL"},
		{"a.psd", "8BPS\x00\x01", wire.Invalid, "Photoshop"},
		{"a.bmp", "BM\x36\x00\x00\x00\x00\x00\x00\x00", wire.Invalid, "BMP"},
		{"film.gif", "GIF89a\x10\x27\x10\x27\x00\x00\x00" + strings.Repeat("\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x00", 11) + ";", wire.TooLarge, "save it as a film"},
		{"bad.gif", gifFile[:len(gifFile)-1] + "x", wire.Invalid, "damaged"},
		{"bad.jpg", jpegFile[:2] + "\xff\xe1\x00\x00" + jpegFile[2:], wire.Invalid, "damaged"},
		{"latin.txt", "caf\xe9", wire.Invalid, "not kept"},
		{"nul.txt", "a\x00b", wire.Invalid, "not kept"},
		{"doctype.svg", `<!DOCTYPE svg [<!ENTITY a "b">]>` + svg + "</svg>", wire.Invalid, "DOCTYPE"},
		{"script.svg", svg + "<script>x()</script></svg>", wire.Invalid, "script"},
		{"handler.svg", svg + `<g onclick="x()"/></svg>`, wire.Invalid, "script"},
		{"link.svg", svg + `<a href="java&#10;script:x()"/></svg>`, wire.Invalid, "script"},
		{"cut.svg", svg, wire.Invalid, "well-formed"},
		{"root.svg", "<g>" + svg + "</svg></g>", wire.Invalid, "outermost"},
		{"deep.svg", svg + strings.Repeat("<g>", 200), wire.Invalid, "nests"},
		{"large.svg", svg + strings.Repeat(" ", 1<<20) + "</svg>", wire.TooLarge, "1 MB"},
	} {
		_, err := lib.Put(t.Context(), c.name, strings.NewReader(c.bytes))
		if wire.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), c.name) {
			t.Errorf("%s: got %v; want %s that names the file and says %q", c.name, err, c.code, c.says)
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 0 {
		t.Errorf("refused files left %v, %v in the folder", left, err)
	}
}

func TestSameBytesAreOneFile(t *testing.T) {
	lib, dir := open(t)
	a, err := lib.Put(t.Context(), "a.png", strings.NewReader(pngFile))
	if err != nil {
		t.Fatal(err)
	}
	b, err := lib.Put(t.Context(), "b.png", strings.NewReader(pngFile))
	if err != nil || a != b {
		t.Errorf("the second time gave %v, %v; want %v", b, err, a)
	}
	path := filepath.Join(dir, a.Hash[:2], a.Hash)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%s: %v, %v; want mode 0600", path, info, err)
	}
	// A file that was cut short by a broken disk is made whole by the next Put.
	if err := os.Truncate(path, 3); err != nil {
		t.Fatal(err)
	}
	if _, err := lib.Put(t.Context(), "a.png", strings.NewReader(pngFile)); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != pngFile {
		t.Errorf("a damaged file stayed damaged: %d bytes, %v", len(got), err)
	}
}

func TestLinksInTheFolderLeadNowhere(t *testing.T) {
	lib, dir := open(t)
	m, err := lib.Put(t.Context(), "a.txt", strings.NewReader("inside\n"))
	if err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("outside"), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, m.Hash[:2], m.Hash)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, path); err != nil {
		t.Fatal(err)
	}
	if f, _, err := lib.Open(t.Context(), m.Hash); wire.CodeOf(err) != wire.Internal {
		t.Errorf("a link was opened: %v, %v", f, err)
	}
	for _, hash := range []string{"", "..", "../../../../etc/passwd", strings.Repeat("a", 32), m.Hash + "/x", strings.ToUpper(m.Hash)} {
		if _, _, err := lib.Open(t.Context(), hash); wire.CodeOf(err) != wire.NotFound {
			t.Errorf("Open(%q): %v; want not found", hash, err)
		}
	}
	for _, address := range []string{"", m.Address() + "x", "/media/" + m.Hash, "/media/" + m.Hash + "/", "https://x" + m.Address(), m.Address() + "?a"} {
		if m, ok := lib.Info(t.Context(), address); ok {
			t.Errorf("Info(%q) found %v", address, m)
		}
	}
}

func TestPutStopsWithItsContext(t *testing.T) {
	lib, dir := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := lib.Put(ctx, "a.txt", strings.NewReader("a")); err == nil {
		t.Error("a cancelled Put succeeded")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}

func TestDrawing(t *testing.T) {
	lib, _ := open(t)
	plate := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>A dot</title><circle class="f" r="1"/></svg>`
	for name, want := range map[string]string{
		plate: `<svg viewBox="0 0 1 1" role="img"><title>A dot</title><circle class="f" r="1"/></svg>`,
		strings.Replace(plate, `class="f"`, `fill="red"`, 1): "",
		pngFile: "",
	} {
		m, err := lib.Put(t.Context(), "x", strings.NewReader(name))
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := lib.Drawing(t.Context(), m.Address()); got != want || ok != (want != "") {
			t.Errorf("Drawing(%s) = %q, %v; want %q", m.Name, got, ok, want)
		}
	}
}
