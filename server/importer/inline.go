package importer

import (
	"html"
	"regexp"
	"strings"
)

// inline carries one paragraph.
type inline struct {
	*carrier
	s    string
	line int  // of s[at]
	raw  bool // HTML: no Markdown in it

	out     strings.Builder
	at      int
	seen    int             // s[:seen] is counted in line
	lost    map[string]bool // closing marks that do not come any more
	escape  int             // where the last escaped character ended
	pending []bool          // open brackets; true for a picture's
}

const maxPending = 1000 // brackets open at once: beyond it they are words

// lineAt is the line of s[i]; i never goes back.
func (in *inline) lineAt(i int) int {
	if i > in.seen {
		in.line += strings.Count(in.s[in.seen:i], "\n")
		in.seen = i
	}
	return in.line
}

// closing finds mark at or after i, remembering marks that are not there: a text
// of opening marks alone would otherwise be read again for each of them.
func (in *inline) closing(mark string, i int) int {
	if in.lost[mark] {
		return -1
	}
	if j := strings.Index(in.s[i:], mark); j >= 0 {
		return i + j
	}
	if in.lost == nil {
		in.lost = map[string]bool{}
	}
	in.lost[mark] = true
	return -1
}

// put writes text in place of s[at:to].
func (in *inline) put(text string, to int) {
	in.out.WriteString(text)
	in.at = to
}

func (in *inline) carry() string {
	in.definition()
	for in.at < len(in.s) {
		i := in.at
		switch ch := in.s[i]; {
		case in.template():
		case ch == '<' && in.tag():
		case ch == '{' || ch == '<' || in.raw:
			in.put(in.s[i:i+1], i+1)
		case ch == '\n':
			in.put("\n", i+1)
			in.definition()
		case ch == '\\' && i+1 < len(in.s) && in.s[i+1] != '\n':
			in.put(in.s[i:i+2], i+2)
			in.escape = i + 2
		case ch == '`':
			in.code()
		case ch == '[':
			if len(in.pending) < maxPending {
				in.pending = append(in.pending, i > 0 && in.s[i-1] == '!' && in.escape != i)
			}
			in.put("[", i+1)
		case ch == ']':
			in.endBracket()
		default:
			next := strings.IndexAny(in.s[i+1:], "\n\\`[]<{")
			if next < 0 {
				next = len(in.s) - i - 1
			}
			in.put(in.s[i:i+1+next], i+1+next)
		}
	}
	return in.out.String()
}

// code passes on a code span, or the backticks that open none.
func (in *inline) code() {
	i := in.at
	n := len(in.s[i:]) - len(strings.TrimLeft(in.s[i:], "`"))
	mark := in.s[i : i+n]
	if !in.lost[mark] {
		for j := i + n; ; {
			k := strings.Index(in.s[j:], mark)
			if k < 0 {
				break
			}
			j += k
			run := len(in.s[j:]) - len(strings.TrimLeft(in.s[j:], "`"))
			if run == n {
				in.put(unescapeShortcodes(in.s[i:j+n]), j+n)
				return
			}
			j += run
		}
		if in.lost == nil {
			in.lost = map[string]bool{}
		}
		in.lost[mark] = true
	}
	in.put(mark, i+n)
}

// endBracket passes on "]" and, when an address follows, carries it.
func (in *inline) endBracket() {
	i := in.at
	in.put("]", i+1)
	if len(in.pending) == 0 {
		return
	}
	picture := in.pending[len(in.pending)-1]
	in.pending = in.pending[:len(in.pending)-1]
	if !strings.HasPrefix(in.s[i+1:], "(") {
		return
	}
	from := i + 2
	for from < len(in.s) && (in.s[from] == ' ' || in.s[from] == '\t' || in.s[from] == '\n') {
		from++
	}
	address, to := destination(in.s, from, true)
	if to < 0 || !linkEnds(in.s, to) {
		return
	}
	in.out.WriteString(in.s[i+1 : from])
	in.put(in.address(in.s[from:to], address, picture, in.lineAt(from)), to)
}

// address carries a Markdown address; written is how it stands in the text.
func (in *inline) address(written, address string, picture bool, line int) string {
	plain := address
	if !strings.Contains(address, "{") {
		plain = html.UnescapeString(unescapeMarkdown(address))
	}
	got, ok := in.carried(plain, picture, line)
	switch {
	case !ok: // a template that is not known here
		return visible(written)
	case got == plain:
		return written
	case strings.ContainsAny(got, " ()<>"):
		return "<" + strings.NewReplacer("<", "%3C", ">", "%3E").Replace(got) + ">"
	}
	return got
}

// carried resolves templates in an address, then the address.
func (in *inline) carried(address string, picture bool, line int) (string, bool) {
	if strings.Contains(address, "{{") || strings.Contains(address, "{%") {
		var ok bool
		if address, ok = in.expand(address, line); !ok {
			return "", false
		}
		if address == "" {
			address = "/"
		}
	}
	return in.resolve(address, picture, line), true
}

// destination reads a link's address at s[i:]: its text and where it ends, -1
// when there is none. A template in it may hold spaces.
func destination(s string, i int, parens bool) (address string, to int) {
	if i < len(s) && s[i] == '<' {
		for j := i + 1; j < len(s); j++ {
			switch s[j] {
			case '>':
				return s[i+1 : j], j + 1
			case '\n', '<':
				return "", -1
			case '\\':
				j++
			}
		}
		return "", -1
	}
	depth, j := 0, i
	for ; j < len(s); j++ {
		switch c := s[j]; {
		case c <= ' ':
			return s[i:j], j
		case c == '\\' && j+1 < len(s) && s[j+1] > ' ':
			j++
		case c == '{' && j+1 < len(s) && (s[j+1] == '{' || s[j+1] == '%'):
			end := "}}"
			if s[j+1] == '%' {
				end = "%}"
			}
			near := window(s[j:], 500)
			if k := strings.Index(near, end); k >= 0 && !strings.Contains(near[:k], "\n") {
				j += k + 1
			}
		case c == '(':
			if depth++; depth > 32 { // as CommonMark has it
				return "", -1
			}
		case c == ')':
			if depth == 0 {
				if parens {
					return s[i:j], j
				}
				continue
			}
			depth--
		}
	}
	if depth > 0 {
		return "", -1
	}
	return s[i:], len(s)
}

// linkEnds says whether s[i:] is an optional title and the closing parenthesis.
func linkEnds(s string, i int) bool {
	rest := strings.TrimLeft(s[i:], " \t\n")
	if rest == "" {
		return false
	}
	closing := map[byte]byte{'"': '"', '\'': '\'', '(': ')'}[rest[0]]
	if closing == 0 || rest == s[i:] {
		return rest[0] == ')'
	}
	for j := 1; j < len(rest); j++ {
		switch rest[j] {
		case '\\':
			j++
		case closing:
			return strings.HasPrefix(strings.TrimLeft(rest[j+1:], " \t\n"), ")")
		case '(':
			if closing == ')' {
				return false
			}
		}
	}
	return false
}

var definitionStart = regexp.MustCompile(`^ {0,3}\[[^\]\[^\n][^\]\[\n]{0,200}\]:[ \t]*`)

// definition carries the address of "[label]: address" at the start of a line.
func (in *inline) definition() {
	if in.raw {
		return
	}
	m := definitionStart.FindString(window(in.s[in.at:], 300))
	if m == "" {
		return
	}
	from := in.at + len(m)
	address, to := destination(in.s, from, false)
	if to <= from {
		return
	}
	in.out.WriteString(m)
	in.put(in.address(in.s[from:to], address, isPicture(address), in.lineAt(from)), to)
}

var (
	tagName   = regexp.MustCompile(`^<(/?)([A-Za-z][A-Za-z0-9.-]*)`)
	attribute = regexp.MustCompile(`^\s*([A-Za-z_:@][\w:.-]*)(?:\s*=\s*("[^"]*"|'[^']*'|\{[^{}<>]*\}|[^\s"'=<>` + "`" + `]+))?`)
	addressed = map[string]bool{"src": true, "href": true, "poster": true, "data-src": true}
	// hiddenTag are elements that the reduction of HTML takes out with all that they show.
	hiddenTag  = map[string]bool{"iframe": true, "script": true, "form": true, "object": true, "embed": true}
	pictureTag = map[string]bool{"img": true, "source": true, "video": true, "audio": true}
)

// tag carries the addresses in an HTML tag or passes a comment on.
func (in *inline) tag() bool {
	i := in.at
	if strings.HasPrefix(in.s[i:], "<!--") {
		end := in.closing("-->", i+4)
		if end < 0 {
			return false
		}
		in.put(in.s[i:end+3], end+3)
		return true
	}
	m := tagName.FindStringSubmatch(window(in.s[i:], 64))
	if m == nil {
		return false
	}
	if in.mdx && m[2][0] >= 'A' && m[2][0] <= 'Z' {
		if m[1] == "" {
			in.shortcode("<"+m[2]+">", in.lineAt(i))
		}
		in.put("&lt;", i+1)
		return true
	}
	name := strings.ToLower(m[2])
	if m[1] == "" && hiddenTag[name] {
		in.hidden(name, in.lineAt(i))
	}
	if m[1] != "" || name != "a" && !pictureTag[name] {
		return false
	}
	var b strings.Builder
	b.WriteString(m[0])
	j := i + len(m[0])
	for {
		a := attribute.FindStringSubmatch(window(in.s[j:], 4096))
		if a == nil {
			break
		}
		text := a[0]
		if addressed[strings.ToLower(a[1])] && a[2] != "" {
			text = in.attribute(a[0], a[2], pictureTag[name], in.lineAt(j))
		}
		b.WriteString(text)
		j += len(a[0])
	}
	rest := strings.TrimLeft(in.s[j:], " \t\n/")
	if !strings.HasPrefix(rest, ">") {
		return false
	}
	end := len(in.s) - len(rest)
	b.WriteString(in.s[j:end])
	in.put(b.String(), end)
	return true
}

func (in *inline) attribute(whole, value string, picture bool, line int) string {
	plain := value
	if value[0] == '"' || value[0] == '\'' {
		plain = value[1 : len(value)-1]
	}
	if !strings.Contains(plain, "{") {
		plain = html.UnescapeString(plain)
	}
	got, ok := in.carried(strings.TrimSpace(plain), picture, line)
	switch {
	case !ok:
		got = plain
	case got == strings.TrimSpace(plain):
		return whole
	}
	return strings.TrimSuffix(whole, value) + `"` + html.EscapeString(got) + `"`
}

// window bounds what a pattern looks at: it is asked at every line and tag.
func window(s string, n int) string { return s[:min(n, len(s))] }

var markdownEscape = regexp.MustCompile(`\\([!-/:-@\[-` + "`" + `{-~])`)

func unescapeMarkdown(s string) string { return markdownEscape.ReplaceAllString(s, "$1") }
