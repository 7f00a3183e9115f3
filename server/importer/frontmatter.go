package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v3"

	"vitrine/app/wire"
)

// fault is what is wrong with one line of a file, for the report.
type fault struct {
	line     int
	what, do string
}

func (f *fault) Error() string { return fmt.Sprintf("line %d: %s", f.line, f.what) }

// document is a text file taken apart. Lines are numbered from 1.
type document struct {
	fields   fields
	body     string
	bodyLine int // of the body's first line
}

// parseDocument splits a file into front matter (YAML between ---, TOML between
// +++, or a JSON object) and body. Line ends become \n and a byte order mark goes.
func parseDocument(data []byte) (document, error) {
	if err := checkText(data); err != nil {
		return document{}, err
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")

	lead := len(text) - len(strings.TrimLeft(text, "\n \t"))
	line := 1 + strings.Count(text[:lead], "\n")
	rest := text[lead:]
	first, after, _ := strings.Cut(rest, "\n")
	first = strings.TrimRight(first, " \t")
	switch {
	case first == "---" || first == "+++":
		raw, body, closed := cutFence(after, first)
		if !closed {
			if first == "---" && !looksLikeKey(after) { // a rule at the top of a text without front matter
				break
			}
			return document{}, &fault{line, "the front matter that " + first + " opens is never closed",
				"put a line with " + first + " after it"}
		}
		decode := decodeYAML
		if first == "+++" {
			decode = decodeTOML
		}
		f, err := decodeFields(raw, line+1, decode)
		return document{fields: f, body: body, bodyLine: line + 2 + strings.Count(raw, "\n")}, err
	case looksLikeJSON(rest):
		end := jsonEnd(rest)
		if end < 0 {
			f, err := decodeFields(rest[:min(len(rest), wire.MaxFrontMatter)], line, decodeJSON)
			if err == nil {
				err = &fault{line, "the JSON front matter is never closed", "put a } after it"}
			}
			return document{fields: f}, err
		}
		f, err := decodeFields(rest[:end], line, decodeJSON)
		body := strings.TrimLeft(rest[end:], " \t")
		bodyLine := line + strings.Count(rest[:end], "\n")
		if b, ok := strings.CutPrefix(body, "\n"); ok {
			body, bodyLine = b, bodyLine+1
		}
		return document{fields: f, body: body, bodyLine: bodyLine}, err
	}
	return document{fields: fields{line: 1}, body: text, bodyLine: 1}, nil
}

// checkText refuses bytes that are no text, with the line of the first of them.
func checkText(data []byte) error {
	at := bytes.IndexByte(data, 0)
	if at >= 0 || bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return &fault{1 + bytes.Count(data[:max(at, 0)], []byte("\n")), "not a text file, or not UTF-8", "save it as UTF-8"}
	}
	if utf8.Valid(data) {
		return nil
	}
	for i := 0; i < len(data); {
		c, n := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && n == 1 {
			return &fault{1 + bytes.Count(data[:i], []byte("\n")), "not UTF-8", "save it as UTF-8"}
		}
		i += n
	}
	return nil
}

// cutFence finds the closing line of front matter. raw keeps its last newline.
func cutFence(s, fence string) (raw, body string, closed bool) {
	for at := 0; at <= len(s); {
		end := strings.IndexByte(s[at:], '\n')
		next := len(s)
		if end >= 0 {
			next = at + end + 1
		}
		l := strings.TrimRight(s[at:next], " \t\n")
		if l == fence || fence == "---" && l == "..." {
			return s[:at], s[next:], true
		}
		if end < 0 {
			break
		}
		at = next
	}
	return "", "", false
}

var keyLine = regexp.MustCompile(`^\s*["']?[\p{L}_][\p{L}\d_. -]*["']?\s*:(\s|$)`)

func looksLikeKey(s string) bool {
	first, _, _ := strings.Cut(s, "\n")
	return keyLine.MatchString(first)
}

// looksLikeJSON tells an object from a text that begins with a shortcode.
func looksLikeJSON(s string) bool {
	rest, ok := strings.CutPrefix(s, "{")
	rest = strings.TrimLeft(rest, " \t\n")
	return ok && rest != "" && (rest[0] == '"' || rest[0] == '}')
}

// jsonEnd is the offset after the object s begins with, or -1.
func jsonEnd(s string) int {
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

func decodeFields(raw string, line int, decode func(string) (map[string]any, int, error)) (fields, error) {
	f := fields{raw: raw, line: line}
	if len(raw) > wire.MaxFrontMatter {
		return f, &fault{line, fmt.Sprintf("front matter of %d KB: more than 16 KB is not read", len(raw)>>10), "shorten it"}
	}
	values, at, err := decode(raw)
	if err != nil {
		return f, &fault{line + max(at, 1) - 1, "the front matter is broken (" + err.Error() + ")", "correct this line"}
	}
	f.values = lowerKeys(values)
	return f, nil
}

// The decoders give a map of string, []any and map[string]any, with every scalar
// as its text: "2016-4-1", "1.10" and "007" mean what was written. On failure
// they give the faulty line, counted from 1.

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

func decodeYAML(raw string) (map[string]any, int, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(raw), &doc); err != nil {
		m := yamlLine.FindStringSubmatch(err.Error())
		told := 0
		if m != nil && m[1] != "" {
			n, convErr := strconv.Atoi(m[1])
			if convErr == nil {
				told = n
			}
		}
		return nil, yamlFaultLine(raw, told), errors.New(yamlLine.ReplaceAllString(err.Error(), ""))
	}
	if len(doc.Content) == 0 || doc.Content[0].Tag == "!!null" {
		return map[string]any{}, 0, nil
	}
	budget := 20_000 // nodes: an alias bomb of 16 KB would make millions
	v, err := yamlValue(doc.Content[0], &budget, 0)
	if err != nil {
		return nil, doc.Content[0].Line, err
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, doc.Content[0].Line, errors.New("not a list of keys and values")
	}
	return m, 0, nil
}

// yamlFaultLine is the line after the longest part that is whole by itself: the
// parser names the line where it gave up, which for a quote that is never closed
// is the end of the file.
func yamlFaultLine(raw string, told int) int {
	lines := strings.SplitAfter(raw, "\n")
	last := len(lines) - 1
	if told > 0 {
		last = min(last, told+1)
	}
	for k, tries := last, 0; k > 0 && tries < 64; k, tries = k-1, tries+1 {
		var n yaml.Node
		if yaml.Unmarshal([]byte(strings.Join(lines[:k], "")), &n) == nil {
			return k + 1
		}
	}
	if last > 64 {
		return max(told, 1)
	}
	return 1
}

func yamlValue(n *yaml.Node, budget *int, depth int) (any, error) {
	if *budget--; *budget < 0 || depth > 100 {
		return nil, errors.New("too many values")
	}
	switch n.Kind {
	case yaml.AliasNode:
		return yamlValue(n.Alias, budget, depth+1)
	case yaml.ScalarNode:
		if n.Tag == "!!null" {
			return nil, nil
		}
		return n.Value, nil
	case yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for _, c := range n.Content {
			v, err := yamlValue(c, budget, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case yaml.MappingNode:
		m := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			v, err := yamlValue(n.Content[i+1], budget, depth+1)
			if err != nil {
				return nil, err
			}
			if base, ok := v.(map[string]any); ok && n.Content[i].Tag == "!!merge" {
				for k, w := range base {
					if _, own := m[k]; !own {
						m[k] = w
					}
				}
				continue
			}
			m[n.Content[i].Value] = v
		}
		return m, nil
	}
	return nil, nil
}

func decodeTOML(raw string) (map[string]any, int, error) {
	var m map[string]any
	if err := toml.Unmarshal([]byte(raw), &m); err != nil {
		line := 1
		var d *toml.DecodeError
		if errors.As(err, &d) {
			line, _ = d.Position()
		}
		return nil, line, errors.New(strings.TrimPrefix(err.Error(), "toml: "))
	}
	return textual(m).(map[string]any), 0, nil
}

func decodeJSON(raw string) (map[string]any, int, error) {
	d := json.NewDecoder(strings.NewReader(raw))
	d.UseNumber()
	var m map[string]any
	if err := d.Decode(&m); err != nil {
		at := d.InputOffset()
		var s *json.SyntaxError
		switch {
		case errors.As(err, &s):
			at = s.Offset
		case errors.Is(err, io.ErrUnexpectedEOF):
			at = int64(len(strings.TrimRight(raw, "\n")))
		}
		return nil, 1 + strings.Count(raw[:min(int(at), len(raw))], "\n"), err
	}
	return textual(m).(map[string]any), 0, nil
}

// textual turns a decoder's typed scalars into text.
func textual(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for k, w := range v {
			m[k] = textual(w)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i, w := range v {
			list[i] = textual(w)
		}
		return list
	case nil:
		return nil
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1e15 {
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
		return strconv.FormatFloat(v, 'g', -1, 64)
	case time.Time:
		return v.Format(time.RFC3339Nano)
	}
	return fmt.Sprint(v)
}
