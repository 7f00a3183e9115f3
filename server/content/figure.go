package content

import (
	"net/url"
	"path"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"vitrine/app/wire"
	"vitrine/server/content/highlight"
)

// How much code is coloured, in bytes. chroma's expressions backtrack: 16 KB of
// hostile code take up to 0.2 s, 100 KB up to 5 s. Longer blocks stay plain.
const (
	maxHighlight    = 16_000  // of one block
	maxHighlightAll = 256_000 // of one text
)

// codeFigure makes the figure of a block of code.
func (h *house) codeFigure(pre *html.Node) {
	code := only(pre)
	if !is(code, "code") {
		code = pre
	}
	f := parseFence(value(code, "data-info"))
	if class := value(code, "class"); f.lang == "" && class != "" {
		_, f.lang, _ = strings.Cut(class, "-")
	}
	source := strings.TrimSuffix(textOf(code), "\n")
	fresh := element("code")
	h.colour(fresh, f, source)

	figure := element("figure", "class", "code")
	label := "Code"
	if caption := f.caption(); caption != "" {
		span := element("span")
		span.AppendChild(textNode(caption))
		figcaption := element("figcaption")
		figcaption.AppendChild(span)
		figure.AppendChild(figcaption)
		label = "Code, " + caption
	}
	box := element("pre", "tabindex", "0", "role", "region", "aria-label", h.label(label))
	box.AppendChild(fresh)
	figure.AppendChild(box)
	swap(pre, figure)
}

// colour fills code with the source's spans, line by line where lines are marked.
func (h *house) colour(code *html.Node, f fence, source string) {
	spans := []highlight.Span{{Role: highlight.Plain, Text: source}}
	if len(source) <= maxHighlight && h.coloured+len(source) <= maxHighlightAll {
		h.coloured += len(source)
		spans, _ = highlight.Spans(f.lang, source)
	}
	line, into := 1, code
	open := func() {
		into = code
		if f.marked(line) {
			into = element("span", "class", "hl")
			code.AppendChild(into)
		}
	}
	open()
	for _, s := range spans {
		for s.Text != "" {
			part := s.Text
			if i := strings.IndexByte(part, '\n'); i >= 0 && len(f.lines) > 0 {
				part = part[:i+1]
			}
			s.Text = s.Text[len(part):]
			put(into, s.Role, part)
			if strings.HasSuffix(part, "\n") && len(f.lines) > 0 {
				line++
				open()
			}
		}
	}
	if into != code && into.FirstChild == nil {
		remove(into)
	}
}

func put(into *html.Node, role highlight.Role, text string) {
	if role == highlight.Plain {
		into.AppendChild(textNode(text))
		return
	}
	span := element("span", "class", string(rune(role)))
	span.AppendChild(textNode(text))
	into.AppendChild(span)
}

// fence is what the line that opens a block of code says.
type fence struct {
	lang, title string
	lines       [][2]int // to mark, first and last
}

// parseFence reads `go title="queue/commit.go" {3,5-7}`; what it does not
// understand it passes over.
func parseFence(info string) fence {
	var f fence
	info = strings.TrimSpace(info)
	if i := strings.IndexAny(info, " \t{"); i >= 0 {
		f.lang, info = info[:i], info[i:]
	} else {
		f.lang, info = info, ""
	}
	f.lang = clip(f.lang, 40)
	if _, rest, ok := strings.Cut(info, `title="`); ok {
		title, _, _ := strings.Cut(rest, `"`)
		f.title = clip(title, 200)
	}
	if _, rest, ok := strings.Cut(info, "{"); ok {
		list, _, _ := strings.Cut(rest, "}")
		for part := range strings.SplitSeq(list, ",") {
			from, to, isRange := strings.Cut(strings.TrimSpace(part), "-")
			a, err := strconv.Atoi(from)
			b := a
			if isRange && err == nil {
				b, err = strconv.Atoi(to)
			}
			if err == nil && a > 0 && b >= a && len(f.lines) < 100 {
				f.lines = append(f.lines, [2]int{a, b})
			}
		}
	}
	return f
}

func (f fence) caption() string {
	if f.title != "" {
		return f.title
	}
	return f.lang
}

func (f fence) marked(line int) bool {
	for _, l := range f.lines {
		if line >= l[0] && line <= l[1] {
			return true
		}
	}
	return false
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// image gives a picture its size and its way of loading. One alone in its
// paragraph becomes a figure; a drawing there stands inline; a picture of
// another site, which the page's policy would not load, becomes a link to it.
func (h *house) image(img *html.Node) {
	src, alt := value(img, "src"), value(img, "alt")
	if src == "" || strings.ContainsFunc(src, badInAddress) {
		swap(img, textNode(alt))
		return
	}
	if elsewhere(src) {
		swap(img, farPicture(img, src, alt))
		return
	}
	title := value(img, "title")
	fresh, m := h.sized(img, src, alt)
	parent := img.Parent
	alone := is(parent, "p") && only(parent) == img
	if alone || is(parent, "figure") {
		if svg, ok := h.pictures.Drawing(h.ctx, src); ok {
			h.drawing(img, svg, title, alone)
			return
		}
	}
	h.schedule(img, fresh, m)
	if alone {
		swap(parent, captioned(element("figure"), fresh, title))
		return
	}
	if linked := parent; is(linked, "a") && is(linked.Parent, "p") && only(linked) == img && only(linked.Parent) == linked {
		swap(img, fresh)
		box := linked.Parent
		remove(linked)
		swap(box, captioned(element("figure"), linked, title))
		return
	}
	if title != "" {
		set(fresh, "title", title)
	}
	swap(img, fresh)
}

// proseSizes is how wide a picture in a text is shown: the measure of
// assets/web/css/60-prose.css, and on narrow screens what the gutters leave.
const proseSizes = "(width >= 44rem) 38.75rem, 90vw"

// sized makes the <img> with all that is known of its file. One without a tone
// begins with its src: the store puts a tone before that when it learns it.
func (h *house) sized(img *html.Node, src, alt string) (*html.Node, wire.Media) {
	m, ok := h.pictures.Info(h.ctx, src)
	fresh := element("img")
	if m.Tone != "" {
		set(fresh, "class", "tone-"+m.Tone)
	}
	set(fresh, "src", src)
	if list := m.Srcset(); list != "" {
		set(fresh, "srcset", list)
		set(fresh, "sizes", proseSizes)
	}
	set(fresh, "alt", alt)
	if ok && m.Width > 0 && m.Height > 0 {
		set(fresh, "width", strconv.Itoa(m.Width))
		set(fresh, "height", strconv.Itoa(m.Height))
	} else {
		for _, k := range []string{"width", "height"} {
			if v := value(img, k); v != "" {
				set(fresh, k, v)
			}
		}
	}
	set(fresh, "decoding", "async")
	return fresh, m
}

// What may be the largest thing in view when a page opens, and so is fetched
// before anything else: a picture of some size after few enough letters.
const (
	leadPixels  = 320
	leadLetters = 900
)

// schedule says when a picture is fetched: the first, if it is in view at once,
// before all else; every other when it comes near.
func (h *house) schedule(img, fresh *html.Node, m wire.Media) {
	if h.lead || m.Width > 0 && m.Width < leadPixels || !opens(img) {
		set(fresh, "loading", "lazy")
		return
	}
	h.lead = true
	if m.Width > 0 {
		set(fresh, "fetchpriority", "high")
	}
}

// opens says whether a picture stands in its text's first lines.
func opens(img *html.Node) bool {
	root := img
	for root.Parent != nil {
		root = root.Parent
	}
	letters := 0
	for n := range root.Descendants() {
		if n == img {
			return true
		}
		if n.Type == html.TextNode {
			if letters += len(n.Data); letters > leadLetters {
				break
			}
		}
	}
	return false
}

// drawing puts a placeholder where the SVG will stand.
func (h *house) drawing(img *html.Node, svg, title string, alone bool) {
	plate := element("div", "class", "plate")
	plate.AppendChild(textNode(h.placeholder(len(h.plates))))
	h.plates = append(h.plates, svg)
	if alone {
		swap(img.Parent, captioned(element("figure", "class", "drawing"), plate, title))
		return
	}
	set(img.Parent, "class", "drawing")
	swap(img, plate)
}

func (h *house) placeholder(n int) string { return h.token + "-" + strconv.Itoa(n) + ";" }

// place puts the drawings where their placeholders stand.
func (h *house) place(body string) string {
	if len(h.plates) == 0 {
		return body
	}
	pairs := make([]string, 0, 2*len(h.plates))
	for i, svg := range h.plates {
		pairs = append(pairs, h.placeholder(i), svg)
	}
	return strings.NewReplacer(pairs...).Replace(body)
}

func captioned(figure, what *html.Node, caption string) *html.Node {
	figure.AppendChild(what)
	if caption != "" {
		c := element("figcaption")
		c.AppendChild(textNode(caption))
		figure.AppendChild(c)
	}
	return figure
}

// farPicture is what stands for a picture of another site.
func farPicture(img *html.Node, src, alt string) *html.Node {
	if strings.TrimSpace(alt) == "" {
		alt = src
		if u, err := url.Parse(src); err == nil {
			alt = path.Join(u.Host, path.Base(u.Path))
		}
	}
	words := textNode("picture: " + alt)
	if strings.HasPrefix(src, "//") {
		src = "https:" + src
	}
	if inside(img, "a") || linkFault(src) != "" {
		return words
	}
	a := element("a", "href", src)
	a.AppendChild(words)
	return a
}
