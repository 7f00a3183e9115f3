// Package ssr encodes a tree of go-app elements to HTML.
//
// go-app's own encoder quotes attributes as Go strings, prints false booleans
// as true ones and puts white space into <pre> and between inline elements, so
// it can neither be trusted with a visitor's text nor give the tree that the
// client will build. This one walks the tree itself: what it writes, parsed by
// a browser, is the tree that Render returned. That property is fuzzed.
//
// Children and attributes of a go-app element are unexported fields. They are
// read by reflection, which holds for the pinned version of go-app only;
// TestShape fails when an upgrade moves them.
package ssr
