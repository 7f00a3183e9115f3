package content

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	xhtml "golang.org/x/net/html"

	"vitrine/app/wire"
)

// RenderVersion names what Render makes of a text. Raise it when the HTML
// changes: records made by an older one are rendered again in the background.
const RenderVersion = 3

// Pictures is what the renderer asks about files of this site. An interface,
// so that a text can be rendered where there is no media library.
type Pictures interface {
	// Info tells a file by its address, with its size in pixels.
	Info(ctx context.Context, address string) (wire.Media, bool)
	// Drawing gives the file as safe inline SVG when it is a drawing.
	Drawing(ctx context.Context, address string) (svg string, ok bool)
}

// Renderer makes safe HTML from Markdown, one text at a time: the parser
// cannot be cancelled, and a hostile megabyte may hold a core for a second.
type Renderer struct {
	pictures Pictures
	markdown goldmark.Markdown
	turn     chan struct{} // holds one token: whoever has it renders
}

// NewRenderer makes a renderer; pictures may be nil.
func NewRenderer(pictures Pictures) *Renderer {
	if pictures == nil {
		pictures = noPictures{}
	}
	md := goldmark.New(
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
			extension.Strikethrough, extension.Linkify, extension.TaskList, extension.Footnote),
		goldmark.WithParserOptions(parser.WithHeadingAttribute(), parser.WithParagraphTransformers(util.Prioritized(guard{}, 1))),
		// Raw HTML goes through: the policy that follows judges it.
		goldmark.WithRendererOptions(html.WithUnsafe(), renderer.WithNodeRenderers(util.Prioritized(markers{}, 100))),
	)
	return &Renderer{pictures: pictures, markdown: md, turn: make(chan struct{}, 1)}
}

type noPictures struct{}

func (noPictures) Info(context.Context, string) (wire.Media, bool) { return wire.Media{}, false }
func (noPictures) Drawing(context.Context, string) (string, bool)  { return "", false }

// Render makes what a record keeps of its Markdown; Plate stays empty. A text
// that is too long is wire.TooLarge, one that is not text or nests beyond
// reason wire.Invalid, with the place in the message.
func (r *Renderer) Render(ctx context.Context, markdown string) (wire.Rendered, error) {
	return r.render(ctx, markdown, false)
}

// RenderUnder is Render for a text that stands under its record's own picture:
// that one is fetched before all else, and every picture of the text waits.
func (r *Renderer) RenderUnder(ctx context.Context, markdown string) (wire.Rendered, error) {
	return r.render(ctx, markdown, true)
}

func (r *Renderer) render(ctx context.Context, markdown string, under bool) (wire.Rendered, error) {
	source, err := readable(markdown)
	if err != nil {
		return wire.Rendered{}, err
	}
	if err := nesting(source); err != nil {
		return wire.Rendered{}, err
	}
	select {
	case r.turn <- struct{}{}:
		defer func() { <-r.turn }()
	case <-ctx.Done():
		return wire.Rendered{}, wire.Errorf(wire.Unavailable, "another text is being rendered: try again: %w", ctx.Err())
	}
	raw, err := r.convert(source)
	if err != nil {
		return wire.Rendered{}, err
	}
	root, err := parseBody(incoming().Sanitize(raw))
	if err != nil {
		return wire.Rendered{}, err
	}
	h := &house{ctx: ctx, pictures: r.pictures, token: "plate-" + strings.ToLower(rand.Text()), lead: under}
	h.arrange(root)
	out := wire.Rendered{TOC: h.toc, RenderV: RenderVersion}
	out.Words = words(root)
	out.Summary = summarise(root)
	body, err := settle(root)
	if err != nil {
		return wire.Rendered{}, err
	}
	out.HTML = h.place(body)
	return out, nil
}

// convert runs the Markdown parser. A text that makes the parser panic is
// refused: in a background goroutine it would end the program.
func (r *Renderer) convert(source []byte) (out string, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			out, err = "", wire.Errorf(wire.Internal, "the text could not be rendered: %w", fmt.Errorf("the parser panicked: %v", cause))
		}
	}()
	pc := parser.NewContext()
	doc := r.markdown.Parser().Parse(text.NewReader(source), parser.WithContext(pc))
	if err := guardFault(pc); err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := r.markdown.Renderer().Render(&b, source, doc); err != nil {
		return "", wire.Errorf(wire.Internal, "the text could not be rendered: %w", err)
	}
	if n := strings.Count(b.String(), "<"); n > maxTags {
		return "", wire.Errorf(wire.TooLarge, "the text makes %d tags; %d are allowed: split it in two", n, maxTags)
	}
	return b.String(), nil
}

// readable is the text with line ends as "\n" and without control characters,
// which no reader sees. NUL and bytes that are not UTF-8 mean that it is no
// text at all.
func readable(markdown string) ([]byte, error) {
	if len(markdown) > wire.MaxBodyBytes {
		return nil, wire.Errorf(wire.TooLarge, "the text has %d bytes; %d are allowed", len(markdown), wire.MaxBodyBytes)
	}
	markdown = strings.TrimPrefix(markdown, "\ufeff")
	out := make([]byte, 0, len(markdown)+1)
	for i := 0; i < len(markdown); {
		c := markdown[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(markdown[i:])
			if r == utf8.RuneError && n == 1 {
				return nil, wire.Errorf(wire.Invalid, "the text is not UTF-8 at byte %d: save it as UTF-8", i)
			}
			if r < 0x80 || r > 0x9f {
				out = append(out, markdown[i:i+n]...)
			}
			i += n
			continue
		}
		switch {
		case c == 0:
			return nil, wire.Errorf(wire.Invalid, "the text holds a NUL at byte %d: it is not a text file", i)
		case c == '\r':
			if i+1 == len(markdown) || markdown[i+1] != '\n' {
				out = append(out, '\n')
			}
		case c >= ' ' && c != 0x7f, c == '\n', c == '\t':
			out = append(out, c)
		}
		i++
	}
	return out, nil
}

// settle writes the tree, passes it through the last policy and reads it
// again until nothing changes. HTML that a browser would read as another tree
// than the one judged is how filters are got round, so what does not come to
// rest is refused.
func settle(root *xhtml.Node) (string, error) {
	body, err := write(root)
	if err != nil {
		return "", err
	}
	for range 4 {
		next := outgoing().Sanitize(body)
		again, err := parseBody(next)
		if err != nil {
			return "", err
		}
		if next, err = write(again); err != nil {
			return "", err
		}
		if next == body {
			return body, nil
		}
		body = next
	}
	return "", wire.Errorf(wire.Invalid, "the raw HTML in this text nests in a way that browsers read differently: make it simpler")
}
