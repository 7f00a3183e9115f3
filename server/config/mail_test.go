package config_test

import (
	"strings"
	"testing"

	"vitrine/server/config"
)

func TestMailSettings(t *testing.T) {
	for _, c := range []struct {
		name, value string
		ok          bool
	}{
		{"VITRINE_SMTP", "", true},
		{"VITRINE_SMTP", "smtp://me%40example.com:s%2Fcret@mail.example.com:587", true},
		{"VITRINE_SMTP", "smtps://mail.example.com", true},
		{"VITRINE_SMTP", "smtp://10.0.0.5?starttls=off", true},
		{"VITRINE_SMTP", "smtp://10.0.0.5?starttls=of", false},
		{"VITRINE_SMTP", "mail.example.com:587", false},
		{"VITRINE_SMTP", "http://me:s/cret@mail.example.com", false},
		{"VITRINE_SMTP", "smtp://me:s/cret@mail.example.com", false},
		{"VITRINE_MAIL_TO", "ada@example.com", true},
		{"VITRINE_MAIL_TO", "Ada <ada@example.com>", false},
		{"VITRINE_MAIL_FROM", "nobody", false},
		{"VITRINE_MESSAGE_DAYS", "90", true},
		{"VITRINE_MESSAGE_DAYS", "-1", false},
	} {
		loaded, err := config.Load(config.Table, nil, environment(c.name, c.value), nil)
		if (err == nil) != c.ok || (err != nil && strings.Contains(err.Error(), "cret")) {
			t.Errorf("%s=%s: %v", c.name, c.value, err)
		}
		if err == nil && c.name == "VITRINE_SMTP" && loaded.SMTP.Reveal() != c.value {
			t.Errorf("%s is read as %q", c.value, loaded.SMTP.Reveal())
		}
	}
}
