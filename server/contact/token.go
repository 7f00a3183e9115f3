package contact

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"time"
)

const (
	// quickest is how fast a person fills the form, with a browser that knows
	// their name and a message from the clipboard.
	quickest = 2 * time.Second
	// oldest is how long a tab with the form may stay open.
	oldest = 24 * time.Hour

	idBytes   = 8 // of a form: two of one day do not meet
	timeBytes = 8
)

// Token is a new one, to be sent back with the form: when it was asked for and a
// random id, signed. The server remembers none of them.
func (d *Desk) Token() string {
	b := binary.BigEndian.AppendUint64(nil, uint64(d.o.Now().UnixMilli()))
	b = append(b, make([]byte, idBytes)...)
	_, _ = rand.Read(b[timeBytes:]) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(append(b, d.sign(b)...))
}

// open reads a token; ok is false for one that is not ours.
func (d *Desk) open(token string) (id string, issued time.Time, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(b) != timeBytes+idBytes+sha256.Size {
		return "", issued, false
	}
	told, sum := b[:timeBytes+idBytes], b[timeBytes+idBytes:]
	if !hmac.Equal(sum, d.sign(told)) {
		return "", issued, false
	}
	return hex.EncodeToString(told[timeBytes:]), time.UnixMilli(int64(binary.BigEndian.Uint64(told))), true
}

func (d *Desk) sign(b []byte) []byte {
	h := hmac.New(sha256.New, d.key)
	_, _ = h.Write(b) // a hash never fails
	return h.Sum(nil)
}
