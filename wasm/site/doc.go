//go:build js

// Command site is the visitor's client: the browser runs it over a page that
// the server made, it replaces that page by an equal one of its own, and from
// then on shows the next pages in place.
//
// server/tools/wasm builds it.
package main
