// Package card draws the picture that a shared link shows: 1200 × 630 pixels,
// PNG, the site's own look. A label column says whose it is, what and when; a
// wide column shows the title and, where the record has one, its drawing.
//
// Everything is drawn in Go from flat colours with sixteen steps of smoothing,
// so that a card needs no more than a small palette and stays near 20 KB.
//
// # Letters
//
// The Go fonts draw Latin, Greek and Cyrillic. For other scripts the machine's
// own fonts are looked up when a title first needs them. Scripts whose letters
// join or change shape (Arabic, Devanagari, Thai …) need a shaper, which is not
// here: rather than set them wrongly, a title of theirs is left out, and the
// card shows the record's drawing or a pattern made from its address.
//
// A box for a missing glyph is never drawn: symbols without a glyph are left
// out, and a word that cannot be set becomes an ellipsis.
package card
