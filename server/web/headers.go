package web

import (
	"net/http"
	"net/url"
)

// policy is the strict content security policy of every page: our own files
// only, nothing inline, WebAssembly allowed, and strings become HTML only
// through the policy that the boot script installs.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"media-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; " +
	"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default"

// filePolicy is for what owners upload: opened by itself it can do nothing.
// An SVG may carry its own styles.
const filePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

// Cache-Control by what is served. Browsers always ask again for a page (a 304
// costs them one round trip and us nothing); shared caches may keep it for 30 s
// and serve it for 10 minutes more while they ask, which CDN-Cache-Control says
// to those that would otherwise obey must-revalidate.
var (
	cachePage      = []string{"public, max-age=0, must-revalidate, s-maxage=30, stale-while-revalidate=600"}
	cachePageCDN   = []string{"max-age=30, stale-while-revalidate=600"}
	cacheForever   = []string{"public, max-age=31536000, immutable"}
	cacheNever     = []string{"no-store"}
	cacheIcon      = []string{"public, max-age=3600, stale-while-revalidate=86400"}
	varyEncoding   = []string{"Accept-Encoding"}
	typeHTML       = "text/html; charset=utf-8"
	typeJSON       = "application/json"
	typeSVG        = "image/svg+xml"
	typeMarkdown   = "text/markdown; charset=utf-8"
	filePolicyList = []string{filePolicy}
	inBrotli       = []string{codingNames[brotlied]}
	inGzip         = []string{codingNames[gzipped]}
)

// securityHeaders are set on every answer, errors too. The values are shared:
// nobody may append to them.
func securityHeaders(base *url.URL) http.Header {
	h := http.Header{
		"Content-Security-Policy":      {policy},
		"X-Content-Type-Options":       {"nosniff"},
		"Referrer-Policy":              {"strict-origin-when-cross-origin"},
		"Cross-Origin-Opener-Policy":   {"same-origin"},
		"Cross-Origin-Resource-Policy": {"same-origin"},
		"Permissions-Policy":           {"camera=(), microphone=(), geolocation=(), payment=(), usb=()"},
	}
	if base.Scheme == "https" {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	return h
}
