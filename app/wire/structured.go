package wire

// Feed is a feed that a page names in its head.
type Feed struct {
	Title string
	Href  string
	Type  string // media type
}
