package config

import (
	"fmt"
	"log/slog"
)

// Secret is a value that no print, log or JSON shows. Reveal gives it to the
// one place that needs it. A Secret must be an exported field where it is part
// of a struct: fmt reads unexported ones without asking.
type Secret string

const redacted = "[redacted]"

// Reveal gives the value itself.
func (s Secret) Reveal() string { return string(s) }

// Format answers every verb, %#v and %x included.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.mask())) }

// MarshalText serves JSON, YAML and flag printing.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.mask()), nil }

// LogValue serves log/slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.mask()) }

func (s Secret) mask() string {
	if s == "" {
		return ""
	}
	return redacted
}
