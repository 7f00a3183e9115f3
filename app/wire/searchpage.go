package wire

// KindSearch is the page that searches the site; Page.Search is its value.
const KindSearch Kind = "search"

// Limits on a search.
const (
	MaxQuery     = 200 // characters that somebody may ask for
	MaxFound     = 50  // results that one answer has
	FoundPerPage = 20  // results that a page shows
	FoundAtFirst = 10  // results of an answer when nobody says how many
)

// SearchPage is /search: what was asked and what was found.
type SearchPage struct {
	Query   string         `json:"query"`
	Count   int            `json:"count"` // of all that was found; Results may be the best of them only
	Results []SearchResult `json:"results"`

	Readings []Reading `json:"readings,omitempty"` // what was looked for in place of a word that nothing has
	Problem  string    `json:"problem,omitempty"`  // why the question was not answered
	Pending  bool      `json:"pending,omitempty"`  // the index is not ready yet
	Scope    string    `json:"scope,omitempty"`    // what can be found: "12 posts, 3 projects and 2 pages"
	Closest  []Link    `json:"closest,omitempty"`  // pages that may be meant when nothing was found
	Tags     []Filter  `json:"tags,omitempty"`     // words to go on with
}

// SearchResult is one thing that was found.
type SearchResult struct {
	Title   string `json:"title"`
	Href    string `json:"href"` // of the part that was found
	Kind    Kind   `json:"kind"`
	Date    string `json:"date,omitempty"`    // of a post, as machines read it
	When    string `json:"when,omitempty"`    // the date or the years of a project, as people do
	Heading string `json:"heading,omitempty"` // of the part that was found
	Snippet []Run  `json:"snippet"`
}
