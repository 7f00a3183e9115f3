package content

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vitrine/app/wire"
)

// faults gathers everything that is wrong with a record, so that its author
// mends it in one go.
type faults struct {
	fields, messages []string
	only             *wire.Error // the first fault, when it came as an error of its own
}

func (f *faults) add(field, format string, args ...any) {
	f.fields = append(f.fields, field)
	f.messages = append(f.messages, field+" "+fmt.Sprintf(format, args...))
}

// join adds what an error says to its reader. It gives back an error that is
// not the author's fault.
func (f *faults) join(field string, err error) error {
	var e *wire.Error
	if err == nil {
		return nil
	}
	if !errors.As(err, &e) || e.Code != wire.Invalid && e.Code != wire.TooLarge {
		return err
	}
	if len(f.fields) == 0 {
		f.only = e
	}
	f.fields = append(f.fields, field)
	f.messages = append(f.messages, field+": "+e.Message)
	return nil
}

// err is nil, or one wire.Error with a fault a line; its Field is the first.
func (f *faults) err() error {
	if len(f.fields) == 0 {
		return nil
	}
	e := &wire.Error{Code: wire.Invalid, Field: f.fields[0], Message: strings.Join(f.messages, "\n")}
	if f.only != nil && len(f.fields) == 1 {
		e.Code, e.Err = f.only.Code, f.only.Err
	}
	return e
}

// line checks text of one line: a title, a name.
func (f *faults) line(field, s string, most int) {
	f.text(field, s, most)
	if strings.ContainsAny(s, "\n\t") {
		f.add(field, "must be one line without tabs")
	}
}

func (f *faults) required(field, s string, most int) {
	if strings.TrimSpace(s) == "" {
		f.add(field, "is missing")
		return
	}
	f.line(field, s, most)
}

// text checks text that may have several lines.
func (f *faults) text(field, s string, most int) {
	if n := utf8.RuneCountInString(s); n > most {
		f.add(field, "has %d characters; %d are allowed", n, most)
	}
	if !utf8.ValidString(s) {
		f.add(field, "is not UTF-8 text")
	}
	if i := strings.IndexFunc(s, hidden); i >= 0 {
		r, _ := utf8.DecodeRuneInString(s[i:])
		f.add(field, "holds the control character U+%04X: remove it", r)
	}
}

// hidden are characters that show nothing but can spoil a page, a feed or a
// log: controls, and the two that turn the direction of everything after them.
func hidden(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\u202d' || r == '\u202e'
}

func (f *faults) link(field, href string) {
	if href == "" {
		return
	}
	if fault := linkFault(href); fault != "" {
		f.add(field, "%s", fault)
	}
}

// picture checks the address of a picture.
func (f *faults) picture(field, href string) {
	f.link(field, href)
	if strings.HasPrefix(strings.ToLower(href), "mailto:") {
		f.add(field, "is a mail address, not a picture")
	}
}

// names checks a list of tags or technologies.
func (f *faults) names(field string, list []string) {
	if len(list) > wire.MaxTags {
		f.add(field, "are %d; %d are allowed", len(list), wire.MaxTags)
		return
	}
	for _, name := range list {
		f.term(field, name)
	}
}

// term checks a name that becomes part of an address.
func (f *faults) term(field, name string) {
	f.line(field, name, wire.MaxName)
	if name != "" && Slug(name) == "" {
		f.add(field, "has %q, which has no letter or digit to make an address of", name)
	}
}

// The first and the last moment that a four-digit year can name, ms.
var (
	firstMoment = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	lastMoment  = time.Date(9999, 12, 31, 23, 59, 59, 999e6, time.UTC).UnixMilli()
)

func (f *faults) moment(field string, ms int64) {
	if ms < firstMoment || ms > lastMoment {
		f.add(field, "must lie in the years 1 to 9999")
	}
}

var (
	reLang = regexp.MustCompile("^" + langTag + "$")
	reDate = regexp.MustCompile(`^([0-9]{4})(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$`)
)

// span checks two dates of the forms 2019, 2019-04 and 2019-04-30.
func (f *faults) span(fromField, from, toField, to string) {
	for _, d := range []struct{ field, date string }{{fromField, from}, {toField, to}} {
		if d.date != "" && (!reDate.MatchString(d.date) || strings.HasPrefix(d.date, "0000")) {
			f.add(d.field, "%q is not a date: write 2019, 2019-04 or 2019-04-30", clip(d.date, 40))
			return
		}
	}
	if n := min(len(from), len(to)); n > 0 && to[:n] < from[:n] {
		f.add(toField, "%s lies before %s", to, from)
	}
}

func (f *faults) lang(field, s string) {
	if s != "" && (!reLang.MatchString(s) || len(s) > 35) {
		f.add(field, "%q is not a language tag such as en or pt-BR", clip(s, 40))
	}
}

// slug checks an address that the author chose.
func (f *faults) slug(s string, reserved string) {
	switch good := Slug(s); {
	case s == "":
	case utf8.RuneCountInString(s) > wire.MaxSlug:
		f.add("slug", "has more than %d characters", wire.MaxSlug)
	case good == "":
		f.add("slug", "has no letter or digit")
	case good != s:
		f.add("slug", "may hold small letters, digits and single hyphens: for example %q", good)
	case isReserved(s, reserved):
		f.add("slug", "%q is the address of a page that the site has already: choose another", s)
	}
}

func (f *faults) source(s string) {
	if len(s) > wire.MaxAddress {
		f.add("source", "is longer than %d bytes", wire.MaxAddress)
	}
	f.line("source", s, wire.MaxAddress)
}

// Addresses that belong to the program itself, below "/" and below "/blog/".
// Slugs have no dots, so files such as feed.xml need no place here.
const (
	reservedPages = "about projects project blog posts search chat contact offline privacy status owner api assets media ws feed atom rss index home sitemap robots llms manifest sw livez readyz metrics setup login logout favicon well-known web"
	reservedPosts = "archive tags tag categories category series page feed"
)

func isReserved(slug, list string) bool {
	for word := range strings.FieldsSeq(list) {
		if word == slug {
			return true
		}
	}
	return false
}

// tidy is one line of text as it is stored: without outer spaces, composed.
func tidy(fields ...*string) {
	for _, s := range fields {
		*s = norm.NFC.String(strings.TrimSpace(*s))
	}
}

// tidyNames drops empty names and those that file a record under the same
// address twice.
func tidyNames(list []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, name := range list {
		tidy(&name)
		if slug := Slug(name); name == "" || slug != "" && seen[slug] {
			continue
		} else {
			seen[slug] = true
		}
		out = append(out, name)
	}
	return out
}
