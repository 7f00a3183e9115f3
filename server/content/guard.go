package content

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"vitrine/app/wire"
)

// Bounds on shapes that cost the parser more than their length. 50,000 nested
// quotes on a line took it 4.5 s, 20,000 half links in one paragraph 3.5 s.
const (
	maxNesting = 100         // quotes and lists opened on one line
	maxEffort  = 400_000_000 // bytes that signs may make it read again, over the whole text: under a second
	maxCells   = 50_000      // of one table: short rows are filled up, so 50 KB could make 20 million
	maxTags    = 100_000     // "<" in the parser's output: a novel has half of it
)

// nesting refuses a line that opens more containers than anyone writes.
func nesting(source []byte) error {
	line := 0
	for rest := source; len(rest) > 0; {
		line++
		var l []byte
		l, rest, _ = bytes.Cut(rest, []byte("\n"))
		if n := containers(l); n > maxNesting {
			return wire.Errorf(wire.Invalid, "line %d opens %d quotes or lists inside one another; %d are allowed", line, n, maxNesting)
		}
		if h := bytes.TrimLeft(l, " >"); len(h) > 0 && h[0] == '#' && effort(l) > maxEffort/10 {
			return wire.Errorf(wire.Invalid, "the heading on line %d is too long", line)
		}
	}
	return nil
}

// containers counts the quote and list marks a line begins with.
func containers(l []byte) int {
	n := 0
	for i := 0; i < len(l); {
		c := l[i]
		switch {
		case c == ' ' || c == '\t':
			i++
		case c == '>':
			n++
			i++
		case (c == '-' || c == '*' || c == '+') && (i+1 == len(l) || l[i+1] == ' ' || l[i+1] == '\t'):
			n++
			i += 2
		case c >= '0' && c <= '9':
			j := i
			for j < len(l) && l[j] >= '0' && l[j] <= '9' {
				j++
			}
			if j+1 >= len(l) || l[j] != '.' && l[j] != ')' || l[j+1] != ' ' && l[j+1] != '\t' {
				return n
			}
			n++
			i = j + 2
		default:
			return n
		}
	}
	return n
}

// effort is what the inline parser may have to read for a run of text: each
// sign that can open something may be looked for to the end.
func effort(run []byte) int {
	signs := 0
	for _, c := range run {
		switch c {
		case '[', ']', '<', '`', '*', '_', '~', '!', '@':
			signs++
		}
	}
	return signs * len(run)
}

// guard is a paragraph transformer: it runs after a paragraph's lines are
// known and before its inlines are parsed, which is the last moment to refuse.
type guard struct{}

var effortKey, faultKey = parser.NewContextKey(), parser.NewContextKey()

// Transform adds the paragraph's effort to the text's, and takes the paragraph
// out when the sum is too much: Render then refuses the text.
func (guard) Transform(p *ast.Paragraph, reader text.Reader, pc parser.Context) {
	source, lines := reader.Source(), p.Lines()
	if lines.Len() == 0 {
		return
	}
	line := func(i int) []byte {
		segment := lines.At(i)
		return segment.Value(source)
	}
	from, to := lines.At(0).Start, lines.At(lines.Len()-1).Stop
	cost := 0
	if lines.Len() > 1 && isRuler(line(1)) {
		if n := lines.Len() * bytes.Count(line(1), []byte("|")); n > maxCells {
			refuse(pc, p, fmt.Sprintf("the table that begins on line %d has %d cells; %d are allowed", lineNumber(source, from), n, maxCells))
			return
		}
		for i := range lines.Len() { // a table: its cells are parsed one by one
			cost += effort(line(i))
		}
	} else {
		cost = effort(source[from:to])
	}
	sum, _ := pc.Get(effortKey).(int)
	sum += cost
	pc.Set(effortKey, sum)
	if sum <= maxEffort {
		return
	}
	refuse(pc, p, fmt.Sprintf("the paragraph that begins on line %d is too long and tangled (%d bytes): break it up with empty lines, or put code in a code block", lineNumber(source, from), to-from))
}

// refuse keeps the first fault and takes the paragraph out, unread.
func refuse(pc parser.Context, p *ast.Paragraph, fault string) {
	if pc.Get(faultKey) == nil {
		pc.Set(faultKey, fault)
	}
	p.Parent().RemoveChild(p.Parent(), p)
}

func lineNumber(source []byte, at int) int { return 1 + bytes.Count(source[:at], []byte("\n")) }

// isRuler says whether a line is the dashes under a table's heading.
func isRuler(l []byte) bool {
	return bytes.IndexByte(l, '-') >= 0 && len(bytes.Trim(l, " \t\n|:-")) == 0
}

func guardFault(pc parser.Context) error {
	if message, ok := pc.Get(faultKey).(string); ok {
		return wire.Errorf(wire.Invalid, "%s", message)
	}
	return nil
}
