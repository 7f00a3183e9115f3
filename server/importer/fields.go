package importer

import (
	"strings"
)

// fields is a file's front matter. Keys are lower-case, as Hugo treats them.
type fields struct {
	values map[string]any // string, []any, map[string]any or nil
	raw    string         // as written, to find a key's line
	line   int            // of raw's first line
}

func lowerKeys(m map[string]any) map[string]any {
	out := make(map[string]any, len(m))
	for k, v := range m {
		if inner, ok := v.(map[string]any); ok {
			v = lowerKeys(inner)
		}
		out[strings.ToLower(k)] = v
	}
	return out
}

// get finds a key; "cover.image" looks inside a table. Keys that are not at the
// top are looked for in Hugo's own table for them, params.
func (f fields) get(key string) any {
	if v := dig(f.values, key); v != nil {
		return v
	}
	return dig(f.values, "params."+key)
}

func dig(m map[string]any, key string) any {
	head, rest, deeper := strings.Cut(key, ".")
	if !deeper {
		return m[head]
	}
	inner, ok := m[head].(map[string]any)
	if !ok {
		return nil
	}
	return dig(inner, rest)
}

// text gives the first of keys that has one, and that key.
func (f fields) text(keys ...string) (value, key string) {
	for _, k := range keys {
		if s, ok := f.get(k).(string); ok {
			if s = strings.TrimSpace(s); s != "" {
				return s, k
			}
		}
	}
	return "", ""
}

// str is text without the key.
func (f fields) str(keys ...string) string {
	s, _ := f.text(keys...)
	return s
}

// truth reads a yes or no; set says whether there is one.
func (f fields) truth(key string) (yes, set bool) {
	switch strings.ToLower(f.str(key)) {
	case "true", "yes", "on", "1":
		return true, true
	case "false", "no", "off", "0":
		return false, true
	}
	return false, false
}

// list gives the words of the first key that has any. A string is one word, or
// several parted by commas, or by spaces where bySpace says so (Jekyll).
func (f fields) list(bySpace bool, keys ...string) []string {
	for _, k := range keys {
		var words []string
		switch v := f.get(k).(type) {
		case string:
			switch {
			case strings.Contains(v, ","):
				words = strings.Split(v, ",")
			case bySpace:
				words = strings.Fields(v)
			default:
				words = []string{v}
			}
		case []any:
			for _, e := range v {
				words = append(words, nameOf(e))
			}
		case map[string]any:
			words = []string{nameOf(v)}
		}
		if words = tidy(words); len(words) > 0 {
			return words
		}
	}
	return nil
}

// names is list for values that may hold a comma themselves: a series can be
// called "One database, well kept".
func (f fields) names(key string) []string {
	if s, ok := f.get(key).(string); ok {
		return tidy([]string{s})
	}
	return f.list(false, key)
}

// nameOf reads "Ann" and {name: Ann}.
func nameOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		for _, k := range []string{"name", "title", "id"} {
			if s, ok := v[k].(string); ok {
				return s
			}
		}
	}
	return ""
}

// tidy trims words and drops empty ones and repetitions.
func tidy(words []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, w := range words {
		w = strings.TrimSpace(w)
		if low := strings.ToLower(w); w != "" && !seen[low] {
			seen[low] = true
			out = append(out, w)
		}
	}
	return out
}

// picture finds the address and the words of a post's picture. Themes keep it
// under many names, as a string, a list or a table.
func (f fields) picture() (address, alt, key string) {
	keys := []string{"featured_image", "featuredimage", "feature_image", "featureimage", "image", "cover", "images",
		"thumbnail", "thumb", "hero", "banner", "header.image", "header.teaser", "og_image"}
	for _, k := range keys {
		v := f.get(k)
		if list, ok := v.([]any); ok && len(list) > 0 {
			v = list[0]
		}
		switch v := v.(type) {
		case string:
			address = strings.TrimSpace(v)
		case map[string]any:
			inner := fields{values: lowerKeys(v)}
			address = inner.str("image", "src", "url", "path", "feature", "filename")
			alt = inner.str("alt", "image_alt", "caption", "title")
		}
		if address != "" {
			if a := f.str("image_alt", "featured_alt", "featured_image_alt", "featuredimagealt", "alt", "cover_alt"); a != "" {
				alt = a
			}
			return address, alt, k
		}
	}
	return "", "", ""
}

// lineOf is where a key stands; the front matter's first line when it is not found.
func (f fields) lineOf(key string) int {
	if i := strings.LastIndexByte(key, '.'); i >= 0 {
		key = key[i+1:]
	}
	for i, l := range strings.Split(f.raw, "\n") {
		l = strings.ToLower(strings.TrimLeft(l, " \t{,"))
		l = strings.TrimLeft(l, `"'`)
		if rest, ok := strings.CutPrefix(l, key); ok && key != "" {
			rest = strings.TrimLeft(rest, `"' `+"\t")
			if rest != "" && (rest[0] == ':' || rest[0] == '=') {
				return f.line + i
			}
		}
	}
	return max(f.line, 1)
}
