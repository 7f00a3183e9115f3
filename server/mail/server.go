package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/smtp"
	"net/url"
	"slices"
	"strings"
	"time"

	"vitrine/app/wire"
)

const (
	dialTimeout = 10 * time.Second
	// talkTimeout bounds one delivery from greeting to the last answer. RFC 5321
	// allows servers ten minutes for that; the queue comes again in less.
	talkTimeout = 30 * time.Second
)

// server is a mail server as its URL describes it.
type server struct {
	host, port     string
	implicit       bool // TLS from the first byte
	plain          bool // no TLS at all
	user, password string
	dial           net.Dialer
	log            *slog.Logger
}

// parse reads smtp://user:password@host:587 (STARTTLS) or smtps://…:465 (TLS from
// the start). Without TLS only a server on this machine is spoken to, or one
// whose URL says ?starttls=off.
func parse(address string) (*server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" {
		// The error of url.Parse would show the password.
		return nil, wire.Errorf(wire.Invalid, "the mail server's URL must look like smtp://user:password@mail.example.com:587")
	}
	s := &server{host: u.Hostname(), port: u.Port(), dial: net.Dialer{Timeout: dialTimeout}}
	s.user = u.User.Username()
	s.password, _ = u.User.Password()
	switch u.Scheme {
	case "smtp":
		s.plain = u.Query().Get("starttls") == "off"
	case "smtps":
		s.implicit = true
	default:
		return nil, wire.Errorf(wire.Invalid, "the mail server's URL starts with smtp:// or smtps://")
	}
	if s.port == "" {
		s.port = map[bool]string{false: "587", true: "465"}[s.implicit]
	}
	return s, nil
}

// send gives one mail to the server. hello is our own name.
func (s *server) send(ctx context.Context, hello, from, to string, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, talkTimeout)
	defer cancel()
	conn, err := s.dial.DialContext(ctx, "tcp", net.JoinHostPort(s.host, s.port))
	if err != nil {
		return err
	}
	// Closing is what ends a read that waits for an answer.
	stop := context.AfterFunc(ctx, func() { s.hangUp(conn) })
	defer func() {
		if stop() {
			s.hangUp(conn)
		}
	}()
	if s.implicit {
		secure := tls.Client(conn, s.tls())
		if err := secure.HandshakeContext(ctx); err != nil {
			return err
		}
		conn = secure
	}
	c, err := smtp.NewClient(conn, s.host)
	if err != nil {
		return err
	}
	if err := s.greet(c, hello); err != nil {
		return err
	}
	if err := c.Mail(from); err != nil {
		return err
	}
	if err := c.Rcpt(to); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(body); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	// The mail is the server's now, whatever becomes of the goodbye.
	if err := c.Quit(); err != nil {
		s.log.Debug("the mail server hung up without a goodbye", "error", err)
	}
	return nil
}

// hangUp closes the connection; a QUIT may have done so before.
func (s *server) hangUp(c net.Conn) {
	if err := c.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		s.log.Debug("the connection to the mail server was not closed well", "error", err)
	}
}

// greet says who we are, goes over to TLS and signs in.
func (s *server) greet(c *smtp.Client, hello string) error {
	if err := c.Hello(hello); err != nil {
		return err
	}
	if !s.implicit && !s.plain {
		switch ok, _ := c.Extension("STARTTLS"); {
		case ok:
			if err := c.StartTLS(s.tls()); err != nil {
				return err
			}
		case !s.here():
			return wire.Errorf(wire.Unavailable, "the mail server %s offers no TLS: use smtps://, another port, or ?starttls=off if the way to it is yours", s.host)
		}
	}
	if s.user == "" {
		return nil
	}
	_, mechanisms := c.Extension("AUTH")
	if words := strings.Fields(mechanisms); slices.Contains(words, "LOGIN") && !slices.Contains(words, "PLAIN") {
		return c.Auth(&loginAuth{server: s})
	}
	return c.Auth(smtp.PlainAuth("", s.user, s.password, s.host))
}

func (s *server) tls() *tls.Config {
	return &tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12}
}

// here says that the server is this machine, where nobody listens on the way.
func (s *server) here() bool {
	ip := net.ParseIP(s.host)
	return s.host == "localhost" || (ip != nil && ip.IsLoopback())
}

// loginAuth is the LOGIN mechanism, which some servers have in place of PLAIN.
type loginAuth struct{ server *server }

// Start sends nothing yet, and nothing at all where it could be overheard.
func (a *loginAuth) Start(info *smtp.ServerInfo) (string, []byte, error) {
	if !info.TLS && !a.server.here() {
		return "", nil, wire.Errorf(wire.Unavailable, "the password of the mail server %s would travel unencrypted", a.server.host)
	}
	return "LOGIN", nil, nil
}

// Next answers "Username:", then "Password:".
func (a *loginAuth) Next(question []byte, more bool) ([]byte, error) {
	switch {
	case !more:
		return nil, nil
	case strings.HasPrefix(strings.ToLower(string(question)), "user"):
		return []byte(a.server.user), nil
	}
	return []byte(a.server.password), nil
}
