package content

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"vitrine/app/wire"
)

// linkFault says what is wrong with an address that a reader may follow, or
// "". Allowed are http, https and mailto, and addresses of this site. The
// scheme is judged before any parsing: browsers drop tabs and newlines inside
// it, and read "\" as "/".
func linkFault(href string) string {
	switch {
	case href == "":
		return "is empty"
	case len(href) > wire.MaxAddress:
		return "is longer than 2000 bytes"
	case !utf8.ValidString(href) || strings.IndexFunc(href, badInAddress) >= 0:
		return "holds spaces, control characters or a backslash"
	}
	u, err := url.Parse(href)
	if err != nil {
		return "is not an address"
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host == "" {
			return "names no host"
		}
		return ""
	case "mailto":
		return ""
	case "":
		if strings.HasPrefix(href, "//") {
			return "has no scheme: begin with https://"
		}
		return ""
	}
	return "may begin with http:, https:, mailto: or a path of this site only"
}

// absoluteFault is linkFault for what must be a whole http(s) URL.
func absoluteFault(href string) string {
	if fault := linkFault(href); fault != "" {
		return fault
	}
	if !strings.HasPrefix(href, "http://") && !strings.HasPrefix(href, "https://") {
		return "must be a whole address that begins with https:// or http://"
	}
	return ""
}

func badInAddress(r rune) bool {
	return r == '\\' || unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
}

// elsewhere says whether an address leads off this site.
func elsewhere(href string) bool {
	low := strings.ToLower(href)
	return strings.HasPrefix(low, "http:") || strings.HasPrefix(low, "https:") || strings.HasPrefix(low, "//")
}
