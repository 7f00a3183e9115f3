package contact

import (
	"net/mail"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vitrine/app/wire"
)

// check cleans what was typed and says of every field what is wrong with it.
func check(raw wire.ContactMessage) (wire.Message, error) {
	m := wire.Message{Name: line(raw.Name), Email: line(raw.Email), Message: text(raw.Message)}
	var faults Faults
	fault := func(field, message string) {
		if message != "" {
			faults = append(faults, &wire.Error{Code: wire.Invalid, Field: field, Message: message})
		}
	}
	fault("name", nameFault(m.Name))
	fault("email", emailFault(m.Email))
	fault("message", messageFault(m.Message))
	if len(faults) > 0 {
		return m, faults
	}
	m.Marks = marks(m)
	return m, nil
}

func nameFault(name string) string {
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return "Please say who you are."
	case n > wire.MaxContactName:
		return "This name has " + decimal(n) + " characters. Please keep it to " + decimal(wire.MaxContactName) + "."
	}
	return ""
}

func emailFault(email string) string {
	if email == "" {
		return "Please give an address, so that there can be an answer."
	}
	if len(email) > wire.MaxEmail {
		return "This address is too long to receive mail."
	}
	// ParseAddress also takes `Name <a@b>` and (comments): then the address is not what was typed.
	a, err := mail.ParseAddress(email)
	_, domain, _ := strings.Cut(email, "@")
	if err != nil || a.Address != email || !strings.Contains(strings.Trim(domain, "."), ".") || strings.ContainsAny(email, "[]\" ") {
		return "This is not a mail address. One looks like name@example.com."
	}
	return ""
}

func messageFault(message string) string {
	switch n := utf8.RuneCountInString(message); {
	case n == 0:
		return "Please write something."
	case n > wire.MaxContactMessage:
		return "This message has " + decimal(n) + " characters. Please keep it to " + decimal(wire.MaxContactMessage) + "."
	}
	return ""
}

// line is what was typed as one line of visible characters.
func line(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if hidden(r) {
			return -1
		}
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))), " ")
}

// text is what was typed with the line ends of this world: browsers send CRLF.
func text(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if hidden(r) || (unicode.IsControl(r) && r != '\n' && r != '\t') {
			return -1
		}
		return r
	}, s))
}

// hidden are characters that make a text read as something it is not: overrides
// and isolates of direction, and the marks of order and annotation. The joiners
// and direction marks that scripts and emoji need stay.
func hidden(r rune) bool {
	return (r >= 0x202A && r <= 0x202E) || (r >= 0x2066 && r <= 0x2069) || (r >= 0xFFF9 && r <= 0xFFFB) || r == 0xFEFF
}

// manyLinks is where a message to a person becomes an advertisement.
const manyLinks = 4

// marks is what about a message looks like spam. It is stored and mailed like any
// other: who is wrong about a person loses a customer.
func marks(m wire.Message) []string {
	var out []string
	lower := strings.ToLower(m.Message)
	links := strings.Count(lower, "http://") + strings.Count(lower, "https://")
	if links >= manyLinks {
		out = append(out, decimal(links)+" links")
	}
	if strings.Contains(lower, "[url=") || strings.Contains(lower, "<a href") {
		out = append(out, "links in code")
	}
	if name := strings.ToLower(m.Name); strings.Contains(name, "http://") || strings.Contains(name, "https://") || strings.Contains(name, "www.") {
		out = append(out, "a link for a name")
	}
	return out
}

func decimal(n int) string { return strconv.Itoa(n) }
