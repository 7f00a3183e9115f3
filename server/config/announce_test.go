package config_test

import (
	"strings"
	"testing"

	"vitrine/server/config"
)

func TestAnnouncing(t *testing.T) {
	for _, c := range []struct {
		flag, value string
		want        string // in the error; "" is good
	}{
		{"--websub-hub", "https://hub.example.com/", ""},
		{"--websub-hub", "", ""},
		{"--websub-hub", "hub.example.com", "use a whole address"},
		{"--websub-hub", "ftp://hub.example.com/", "use a whole address"},
		{"--websub-hub", "https://hub.example.com/>;rel=x", "use a whole address"},
		{"--purge-url", "https://api.example.com/zones/1/purge_cache", ""},
		{"--purge-url", "/purge", "use a whole address"},
		{"--indexnow-key", "0123456789abcdef", ""},
		{"--indexnow-key", "0123456", "8 to 128 characters"},
		{"--indexnow-key", "0123456789ABCDEF", "8 to 128 characters"},
		{"--indexnow-key", strings.Repeat("a", 129), "8 to 128 characters"},
		{"--purge-header", "Fastly-Key: abc", ""},
		{"--purge-header", "Fastly-Key", "use a header's name"},
		{"--purge-header", "Fastly Key: abc", "use a header's name"},
		{"--purge-header", "Fastly-Key: abc\r\nHost: evil", "use a header's name"},
		{"--purge-header", ": abc", "use a header's name"},
		{"--ai-crawlers", "search", ""},
		{"--ai-crawlers", "perhaps", "use allow or search or block"},
	} {
		_, err := config.Load(config.Table, []string{c.flag + "=" + c.value}, func(string) (string, bool) { return "", false }, nil)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s=%q is refused: %v", c.flag, c.value, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s=%q: got %v, want an error that says %q", c.flag, c.value, err, c.want)
		}
		if err != nil && (c.flag == "--indexnow-key" || c.flag == "--purge-header") && strings.Contains(err.Error(), c.value) {
			t.Errorf("the error shows the secret: %v", err)
		}
	}
}
