// Package seed holds the site that a new installation starts with: a profile,
// projects, posts, pages and drawings in Vitrine's own folder format, the one
// that "vitrine import" reads. It is embedded, so that the first start needs no
// files, and it shows every kind of content once.
package seed

import "embed"

// Files is the folder as it lies here: profile.yaml, projects/*.md, posts/*.md,
// pages/*.md and media/*.
//
//go:embed profile.yaml projects posts pages media
var Files embed.FS
