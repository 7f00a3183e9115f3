package web

import (
	"context"
	"io"
	"net"
	"net/netip"
	"sync"
)

// limits are the open connections a listener allows.
type limits struct {
	total, perAddress int64
	exempt            []netip.Prefix // trusted proxies; loopback is exempt by itself
}

// listener closes at once what exceeds the limits. Queueing instead would let
// one client's idle connections make an honest visitor wait.
type listener struct {
	net.Listener
	limits limits

	mu   sync.Mutex
	open int64
	from map[netip.Addr]int64
}

// newListener wraps l; every connection it gives is a *conn.
func newListener(l net.Listener, limits limits) net.Listener {
	return &listener{Listener: l, limits: limits, from: map[netip.Addr]int64{}}
}

func (l *listener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		from, counted := l.origin(c)
		if l.admit(from, counted) {
			return &conn{Conn: c, done: func() { l.release(from, counted) }}, nil
		}
		if t, ok := c.(*net.TCPConn); ok {
			// Reset instead of a polite end: no state is left behind.
			if err := t.SetLinger(0); err != nil {
				return nil, err
			}
		}
		if err := c.Close(); err != nil {
			return nil, err
		}
	}
}

// origin is the address a connection counts for: IPv6 by /64, which one visitor has whole.
func (l *listener) origin(c net.Conn) (a netip.Addr, counted bool) {
	t, ok := c.RemoteAddr().(*net.TCPAddr)
	if !ok {
		return a, false
	}
	a = t.AddrPort().Addr().Unmap().WithZone("")
	if a.IsLoopback() || within(l.limits.exempt, a) {
		return a, false
	}
	return network(a), true
}

func (l *listener) admit(from netip.Addr, counted bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open >= l.limits.total || (counted && l.from[from] >= l.limits.perAddress) {
		return false
	}
	l.open++
	if counted {
		l.from[from]++
	}
	return true
}

func (l *listener) release(from netip.Addr, counted bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open--
	if !counted {
		return
	}
	if l.from[from]--; l.from[from] == 0 {
		delete(l.from, from)
	}
}

func within(nets []netip.Prefix, a netip.Addr) bool {
	for _, n := range nets {
		if n.Contains(a) {
			return true
		}
	}
	return false
}

// network is the address limits count by: one IPv4 address, one IPv6 /64.
func network(a netip.Addr) netip.Addr {
	if a.Is4() {
		return a
	}
	p, err := a.Prefix(64)
	if err != nil {
		return a
	}
	return p.Addr()
}

// httpBuffer is the size of net/http's write buffer. It sends a head and the
// start of a longer body as exactly so many bytes, then the rest: two system
// calls, which costs 18 % of the requests per second of an 8 KB page.
const httpBuffer = 4096

// conn holds back such a first half and sends it with the second. The handler
// asks for it (joinWrites) just before it writes a body with a Content-Length.
type conn struct {
	net.Conn
	once sync.Once
	done func()

	join bool
	half []byte
}

type connKey struct{}

// withConn is http.Server.ConnContext.
func withConn(ctx context.Context, c net.Conn) context.Context {
	if own, ok := c.(*conn); ok {
		return context.WithValue(ctx, connKey{}, own)
	}
	return ctx
}

// joinWrites makes the answer of this request leave in one piece. The returned
// func ends it and must run before the handler returns.
func joinWrites(ctx context.Context) (end func()) {
	c, ok := ctx.Value(connKey{}).(*conn)
	if !ok {
		return func() {}
	}
	c.join = true
	return c.endJoin
}

func (c *conn) endJoin() { c.join = false }

func (c *conn) Write(p []byte) (int, error) {
	if c.join && len(p) == httpBuffer && len(c.half) == 0 {
		c.half = append(c.half, p...)
		return len(p), nil
	}
	if len(c.half) == 0 {
		return c.Conn.Write(p)
	}
	both := net.Buffers{c.half, p}
	before := len(c.half)
	c.half = c.half[:0]
	n, err := both.WriteTo(c.Conn)
	return max(0, int(n)-before), err
}

// ReadFrom keeps sendfile for files.
func (c *conn) ReadFrom(r io.Reader) (int64, error) {
	if len(c.half) > 0 {
		half := c.half
		c.half = nil
		if _, err := c.Conn.Write(half); err != nil {
			return 0, err
		}
	}
	if f, ok := c.Conn.(io.ReaderFrom); ok {
		return f.ReadFrom(r)
	}
	return io.Copy(struct{ io.Writer }{c.Conn}, r)
}

func (c *conn) Close() error {
	c.once.Do(c.done)
	return c.Conn.Close()
}
