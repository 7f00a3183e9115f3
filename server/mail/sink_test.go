package mail_test

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// sink is a mail server on this machine that keeps what it takes and fails as it
// is told.
type sink struct {
	address string
	extra   []string // more lines of the answer to EHLO: "AUTH PLAIN"

	mu     sync.Mutex
	faults map[string]string // by command, what is answered in its place; "drop" hangs up
	mails  []taken
	logins []string
}

type taken struct{ from, to, data string }

func newSink(t *testing.T) *sink {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &sink{address: l.Addr().String(), faults: map[string]string{}}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			open.Go(func() { s.talk(c) })
		}
	})
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		open.Wait()
	})
	return s
}

func (s *sink) fail(command, answer string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[command] = answer
}

func (s *sink) heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.faults)
}

func (s *sink) taken() []taken {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]taken(nil), s.mails...)
}

// session is one connection; say answers a command, or as the fault for it says.
type session struct {
	*sink
	conn net.Conn
	in   *bufio.Reader
}

func (s *sink) talk(c net.Conn) {
	defer c.Close()
	if c.SetDeadline(time.Now().Add(20*time.Second)) != nil {
		return
	}
	x := session{s, c, bufio.NewReader(c)}
	if !x.say("GREETING", "220 sink") {
		return
	}
	var mail taken
	for {
		line, err := x.in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		verb, rest, _ := strings.Cut(line, " ")
		ok := true
		switch verb {
		case "EHLO":
			lines := append([]string{"sink"}, s.extra...)
			for i, l := range lines {
				lines[i] = "250-" + l
			}
			lines[len(lines)-1] = "250 " + lines[len(lines)-1][4:]
			ok = x.say(verb, strings.Join(lines, "\r\n"))
		case "AUTH":
			ok = x.auth(rest)
		case "MAIL":
			mail = taken{from: rest}
			ok = x.say(verb, "250 ok")
		case "RCPT":
			mail.to = rest
			ok = x.say(verb, "250 ok")
		case "DATA":
			if ok = x.say(verb, "354 go on"); ok && !x.faulty(verb) {
				ok = x.data(mail)
			}
		case "QUIT":
			x.say(verb, "221 bye")
			return
		default:
			ok = x.say(verb, "500 what?")
		}
		if !ok {
			return
		}
	}
}

func (x session) faulty(command string) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.faults[command] != ""
}

func (x session) say(command, answer string) bool {
	x.mu.Lock()
	if f := x.faults[command]; f != "" {
		answer = f
	}
	x.mu.Unlock()
	if answer == "drop" {
		return false
	}
	_, err := fmt.Fprintf(x.conn, "%s\r\n", answer)
	return err == nil
}

// data reads a mail to its end. The fault TAKEN comes after it is kept, ANSWER before.
func (x session) data(mail taken) bool {
	var b strings.Builder
	for {
		line, err := x.in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
	if x.faulty("ANSWER") {
		return x.say("ANSWER", "")
	}
	mail.data = b.String()
	x.mu.Lock()
	x.mails = append(x.mails, mail)
	x.mu.Unlock()
	return x.say("TAKEN", "250 kept")
}

// auth speaks PLAIN and LOGIN and lets everybody in whom no fault stops.
func (x session) auth(rest string) bool {
	mechanism, first, _ := strings.Cut(rest, " ")
	words := []string{mechanism}
	if mechanism == "LOGIN" {
		for _, question := range []string{"Username:", "Password:"} {
			if _, err := fmt.Fprintf(x.conn, "334 %s\r\n", base64.StdEncoding.EncodeToString([]byte(question))); err != nil {
				return false
			}
			line, err := x.in.ReadString('\n')
			if err != nil {
				return false
			}
			words = append(words, decode(line))
		}
	} else {
		words = append(words, strings.Split(strings.TrimPrefix(decode(first), "\x00"), "\x00")...)
	}
	x.mu.Lock()
	x.logins = append(x.logins, strings.Join(words, " "))
	x.mu.Unlock()
	return x.say("AUTH", "235 welcome")
}

func decode(s string) string {
	b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(s))
	if err != nil {
		return err.Error()
	}
	return string(b)
}
