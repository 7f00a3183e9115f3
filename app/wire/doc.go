// Package wire is the language both sides of Vitrine speak: the server that
// stores and renders, and the client that runs in the browser. It holds types,
// limits, error codes and validation, and imports the standard library only,
// so that everything may import it and it can import nothing of ours.
//
// Records (Profile, Project, Post, FreePage, Redirect, Media) are what the
// owner wrote and the store keeps. Pages (Page and one struct for each Kind)
// are what one address shows: plain values, already formatted and already safe.
package wire
