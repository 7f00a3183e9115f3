package web_test

import (
	"net/http"
	"strings"
	"testing"
)

const aFault = `{"kind":"client-fault","message":"broken","build":"b1","path":"/blog"}`

func TestEventsAreCounted(t *testing.T) {
	m := newMailbox(t)
	for _, c := range []struct {
		name, method, body string
		header             []string
		status             int
		says               string
	}{
		{"a fault", "POST", aFault, []string{jsonType, "Sec-Fetch-Site: same-origin"}, 202, ""},
		{"a fault told by a program", "POST", aFault, []string{jsonType + "; charset=utf-8"}, 202, ""},
		{"another site's page", "POST", aFault, []string{jsonType, "Sec-Fetch-Site: cross-site"}, 403, "pages of this site only"},
		{"an older browser on another site", "POST", aFault, []string{jsonType, "Origin: https://spam.example"}, 403, "pages of this site only"},
		{"text, which needs no permission", "POST", aFault, []string{"Content-Type: text/plain"}, 400, "as application/json"},
		{"another kind", "POST", strings.Replace(aFault, "client-fault", "visit", 1), []string{jsonType}, 400, "no kind of event"},
		{"a field too many", "POST", strings.Replace(aFault, `"kind"`, `"who":"me","kind"`, 1), []string{jsonType}, 400, "one JSON object"},
		{"two events", "POST", aFault + aFault, []string{jsonType}, 400, "one JSON object"},
		{"no message", "POST", strings.Replace(aFault, "broken", "", 1), []string{jsonType}, 400, "1 to 500 characters"},
		{"501 characters", "POST", strings.Replace(aFault, "broken", strings.Repeat("é", 501), 1), []string{jsonType}, 400, "1 to 500 characters"},
		{"a book", "POST", strings.Replace(aFault, "broken", strings.Repeat("a", 5000), 1), []string{jsonType}, 413, "at most 4096 bytes"},
		{"a question", "GET", "", nil, 405, "POST only"},
	} {
		before := m.server.ClientFaults()
		got := m.ask(c.method, "/api/events", c.body, c.header...)
		if got.status != c.status || !strings.Contains(got.body, c.says) {
			t.Errorf("%s: %d %s, want %d with %q", c.name, got.status, got.body, c.status, c.says)
		}
		if counted := m.server.ClientFaults() - before; (counted == 1) != (c.status == http.StatusAccepted) {
			t.Errorf("%s: counted %d", c.name, counted)
		}
	}
}

func TestEventsAreLimited(t *testing.T) {
	m := newMailbox(t)
	taken := 0
	for range 30 {
		got := m.ask("POST", "/api/events", aFault, jsonType)
		if got.status == http.StatusTooManyRequests {
			if got.header.Get("Retry-After") == "" {
				t.Error("the refusal does not say for how long")
			}
			break
		}
		taken++
	}
	if taken < 10 || taken == 30 || m.server.ClientFaults() != uint64(taken) {
		t.Errorf("%d of 30 taken from one address, %d counted", taken, m.server.ClientFaults())
	}
}
