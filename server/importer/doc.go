// Package importer brings folders of Markdown into the site: Hugo's, Jekyll's,
// plain ones, and Vitrine's own.
//
// One run goes through five steps, and a file that fails one of them is told of
// in the report and left out, while the rest goes on:
//
//   - tree.go lists the folder. Everything is read through an fs.FS; for a folder
//     on disk that is an os.Root, so nothing outside it can be read.
//   - kind.go says whose folder it is and which files are posts, pages or projects.
//   - frontmatter.go, fields.go and record.go make a record of each file.
//   - address.go gives every record its slug and knows its old addresses.
//   - rewrite.go, inline.go and shortcode.go carry the text over: pictures go to
//     the media library, links between posts follow them, shortcodes stay readable.
//
// A record remembers where it came from ("hugo:post/hello.md"), so that a second
// run finds it again and changes only what differs.
package importer
