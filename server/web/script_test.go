package web_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// The HTTP surface is written as scripts in testdata/*.txt. A stanza is a
// request, its headers (`> Name: value`), and what must hold, a line each:
//
//	GET /blog
//	> Accept-Encoding: br
//	status 200
//	header Content-Type contains text/html
//	body contains <h1>
//	body lacks draft
//
// Verbs for header and body: is, contains, lacks, matches; `header X absent`.
// `host name` sets the Host; `keep NAME header X` or `keep NAME body regexp` makes
// {NAME} for the stanzas that follow.

type stanza struct {
	file   string
	line   int
	method string
	target string
	host   string
	header http.Header
	checks []check
}

type check struct {
	line int
	text string
}

func readScript(t *testing.T, path string) []stanza {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []stanza
	var now *stanza
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		switch {
		case line == "":
			now = nil
		case strings.HasPrefix(line, "#"):
		case now == nil:
			method, target, ok := strings.Cut(line, " ")
			if !ok {
				t.Fatalf("%s:%d: a stanza starts with METHOD /path", path, n)
			}
			out = append(out, stanza{file: filepath.Base(path), line: n, method: method, target: unquote(target), header: http.Header{}})
			now = &out[len(out)-1]
		case strings.HasPrefix(line, "> "):
			k, v, _ := strings.Cut(strings.TrimPrefix(line, "> "), ":")
			now.header.Add(strings.TrimSpace(k), strings.TrimSpace(v))
		case strings.HasPrefix(line, "host "):
			now.host = strings.TrimPrefix(line, "host ")
		default:
			now.checks = append(now.checks, check{n, line})
		}
	}
	return out
}

// unquote writes long inputs shortly: {x*5000} is five thousand times x.
func unquote(s string) string {
	return regexp.MustCompile(`\{(.)\*(\d+)\}`).ReplaceAllStringFunc(s, func(m string) string {
		var c rune
		var n int
		if _, err := fmt.Sscanf(m, "{%c*%d}", &c, &n); err != nil {
			return m
		}
		return strings.Repeat(string(c), n)
	})
}

// answer is what came back over the wire.
type answer struct {
	code   int
	header http.Header
	body   string
}

// do speaks HTTP by hand, so that a script may send what no client library would.
func (s stanza) do(t *testing.T, address string) answer {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	host := s.host
	if host == "" {
		host = "localhost:8080"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n", s.method, s.target, host)
	for k, values := range s.header {
		for _, v := range values {
			fmt.Fprintf(&b, "%s: %s\r\n", k, v)
		}
	}
	b.WriteString("\r\n")
	if _, err := io.WriteString(c, b.String()); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(c), &http.Request{Method: s.method})
	if err != nil {
		t.Fatalf("%s:%d: %s %.80s: no answer: %v", s.file, s.line, s.method, s.target, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	// A head that is too large is not read to its end: the connection is reset behind the answer.
	if err != nil && res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Fatalf("%s:%d: %s %.80s: the body broke off: %v", s.file, s.line, s.method, s.target, err)
	}
	return answer{res.StatusCode, res.Header, string(body)}
}

func (s stanza) run(t *testing.T, address string, vars map[string]string) {
	t.Helper()
	for k, v := range vars {
		for i := range s.checks {
			s.checks[i].text = strings.ReplaceAll(s.checks[i].text, "{"+k+"}", v)
		}
		s.target = strings.ReplaceAll(s.target, "{"+k+"}", v)
		for name, values := range s.header {
			for i := range values {
				s.header[name][i] = strings.ReplaceAll(values[i], "{"+k+"}", v)
			}
		}
	}
	got := s.do(t, address)
	for _, c := range s.checks {
		if fault := c.holds(got, vars); fault != "" {
			t.Errorf("%s:%d: %s %.80s: %s\n  want: %s", s.file, c.line, s.method, s.target, fault, c.text)
		}
	}
}

// holds gives what is wrong, or "".
func (c check) holds(got answer, vars map[string]string) string {
	word, rest, _ := strings.Cut(c.text, " ")
	switch word {
	case "status":
		if fmt.Sprint(got.code) != rest {
			return fmt.Sprintf("status %d", got.code)
		}
	case "body":
		return compare("body", got.body, rest)
	case "header":
		name, cond, _ := strings.Cut(rest, " ")
		if cond == "absent" {
			if v := got.header.Get(name); v != "" {
				return name + " is " + v
			}
			return ""
		}
		return compare(name, got.header.Get(name), cond)
	case "keep":
		// keep NAME header X: for later stanzas as {NAME}
		name, from, _ := strings.Cut(rest, " ")
		if h, ok := strings.CutPrefix(from, "header "); ok {
			vars[name] = got.header.Get(h)
		} else if m := regexp.MustCompile(strings.TrimPrefix(from, "body ")).FindStringSubmatch(got.body); m != nil {
			vars[name] = m[1]
		}
		if vars[name] == "" {
			return "nothing to keep"
		}
	default:
		return "unknown check"
	}
	return ""
}

func compare(what, got, cond string) string {
	verb, want, _ := strings.Cut(cond, " ")
	ok := false
	switch verb {
	case "is":
		ok = got == want
	case "contains":
		ok = strings.Contains(got, want)
	case "lacks":
		ok = !strings.Contains(got, want)
	case "matches":
		ok = regexp.MustCompile(want).MatchString(got)
	default:
		return "unknown verb " + verb
	}
	if ok {
		return ""
	}
	return what + " is " + fmt.Sprintf("%.300q", got)
}

func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts in testdata: %v", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(t *testing.T) {
			h := newSite(t)
			vars := map[string]string{}
			for _, s := range readScript(t, f) {
				s.run(t, h.address, vars)
			}
		})
	}
}
