package content

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"vitrine/app/wire"
)

// house turns a clean body into the site's own form. Markdown and raw HTML
// come out alike, because it works on the tree that both became.
type house struct {
	ctx      context.Context
	pictures Pictures
	token    string   // begins every placeholder; random, so that no text can forge one
	plates   []string // drawings in their order; safe SVG, put in after the last policy
	toc      []wire.Heading
	ids      map[string]bool
	taken    map[string]int // how often a heading's slug was given out
	labels   map[string]int // how often a region's name was given out
	coloured int            // bytes of code that were highlighted
	lead     bool           // a picture to fetch before all else was met: the rest wait until they come near
}

func (h *house) arrange(root *html.Node) {
	h.ids, h.taken, h.labels = map[string]bool{}, map[string]int{}, map[string]int{}
	h.uniqueNotes(root)
	h.headings(root)
	h.callouts(root)
	h.tasks(root)
	for _, pre := range all(root, "pre") {
		h.codeFigure(pre)
	}
	for _, t := range all(root, "table") {
		h.table(t)
	}
	for _, img := range all(root, "img") {
		h.image(img)
	}
	for _, m := range all(root, "video", "audio") {
		player(m)
	}
	for _, a := range all(root, "a") {
		h.within(a)
		anchor(a)
	}
	direct(root)
}

// uniqueNotes keeps the places that raw HTML names, under names of our own:
// an id without a prefix could stand for a property of the document. A name
// that is there already is dropped.
func (h *house) uniqueNotes(root *html.Node) {
	for n := range root.Descendants() {
		id := value(n, "id")
		if id == "" {
			continue
		}
		if !reNote.MatchString(id) {
			id = "h-" + cut(Slug(id), 80)
			set(n, "id", id)
		}
		if h.ids[id] || id == "h-" {
			unset(n, "id")
		}
		h.ids[id] = true
	}
}

// within leads a link inside the text to the name its place has here: "#costs"
// to "#h-costs", "#fn:3" to "#fn-3".
func (h *house) within(a *html.Node) {
	target, ok := strings.CutPrefix(value(a, "href"), "#")
	if !ok || target == "" || h.ids[target] {
		return
	}
	if t, err := url.PathUnescape(target); err == nil {
		target = t
	}
	for _, id := range []string{"h-" + target, "h-" + cut(Slug(target), 80), strings.ReplaceAll(target, ":", "-")} {
		if h.ids[id] {
			set(a, "href", "#"+id)
			return
		}
	}
}

// label gives the name of a region that scrolls: no two on a page are called alike.
func (h *house) label(name string) string {
	h.labels[name]++
	if n := h.labels[name]; n > 1 {
		return name + " " + strconv.Itoa(n)
	}
	return name
}

// headings gives every heading its id and its link, one level lower where the
// text has a first-level heading of its own: the page's title is the h1.
func (h *house) headings(root *html.Node) {
	list := all(root, "h1", "h2", "h3", "h4", "h5", "h6")
	down := 0
	for _, n := range list {
		if n.Data == "h1" {
			down = 1
		}
	}
	for _, n := range list {
		level := min(6, int(n.Data[1]-'0')+down)
		name := "h" + strconv.Itoa(level)
		fresh := element(name)
		for _, a := range n.Attr {
			if a.Key != "id" {
				fresh.Attr = append(fresh.Attr, a)
			}
		}
		swap(n, fresh)
		moveChildren(n, fresh)
		text := strings.Join(strings.Fields(textOf(fresh)), " ")
		id := value(n, "id") // the author's own
		if id == "" {
			id = h.headingID(text)
		}
		fresh.Attr = append([]html.Attribute{{Key: "id", Val: id}}, fresh.Attr...)
		if text != "" && len(all(fresh, "a")) == 0 && !inside(fresh, "a", "summary") {
			a := element("a", "href", "#"+id)
			moveChildren(fresh, a)
			fresh.AppendChild(a)
		}
		if level <= 3 && text != "" && !inside(fresh, "blockquote", "table") {
			h.toc = append(h.toc, wire.Heading{Level: level, ID: id, Text: text})
		}
	}
}

func (h *house) headingID(text string) string {
	slug := cut(Slug(text), 80)
	if slug == "" {
		slug = "section"
	}
	id := "h-" + slug
	for h.ids[id] {
		h.taken[slug]++
		id = "h-" + slug + "-" + strconv.Itoa(h.taken[slug]+1)
	}
	h.ids[id] = true
	return id
}

var kinds = map[string]struct{ class, label string }{
	"NOTE": {"note", "Note"}, "TIP": {"tip", "Tip"}, "IMPORTANT": {"important", "Important"},
	"WARNING": {"warn", "Warning"}, "CAUTION": {"caution", "Caution"},
}

// callouts turns a quote whose first line is "[!NOTE]" into a callout.
func (h *house) callouts(root *html.Node) {
	for _, q := range all(root, "blockquote") {
		p := firstElement(q)
		if !is(p, "p") || p.FirstChild == nil || p.FirstChild.Type != html.TextNode {
			continue
		}
		first := p.FirstChild
		head, rest, more := strings.Cut(first.Data, "\n")
		head = strings.TrimSpace(head)
		if !strings.HasPrefix(head, "[!") || !strings.HasSuffix(head, "]") {
			continue
		}
		kind, ok := kinds[strings.ToUpper(head[2:len(head)-1])]
		if !ok || (!more && first.NextSibling != nil && !is(first.NextSibling, "br")) {
			continue
		}
		if br := first.NextSibling; !more && br != nil {
			remove(br)
		}
		first.Data = strings.TrimLeft(rest, "\n")
		if only(p) == nil && blank(first) && first.NextSibling == nil {
			remove(p)
		}
		box := element("div", "class", "callout "+kind.class, "role", "note")
		label := element("strong")
		label.AppendChild(textNode(kind.label))
		box.AppendChild(label)
		body := element("div")
		swap(q, box)
		moveChildren(q, body)
		box.AppendChild(body)
	}
}

// tasks marks task lists and takes every other input out.
func (h *house) tasks(root *html.Node) {
	for _, input := range all(root, "input") {
		li := input.Parent
		if is(li, "p") {
			li = li.Parent
		}
		if value(input, "type") != "checkbox" || !is(li, "li") || !is(li.Parent, "ul", "ol") {
			remove(input)
			continue
		}
		_, done := attr(input, "checked")
		fresh := element("input", "type", "checkbox", "disabled", "")
		label := "Open"
		if done {
			set(fresh, "checked", "")
			label = "Done"
		}
		set(fresh, "aria-label", label)
		swap(input, fresh)
		set(li.Parent, "class", "tasks")
	}
}

// table gives a table its scopes and classes, and a box that scrolls.
func (h *house) table(t *html.Node) {
	for _, cell := range all(t, "th", "td") {
		switch value(cell, "align") {
		case "right":
			set(cell, "class", "num")
		case "center":
			set(cell, "class", "mid")
		}
		unset(cell, "align")
		if _, ok := attr(cell, "scope"); is(cell, "th") && !ok {
			scope := "row"
			if inside(cell, "thead") || onlyHeads(cell.Parent) {
				scope = "col"
			}
			cell.Attr = append([]html.Attribute{{Key: "scope", Val: scope}}, cell.Attr...)
		}
	}
	wrap(t, element("div", "class", "tablebox", "tabindex", "0", "role", "region", "aria-label", h.label("Table")))
}

func onlyHeads(row *html.Node) bool {
	for c := range row.ChildNodes() {
		if is(c, "td") {
			return false
		}
	}
	return true
}

// player leaves a video or a sound only with a file of this site, and always
// with its controls.
func player(m *html.Node) {
	src, ok := attr(m, "src")
	if !ok {
		span := element("span")
		moveChildren(m, span)
		swap(m, span)
		return
	}
	set(m, "src", src)
	set(m, "controls", "")
	set(m, "preload", "metadata")
}

// anchor says what a link to elsewhere may do. An address that the rules for
// links refuse leaves the words without a link.
func anchor(a *html.Node) {
	href := value(a, "href")
	if linkFault(href) != "" {
		unset(a, "href", "rel")
		if len(a.Attr) == 0 {
			span := element("span")
			moveChildren(a, span)
			swap(a, span)
		}
		return
	}
	rel := value(a, "rel")
	unset(a, "rel")
	if elsewhere(href) && !strings.Contains(rel, "noopener") {
		rel = strings.TrimSpace("noopener " + rel)
	}
	if rel != "" {
		set(a, "rel", rel)
	}
}

// direct lets browsers find the direction of blocks that hold right-to-left
// text. Others need no attribute, and most pages have none.
func direct(root *html.Node) {
	if !holdsRightToLeft(root) {
		return
	}
	for _, n := range all(root, "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dt", "dd", "th", "td", "blockquote", "figcaption", "summary") {
		if _, ok := attr(n, "dir"); !ok && holdsRightToLeft(n) {
			set(n, "dir", "auto")
		}
	}
}

func holdsRightToLeft(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.TextNode && strings.ContainsFunc(d.Data, rightToLeft) {
			return true
		}
	}
	return false
}

func rightToLeft(r rune) bool {
	return r >= 0x590 && unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam)
}
