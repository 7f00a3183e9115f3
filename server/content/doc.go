// Package content holds the rules of what the owner publishes. It turns
// Markdown into safe HTML once, when a record is saved, and says what visitors
// may see: what is published and due.
//
// A text takes this way, and only this way, into a page:
//
//	Markdown ─ guard ─▶ parser ─▶ HTML of anybody's making
//	   ─ policy ─▶ clean HTML ─ tree ─▶ the site's own form (headings with
//	     addresses, figures, callouts, tables that scroll, pictures with sizes)
//	   ─ policy ─▶ at rest: read again it is the same tree
//	   ─▶ drawings, made safe by server/media, put where random marks stand
//
// The Service is the one door to the store for pages, the importer and the
// owner's side. Its Revision changes exactly when something a visitor sees
// may have changed, so that caches need no other sign.
package content
