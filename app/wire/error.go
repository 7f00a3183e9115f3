package wire

import (
	"errors"
	"fmt"
)

// Code names a kind of failure for machines. The same codes travel over JSON
// and over sockets.
type Code string

// The codes, each with one HTTP status (see Code.Status).
const (
	Invalid          Code = "invalid"            // 400: the request or the input is wrong
	Forbidden        Code = "forbidden"          // 403
	NotFound         Code = "not_found"          // 404
	MethodNotAllowed Code = "method_not_allowed" // 405
	Conflict         Code = "conflict"           // 409: somebody else was first
	Gone             Code = "gone"               // 410: it was here and was taken down
	TooLarge         Code = "too_large"          // 413
	URITooLong       Code = "uri_too_long"       // 414
	Misdirected      Code = "misdirected"        // 421: a host that is not ours
	RateLimited      Code = "rate_limited"       // 429
	Internal         Code = "internal"           // 500: our fault; the cause is in the log
	Unavailable      Code = "unavailable"        // 503: try again soon
)

var statuses = map[Code]int{
	Invalid: 400, Forbidden: 403, NotFound: 404, MethodNotAllowed: 405, Conflict: 409, Gone: 410,
	TooLarge: 413, URITooLong: 414, Misdirected: 421, RateLimited: 429, Internal: 500, Unavailable: 503,
}

// Status is the HTTP status of a code; unknown codes are 500.
func (c Code) Status() int {
	if s, ok := statuses[c]; ok {
		return s
	}
	return 500
}

// Error is a failure told to two readers: Code and Message go to the visitor or
// the owner, Err is the cause and stays in the log.
type Error struct {
	Code       Code   `json:"code"`
	Message    string `json:"message"`
	Field      string `json:"field,omitempty"`       // the input that is wrong, if one is
	Reference  string `json:"reference,omitempty"`   // finds the cause in the log
	RetryAfter int    `json:"retry_after,omitempty"` // seconds
	Err        error  `json:"-"`
}

// Error gives the whole chain, for the operator.
func (e *Error) Error() string {
	s := string(e.Code) + ": " + e.Message
	if e.Field != "" {
		s = e.Field + ": " + s
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error with a message for its reader; %w in format keeps the
// cause for the log without showing it.
func Errorf(code Code, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Code: code, Message: err.Error(), Err: errors.Unwrap(err)}
}

// CodeOf is the code of the first Error in err's chain; Internal for any other
// error and "" for nil.
func CodeOf(err error) Code {
	var e *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Code
	}
	return Internal
}
