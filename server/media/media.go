// Package media keeps the owner's files: pictures, drawings, films, documents.
// A file is named by its content: the first 32 hex digits of the SHA-256 of the
// bytes that are kept. So the same file twice is one file, and an address never
// changes its meaning.
//
//	<dir>/ab/ab12…                 the original, mode 0600, never opened by name
//	<dir>/ab/ab12….d/w_640.webp    its variants: the same picture, smaller
//	<dir>/ab/ab12….d/made-1        there are no more to come
//	<dir>/tmp-…                    a file on its way in; swept away by the next New
//
// What a file is, its bytes say: names and declared types are not believed. Of a
// picture only the picture is kept: where and with what it was taken, and
// whatever hangs on to its end, is left out before it is named.
//
// A 100 KB picture can unfold to a gigabyte. So headers are read first, what
// decoding will take is worked out from them, and no more is decoded at once
// than decodeMemory.
package media

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"regexp"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/store"
)

// Library is the folder of originals and its records.
type Library struct {
	// Log takes what MakeVariants has to say; nothing is logged when nil.
	Log *slog.Logger

	root  *os.Root // every path stays inside it, whatever links say
	store *store.Store
}

// New opens the library in dir, which it makes (mode 0700) if needed.
func New(dir string, st *store.Store) (*Library, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("media: make the folder: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("media: open the folder: %w", err)
	}
	l := &Library{root: root, store: st}
	if err := l.sweep(); err != nil {
		return nil, errors.Join(fmt.Errorf("media: sweep the folder: %w", err), root.Close())
	}
	return l, nil
}

// sweep removes what an interrupted Put left.
func (l *Library) sweep() error {
	entries, err := fs.ReadDir(l.root.FS(), ".")
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), tempPrefix) {
			continue
		}
		// Another command may be importing right now; an hour is longer than any upload.
		if info, err := e.Info(); err == nil && age(info) < tempLife {
			continue
		}
		if err := l.root.Remove(e.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Put stores the file that r gives, without what strip.go leaves out, and its
// record, with a Job to make its variants. The type comes from the bytes; name
// only gives the words of the address. Errors: wire.TooLarge over
// wire.MaxMediaBytes or wire.MaxPixels, wire.Invalid for an empty file and for
// types that are not kept. A file that is there already keeps its first name.
func (l *Library) Put(ctx context.Context, name string, r io.Reader) (m wire.Media, err error) {
	temp := tempPrefix + strings.ToLower(rand.Text())
	f, err := l.root.OpenFile(temp, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return wire.Media{}, wire.Errorf(wire.Internal, "the file could not be stored: %w", err)
	}
	renamed := false
	defer func() {
		closing := f.Close()
		if !renamed {
			closing = errors.Join(closing, l.root.Remove(temp))
		}
		if err == nil && closing != nil {
			m, err = wire.Media{}, wire.Errorf(wire.Internal, "the file could not be stored: %w", closing)
		}
	}()
	if m, err = l.receive(ctx, f, name, r); err != nil {
		return wire.Media{}, err
	}
	if renamed, err = l.keep(f, temp, m.Hash, m.Bytes); err != nil {
		return wire.Media{}, wire.Errorf(wire.Internal, "the file %q could not be stored: %w", clip(name), err)
	}
	if old, err := l.store.Media(ctx, m.Hash); wire.CodeOf(err) != wire.NotFound {
		return old, err
	}
	err = l.store.Write(ctx, func(tx *store.Tx) error {
		if len(m.Widths()) > 0 {
			if err := tx.Enqueue(Job, map[string]string{"hash": m.Hash}); err != nil {
				return err
			}
		}
		return tx.PutMedia(m)
	})
	if err != nil {
		return wire.Media{}, err
	}
	return l.store.Media(ctx, m.Hash)
}

// receive writes r into f, as it will be kept, and says what it is.
func (l *Library) receive(ctx context.Context, f *os.File, name string, r io.Reader) (wire.Media, error) {
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(f, sum), io.LimitReader(reader{ctx, r}, wire.MaxMediaBytes+1))
	if err != nil {
		return wire.Media{}, wire.Errorf(wire.Internal, "the file %q could not be read to its end: %w", clip(name), err)
	}
	if err := bounded(name, n); err != nil {
		return wire.Media{}, err
	}
	k, err := know(f, n)
	if err != nil {
		return wire.Media{}, named(name, err)
	}
	if k.strip == nil {
		width, height, err := k.measure(f, n, traits{frames: 1})
		if err != nil {
			return wire.Media{}, named(name, err)
		}
		return wire.Media{Hash: hex.EncodeToString(sum.Sum(nil))[:hashDigits], Name: addressName(name, k.ext), Type: k.mime, Bytes: n,
			Width: width, Height: height}, nil
	}
	whole := make([]byte, n)
	if _, err := f.ReadAt(whole, 0); err != nil {
		return wire.Media{}, wire.Errorf(wire.Internal, "the file %q could not be read back: %w", clip(name), err)
	}
	m, kept, err := examine(name, k, whole)
	if err != nil {
		return wire.Media{}, err
	}
	if !bytes.Equal(kept, whole) {
		_, err = f.WriteAt(kept, 0)
		if err = errors.Join(err, f.Truncate(m.Bytes)); err != nil {
			return wire.Media{}, wire.Errorf(wire.Internal, "the file %q could not be stored: %w", clip(name), err)
		}
	}
	m.Tone = quickTone(ctx, k.codec, m, kept)
	return m, nil
}

// keep moves the finished temporary file to its place, unless a file of that
// length stands there already.
func (l *Library) keep(f *os.File, temp, hash string, n int64) (renamed bool, err error) {
	folder, path := hash[:2], hash[:2]+"/"+hash
	if info, err := l.root.Lstat(path); err == nil && info.Mode().IsRegular() && info.Size() == n {
		return false, nil
	}
	if err := l.root.Mkdir(folder, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return false, err
	}
	if err := f.Sync(); err != nil {
		return false, err
	}
	if err := l.root.Rename(temp, path); err != nil {
		return false, err
	}
	return true, l.sync(folder)
}

// sync makes a rename survive a power cut: the folder's entry is data too.
func (l *Library) sync(folder string) error {
	for _, path := range []string{folder, "."} {
		d, err := l.root.Open(path)
		if err != nil {
			return err
		}
		if err := errors.Join(d.Sync(), d.Close()); err != nil {
			return err
		}
	}
	return nil
}

// Open opens a file by its hash; the caller closes it. wire.NotFound when
// there is no such file, wire.Internal when its record has lost its bytes.
func (l *Library) Open(ctx context.Context, hash string) (*os.File, wire.Media, error) {
	if !reHash.MatchString(hash) {
		return nil, wire.Media{}, wire.Errorf(wire.NotFound, "there is no such file")
	}
	m, err := l.store.Media(ctx, hash)
	if err != nil {
		return nil, wire.Media{}, err
	}
	// Checked before opening, because opening a pipe waits for its writer.
	path := hash[:2] + "/" + hash
	info, err := l.root.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a regular file")
	}
	var f *os.File
	if err == nil {
		f, err = l.root.Open(path)
	}
	if err != nil {
		return nil, wire.Media{}, wire.Errorf(wire.Internal, "the file %s cannot be opened: %w", m.Name, err)
	}
	return f, m, nil
}

// Info tells a file by its address, "/media/<hash>/<name>".
func (l *Library) Info(ctx context.Context, address string) (wire.Media, bool) {
	parts := reAddress.FindStringSubmatch(address)
	if parts == nil {
		return wire.Media{}, false
	}
	m, err := l.store.Media(ctx, parts[1])
	return m, err == nil && m.Name == parts[2]
}

// Drawing gives the file at an address as safe inline SVG, when it is a
// drawing by the rules of SafeDrawing.
func (l *Library) Drawing(ctx context.Context, address string) (svg string, ok bool) {
	m, ok := l.Info(ctx, address)
	if !ok || m.Type != svgType || m.Bytes > maxDrawing {
		return "", false
	}
	f, _, err := l.Open(ctx, m.Hash)
	if err != nil {
		return "", false
	}
	b, err := io.ReadAll(io.LimitReader(f, maxDrawing+1))
	if errors.Join(err, f.Close()) != nil {
		return "", false
	}
	return SafeDrawing(b)
}

var (
	reHash    = regexp.MustCompile(`^[0-9a-f]{32}$`)
	reAddress = regexp.MustCompile(`^/media/([0-9a-f]{32})/([a-z0-9][a-z0-9.-]*)$`)
)

// reader stops a copy when its context ends.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
