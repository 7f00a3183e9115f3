package web_test

import (
	"net/http"
	"net/netip"
	"testing"

	"vitrine/server/web"
)

func TestClientAddress(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8"), netip.MustParsePrefix("127.0.0.1/32")}
	for _, c := range []struct {
		name    string
		trusted []netip.Prefix
		peer    string
		header  []string // lines of X-Forwarded-For
		want    string
	}{
		{"nobody is trusted", nil, "192.0.2.1:50", []string{"198.51.100.7"}, "192.0.2.1"},
		{"this machine is not trusted by itself", nil, "127.0.0.1:50", []string{"198.51.100.7"}, "127.0.0.1"},
		{"a stranger's word", proxies, "192.0.2.1:50", []string{"198.51.100.7"}, "192.0.2.1"},
		{"one proxy", proxies, "10.0.0.1:50", []string{"198.51.100.7"}, "198.51.100.7"},
		{"what the client wrote stands to the left", proxies, "10.0.0.1:50", []string{"1.1.1.1, 10.9.9.9, 198.51.100.7"}, "198.51.100.7"},
		{"two proxies", proxies, "10.0.0.1:50", []string{"1.1.1.1, 198.51.100.7, 10.0.0.2"}, "198.51.100.7"},
		{"several lines are one list", proxies, "10.0.0.1:50", []string{"1.1.1.1", "198.51.100.7", "10.0.0.2"}, "198.51.100.7"},
		{"no header", proxies, "10.0.0.1:50", nil, "10.0.0.1"},
		{"an empty header", proxies, "10.0.0.1:50", []string{""}, "10.0.0.1"},
		{"nothing but proxies", proxies, "10.0.0.1:50", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
		{"a bad value ends the walk", proxies, "10.0.0.1:50", []string{"198.51.100.7, unknown, 10.0.0.2"}, "10.0.0.2"},
		{"a bad value at once", proxies, "10.0.0.1:50", []string{"198.51.100.7, <script>"}, "10.0.0.1"},
		{"a name is no address", proxies, "10.0.0.1:50", []string{"localhost"}, "10.0.0.1"},
		{"with a port", proxies, "10.0.0.1:50", []string{"198.51.100.7:4711"}, "198.51.100.7"},
		{"IPv6", proxies, "[fd00::1]:50", []string{"2001:db8::7"}, "2001:db8::7"},
		{"IPv6 in brackets", proxies, "[fd00::1]:50", []string{"[2001:db8::7]"}, "2001:db8::7"},
		{"IPv6 with a port", proxies, "[fd00::1]:50", []string{"[2001:db8::7]:4711"}, "2001:db8::7"},
		{"IPv4 inside IPv6", proxies, "[::ffff:10.0.0.1]:50", []string{"::ffff:198.51.100.7"}, "198.51.100.7"},
		{"a zone", proxies, "10.0.0.1:50", []string{"fe80::1%eth0"}, "fe80::1"},
		{"a socket's proxy", proxies, "@", []string{"198.51.100.7"}, "198.51.100.7"},
		{"a socket and no proxies", nil, "@", []string{"198.51.100.7"}, "invalid IP"},
	} {
		r := &http.Request{RemoteAddr: c.peer, Header: http.Header{"X-Forwarded-For": c.header,
			"Forwarded": {"for=203.0.113.9"}, "X-Real-Ip": {"203.0.113.9"}}}
		if got := web.ClientAddress(r, c.trusted).String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
