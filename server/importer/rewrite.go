package importer

import (
	"regexp"
	"strings"
)

// carrier carries a text over. It knows Markdown only as far as it must: where
// code is, which it leaves alone, and where addresses stand outside of it. It
// never looks at the same bytes more than a few times, whatever they are.
type carrier struct {
	hugo, liquid, mdx bool

	resolve   func(address string, picture bool, line int) string // the address on this site; the same when there is none
	ref       func(target string) (string, bool)                  // what a template's name of a text means
	shortcode func(name string, line int)                         // one that stays as text
	hidden    func(element string, line int)                      // one that readers will not see
}

var (
	listMarker = regexp.MustCompile(`^(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)`)
	atxHeading = regexp.MustCompile(`^#{1,6}(?:[ \t]|$)`)
	rawStart   = regexp.MustCompile(`(?i)^<(!--|script\b|style\b)`)

	hugoHighlight    = regexp.MustCompile(`^\{\{[<%]\s*highlight\s+"?([\w+#.-]+)"?[^>%]*[>%]\}\}$`)
	hugoHighlightEnd = regexp.MustCompile(`^\{\{[<%]\s*/\s*highlight\s*[>%]\}\}$`)
	liquidCode       = regexp.MustCompile(`^\{%-?\s*highlight\s+([\w+#.-]+)[^%]*%\}$`)
	liquidCodeEnd    = regexp.MustCompile(`^\{%-?\s*endhighlight\s*-?%\}$`)
	liquidRaw        = regexp.MustCompile(`^\{%-?\s*(end)?raw\s*-?%\}$`)
)

// scan is the state between lines.
type scan struct {
	out   strings.Builder
	chunk strings.Builder // lines of one paragraph, not yet carried
	start int             // line of the chunk's first line

	fence   string // the mark that opened the code we are in: "```", "~~~~"
	quoted  int    // depth of the quotation that holds it
	until   string // we are in raw text that ends with this
	endCode *regexp.Regexp
	noEnd   bool // a highlighted code without its end was seen: there is no end further down

	inList, afterBlank bool
}

// markdown carries a Markdown text whose first line is number line of its file.
func (c *carrier) markdown(body string, line int) string {
	s := &scan{afterBlank: true}
	lines := strings.SplitAfter(body, "\n")
	for i, l := range lines {
		if l == "" {
			break
		}
		if !c.opaque(s, l) {
			c.line(s, l, line+i, lines[i+1:])
		}
	}
	c.flush(s)
	return s.out.String()
}

// opaque passes on a line of code or of raw text, and sees its end.
func (c *carrier) opaque(s *scan, l string) bool {
	depth, inner := unquote(l)
	text := strings.TrimSpace(inner)
	switch {
	case s.endCode != nil:
		if s.endCode.MatchString(text) {
			s.out.WriteString(s.fence + strings.Repeat("\n", strings.Count(l, "\n")))
			s.fence, s.endCode = "", nil
			return true
		}
	case s.fence != "" && depth < s.quoted: // the quotation that held the code is over
		s.fence = ""
		return false
	case s.fence != "":
		if strings.HasPrefix(text, s.fence) && strings.Trim(text, s.fence[:1]) == "" {
			s.fence = ""
		}
	case s.until != "":
		if strings.Contains(strings.ToLower(l), s.until) {
			s.until = ""
		}
	default:
		return false
	}
	s.out.WriteString(unescapeShortcodes(l))
	return true
}

// line takes one line outside of code.
func (c *carrier) line(s *scan, l string, n int, rest []string) {
	depth, inner := unquote(l)
	text := strings.TrimSpace(inner)
	if text == "" {
		c.flush(s)
		s.out.WriteString(l)
		s.afterBlank = true
		return
	}
	indent := indentOf(inner)
	marker := indent < 4 && listMarker.MatchString(text)
	switch {
	case marker:
		s.inList = true
	case indent == 0 && s.afterBlank:
		s.inList = false
	}
	if marker {
		text = strings.TrimSpace(text[strings.IndexAny(text+" ", " \t"):])
	}
	if indent >= 4 && s.chunk.Len() == 0 && !s.inList { // indented code
		s.out.WriteString(unescapeShortcodes(l))
		return
	}
	if c.opens(s, l, text, depth, n, rest) {
		s.afterBlank = false
		return
	}
	s.afterBlank = false
	if s.chunk.Len() == 0 {
		s.start = n
	}
	s.chunk.WriteString(l)
	if atxHeading.MatchString(text) {
		c.flush(s)
	}
}

// opens sees the beginning of code or of raw text, and passes it on.
func (c *carrier) opens(s *scan, l, text string, depth, n int, rest []string) bool {
	if mark := fenceMark(text); mark != "" {
		c.flush(s)
		s.fence, s.quoted = mark, depth
		s.out.WriteString(l)
		return true
	}
	start, end := hugoHighlight, hugoHighlightEnd
	if c.liquid {
		start, end = liquidCode, liquidCodeEnd
	}
	if m := start.FindStringSubmatch(text); m != nil && (c.hugo || c.liquid) && !s.noEnd {
		if fence, ok := fenceFor(rest, end); ok {
			c.flush(s)
			s.fence, s.endCode = fence, end
			s.out.WriteString(fence + m[1] + "\n")
			return true
		}
		s.noEnd = true
	}
	if c.liquid && liquidRaw.MatchString(text) {
		c.flush(s)
		s.out.WriteString("\n")
		return true
	}
	if m := rawStart.FindStringSubmatch(text); m != nil {
		until := "-->"
		if m[1] != "!--" {
			until = "</" + strings.ToLower(m[1])
		}
		if !strings.Contains(strings.ToLower(text[len(m[0]):]), until) {
			c.flush(s)
			s.until = until
			if until == "</script" {
				c.hidden("script", n)
			}
			s.out.WriteString(l)
			return true
		}
	}
	return false
}

func (c *carrier) flush(s *scan) {
	if s.chunk.Len() > 0 {
		if word, _, _ := strings.Cut(s.chunk.String(), " "); c.mdx && (word == "import" || word == "export") {
			c.shortcode(word, s.start)
		}
		in := inline{carrier: c, s: s.chunk.String(), line: s.start}
		s.out.WriteString(in.carry())
		s.chunk.Reset()
	}
}

// fenceFor makes a fence longer than any in the code up to the line end matches.
// Code that does not end stays as it is.
func fenceFor(lines []string, end *regexp.Regexp) (string, bool) {
	fence := "```"
	for _, l := range lines {
		text := strings.TrimSpace(l)
		if end.MatchString(text) {
			return fence, true
		}
		if m := fenceMark(text); len(m) >= len(fence) {
			fence = strings.Repeat("`", len(m)+1)
		}
	}
	return "", false
}

// fenceMark is the run of marks that opens fenced code, "" for other lines.
func fenceMark(text string) string {
	if text == "" || text[0] != '`' && text[0] != '~' {
		return ""
	}
	n := len(text) - len(strings.TrimLeft(text, text[:1]))
	if n < 3 || text[0] == '`' && strings.Contains(text[n:], "`") {
		return ""
	}
	return text[:n]
}

// unquote takes the marks of a quotation off a line.
func unquote(l string) (depth int, rest string) {
	for {
		t := strings.TrimLeft(l, " ")
		if len(l)-len(t) > 3 || !strings.HasPrefix(t, ">") {
			return depth, l
		}
		depth++
		l = strings.TrimPrefix(t[1:], " ")
	}
}

func indentOf(l string) int {
	n := 0
	for _, r := range l {
		switch r {
		case ' ':
			n++
		case '\t':
			n += 4 - n%4
		default:
			return n
		}
	}
	return n
}

// htmlBody carries an HTML text over as one block of raw HTML inside Markdown.
// Such a block ends at the first blank line, and what is indented after it would
// be code: so blank lines go, and those that a <pre> needs become references.
func (c *carrier) htmlBody(body string, line int) string {
	in := inline{carrier: c, s: body, line: line, raw: true}
	body = in.carry()
	var b strings.Builder
	b.WriteString("<div>\n")
	pre := false
	for l := range strings.SplitSeq(body, "\n") {
		low := strings.ToLower(l)
		open, shut := strings.LastIndex(low, "<pre"), strings.LastIndex(low, "</pre")
		switch {
		case pre && shut < 0:
			b.WriteString(l + "&#10;")
			continue
		case open > shut:
			b.WriteString(l + "&#10;")
			pre = true
			continue
		}
		pre = false
		if l = strings.TrimSpace(l); l != "" {
			b.WriteString(l + "\n")
		}
	}
	b.WriteString("</div>\n")
	return b.String()
}
