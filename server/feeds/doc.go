// Package feeds builds what machines read of the site: RSS, Atom and JSON Feed
// of the blog and of each term, the sitemap, robots.txt and llms.txt. It reads
// through content, so what is not public cannot appear, and knows no HTTP: an
// address goes in, bytes and their media type come out.
//
// XML is written by encoding/xml from the structs here, never by joining
// strings. The library weighed for it, gorilla/feeds, has no atom:link,
// dc:creator and category in its RSS, and one link and no language in its
// Atom: what would be left of it is its structs.
package feeds
