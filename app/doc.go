// Package app is the pages. It compiles twice: into the server, which encodes a
// page's tree to HTML, and into the browser's client, which mounts the same
// tree over that HTML.
//
// # The two lives of a page
//
// A page is one wire.Page. View draws its frame and picks the component for its
// Kind; that component is a pure function of its exported fields.
//
// On the server only Render runs: no OnMount, no OnNav, no fetching, no clock.
// Everything a reader sees must already be in the props.
//
// In the browser there is no hydration. The client builds the whole tree anew
// from the JSON beside the page and replaces the body's first element in one
// step; nobody sees it as long as both trees are equal. So:
//
//   - Render reads nothing but props: no time, no random number, no map order.
//   - Long server-made HTML travels once. It enters a tree through ui.Fragment
//     alone, which takes over the nodes that stand in the document.
//   - What a reader may have changed before the client starts (an open
//     <details>, a focus, a typed word) must not depend on the client.
//
// # Rules of the house for go-app
//
//   - Never Style: a style attribute is against our Content-Security-Policy.
//   - Attribute values are trimmed and empty ones dropped: an image with an
//     empty alt is written by ui.Picture, not by Img().Alt("").
//   - The encoder adds no white space: a space between two inline elements is
//     a goapp.Text(" ").
//   - Raw has exactly one root element.
//   - No closures as event handlers in lists: go-app compares handlers by code
//     pointer and keeps the first one's variables.
//   - Children have no keys. A component whose content must not be mixed with
//     its neighbour's on navigation gives a CompoID.
//   - What others put into a page the engine does not see: an element or an
//     attribute added by hand stays where the engine uses its parent again for
//     the next page. Who adds one (wasm/comfort) takes it back before that, and
//     by the browser's own functions: a program that has crashed runs no more.
//   - A live region is read when its words change, not when it comes with them:
//     it stands empty first.
//   - Parts without a life of their own are plain functions in package ui. A
//     component costs a node and a comparison on every update, so it is kept
//     for what needs OnInit or OnMount.
//
// # What may be imported
//
// go-app, app/wire, app/ui and the standard library without net/http,
// text/template, html/template and regexp: every byte here is downloaded by
// visitors. strings and strconv do what fmt would.
package app
