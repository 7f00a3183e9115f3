package ui

import goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

// Icons are drawn on an 18-unit square in strokes of the text's colour. They
// repeat what a word or a label already says, so they are hidden from readers
// that listen.
const (
	svgIcon    = `<svg class="icon" viewBox="0 0 18 18" aria-hidden="true" focusable="false">`
	svgOnward  = `<svg class="icon onward" viewBox="0 0 18 18" aria-hidden="true" focusable="false">`
	pathTheme  = `<circle cx="9" cy="9" r="6.25"/><path class="half" d="M9 2.75a6.25 6.25 0 0 1 0 12.5Z"/></svg>`
	pathSearch = `<circle cx="8" cy="8" r="5.25"/><path d="M12 12l4 4"/></svg>`
	pathOnward = `<path d="M2.5 9H15M10.5 4.5 15 9l-4.5 4.5"/></svg>`
	pathBack   = `<path d="M15.5 9H3M7.5 4.5 3 9l4.5 4.5"/></svg>`
	pathOpen   = `<path d="M4.5 7 9 11.5 13.5 7"/></svg>`
)

// IconTheme is a disc half lit: light and dark.
func IconTheme() goapp.UI { return goapp.Raw(svgIcon + pathTheme) }

func iconOnward() goapp.UI { return goapp.Raw(svgOnward + pathOnward) }
func iconBack() goapp.UI   { return goapp.Raw(svgOnward + pathBack) }
func iconOpen() goapp.UI   { return goapp.Raw(svgIcon + pathOpen) }
