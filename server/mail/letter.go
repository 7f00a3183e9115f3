package mail

import (
	"bytes"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"net/netip"
	"strings"
	"time"

	"vitrine/app/wire"
)

// letter is a mail about one message.
type letter struct {
	from, to   mail.Address
	site, base string
	message    wire.Message
}

// mostSubject bounds what a visitor's name makes of the subject, in characters.
const mostSubject = 120

// encode writes the mail. It is the same each time: who gets it twice can tell.
// What the visitor wrote reaches the head only through encoders, which leave no
// line end in it, and only as Reply-To and part of the subject.
func (l letter) encode() ([]byte, error) {
	m := l.message
	subject := "Message from " + m.Name + " on " + l.site
	if len(m.Marks) > 0 {
		subject = "[spam?] " + subject
	}
	if r := []rune(subject); len(r) > mostSubject {
		subject = string(r[:mostSubject-1]) + "…"
	}
	sent := time.UnixMilli(m.CreatedAt).UTC()
	var b bytes.Buffer
	header := func(name, value string) {
		// A long run of encoded words is folded: no line may pass 998 bytes.
		b.WriteString(name + ": " + strings.ReplaceAll(value, "?= =?", "?=\r\n =?") + "\r\n")
	}
	header("From", l.from.String())
	header("To", l.to.String())
	if ascii(m.Email) {
		header("Reply-To", (&mail.Address{Name: m.Name, Address: m.Email}).String())
	}
	header("Subject", mime.QEncoding.Encode("utf-8", subject))
	header("Date", sent.Format(time.RFC1123Z))
	header("Message-ID", "<"+m.ID+"@"+l.domain()+">")
	header("Auto-Submitted", "auto-generated")
	header("MIME-Version", "1.0")
	header("Content-Type", "text/plain; charset=utf-8")
	header("Content-Transfer-Encoding", "quoted-printable")
	b.WriteString("\r\n")

	w := quotedprintable.NewWriter(&b)
	if _, err := w.Write([]byte(l.text(sent))); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// domain is the site's host as mail writes it: an address of numbers in brackets.
func (l letter) domain() string {
	a, err := netip.ParseAddr(l.site)
	switch {
	case err != nil:
		return l.site
	case a.Is4():
		return "[" + l.site + "]"
	}
	return "[IPv6:" + l.site + "]"
}

func (l letter) text(sent time.Time) string {
	m := l.message
	s := m.Message + "\n\n-- \n" + m.Name + " <" + m.Email + ">\n" +
		"Sent from the contact form of " + l.base + " on " + sent.Format("2 Jan 2006, 15:04 UTC") + ".\n"
	if len(m.Marks) > 0 {
		s += "It may be spam: " + strings.Join(m.Marks, ", ") + ".\n"
	}
	if ascii(m.Email) {
		return s + "An answer to this mail goes to them.\n"
	}
	return s + "Write to the address above: an answer to this mail would not reach them.\n"
}

// ascii tells whether an address may stand in a head that any server takes.
func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
