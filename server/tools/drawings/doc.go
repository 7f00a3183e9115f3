// Command drawings draws the plates of the first-run site into data/seed/media.
//
//	go run ./server/tools/drawings            (from the repository's root)
//	go run ./server/tools/drawings -o folder
//
// A plate is an SVG made of geometry and of the site's own paint classes, with
// no colour, style, script or reference in it, so that a page can hold it inline
// and it follows the owner's accent and the dark theme:
//
//	l   ink line             l s  soft thin line     e   the accent edge, a line
//	f   ink fill             a    accent fill        m   accent mid fill
//	g   ground fill          w    accent wash fill   gr  grid hairline
//	sv  small label
//
// Each picture is computed from what its subject does: the tide from the tide's
// own constituents, the pipes from the lengths of a chromatic octave, the queue
// from a schedule of jobs. Nothing is random between runs: where scatter is
// wanted it comes from a fixed sequence, and numbers are rounded to a tenth of a
// unit, so the same program writes the same bytes anywhere. A test compares the
// committed files with what the program draws; change a drawing here, run the
// command, commit both.
package main
