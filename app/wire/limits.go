package wire

// Limits on what the owner writes, in characters unless a name says bytes.
// They hold in the form, in the importer and in the store.
const (
	MaxTitle       = 255 // the blueprint's VARCHAR(255)
	MaxSlug        = 120
	MaxExcerpt     = 1000
	MaxName        = 120     // a tag, a category, a series, a technology, an author
	MaxTags        = 50      // of one post; technologies of one project
	MaxAddress     = 2000    // bytes of a link or a path
	MaxBodyBytes   = 1 << 20 // of Markdown: a longer one could hold the renderer for seconds
	MaxFrontMatter = 16 << 10
	MaxMediaBytes  = 16 << 20
	MaxPixels      = 100_000_000 // of an original; it is stored, not decoded
)

// PostsPerPage is how many posts one page of a list shows.
const PostsPerPage = 20
