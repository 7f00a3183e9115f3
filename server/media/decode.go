package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"time"

	"golang.org/x/image/webp"
	"golang.org/x/sync/semaphore"

	"vitrine/app/wire"
)

const (
	// decodeMemory bounds what decoded pictures hold at any moment, in bytes. A
	// photograph of 50 megapixels takes 75 MB as its JPEG is coded (4:2:0), and
	// 30 to 50 MB more while it is reduced and written.
	decodeMemory = 150 << 20
	// decodeTime is how long one picture may keep a core. 50 megapixels take two
	// seconds; a JPEG can be made of a hundred thousand scans that take an hour.
	decodeTime = time.Minute
)

// turns is the memory for decoding. Nobody asks for less than half of it, so
// that two pictures at most are decoded at once, and a large one alone.
var turns = semaphore.NewWeighted(decodeMemory)

// taking is what a picture asks of turns.
func taking(estimate int64) int64 { return max(estimate, decodeMemory/2) }

// A codec reads one kind of picture. Kinds are never left to image.Decode: the
// package that encodes WebP registers a decoder there, in C, which files from
// elsewhere must not reach.
type codec struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

var (
	codecPNG  = codec{png.DecodeConfig, png.Decode}
	codecJPEG = codec{jpeg.DecodeConfig, jpeg.Decode}
	codecGIF  = codec{gif.DecodeConfig, gif.Decode}
	codecWebP = codec{webp.DecodeConfig, decodeWebP}
)

// decodeWebP mends what x/image leaves to its caller: a WebP's light and colour
// use the range of films (16 to 235), and image.YCbCr means all 256 values.
func decodeWebP(r io.Reader) (image.Image, error) {
	img, err := webp.Decode(r)
	if err != nil {
		return nil, err
	}
	var planes *image.YCbCr
	switch m := img.(type) {
	case *image.YCbCr:
		planes = m
	case *image.NYCbCrA:
		planes = &m.YCbCr
	default:
		return img, nil
	}
	var light, colour [256]uint8
	for i := range 256 {
		light[i] = uint8(min(255, max(0, ((i-16)*255+109)/219)))
		colour[i] = uint8(min(255, max(0, ((i-128)*255+128*224+112)/224)))
	}
	for i, v := range planes.Y {
		planes.Y[i] = light[v]
	}
	for i := range planes.Cb {
		planes.Cb[i], planes.Cr[i] = colour[planes.Cb[i]], colour[planes.Cr[i]]
	}
	return img, nil
}

// errStays is a picture that is kept and shown as it came.
var errStays = errors.New("no variants are made of it")

// decodeEstimate is how many bytes the decoder of b will hold, from its header.
// The figures are those of the standard library and x/image, read from their
// sources and measured.
func decodeEstimate(b []byte, c image.Config) int64 {
	area := int64(c.Width) * int64(c.Height)
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xd8")):
		return jpegEstimate(b, area)
	case bytes.HasPrefix(b, []byte(pngHead)):
		perPixel := int64(4)
		switch c.ColorModel {
		case color.GrayModel:
			perPixel = 1
		case color.Gray16Model, color.RGBA64Model, color.NRGBA64Model:
			perPixel = 8
		default:
			if _, ok := c.ColorModel.(color.Palette); ok {
				perPixel = 1
			}
		}
		if bytes.Contains(b[:min(len(b), 1024)], []byte("tRNS")) && perPixel == 1 && c.ColorModel == color.GrayModel {
			perPixel = 4
		}
		if len(b) > 28 && b[28] == 1 {
			perPixel *= 2 // interlaced: seven pictures that are merged into one
		}
		return area * perPixel
	case bytes.HasPrefix(b, []byte("GIF8")):
		return area
	}
	if bytes.Contains(b[:min(len(b), 64)], []byte("VP8L")) {
		return area * 12 // the pixels, and as many again for each transformation that is undone
	}
	if c.ColorModel == color.YCbCrModel {
		return area * 2
	}
	return area * 14 // its transparency is coded as a picture without loss
}

// jpegEstimate sums the planes of the components, each by its share of pixels.
func jpegEstimate(b []byte, area int64) int64 {
	var samples, most, copies int64
	var components []byte
	progressive, plain := false, false
	err := eachSegment(b, func(marker byte, s []byte) {
		switch {
		case marker == jpegAPP0+14 && len(s) > 15 && bytes.HasPrefix(s[4:], []byte("Adobe")):
			plain = s[15] == 0 // coded as RGB, not as light and colour
		case marker >= 0xc0 && marker <= 0xc2 && len(s) > 9 && components == nil:
			components, progressive = s[10:min(len(s), 10+3*int(s[9]))], marker == 0xc2
		}
	})
	if err != nil || len(components) < 3 {
		return area * 20
	}
	for i := 0; i+2 < len(components); i += 3 {
		share := int64(components[i+1]>>4) * int64(components[i+1]&15)
		samples, most = samples+share, max(most, share)
	}
	if colours := len(components) / 3; colours == 4 || colours == 3 && (plain || components[0] == 'R') {
		copies = 4 * area // its planes are copied into one picture
	}
	planes := area * samples / max(most, 1)
	if progressive {
		planes *= 5 // every coefficient is held, as 32 bits, until the last scan
	}
	return planes + copies
}

// read decodes a picture that was judged affordable. A decoder that panics
// fails; one that takes too long is stopped at its next byte.
func (c *codec) read(ctx context.Context, b []byte) (img image.Image, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			img, err = nil, fmt.Errorf("its decoder panicked: %v", cause)
		}
	}()
	img, err = c.decode(sips{reader{ctx, bytes.NewReader(b)}})
	if err != nil && ctx.Err() != nil {
		return nil, wire.Errorf(wire.Unavailable, "the picture took longer than %s to decode: %w", decodeTime, ctx.Err())
	}
	return img, err
}

// sips gives little at a time, so that a decoder comes back, and can be
// stopped, often: 1 KB may be thirty scans of a picture.
type sips struct{ r io.Reader }

func (s sips) Read(p []byte) (int, error) { return s.r.Read(p[:min(len(p), 1<<10)]) }

// kept reads an original into memory.
func kept(f io.ReaderAt, n int64) ([]byte, error) {
	b := make([]byte, n)
	_, err := f.ReadAt(b, 0)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return b, err
}
