package media

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"log/slog"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/store"
)

// Job is the kind of the job that Put enqueues: {"hash": …} for MakeVariants.
const Job = "picture"

// madeName is the file that stands last in a folder of variants: there are no
// more to come. Its number is raised when variants are made otherwise, and old
// ones are made again.
const madeName = "made-1"

func variantFolder(hash string) string { return hash[:2] + "/" + hash + ".d" }

func variantName(width int, form Form) string { return "w_" + strconv.Itoa(width) + "." + string(form) }

// Missing lists the pictures whose variants are not made: those of a site that
// is older than this part of the program, and those whose folder was lost.
func (l *Library) Missing(ctx context.Context) ([]string, error) {
	all, err := l.store.Pictures(ctx)
	if err != nil {
		return nil, err
	}
	var hashes []string
	for _, m := range all {
		if len(m.Widths()) > 0 && !l.made(m.Hash) {
			hashes = append(hashes, m.Hash)
		}
	}
	return hashes, nil
}

func (l *Library) made(hash string) bool {
	_, err := l.root.Lstat(variantFolder(hash) + "/" + madeName)
	return err == nil
}

// MakeVariants makes what is missing of a picture's variants, and keeps its
// tone. What was made stays when it is interrupted, and making them twice makes
// nothing. A picture that would take too much memory keeps its original alone,
// which the log says; so does a damaged one, which is wire.Invalid the first time.
func (l *Library) MakeVariants(ctx context.Context, hash string) error {
	f, m, err := l.Open(ctx, hash)
	if err != nil {
		return err
	}
	defer f.Close()
	if len(m.Widths()) == 0 || l.made(hash) {
		return nil
	}
	b, err := kept(f, m.Bytes)
	if err != nil {
		return wire.Errorf(wire.Internal, "the file %s cannot be read: %w", m.Name, err)
	}
	err = l.makeVariants(ctx, m, b)
	if errors.Is(err, errStays) {
		l.log().Warn("a picture is shown as it came", "name", m.Name, "hash", hash, "cause", err)
		err = nil
	}
	if err != nil && wire.CodeOf(err) != wire.Invalid {
		return err
	}
	return errors.Join(err, l.finish(hash))
}

func (l *Library) log() *slog.Logger {
	if l.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return l.Log
}

func (l *Library) makeVariants(ctx context.Context, m wire.Media, b []byte) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = wire.Errorf(wire.Internal, "the variants of %s could not be made: %w", m.Name, fmt.Errorf("panic: %v", cause))
		}
	}()
	k, _ := sniff(b)
	if k.codec == nil {
		return damaged(m, fmt.Errorf("it is no %s", m.Type))
	}
	c, err := k.codec.config(bytes.NewReader(b))
	if err != nil {
		return damaged(m, err)
	}
	_, t, err := k.strip(b)
	if err != nil {
		return damaged(m, err)
	}
	need := 2*int64(len(b)) + workEstimate(m, decodeEstimate(b, c))
	if need > decodeMemory {
		return fmt.Errorf("%w: its %d × %d pixels would take %d MB, and pictures have %d", errStays, c.Width, c.Height, need>>20, decodeMemory>>20)
	}
	need = taking(need)
	if err := turns.Acquire(ctx, need); err != nil {
		return wire.Errorf(wire.Unavailable, "other pictures are being made: try again: %w", err)
	}
	defer turns.Release(need)
	defer GiveBack()
	ctx, cancel := context.WithTimeout(ctx, decodeTime)
	defer cancel()
	img, err := k.codec.read(ctx, b)
	if wire.CodeOf(err) == wire.Unavailable {
		return err
	}
	if err != nil {
		return damaged(m, err)
	}
	if b := img.Bounds(); b.Dx() != c.Width || b.Dy() != c.Height {
		return fmt.Errorf("%w: its frame has %d × %d pixels of %d × %d", errStays, b.Dx(), b.Dy(), c.Width, c.Height)
	}
	return l.makeAll(ctx, m, img, recipeFor(m, img, b), t.orientation)
}

func damaged(m wire.Media, cause error) error {
	return wire.Errorf(wire.Invalid, "the picture %s is damaged: open it in a picture program and save it anew: %w", m.Name, cause)
}

// workEstimate is what a picture holds at its worst moment: when it is decoded
// and reduced, or when it is halfway and its largest variant is written.
func workEstimate(m wire.Media, decoded int64) int64 {
	area := int64(m.Width) * int64(m.Height)
	n := int64(halving(m))
	widths := m.Widths()
	w, h := m.VariantSize(widths[len(widths)-1])
	perPixel := int64(encodeMemory)
	if w*h <= losslessPixels && drawn(m) {
		perPixel = losslessMemory
	}
	writing := int64(w) * int64(h) * perPixel
	if n == 1 { // it stays, and resize alone reduces it, by two at least
		return decoded + area + writing
	}
	halfway := area * 4 / (n * n)
	return halfway + max(decoded, writing)
}

// halving is how many pixels are averaged into one before all else: as many as
// leave the widest variant's.
func halving(m wire.Media) int {
	return max(1, m.Width/wire.VariantWidths[len(wire.VariantWidths)-1])
}

// makeAll makes the variants from the widest down.
func (l *Library) makeAll(ctx context.Context, m wire.Media, img image.Image, r recipe, orientation int) error {
	if n := halving(m); n > 1 {
		img = reduce(img, n)
		runtime.GC() // what was decoded makes room
	}
	original := m.Bytes
	if m.Type == kindWebP.mime {
		original = 0 // not every browser shows it
	}
	widths := m.Widths()
	for i, width := range slices.Backward(widths) {
		if err := ctx.Err(); err != nil {
			return wire.Errorf(wire.Unavailable, "the variants of %s took too long: %w", m.Name, err)
		}
		tone := i == 0 && m.Tone == "" && r.opaque
		if l.has(m.Hash, width, WebP) && !tone { // it is written last
			continue
		}
		w, h := m.VariantSize(width)
		if lying(orientation) {
			w, h = h, w
		}
		small := turn(resize(img, min(w, img.Bounds().Dx()), min(h, img.Bounds().Dy())), orientation)
		if tone {
			t := toneOf(small)
			if err := l.store.Write(ctx, func(tx *store.Tx) error { return tx.PutTone(m.Hash, t) }); err != nil {
				return err
			}
		}
		files, err := r.encode(small, original)
		if err != nil {
			return wire.Errorf(wire.Internal, "a variant of %s could not be made: %w", m.Name, err)
		}
		for _, file := range files {
			if err := l.write(m.Hash, variantName(width, file.form), file.b); err != nil {
				return err
			}
		}
		if w*h > 1_000_000 {
			runtime.GC() // else the next one comes on top of it
		}
	}
	return nil
}

func (l *Library) has(hash string, width int, form Form) bool {
	_, err := l.root.Lstat(variantFolder(hash) + "/" + variantName(width, form))
	return err == nil
}

// write puts a file into the picture's folder, whole or not at all.
func (l *Library) write(hash, name string, b []byte) (err error) {
	defer func() {
		if err != nil {
			err = wire.Errorf(wire.Internal, "the variant %s could not be stored: %w", name, err)
		}
	}()
	if err := l.root.Mkdir(variantFolder(hash), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	temp := tempPrefix + strings.ToLower(rand.Text())
	f, err := l.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = l.root.Rename(temp, variantFolder(hash)+"/"+name)
	}
	if err != nil {
		return errors.Join(err, l.root.Remove(temp))
	}
	return nil
}

// finish marks the folder as complete, after what is in it is on disk.
func (l *Library) finish(hash string) error {
	if err := l.root.Mkdir(variantFolder(hash), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return wire.Errorf(wire.Internal, "the folder of variants could not be made: %w", err)
	}
	if err := l.sync(variantFolder(hash)); err != nil {
		return wire.Errorf(wire.Internal, "the variants could not be stored: %w", err)
	}
	return l.write(hash, madeName, nil)
}

// Variant is a file that stands for a picture at some width.
type Variant struct {
	File  *os.File // the caller closes it
	Type  string
	Tag   string // names its content
	Final bool   // a better one will not come
}

// Variant opens the picture at one of wire.VariantWidths in the first of forms
// that there is. original says that the original may stand in where no variant
// would be smaller; without it such a picture is wire.NotFound, unless the
// original is of a form that is asked for. Until the variants are made, the
// original stands in for all.
func (l *Library) Variant(ctx context.Context, hash string, width int, original bool, forms ...Form) (Variant, error) {
	f, m, err := l.Open(ctx, hash)
	if err != nil {
		return Variant{}, err
	}
	widths := m.Widths()
	final := len(widths) == 0 || l.made(hash)
	if n := len(widths); n > 0 && widths[n-1] >= m.Width {
		width = min(width, widths[n-1]) // wider than the picture is the picture
	}
	original = original || !final
	for _, form := range forms {
		name := variantName(width, form)
		v, err := l.root.Open(variantFolder(hash) + "/" + name)
		if err == nil {
			return Variant{File: v, Type: form.Type(), Tag: hash + "-" + name, Final: final}, f.Close()
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return Variant{}, errors.Join(wire.Errorf(wire.Internal, "a variant of %s cannot be opened: %w", m.Name, err), f.Close())
		}
		original = original || m.Type == form.Type()
	}
	if !original || !strings.HasPrefix(m.Type, "image/") {
		return Variant{}, errors.Join(wire.Errorf(wire.NotFound, "there is no such picture"), f.Close())
	}
	return Variant{File: f, Type: m.Type, Tag: hash, Final: final}, nil
}
