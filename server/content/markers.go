package content

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// markers renders the nodes whose plain HTML would lose what the tree pass
// needs: a fence's whole info line, and footnotes in our own form.
type markers struct{}

// RegisterFuncs takes these kinds over from the parser's own renderer.
func (markers) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindFencedCodeBlock, renderFence)
	reg.Register(extast.KindFootnoteLink, renderNoteRef)
	reg.Register(extast.KindFootnoteBacklink, renderNoteBack)
	reg.Register(extast.KindFootnote, renderNote)
	reg.Register(extast.KindFootnoteList, renderNotes)
}

func renderFence(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.FencedCodeBlock)
	info := ""
	if n.Info != nil {
		info = string(n.Info.Value(source))
	}
	var b strings.Builder
	b.WriteString(`<pre><code data-info="`)
	b.Write(util.EscapeHTML([]byte(info)))
	b.WriteString(`">`)
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(util.EscapeHTML(line.Value(source)))
	}
	b.WriteString("</code></pre>\n")
	_, err := w.WriteString(b.String())
	return ast.WalkContinue, err
}

// refID is the id of the nth place that refers to a note: fnref-1, fnref-1-2.
func refID(note, nth int) string {
	if nth == 0 {
		return fmt.Sprintf("fnref-%d", note)
	}
	return fmt.Sprintf("fnref-%d-%d", note, nth+1)
}

func renderNoteRef(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*extast.FootnoteLink)
	_, err := fmt.Fprintf(w, `<sup><a class="ref" id="%s" href="#fn-%d" aria-label="Note %d">%d</a></sup>`,
		refID(n.Index, n.RefIndex), n.Index, n.Index, n.Index)
	return ast.WalkContinue, err
}

func renderNoteBack(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*extast.FootnoteBacklink)
	// Variation selector 15 keeps the arrow from becoming an emoji.
	_, err := fmt.Fprintf(w, ` <a href="#%s" aria-label="Back to the text">↩`+"\ufe0e"+`</a>`, refID(n.Index, n.RefIndex))
	return ast.WalkContinue, err
}

func renderNote(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	var err error
	if entering {
		_, err = fmt.Fprintf(w, "<li id=\"fn-%d\">", node.(*extast.Footnote).Index)
	} else {
		_, err = w.WriteString("</li>\n")
	}
	return ast.WalkContinue, err
}

func renderNotes(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	var err error
	if entering {
		_, err = w.WriteString("<ol class=\"notes\">\n")
	} else {
		_, err = w.WriteString("</ol>\n")
	}
	return ast.WalkContinue, err
}
