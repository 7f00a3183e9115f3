// Package client talks to the server that served the page. What a reply means,
// what is kept and for how long is plain Go and runs anywhere; the transport
// that asks is given in: the browser's own fetch (Fetch, in browser builds), or
// anything a test likes.
//
// A page is asked for once at a time: a prefetch and the click that follows it
// share one request.
package client
