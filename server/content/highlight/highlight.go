// Package highlight cuts source code into runs of four roles: keyword, string,
// number and comment. Four are what a page can colour calmly. chroma's lexers
// do the reading; its formatters and styles are not used.
//
// Reading chroma's registry of 300 languages costs 4.4 ms at every start and
// 4.5 MB of memory. A scanner of our own was tried: it cost nothing and knew
// forty languages, each of them ours to keep right.
package highlight

import (
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// Role is what a run of code is.
type Role byte

// The roles; the letters are the classes of the page's style sheet.
const (
	Plain   Role = 0
	Keyword Role = 'k'
	String  Role = 's'
	Number  Role = 'n' // numbers and named constants
	Comment Role = 'c'
)

// Span is a run of code with one role.
type Span struct {
	Role Role
	Text string
}

// Spans cuts code into runs; joined, their texts are the code. A language that
// chroma does not know gives one plain run and false.
func Spans(lang, code string) ([]Span, bool) {
	lexer := find(lang)
	if lexer == nil {
		return []Span{{Plain, code}}, false
	}
	tokens, err := lexer.Tokenise(nil, code)
	if err != nil {
		return []Span{{Plain, code}}, true
	}
	var out []Span
	rest := code
	for t := tokens(); t != chroma.EOF && rest != ""; t = tokens() {
		// Lexers may end the last line themselves and mend line ends; what is
		// not the author's text is not shown.
		text := t.Value
		if !strings.HasPrefix(rest, text) {
			if text = rest; strings.HasPrefix(t.Value, rest) {
				out = add(out, role(t.Type), rest)
				return out, true
			}
			return []Span{{Plain, code}}, true
		}
		rest = rest[len(text):]
		out = add(out, role(t.Type), text)
	}
	return add(out, Plain, rest), true
}

// find knows a language by any of its names. chroma itself would also guess
// from file names, which a word after a fence is not.
func find(lang string) chroma.Lexer {
	if lang == "" || strings.ContainsAny(lang, " .*") {
		return nil
	}
	return lexers.Get(strings.ToLower(lang))
}

// add appends a run, or lengthens the last one when it has the same role.
func add(out []Span, r Role, text string) []Span {
	if text == "" {
		return out
	}
	if n := len(out); n > 0 && out[n-1].Role == r {
		out[n-1].Text += text
		return out
	}
	return append(out, Span{r, text})
}

// role brings chroma's eighty kinds of token to four.
func role(t chroma.TokenType) Role {
	switch {
	case t == chroma.KeywordConstant, t.InSubCategory(chroma.LiteralNumber), t == chroma.NameConstant, t == chroma.NameEntity, t == chroma.NameVariableGlobal, t == chroma.GenericDeleted:
		return Number
	case t.InCategory(chroma.Keyword), t == chroma.NameTag, t == chroma.NameAttribute, t == chroma.NameDecorator, t == chroma.OperatorWord, t == chroma.CommentPreproc, t == chroma.GenericSubheading, t == chroma.GenericHeading:
		return Keyword
	case t.InSubCategory(chroma.LiteralString), t == chroma.CommentPreprocFile, t == chroma.GenericInserted:
		return String
	case t.InCategory(chroma.Comment):
		return Comment
	}
	return Plain
}
