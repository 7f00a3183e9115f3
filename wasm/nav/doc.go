// Package nav makes a document that was loaded once into a site that changes
// its pages in place: which clicks it answers, what is asked for ahead, the
// history with its scroll positions, and where focus goes.
//
// What is decided (Link.Path, Same, Entries) is plain Go. What touches the
// document is in the files for js; every listener in there ends by one
// AbortController, so that after a failure the page is as native as it was
// before.
package nav
