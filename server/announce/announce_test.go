package announce_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"

	"vitrine/app/wire"
	"vitrine/server/announce"
)

// sink is a service that writes down what it is told.
type sink struct {
	*httptest.Server
	mu     sync.Mutex
	got    []told
	status int
	body   string
}

type told struct {
	method, path, kind, body string
	header                   http.Header
}

func listen(t *testing.T) *sink {
	t.Helper()
	s := &sink{status: 202}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.got = append(s.got, told{r.Method, r.URL.Path, r.Header.Get("Content-Type"), string(b), r.Header})
		if s.status == 307 {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(s.status)
		_, _ = io.WriteString(w, s.body)
	}))
	t.Cleanup(s.Close)
	return s
}

func payload(t *testing.T, v any) json.RawMessage {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var base = &url.URL{Scheme: "https", Host: "ada.example"}

func TestAnnounce(t *testing.T) {
	s := listen(t)
	a := announce.New(announce.Options{Base: base, Hub: s.URL + "/hub", Topics: []string{"/feed.xml", "/feed.json"}, IndexNowKey: "0123456789abcdef", IndexNow: s.URL + "/indexnow"})
	if err := a.Announce(t.Context(), payload(t, announce.Payload{Paths: []string{"/blog/first", "/blog/日本"}})); err != nil {
		t.Fatal(err)
	}
	if len(s.got) != 3 {
		t.Fatalf("%d requests, want a ping for each feed and one submission", len(s.got))
	}
	for i, topic := range []string{"https://ada.example/feed.xml", "https://ada.example/feed.json"} {
		form, err := url.ParseQuery(s.got[i].body)
		if err != nil || s.got[i].method != "POST" || s.got[i].path != "/hub" || s.got[i].kind != "application/x-www-form-urlencoded" || form.Get("hub.mode") != "publish" || form.Get("hub.url") != topic {
			t.Errorf("the ping for %s was %+v", topic, s.got[i])
		}
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(s.got[2].body), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"host": "ada.example", "key": "0123456789abcdef", "keyLocation": "https://ada.example/0123456789abcdef.txt",
		"urlList": []any{"https://ada.example/blog/first", "https://ada.example/blog/%E6%97%A5%E6%9C%AC"}}
	if !reflect.DeepEqual(got, want) || s.got[2].path != "/indexnow" {
		t.Errorf("the submission was %v to %s", got, s.got[2].path)
	}
}

func TestNobodyIsTold(t *testing.T) {
	a := announce.New(announce.Options{Base: base})
	if a.Announces() || a.Purges() {
		t.Error("without settings somebody would be told")
	}
	if err := a.Announce(t.Context(), payload(t, announce.Payload{Paths: []string{"/"}})); err != nil {
		t.Error(err)
	}
	if err := a.Purge(t.Context(), nil); err != nil {
		t.Error(err)
	}
	if err := a.Announce(t.Context(), json.RawMessage(`[]`)); wire.CodeOf(err) != wire.Invalid {
		t.Errorf("a broken payload gives %v", err)
	}
}

func TestPurge(t *testing.T) {
	s := listen(t)
	a := announce.New(announce.Options{Base: base, PurgeURL: s.URL + "/purge", PurgeHeader: "fastly-key:  a:b c "})
	if err := a.Purge(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if len(s.got) != 1 {
		t.Fatalf("%d requests", len(s.got))
	}
	r := s.got[0]
	if r.method != "POST" || r.path != "/purge" || r.body != `{"tags":["site"]}` || r.kind != "application/json" || r.header.Get("Surrogate-Key") != "site" || r.header.Get("Fastly-Key") != "a:b c" {
		t.Errorf("the purge was %+v", r)
	}
}

// TestRefusals: what goes wrong is an error that a retry may mend and that tells no secret.
func TestRefusals(t *testing.T) {
	s := listen(t)
	closed := httptest.NewServer(nil)
	closed.Close()
	for _, c := range []struct {
		name, address string
		status        int
		body          string
		code          wire.Code
		want          string
	}{
		{"refused", s.URL + "/?token=hidden", 403, strings.Repeat("no\n", 1000), wire.Unavailable, "the CDN answered 403"},
		{"broken", s.URL + "/?token=hidden", 500, "\xff", wire.Unavailable, "the CDN answered 500"},
		{"redirect", s.URL + "/?token=hidden", 307, "", wire.Unavailable, "the CDN answered 307"},
		{"nobody there", closed.URL + "/?token=hidden", 0, "", wire.Unavailable, "could not be reached"},
		{"no address", "http://[::1/?token=hidden", 0, "", wire.Invalid, "is not a URL"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.status, s.body, s.got = c.status, c.body, nil
			err := announce.New(announce.Options{Base: base, PurgeURL: c.address, PurgeHeader: "X-Key: secret"}).Purge(t.Context(), nil)
			if wire.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want %s and %q", err, c.code, c.want)
			}
			if strings.Contains(err.Error(), "hidden") || strings.Contains(err.Error(), "secret") || len(err.Error()) > 600 || strings.Contains(err.Error(), "\n") {
				t.Errorf("the error is %q", err)
			}
			if len(s.got) > 1 {
				t.Error("the redirect was followed with the owner's key")
			}
		})
	}
	if err := announce.New(announce.Options{Base: base, PurgeURL: s.URL, PurgeHeader: "nothing"}).Purge(t.Context(), nil); wire.CodeOf(err) != wire.Invalid {
		t.Errorf("a broken header gives %v", err)
	}
}

func TestStopsWithItsContext(t *testing.T) {
	asked, never := make(chan struct{}), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(asked); <-never }))
	t.Cleanup(func() { close(never); server.Close() })
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if err := announce.New(announce.Options{Base: base, PurgeURL: server.URL}).Purge(ctx, nil); wire.CodeOf(err) != wire.Unavailable {
		t.Errorf("a stopped job gives %v", err)
	}
}
