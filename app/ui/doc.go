// Package ui is the parts that pages are made of: the label-and-object grid,
// cards, lists, tags, facts, tables of contents, links, icons.
//
// A part is a plain function from wire values to a go-app element, because it
// has no state and nothing to do when it is mounted. Fragment, the door for
// HTML that the server made, is the one component. Nothing here fetches,
// formats a number or knows an address that was not given to it.
//
// Parts return nil when there is nothing to show; go-app's Body leaves nil out.
package ui
