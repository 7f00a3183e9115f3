package media

import (
	"errors"
	"io/fs"
	"path"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"vitrine/app/wire"
)

const (
	tempPrefix = "tmp-"
	tempLife   = time.Hour
	hashDigits = 32
	maxName    = 79 // characters of an address's name, without its extension
)

// age is how long ago the file was written, by the disk's clock: the injected
// one may be years away from it.
func age(info fs.FileInfo) time.Duration { return time.Since(info.ModTime()) }

// addressName makes the last part of the address: the base of the given name
// in a-z0-9 and hyphens, and the extension of what the bytes are. ASCII only,
// so that it needs no escaping anywhere.
func addressName(name, ext string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if i := strings.LastIndexByte(base, '.'); i > 0 {
		base = base[:i]
	}
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(norm.NFKD.String(strings.ToValidUTF8(base, ""))) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case r < 0x300 || r > 0x36f: // accents leave their letter in one word
			gap = true
		}
		if b.Len() >= maxName {
			break
		}
	}
	if b.Len() == 0 {
		return "file." + ext
	}
	return b.String() + "." + ext
}

// named puts the file's name before a fault's message.
func named(name string, err error) error {
	var e *wire.Error
	if errors.As(err, &e) {
		return &wire.Error{Code: e.Code, Message: "the file “" + clip(name) + "” " + e.Message, Err: e.Err}
	}
	return err
}

// clip keeps a name from filling a message.
func clip(name string) string {
	r := []rune(strings.ToValidUTF8(name, "?"))
	if len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return string(r)
}
