// Package search keeps an index of everything that is public in step with the
// content, and answers questions from it.
//
// The index is made after the server listens: from the file of the last run,
// which holds what stood in every record, and from the records that changed
// since. A search that comes first waits for a second. From then on each change
// of content is in the index within half a second, and what was withdrawn is in
// no answer from the moment it was.
package search
