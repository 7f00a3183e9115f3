package wire

// MaxSearch is how much of a search is read, in bytes. 256 characters of any
// script fit; what is longer is a page somebody pasted, and its first words
// find it.
const MaxSearch = 1000

// Run is a piece of text; marked ones are what the search was for.
type Run struct {
	Text string `json:"text"`
	Mark bool   `json:"mark,omitempty"`
}

// Found is one result of a search.
type Found struct {
	Path    string  `json:"path"`
	Title   string  `json:"title"`
	Kind    Kind    `json:"kind"`
	Date    int64   `json:"date"`              // ms since 1970, UTC
	Score   float64 `json:"score"`             // comparable within one search only
	Section string  `json:"section,omitempty"` // anchor of the best section; "" is the page's beginning
	Heading string  `json:"heading,omitempty"` // that section's
	Marked  []Run   `json:"marked"`            // the title
	Snippet []Run   `json:"snippet"`           // at most 200 characters of that section
}

// Reading is a word that a search took for another one, because nothing has it
// as it was written.
type Reading struct {
	Word string `json:"word"`
	As   string `json:"as"`
}

// SearchAnswer is what a search found: one page of it and the number of all.
type SearchAnswer struct {
	Total    int       `json:"total"`
	Found    []Found   `json:"found"`
	Readings []Reading `json:"readings,omitempty"`
}
