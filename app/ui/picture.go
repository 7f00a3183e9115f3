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
	attribute(&b, "src", i.Src)
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

// Plate is the ground a drawing or a picture lies on; nil when there is
// neither, so that nothing shows an empty box.
func Plate(drawing wire.HTML, image *wire.Image, eager bool) goapp.UI {
	switch {
	case drawing.ID != "":
		return &Fragment{HTML: drawing, Class: "plate"}
	case image != nil && image.Src != "":
		return goapp.Div().Class("plate photo").Body(Picture(*image, eager))
	}
	return nil
}
