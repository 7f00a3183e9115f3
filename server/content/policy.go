package content

import (
	"regexp"
	"sync"

	"github.com/microcosm-cc/bluemonday"
)

// Both policies start from an empty one. The library's ready-made policy for
// user content keeps every id ("location", "body"), and rules added to it
// widen it only. They are built at the first text, not at start.
var (
	incoming = sync.OnceValue(newIncoming)
	outgoing = sync.OnceValue(newOutgoing)
)

// wholly is a rule for a whole value. Patterns stand where they are used and are
// compiled at the first text: a hundred counted repetitions of letters in any
// script cost 10 ms and 8 MB if every start compiled them.
func wholly(pattern string) *regexp.Regexp { return regexp.MustCompile("^(" + pattern + ")$") }

// Patterns that both policies use.
const (
	noteID  = `fn(ref)?-[0-9]+(-[0-9]+)?`
	number  = `[0-9]{1,5}`
	flag    = `|checked|disabled|open|controls|loop|muted|reversed|playsinline`
	relWord = `(nofollow|noopener|noreferrer|me|ugc|sponsored|license|author)`
	ownFile = `/media/[0-9a-f]{32}/[a-z0-9][a-z0-9._-]*`

	// One picture of a list to choose from, and its width.
	candidate = `/media/[0-9a-f]{32}/(w_[0-9]{3,4},q_75,f_auto|[a-z0-9][a-z0-9._-]*) [0-9]{1,5}w`
)

var reNote = wholly(noteID)

// langTag is a language tag of BCP 47, as far as its form goes.
const langTag = `[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*`

var textElements = []string{"p", "div", "span", "br", "hr", "wbr", "b", "i", "em", "strong", "u", "s", "small",
	"sub", "sup", "del", "ins", "mark", "kbd", "samp", "var", "abbr", "cite", "q", "blockquote", "ul", "ol", "li",
	"dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "details", "summary",
	"h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "pre", "code", "a", "img"}

// shared is what both policies allow.
func shared() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements(textElements...)
	p.AllowAttrs("dir").Matching(wholly(`ltr|rtl|auto`)).Globally()
	p.AllowAttrs("lang").Matching(wholly(langTag)).Globally()
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("title").OnElements("a", "abbr", "img")
	p.AllowAttrs("rel").Matching(wholly(relWord + "( " + relWord + ")*")).OnElements("a")
	p.AllowAttrs("class").Matching(wholly(`ref`)).OnElements("a")
	p.AllowAttrs("aria-label").OnElements("a")
	p.AllowAttrs("src", "alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(wholly(number)).OnElements("img", "video")
	p.AllowAttrs("cite").OnElements("q", "blockquote", "del", "ins")
	p.AllowAttrs("colspan", "rowspan").Matching(wholly(`[0-9]{1,3}`)).OnElements("td", "th")
	p.AllowAttrs("scope").Matching(wholly(`col|row|colgroup|rowgroup`)).OnElements("th")
	p.AllowAttrs("class").Matching(wholly(`num|mid`)).OnElements("td", "th")
	p.AllowAttrs("start").Matching(wholly(number)).OnElements("ol")
	p.AllowAttrs("type").Matching(wholly(`[1aAiI]`)).OnElements("ol")
	p.AllowAttrs("reversed").Matching(wholly(flag)).OnElements("ol")
	p.AllowAttrs("value").Matching(wholly(number)).OnElements("li")
	p.AllowAttrs("open").Matching(wholly(flag)).OnElements("details")
	p.AllowAttrs("type").Matching(wholly(`checkbox`)).OnElements("input")
	p.AllowAttrs("checked", "disabled").Matching(wholly(flag)).OnElements("input")
	p.AllowAttrs("src").Matching(wholly(ownFile)).OnElements("video", "audio")
	p.AllowAttrs("poster").Matching(wholly(ownFile)).OnElements("video")
	p.AllowAttrs("controls", "loop", "muted", "playsinline").Matching(wholly(flag)).OnElements("video", "audio")
	p.AllowAttrs("class").Matching(wholly(`callout (note|tip|important|warn|caution)`)).OnElements("div")
	p.AllowAttrs("class").Matching(wholly(`notes`)).OnElements("ol")
	p.SkipElementsContent("svg", "math", "template", "textarea", "select", "button", "canvas", "xmp", "plaintext", "noembed")
	return p
}

// newIncoming judges what the parser and the text's raw HTML made.
func newIncoming() *bluemonday.Policy {
	p := shared()
	p.AllowElements("h1")
	p.AllowAttrs("id").Matching(wholly(`[\pL\pM\pN:._-]+`)).OnElements("a", "li", "div", "span", "p", "section", "h2", "h3", "h4", "h5", "h6")
	p.AllowAttrs("align").Matching(wholly(`left|center|right`)).OnElements("td", "th")
	p.AllowAttrs("class").Matching(wholly(`(language|lang)-[A-Za-z0-9+#._-]+`)).OnElements("code")
	p.AllowAttrs("data-info").OnElements("code")
	return p
}

// newOutgoing judges the finished body: the same, and the marks of the tree
// pass. It changes nothing when the pass is right.
func newOutgoing() *bluemonday.Policy {
	p := shared()
	p.AllowAttrs("id").Matching(wholly(`h-[\pL\pM\pN-]+|`+noteID)).OnElements("a", "li", "div", "span", "p", "h2", "h3", "h4", "h5", "h6")
	p.AllowAttrs("class").Matching(wholly(`code|drawing`)).OnElements("figure")
	p.AllowAttrs("class").Matching(wholly(`tablebox|plate`)).OnElements("div")
	p.AllowAttrs("class").Matching(wholly(`k|s|n|c|hl`)).OnElements("span")
	p.AllowAttrs("class").Matching(wholly(`tasks`)).OnElements("ul", "ol")
	p.AllowAttrs("tabindex").Matching(wholly(`0`)).OnElements("pre", "div")
	p.AllowAttrs("role").Matching(wholly(`region|note`)).OnElements("pre", "div")
	p.AllowAttrs("aria-label").OnElements("pre", "div", "input")
	p.AllowAttrs("decoding").Matching(wholly(`async`)).OnElements("img")
	p.AllowAttrs("loading").Matching(wholly(`lazy`)).OnElements("img")
	p.AllowAttrs("fetchpriority").Matching(wholly(`high`)).OnElements("img")
	p.AllowAttrs("class").Matching(wholly(`tone-[0-6][0-9]`)).OnElements("img")
	p.AllowAttrs("srcset").Matching(wholly(candidate + `(, ` + candidate + `)*`)).OnElements("img")
	p.AllowAttrs("sizes").Matching(wholly(regexp.QuoteMeta(proseSizes))).OnElements("img")
	p.AllowAttrs("preload").Matching(wholly(`none|metadata`)).OnElements("video", "audio")
	return p
}
