package web

import (
	"net/http"
	"net/netip"
	"strings"
)

// ClientAddress is where a request comes from. Behind proxies of trusted it is the
// last address of X-Forwarded-For that none of them has: what stands to the left
// of it was written by the client, or by whoever it wants us to think of. No
// other header is read, and none from a peer that is not trusted.
//
// A peer without an address came through our Unix socket, to which only a proxy of
// the owner's can connect; it is believed when any proxy is. The zero Addr is a
// client of whom nothing is known.
func ClientAddress(r *http.Request, trusted []netip.Prefix) netip.Addr {
	var client netip.Addr
	if peer, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		client = plain(peer.Addr())
	}
	if len(trusted) == 0 || (client.IsValid() && !within(trusted, client)) {
		return client
	}
	// A header may come in several lines, which are one list (RFC 9110, 5.3).
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, ok := parseHop(strings.TrimSpace(hops[i]))
		if !ok {
			break // what no proxy of ours writes ends what we believe
		}
		if client = hop; !within(trusted, client) {
			break
		}
	}
	return client
}

// parseHop reads one entry of X-Forwarded-For; some proxies write the port, too.
func parseHop(s string) (netip.Addr, bool) {
	a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"))
	if err == nil {
		return plain(a), true
	}
	p, err := netip.ParseAddrPort(s)
	return plain(p.Addr()), err == nil
}

// plain is an address without the zone of a link and without IPv6 round IPv4.
func plain(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }
