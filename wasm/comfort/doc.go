// Package comfort is what the running client adds to a page that is whole
// without it: buttons that copy and share, contents that follow the reader,
// pictures in their own size.
//
// What a comfort puts into a page is of that page alone: a scope removes it
// before another page is shown in place, because the engine would keep foreign
// elements and attributes in what it uses again, and when the client's life
// ends. A client that has crashed runs no Go, so everything is removed by the
// browser's own functions, bound to their elements and called by the signal.
//
// Every element of a comfort carries data-comfort. It takes no room: the style
// sheet places it where there is room already (assets/web/css/65-comforts.css).
package comfort
