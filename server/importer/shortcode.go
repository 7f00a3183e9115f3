package importer

import (
	"regexp"
	"strings"
)

// template carries what stands at s[at] if it is a shortcode of Hugo's or a tag
// of Liquid's: a few are known, the rest stays as visible text and is told of.
func (in *inline) template() bool {
	rest := in.s[in.at:]
	switch {
	case in.hugo && (strings.HasPrefix(rest, "{{<") || strings.HasPrefix(rest, "{{%")):
		end := ">}}"
		if rest[2] == '%' {
			end = "%}}"
		}
		return in.hugoShortcode(end)
	case in.liquid && (strings.HasPrefix(rest, "{{") || strings.HasPrefix(rest, "{%")):
		return in.liquidTag()
	case in.liquid && strings.HasPrefix(rest, "{:"): // kramdown's attributes
		line, _, _ := strings.Cut(window(rest, 500), "\n")
		end := strings.IndexByte(line, '}')
		if end < 0 {
			return false
		}
		in.shortcode("{: }", in.lineAt(in.at))
		in.put(visible(line[:end+1]), in.at+end+1)
		return true
	}
	return false
}

func (in *inline) hugoShortcode(end string) bool {
	i := in.at
	to := in.closing(end, i+3)
	if to < 0 {
		return false
	}
	to += len(end)
	whole := in.s[i:to]
	if m := escapedShortcode.FindString(whole); m == whole { // the text shows a shortcode to its readers
		in.put(visible(unescapeShortcodes(whole)), to)
		return true
	}
	inner := strings.TrimSpace(whole[3 : len(whole)-3])
	name, args, _ := strings.Cut(inner, " ")
	name = strings.TrimSpace(strings.TrimSuffix(name, "/"))
	line := in.lineAt(i)
	switch name {
	case "ref", "relref":
		if address, ok := in.ref(firstArgument(args)); ok {
			in.put(address, to)
			return true
		}
	case "figure":
		if text, ok := in.figure(args, line); ok {
			in.put(text, to)
			return true
		}
	}
	if closes := strings.HasPrefix(name, "/"); !closes && name != "" {
		in.shortcode(name, line)
	}
	in.put(visible(whole), to)
	return true
}

var shortcodeArgument = regexp.MustCompile(`([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|` + "`([^`]*)`" + `|([^\s"]+))`)

func firstArgument(args string) string {
	args = strings.TrimSpace(args)
	if m := shortcodeArgument.FindStringSubmatch(args); m != nil && (m[1] == "path" || m[1] == "page") {
		return m[2] + m[3] + m[4]
	}
	return strings.Trim(args, "\"'` ")
}

// figure makes Hugo's figure a picture with its caption.
func (in *inline) figure(args string, line int) (string, bool) {
	values := map[string]string{}
	for _, m := range shortcodeArgument.FindAllStringSubmatch(args, -1) {
		values[m[1]] = strings.ReplaceAll(m[2], `\"`, `"`) + m[3] + m[4]
	}
	if values["src"] == "" || in.raw {
		return "", false
	}
	caption := strings.TrimSpace(values["title"])
	if c := strings.TrimSpace(values["caption"]); c != "" {
		if caption != "" {
			caption += ". "
		}
		caption += c
	}
	text := "![" + strings.NewReplacer("[", `\[`, "]", `\]`, "\n", " ").Replace(values["alt"]) + "](" +
		in.address(values["src"], values["src"], true, line)
	if caption != "" {
		text += ` "` + strings.NewReplacer(`"`, "&quot;", "\n", " ").Replace(caption) + `"`
	}
	text += ")"
	if link := values["link"]; link != "" {
		text = "[" + text + "](" + in.address(link, link, false, line) + ")"
	}
	return text, true
}

func (in *inline) liquidTag() bool {
	i := in.at
	end := "}}"
	if in.s[i+1] == '%' {
		end = "%}"
	}
	to := in.closing(end, i+2)
	if to < 0 {
		return false
	}
	to += 2
	whole := in.s[i:to]
	line := in.lineAt(i)
	if text, ok := in.liquidValue(whole); ok {
		in.put(text, to)
		return true
	}
	inner := strings.Trim(whole[2:len(whole)-2], "- \t\n")
	name := strings.Join(strings.Fields(inner), " ")
	if end == "%}" {
		name, _, _ = strings.Cut(name, " ")
		if !strings.HasPrefix(name, "end") {
			in.shortcode("{% "+name+" %}", line)
		}
	} else {
		in.shortcode("{{ "+short(name)+" }}", line)
	}
	in.put(visible(whole), to)
	return true
}

var (
	liquidBase = regexp.MustCompile(`^\{\{-?\s*site\.(?:baseurl|url)\s*-?\}\}$`)
	liquidPath = regexp.MustCompile(`^\{\{-?\s*["']([^"']*)["']\s*\|\s*(?:relative_url|absolute_url|prepend:\s*site\.(?:baseurl|url)(?:\s*\|\s*prepend:\s*site\.url)?)\s*-?\}\}$`)
	liquidPost = regexp.MustCompile(`^\{%-?\s*(?:post_url|link)\s+["']?([^"'\s%]+)["']?\s*-?%\}$`)
)

// liquidValue gives what the few known tags stand for.
func (in *inline) liquidValue(tag string) (string, bool) {
	if liquidBase.MatchString(tag) || liquidRaw.MatchString(tag) {
		return "", true
	}
	if m := liquidPath.FindStringSubmatch(tag); m != nil {
		return "/" + strings.TrimLeft(m[1], "/"), true
	}
	if m := liquidPost.FindStringSubmatch(tag); m != nil {
		return in.ref(m[1])
	}
	return "", false
}

var anyTemplate = regexp.MustCompile(`\{\{[<%]?.*?[>%]?\}\}|\{%.*?%\}`)

// expand resolves the templates of an address; ok is false when one is not known.
func (in *inline) expand(address string, line int) (string, bool) {
	ok := true
	out := anyTemplate.ReplaceAllStringFunc(address, func(tag string) string {
		switch {
		case in.hugo && (strings.HasPrefix(tag, "{{<") || strings.HasPrefix(tag, "{{%")) && len(tag) > 6:
			name, args, _ := strings.Cut(strings.TrimSpace(tag[3:len(tag)-3]), " ")
			if name == "ref" || name == "relref" {
				if to, found := in.ref(firstArgument(args)); found {
					return to
				}
			}
			in.shortcode(name, line)
		case in.liquid:
			if to, found := in.liquidValue(tag); found {
				return to
			}
			in.shortcode("{{ "+short(strings.Trim(tag, "{}% "))+" }}", line)
		}
		ok = false
		return tag
	})
	return out, ok
}

// visible writes a template so that Markdown and the reduction of HTML both show
// it as it was.
func visible(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '&':
			b.WriteString("&amp;")
		case '*':
			b.WriteString("&#42;")
		case '`':
			b.WriteString("&#96;")
		case '[':
			b.WriteString("&#91;")
		case ']':
			b.WriteString("&#93;")
		case '\\':
			b.WriteString("&#92;")
		case '~':
			b.WriteString("&#126;")
		case '|':
			b.WriteString("&#124;")
		case '_':
			if i > 0 && i+1 < len(s) && isWord(s[i-1]) && isWord(s[i+1]) {
				b.WriteByte(c)
				continue
			}
			b.WriteString("&#95;")
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

var escapedShortcode = regexp.MustCompile(`\{\{(<|%)/\*([^{}]*?)\*/(>|%)\}\}`)

// unescapeShortcodes makes {{</* x */>}}, Hugo's way to show a shortcode, what
// its readers saw.
func unescapeShortcodes(s string) string {
	if !strings.Contains(s, "/*") {
		return s
	}
	return escapedShortcode.ReplaceAllString(s, "{{$1$2$3}}")
}
