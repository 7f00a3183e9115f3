package web_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"vitrine/app/wire"
	"vitrine/server/store/storetest"
)

// mailbox is a site whose form is under test, with a browser that runs no script.
type mailbox struct {
	*siteUnderTest
	t     *testing.T
	mu    sync.Mutex
	clock time.Time
}

func newMailbox(t *testing.T) *mailbox {
	m := &mailbox{t: t, clock: now}
	m.siteUnderTest = serve(t, storetest.Open(t), m.time)
	m.fill(t)
	return m
}

func (m *mailbox) time() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.clock
}

func (m *mailbox) pass(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.clock = m.clock.Add(d)
}

// reply is an answer, read to its end.
type reply struct {
	status int
	header http.Header
	body   string
}

// ask sends a request; header is "Name: value" each.
func (m *mailbox) ask(method, path, body string, header ...string) reply {
	m.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, "http://"+m.address+path, strings.NewReader(body))
	if err != nil {
		m.t.Error(err)
		return reply{}
	}
	r.Host = "localhost:8080"
	for _, h := range header {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	res, err := client.Do(r)
	if err != nil {
		m.t.Error(err)
		return reply{}
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		m.t.Error(err)
	}
	return reply{res.StatusCode, res.Header, string(b)}
}

const (
	formType = "Content-Type: application/x-www-form-urlencoded"
	jsonType = "Content-Type: application/json"
)

func (m *mailbox) post(fields url.Values, header ...string) reply {
	m.t.Helper()
	return m.ask("POST", "/contact", fields.Encode(), append([]string{formType, "Sec-Fetch-Site: same-origin"}, header...)...)
}

func (m *mailbox) stored() []wire.Message {
	m.t.Helper()
	all, err := m.store.Messages(context.Background(), 0)
	if err != nil {
		m.t.Fatal(err)
	}
	return all
}

// form is what a browser would send of the page's form as it stands, and what
// each field says of itself.
func form(t *testing.T, page string) (values url.Values, described map[string]string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	values, described = url.Values{}, map[string]string{}
	texts, refers := map[string]string{}, map[string]string{}
	for n := range doc.Descendants() {
		a := map[string]string{}
		for _, x := range n.Attr {
			a[x.Key] = x.Val
		}
		text := ""
		if n.FirstChild != nil && n.FirstChild.Type == html.TextNode {
			text = n.FirstChild.Data
		}
		if a["id"] != "" {
			texts[a["id"]] = text
		}
		if n.Data != "input" && n.Data != "textarea" {
			continue
		}
		values.Set(a["name"], a["value"]+text)
		if a["aria-describedby"] != "" {
			refers[a["name"]] = a["aria-describedby"]
		}
	}
	for name, id := range refers {
		described[name] = texts[id]
	}
	return values, described
}

func TestTheFormWithoutScript(t *testing.T) {
	m := newMailbox(t)
	for _, from := range []string{"/contact", "/"} {
		page := m.ask("GET", from, "")
		fields, _ := form(t, page.body)
		if !strings.Contains(page.body, `<form action="/contact"`) || !strings.Contains(page.body, `method="post"`) {
			t.Fatalf("%s has no form", from)
		}
		if token := fields.Get("token") != ""; token != (from == "/contact") || (page.header.Get("Cache-Control") == "no-store") != token {
			t.Errorf("%s: token %v, Cache-Control %s", from, token, page.header.Get("Cache-Control"))
		}
		m.pass(time.Minute)
		for name, value := range map[string]string{"name": "Grace", "email": "grace@example.org", "message": "From " + from + "\r\nHello"} {
			fields.Set(name, value)
		}
		for range 2 { // a second click
			sent := m.post(fields)
			if sent.status != http.StatusSeeOther || sent.header.Get("Location") != "/contact?sent=1" || sent.header.Get("Cache-Control") != "no-store" {
				t.Fatalf("%s: %d %v", from, sent.status, sent.header)
			}
		}
		got := m.stored()
		if got[0].Message != "From "+from+"\nHello" || got[0].Name != "Grace" || got[0].Email != "grace@example.org" {
			t.Errorf("%s: stored %+v", from, got[0])
		}
	}
	if n := len(m.stored()); n != 2 {
		t.Errorf("%d are stored, want 2", n)
	}
	thanks := m.ask("GET", "/contact?sent=1", "")
	if thanks.status != 200 || !strings.Contains(thanks.body, "Thank you") || strings.Contains(thanks.body, "<form") || !strings.Contains(thanks.body, "noindex") {
		t.Errorf("the thanks: %d\n%s", thanks.status, thanks.body)
	}
	if one, two := m.ask("GET", "/contact", ""), m.ask("GET", "/api/page?path=/contact", ""); one.body == m.ask("GET", "/contact", "").body ||
		!strings.Contains(two.body, `"token":"`) || two.header.Get("Cache-Control") != "no-store" {
		t.Errorf("pages of the form are kept: %s", two.body)
	}
}

func TestRefusalsKeepWhatWasTyped(t *testing.T) {
	m := newMailbox(t)
	typed := url.Values{"name": {`"Grace" <b>`}, "email": {"grace@example"}, "message": {"\n  Two\r\nlines </textarea><script>"}}
	answer := m.post(typed)
	fields, described := form(t, answer.body)
	if answer.status != 400 || answer.header.Get("Cache-Control") != "no-store" || !strings.Contains(answer.body, "Not sent yet") {
		t.Errorf("a bad address: %d %v", answer.status, answer.header)
	}
	if len(described) != 1 || !strings.Contains(described["email"], "not a mail address") {
		t.Errorf("said of the fields: %q", described)
	}
	if strings.Count(answer.body, "autofocus") != 1 || !strings.Contains(answer.body, `aria-invalid="true"`) || strings.Contains(answer.body, "<script>\"") {
		t.Errorf("the page:\n%s", answer.body)
	}
	for name, want := range map[string]string{"name": typed.Get("name"), "email": typed.Get("email"), "message": "\n  Two\nlines </textarea><script>"} {
		if got := strings.ReplaceAll(fields.Get(name), "\r\n", "\n"); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	fields.Set("email", "grace@example.org")
	m.pass(10 * time.Second)
	if put := m.post(fields); put.status != http.StatusSeeOther {
		t.Errorf("put right: %d\n%s", put.status, put.body)
	}
	_, described = form(t, m.post(url.Values{}).body)
	if len(described) != 3 {
		t.Errorf("an empty form: %q", described)
	}
}

// Ways that robots go. None may store more than a person could, and each that is
// refused is refused in words.
func TestRobots(t *testing.T) {
	m := newMailbox(t)
	good := func(more ...string) url.Values {
		v := url.Values{"name": {"Bot"}, "email": {"bot@example.com"}, "message": {"Buy " + m.time().String()}}
		for i := 0; i < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	token := func() string { fields, _ := form(t, m.ask("GET", "/contact", "").body); return fields.Get("token") }
	fresh, old := token(), token()
	for _, c := range []struct {
		name   string
		send   func() reply
		status int
		says   string
		stored int
	}{
		{"fills every field", func() reply { return m.post(good("homepage", "http://spam.example")) }, 400, "people do not see", 0},
		{"sends at once", func() reply { return m.post(good("token", token())) }, 400, "quicker", 0},
		{"keeps a form for days", func() reply { m.pass(25 * time.Hour); return m.post(good("token", old)) }, 400, "longer than a day", 0},
		{"makes up a token", func() reply { return m.post(good("token", "AAAA"+fresh[4:])) }, 400, "longer than a day", 0},
		{"posts from its own site", func() reply { return m.post(good(), "Sec-Fetch-Site: cross-site") }, 403, "pages of this site only", 0},
		{"posts from an older browser on its site", func() reply { return m.post(good(), "Sec-Fetch-Site: ", "Origin: https://spam.example") }, 403, "pages of this site only", 0},
		{"posts from nowhere", func() reply { return m.post(good(), "Sec-Fetch-Site: ", "Origin: null") }, 403, "pages of this site only", 0},
		{"sends a book", func() reply { return m.post(good("message", strings.Repeat("a", 70<<10))) }, 413, "at most 65536 bytes", 0},
		{"sends a long one", func() reply { return m.post(good("message", strings.Repeat("a", 6000))) }, 400, "6000 characters", 0},
		{"sends plain text", func() reply { return m.ask("POST", "/contact", "x", "Content-Type: text/plain") }, 400, "Send the message as", 0},
		{"sends files", func() reply { return m.ask("POST", "/contact", "x", "Content-Type: multipart/form-data; boundary=x") }, 400, "Send the message as", 0},
		{"puts a form where JSON goes", func() reply { return m.ask("POST", "/api/contact", good().Encode(), formType) }, 400, "application/json", 0},
		{"writes heads into fields", func() reply { return m.post(good("email", "a@example.com\r\nBcc: b@example.com")) }, 400, "not a mail address", 0},
		{"uses another method", func() reply { return m.ask("PUT", "/contact", "") }, 405, "GET, HEAD, POST only", 0},
		{"reads the answer's address", func() reply { return m.ask("GET", "/api/contact", "") }, 405, "POST only", 0},
		{"advertises", func() reply { return m.post(good("message", strings.Repeat("http://spam.example ", 9))) }, 303, "", 1},
		{"is a program that says so", func() reply { return m.ask("POST", "/contact", good().Encode(), formType) }, 303, "", 1},
	} {
		m.pass(time.Hour)
		before := len(m.stored())
		got := c.send()
		if got.status != c.status || !strings.Contains(got.body, c.says) || len(m.stored())-before != c.stored {
			t.Errorf("one that %s: %d, stored %d, want %d and %q in\n%.2000s", c.name, got.status, len(m.stored())-before, c.status, c.says, got.body)
		}
	}
	if marks := m.stored()[1].Marks; len(marks) != 1 || marks[0] != "9 links" {
		t.Errorf("the advertisement is marked %q", marks)
	}
}

func TestAHundredAtOnceFromOneAddress(t *testing.T) {
	m := newMailbox(t)
	var all sync.WaitGroup
	var mu sync.Mutex
	count := map[int]int{}
	for n := range 100 {
		all.Go(func() {
			got := m.post(url.Values{"name": {"Bot"}, "email": {"bot@example.com"}, "message": {fmt.Sprint("message ", n)}})
			mu.Lock()
			defer mu.Unlock()
			count[got.status]++
			if got.status == 429 && (got.header.Get("Retry-After") != "720" || !strings.Contains(got.body, "in 12 minutes") || !strings.Contains(got.body, fmt.Sprint("message ", n))) {
				t.Errorf("a refusal without its words: %s\n%.1000s", got.header.Get("Retry-After"), got.body)
			}
		})
	}
	all.Wait()
	if len(m.stored()) != 3 || count[303] != 3 || count[429] != 97 {
		t.Errorf("stored %d, answered %v", len(m.stored()), count)
	}
}

func TestContactAsJSON(t *testing.T) {
	m := newMailbox(t)
	const good = `{"name":"Grace","email":"grace@example.org","message":"Hello"}`
	for _, c := range []struct {
		body   string
		status int
		says   string
	}{
		{good, 200, `{"sent":true}`},
		{" " + good + "\n", 200, `{"sent":true}`},
		{good + good, 400, "one JSON object"},
		{`[` + good + `]`, 400, "one JSON object"},
		{`{"name":"Grace","email":"grace@example.org","message":"Hello","admin":true}`, 400, "one JSON object"},
		{`{"name":1}`, 400, "one JSON object"},
		{``, 400, "one JSON object"},
		{`null`, 400, `"field":"name"`},
		{`{"name":"Grace","email":"no","message":"Hello"}`, 400, `"field":"email"`},
		{`{"name":"Grace","email":"grace@example.org","message":"Hello","homepage":"x"}`, 400, "people do not see"},
		{`{"name":"` + strings.Repeat("a", 70<<10) + `"}`, 413, "too_large"},
	} {
		got := m.ask("POST", "/api/contact", c.body, jsonType)
		if got.status != c.status || !strings.Contains(got.body, c.says) || !strings.HasPrefix(got.header.Get("Content-Type"), "application/json") {
			t.Errorf("%.80s: %d %s", c.body, got.status, got.body)
		}
	}
	if n := len(m.stored()); n != 1 {
		t.Errorf("%d are stored, want 1", n)
	}
	if got := m.ask("POST", "/api/contact", good, jsonType, "Origin: https://evil.example"); got.status != 403 {
		t.Errorf("from another site: %d", got.status)
	}
}

func TestPrivacySaysWhatIs(t *testing.T) {
	m := newMailbox(t)
	page := m.ask("GET", "/privacy", "")
	for _, want := range []string{"<h1>Privacy</h1>", "no cookies", "at most 36 minutes", "until Ada deletes it", "mailto:ada@example.com", `id="h-writing"`} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, lie := range []string{"goes by mail", "Another server", "days, or earlier"} {
		if strings.Contains(page.body, lie) {
			t.Errorf("the page says %q, which is not so", lie)
		}
	}
	if page.status != 200 || page.header.Get("Set-Cookie") != "" || !strings.Contains(m.ask("GET", "/", "").body, `href="/privacy"`) {
		t.Errorf("%d %v", page.status, page.header)
	}
	if props := m.ask("GET", "/api/page?path=/privacy", ""); !strings.Contains(props.body, "no cookies") {
		t.Errorf("the client gets %d %.200s", props.status, props.body)
	}
}
