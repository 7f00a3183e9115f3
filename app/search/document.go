package search

import "vitrine/app/wire"

// Document is one page as the index takes it: plain text, cut at its headings.
type Document struct {
	Path     string
	Title    string
	Kind     wire.Kind // KindPost, KindProject, KindFree, KindAbout
	Lang     string    // BCP 47; it picks the stemmer, "" has none
	Date     int64     // ms since 1970, UTC; the newer of two equals comes first
	Tags     []string
	Sections []Section // in their order
}

// Section is the text under one heading.
type Section struct {
	ID      string `json:"id,omitempty"`      // the heading's anchor; "" before the first heading
	Heading string `json:"heading,omitempty"` // as a reader sees it
	Text    string `json:"text,omitempty"`    // one blank or newline between words and paragraphs
	Lede    bool   `json:"lede,omitempty"`    // the author's own summary: it weighs more than the body
}

// TextSource gives the text of a document for snippets and phrases: the index
// itself holds none. Sections of an unknown path are nil. It is called by
// every search, from any goroutine.
type TextSource interface {
	Sections(path string) []Section
}

// Texts is a TextSource in memory, and as JSON the file a browser loads beside
// the index.
type Texts map[string][]Section

// Sections gives the sections of a path.
func (t Texts) Sections(path string) []Section { return t[path] }

// TextsOf collects the texts of documents.
func TextsOf(docs []Document) Texts {
	t := make(Texts, len(docs))
	for _, d := range docs {
		t[d.Path] = d.Sections
	}
	return t
}

// The fields of a document, each with its weight and how much its length
// counts (doc.go says why these).
const (
	inTitle = iota
	inHeading
	inTag
	inLede
	inBody
	fields
)

var (
	weights = [fields]float64{inTitle: 5, inHeading: 2, inTag: 3, inLede: 2, inBody: 1}
	slopes  = [fields]float64{inTitle: 0.3, inHeading: 0.5, inTag: 0.3, inLede: 0.3, inBody: 0.75}
)

// counts is how often each field of one document has a word, and of a whole
// document how many words each field has.
type counts [fields]uint32
