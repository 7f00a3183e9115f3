// Package regexp stands in for regexp in builds of the browser client, where
// only go-app's RouteWithRegexp names it. The client has one exact route, so
// there is no matcher here.
package regexp

// Regexp is the shape of regexp's; there are no values of it.
type Regexp struct{}

// MustCompile panics: routes of the browser client are exact.
func MustCompile(pattern string) *Regexp {
	panic("regexp is not part of the browser client: " + pattern)
}

// MatchString reports false.
func (*Regexp) MatchString(string) bool { return false }
