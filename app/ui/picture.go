package ui

import (
	"strconv"
	"strings"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/wire"
)

// Picture is an <img> with its size, so that nothing moves when it comes. The
// first picture of a page is eager: it is likely the largest thing in view.
// It is written raw because go-app drops an empty alt, and without one a
// screen reader reads the address aloud.
func Picture(i wire.Image, eager bool) goapp.UI {
	var b strings.Builder
	b.WriteString("<img")
	if _, err := strconv.ParseUint(i.Tone, 10, 6); err == nil { // one of 64
		attribute(&b, "class", "tone-"+i.Tone)
	}
	attribute(&b, "src", i.Src)
	if i.Srcset != "" {
		attribute(&b, "srcset", i.Srcset)
		attribute(&b, "sizes", i.Sizes)
	}
	b.WriteString(` alt="` + attributeEscaper.Replace(i.Alt) + `"`)
	if i.Width > 0 && i.Height > 0 {
		attribute(&b, "width", strconv.Itoa(i.Width))
		attribute(&b, "height", strconv.Itoa(i.Height))
	}
	if eager {
		attribute(&b, "fetchpriority", "high")
	} else {
		attribute(&b, "loading", "lazy")
	}
	attribute(&b, "decoding", "async")
	b.WriteString(">")
	return goapp.Raw(b.String())
}

// How wide plates are shown: at the head of a page as wide as it is, in a list
// beside others (assets/web/css/30-layout.css and 50-home.css).
const (
	sizesWide   = "(width >= 87rem) 78rem, 90vw"
	sizesBeside = "(width >= 45rem) 37rem, 90vw"
)

// Plate is the ground a drawing or a picture lies on; nil when there is
// neither, so that nothing shows an empty box.
func Plate(drawing wire.HTML, image *wire.Image, eager bool) goapp.UI {
	switch {
	case drawing.ID != "":
		return &Fragment{HTML: drawing, Class: "plate"}
	case image != nil && image.Src != "":
		shown := *image
		if shown.Sizes = sizesBeside; eager {
			shown.Sizes = sizesWide
		}
		return goapp.Div().Class("plate photo").Body(Picture(shown, eager))
	}
	return nil
}
