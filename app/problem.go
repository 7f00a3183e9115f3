package app

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/ui"
	"vitrine/app/wire"
)

// Problem says what went wrong and where to go instead.
type Problem struct {
	goapp.Compo

	Page wire.ProblemPage
}

// emptyCase is drawn for what is not there: a case, its label, and nothing between.
const emptyCase = `<svg class="drawn" viewBox="0 0 420 400" role="img"><title>An empty glass case on a plinth, with a blank label</title>` +
	`<path class="w" d="M60 250L150 214H360L270 250Z"/>` +
	`<path class="l s" d="M150 214V34M150 214H360M150 214L60 250"/>` +
	`<path class="l" d="M60 70L150 34H360L270 70ZM360 34V214L270 250H60V70M60 250V350H270V250M360 214V314L270 350"/>` +
	`<path class="e" d="M60 70H270V250M270 70L360 34"/>` +
	`<path class="g" d="M128 276H202V318H128Z"/><path class="l" d="M128 276H202V318H128ZM140 290H190M140 302H172"/></svg>`

// Render is calm: a number, a sentence, the closest addresses.
func (v *Problem) Render() goapp.UI {
	p := v.Page
	label := []goapp.UI{goapp.P().Class("what").Text("No. " + strconv.Itoa(p.Code.Status()))}
	if p.Code == wire.NotFound || p.Code == wire.Gone {
		label = append(label, goapp.P().Text("Not on display"))
	}
	heading := p.Heading
	if heading == "" {
		heading = "Something went wrong."
	}
	text := []goapp.UI{goapp.H1().Text(heading)}
	if p.Message != "" {
		text = append(text, goapp.P().Class("lede").Text(p.Message))
	}
	if len(p.Closest) > 0 {
		text = append(text, ui.Ways("Closest pages", p.Closest))
	}
	if p.Reference != "" {
		text = append(text, goapp.P().Class("soft push").Body(
			goapp.Text("If you write about it, this number finds it in the log: "), goapp.Code().Text(p.Reference)))
	}
	return ui.Head(label, goapp.Div().Class("beside even").Body(
		goapp.Div().Body(text...), goapp.Raw(emptyCase)))
}
