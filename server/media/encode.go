package media

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"

	cwebp "github.com/chai2010/webp"

	"vitrine/app/wire"
)

// Form is a kind of file a variant is made as.
type Form string

// The forms, by the name their files end in.
const (
	WebP Form = "webp"
	JPEG Form = "jpg"
	PNG  Form = "png"
)

// Type is the form's media type.
func (f Form) Type() string {
	if f == JPEG {
		return kindJPEG.mime
	}
	return "image/" + string(f)
}

const (
	quality = 75 // of both lossy forms
	// losslessPixels bounds what is tried without loss: libwebp holds 30 bytes
	// for each pixel of it, and takes half a second for a million.
	losslessPixels = 2_500_000
	// encodeMemory is what one pixel of a variant takes while it is made: its
	// RGB, the same turned, and libwebp's planes; without loss its tables as well.
	encodeMemory, losslessMemory = 12, 40
)

// recipe is how a picture's variants are made.
type recipe struct {
	fallback Form // for browsers without WebP
	lossless bool // WebP is tried without loss, too
	opaque   bool
	profile  []byte
}

// recipeFor judges the picture. A photograph falls back to JPEG, whatever it
// came as: as PNG it would be ten times the bytes. What is transparent, and
// what was drawn (screens, charts, icons), falls back to PNG: JPEG has no
// transparency, and smears letters.
func recipeFor(m wire.Media, img image.Image, b []byte) recipe {
	o, ok := img.(interface{ Opaque() bool })
	r := recipe{fallback: JPEG, opaque: ok && o.Opaque(), profile: profileOf(b)}
	if r.lossless = drawn(m); r.lossless || !r.opaque {
		r.fallback = PNG
	}
	switch img.(type) {
	case *image.Gray, *image.Gray16, *image.CMYK:
		r.profile = nil // it speaks of other planes than ours
	}
	return r
}

// drawn tells screens, charts and icons from photographs: PNG packs them into
// less than a byte a pixel, and photographs into two.
func drawn(m wire.Media) bool {
	return m.Type == kindGIF.mime || m.Type == kindPNG.mime && m.Bytes < int64(m.Width)*int64(m.Height)
}

// encoded is a variant as bytes.
type encoded struct {
	form Form
	b    []byte
}

// encode makes the files of one width that are worth having. original is the
// bytes of the original if it could be served instead, else 0: no file is kept
// that is larger than what would be served without it.
func (r recipe) encode(img *image.RGBA, original int64) ([]encoded, error) {
	var out []encoded
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if !r.opaque {
		straighten(img.Pix)
	}
	b, err := r.encodeFallback(img)
	if err != nil {
		return nil, err
	}
	least := original
	if size := int64(len(b)); least == 0 || size < least {
		out = append(out, encoded{r.fallback, b})
		least = size
	}
	best, err := cwebp.EncodeRGBA(img, quality)
	if err != nil {
		return nil, err
	}
	// Without loss WebP saves a third of PNG: trying takes longer than all else,
	// and is left out where it cannot win.
	if r.lossless && w*h <= losslessPixels && len(b) < 2*len(best) {
		exact, err := cwebp.EncodeLosslessRGBA(img)
		if err != nil {
			return nil, err
		}
		if len(exact) < len(best) {
			best = exact
		}
	}
	if r.profile != nil {
		best = profiledWebP(best, r.profile, w, h, !r.opaque)
	}
	if int64(len(best)) < least {
		out = append(out, encoded{WebP, best})
	}
	return out, nil
}

func (r recipe) encodeFallback(img *image.RGBA) ([]byte, error) {
	var out bytes.Buffer
	if r.fallback == JPEG {
		if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality}); err != nil {
			return nil, err
		}
		if r.profile != nil {
			return profiledJPEG(out.Bytes(), r.profile), nil
		}
		return out.Bytes(), nil
	}
	if err := png.Encode(&out, &image.NRGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect}); err != nil {
		return nil, err
	}
	if r.profile != nil {
		return profiledPNG(out.Bytes(), r.profile), nil
	}
	return out.Bytes(), nil
}

// straighten divides colours by their opacity again: both encoders of
// transparent pictures want them so.
func straighten(pix []uint8) {
	for i := 0; i+3 < len(pix); i += 4 {
		a := uint32(pix[i+3])
		if a == 0 || a == 255 {
			continue
		}
		for c := range 3 {
			pix[i+c] = uint8(min(255, (uint32(pix[i+c])*255+a/2)/a))
		}
	}
}
