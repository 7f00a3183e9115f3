package importer

import (
	"regexp"
	"strings"
	"time"
)

// dateForms are the ways Hugo, Jekyll and people write a date. Day and month may
// have one digit or two. A form without a zone is UTC.
var dateForms = []string{
	time.RFC3339Nano,
	"2006-1-2T15:04:05.999999999Z0700",
	"2006-1-2T15:04Z07:00",
	"2006-1-2T15:04:05.999999999",
	"2006-1-2T15:04",
	"2006-1-2 15:04:05.999999999 -0700 MST",
	"2006-1-2 15:04:05.999999999 -0700",
	"2006-1-2 15:04:05.999999999 -07:00",
	"2006-1-2 15:04:05.999999999 MST",
	"2006-1-2 15:04:05.999999999Z07:00",
	"2006-1-2 15:04:05.999999999",
	"2006-1-2 15:04 -0700",
	"2006-1-2 15:04",
	"2006-1-2",
	"2006/1/2 15:04:05",
	"2006/1/2 15:04",
	"2006/1/2",
	"2006.1.2",
	time.RFC1123Z,
	time.RFC1123,
	time.RFC822Z,
	time.RFC822,
	time.RFC850,
	time.ANSIC,
	time.UnixDate,
	time.RubyDate,
	"2 Jan 2006 15:04:05",
	"2 Jan 2006",
	"2 January 2006",
	"Jan 2, 2006",
	"January 2, 2006",
	"Mon, 2 Jan 2006",
}

// parseDate reads a date between the years 1 and 9999. The first moment of year 1
// is Go's and so Hugo's way to write "no date": its IsZero is true.
func parseDate(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if len(s) > 64 {
		return time.Time{}, false
	}
	for _, form := range dateForms {
		t, err := time.Parse(form, s)
		if err != nil {
			continue
		}
		t = t.UTC()
		return t, t.Year() >= 1 && t.Year() <= 9999
	}
	return time.Time{}, false
}

var datedName = regexp.MustCompile(`^(\d{4}-\d{1,2}-\d{1,2})(?:[-_. ]+(.*))?$`)

// cutDate takes the date off a file name: "2016-4-1-legal-report".
func cutDate(name string) (date time.Time, rest string, ok bool) {
	m := datedName.FindStringSubmatch(name)
	if m == nil {
		return time.Time{}, name, false
	}
	date, ok = parseDate(m[1])
	if !ok {
		return time.Time{}, name, false
	}
	return date, m[2], true
}
