// Package assets holds the files the site is served with: stylesheets, the boot
// script and, once built, the browser client. The client's files are
// made by `make build` and ignored by git; without them the server serves the
// same pages without a client.
package assets

import "embed"

// Files is the folder web.
//
//go:embed all:web
var Files embed.FS
