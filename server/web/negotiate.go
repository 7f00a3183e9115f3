package web

import (
	"net/http"
	"strconv"
	"strings"
)

// choose picks the coding for an Accept-Encoding: the best quality, brotli
// before gzip before none among equals. A client that refuses everything gets
// the plain body, as RFC 9110 allows. No header means no preference: plain.
func choose(accept []string, br, gz bool) coding {
	quality := [codings]float64{identity: -1, gzipped: -1, brotlied: -1}
	others := -1.0
	for _, line := range accept {
		for part := range strings.SplitSeq(line, ",") {
			name, params, _ := strings.Cut(part, ";")
			q := weight(params)
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "br":
				quality[brotlied] = q
			case "gzip", "x-gzip":
				quality[gzipped] = q
			case "identity":
				quality[identity] = q
			case "*":
				others = q
			}
		}
	}
	best, bestQ := identity, quality[identity]
	if bestQ < 0 {
		// Not mentioned is acceptable, but less than anything asked for.
		if bestQ = 0.0001; others == 0 {
			bestQ = 0
		}
	}
	for _, c := range [...]coding{gzipped, brotlied} {
		if (c == gzipped && !gz) || (c == brotlied && !br) {
			continue
		}
		q := quality[c]
		if q < 0 {
			q = others
		}
		if q > 0 && q >= bestQ {
			best, bestQ = c, q
		}
	}
	return best
}

// weight reads ";q=0.5"; no weight is 1, a broken one 0.
func weight(params string) float64 {
	for p := range strings.SplitSeq(params, ";") {
		k, v, ok := strings.Cut(strings.TrimSpace(p), "=")
		if !ok || !strings.EqualFold(strings.TrimSpace(k), "q") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
		if err != nil || q < 0 || q > 1 {
			return 0
		}
		return q
	}
	return 1
}

// fresh says that the client has this entity tag already (RFC 9110 13.1.2, weak comparison).
func fresh(r *http.Request, etag string) bool {
	for _, line := range r.Header["If-None-Match"] {
		for t := range strings.SplitSeq(line, ",") {
			t = strings.TrimPrefix(strings.TrimSpace(t), "W/")
			if t == etag || t == "*" {
				return true
			}
		}
	}
	return false
}

func decimal(n int) string { return strconv.Itoa(n) }
