// Package web is the only room that serves HTTP. A request goes one way:
//
//	listener (limits on connections, head and body in one write)
//	→ ServeHTTP (panics, cached pages, host, method, canonical address)
//	→ route (every address on one screen)
//	→ page cache → site (props) → ssr (HTML) → compressed once, kept by revision
//
// It keeps no state of a visitor and reads content only through site and content.
package web
