package config

import (
	"errors"
	"net/textproto"
	"net/url"
	"strings"
)

// webAddress reads the whole address of another service, or nothing.
func webAddress(at func(*Config) *string) func(*Config, string) error {
	return func(c *Config, v string) error {
		u, err := url.Parse(v)
		if v != "" && (err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || strings.ContainsAny(v, " <>\"")) {
			return errors.New("use a whole address, such as https://hub.example.com/")
		}
		*at(c) = v
		return nil
	}
}

// indexNowKey reads a key, or nothing. The protocol allows capitals as well; our
// paths are in lower case.
func indexNowKey(c *Config, v string) error {
	bad := func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }
	if v != "" && (len(v) < 8 || len(v) > 128 || strings.IndexFunc(v, bad) >= 0) {
		return errors.New("use 8 to 128 characters of a-z, 0-9 and -")
	}
	c.IndexNowKey = Secret(v)
	return nil
}

// headerLine reads "Name: value" for a request of ours, or nothing.
func headerLine(at func(*Config) *Secret) func(*Config, string) error {
	return func(c *Config, v string) error {
		name, value, ok := strings.Cut(v, ":")
		token := textproto.TrimString(name)
		bad := func(r rune) bool { return r < '!' || r > '~' || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r) }
		if v != "" && (!ok || token == "" || strings.IndexFunc(token, bad) >= 0 || textproto.TrimString(value) == "" || strings.ContainsAny(value, "\r\n\x00")) {
			return errors.New("use a header's name, a colon and its value, such as Authorization: Bearer TOKEN")
		}
		*at(c) = Secret(v)
		return nil
	}
}
