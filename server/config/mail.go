package config

import (
	"errors"
	"net/mail"
	"net/url"
	"strings"
)

func smtpURL(c *Config, v string) error {
	if v == "" {
		c.SMTP = ""
		return nil
	}
	u, err := url.Parse(v)
	if err != nil || (u.Scheme != "smtp" && u.Scheme != "smtps") || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.Fragment != "" ||
		(u.RawQuery != "" && u.RawQuery != "starttls=off") {
		return errors.New("use smtp://user:password@host:587 or smtps://user:password@host:465, with % codes for special characters of the password")
	}
	c.SMTP = Secret(v)
	return nil
}

func mailAddress(at func(*Config) *string) func(*Config, string) error {
	return func(c *Config, v string) error {
		if a, err := mail.ParseAddress(v); v != "" && (err != nil || a.Address != v) {
			return errors.New("use a mail address such as me@example.com")
		}
		*at(c) = v
		return nil
	}
}
