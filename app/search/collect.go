package search

import "strings"

// collector reads documents into the counts of their words.
type collector struct {
	reader  reader
	ids     map[string]int32 // of terms
	terms   []string
	has     []counts // of the document being read, by id
	touched []int32  // ids that it has
	lens    counts   // its words in each field
}

func newCollector() *collector { return &collector{ids: map[string]int32{}} }

// document reads one; what the one before had is forgotten.
func (c *collector) document(d *Document) {
	for _, id := range c.touched {
		c.has[id] = counts{}
	}
	c.touched, c.lens = c.touched[:0], counts{}
	c.reader.elides = elides(d.Lang)
	c.text(inTitle, d.Title)
	for _, t := range d.Tags {
		c.text(inTag, t)
	}
	for i := range d.Sections {
		s := &d.Sections[i]
		c.text(inHeading, s.Heading)
		if s.Lede {
			c.text(inLede, s.Text)
		} else {
			c.text(inBody, s.Text)
		}
	}
}

func elides(lang string) bool {
	switch base(lang) {
	case "fr", "it", "ca":
		return true
	}
	return false
}

func (c *collector) text(field int, s string) {
	c.reader.read(s, func(k *chunk) {
		c.lens[field] += uint32(max(1, len(k.parts)))
		for i := range k.parts {
			c.word(field, k.parts[i].text)
		}
		if len(k.whole) > 0 {
			c.word(field, k.whole)
		}
	})
}

func (c *collector) word(field int, w []byte) {
	id, ok := c.ids[string(w)]
	if !ok {
		id = int32(len(c.terms))
		s := string(w)
		c.ids[s] = id
		c.terms = append(c.terms, s)
		c.has = append(c.has, counts{})
	}
	if c.has[id] == (counts{}) {
		c.touched = append(c.touched, id)
	}
	if c.has[id][field] < maxCount {
		c.has[id][field]++
	}
}

// describe is what the index keeps of a document besides its words.
func (c *collector) describe(d *Document) doc {
	return doc{
		path: d.Path, title: d.Title, kind: d.Kind, lang: base(d.Lang), date: d.Date,
		lens: c.lens, key: c.key(d.Title),
	}
}

// key is a title as its words, so that it is known whatever its case, accents
// and punctuation. A title without a word is its own key.
func (c *collector) key(title string) string {
	title = cut(title, maxText)
	var b strings.Builder
	c.reader.elides = false
	c.reader.read(title, func(k *chunk) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		if len(k.whole) > 0 {
			b.Write(k.whole)
			return
		}
		for i := range k.parts {
			b.Write(k.parts[i].text)
		}
	})
	if b.Len() == 0 {
		return strings.ToLower(strings.TrimSpace(title))
	}
	return b.String()
}
