//go:build js

package main

import (
	"syscall/js"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app"
	"vitrine/app/wire"
	"vitrine/wasm/comfort"
	"vitrine/wasm/nav"
)

// root is the one component the engine routes to. It outlives every
// navigation: only the page in it changes.
type root struct {
	goapp.Compo

	life      *nav.Life
	navigator *nav.Navigator
	comforts  *comfort.Comforts
	page      wire.Page
	address   string // of the document when the client started, with its fragment
	kept      *nav.Kept
	ctx       goapp.Context
	changing  bool // another page is being put in the document
}

// OnInit runs while the server's elements still stand.
func (r *root) OnInit() {
	// The engine answers every click on a link and every popstate by routing.
	js.Global().Set("onclick", nil)
	js.Global().Set("onpopstate", nil)
	r.kept = nav.Keep()
}

// OnMount runs after the exchange. Its parts mount after it; what is dispatched
// here runs after them and still before the browser paints.
func (r *root) OnMount(ctx goapp.Context) {
	ctx.PreventUpdate() // nothing has changed
	r.ctx = ctx
	ctx.Dispatch(func(ctx goapp.Context) {
		ctx.PreventUpdate()
		r.life.Guard(r.start)
	})
}

func (r *root) start() {
	document := js.Global().Get("document")
	// What the boot script keeps up (the theme button) it brings to the new elements.
	document.Call("dispatchEvent", js.Global().Get("Event").New("vitrine:mount"))
	r.kept.Restore()
	r.kept = nil
	replaceAddress(r.address)
	r.navigator.Start()
	r.comforts = comfort.New(r.life, r.navigator.Say)
	r.comforts.Arrive()
	document.Get("documentElement").Get("dataset").Set("client", "on")
}

// show puts a page in the document, see nav.New.
func (r *root) show(p wire.Page, before, after func()) {
	r.ctx.Dispatch(func(ctx goapp.Context) {
		r.changing = true
		if !r.life.Guard(func() { r.comforts.Leave(); before() }) {
			return
		}
		r.page = p
		ctx.Defer(func(goapp.Context) {
			r.changing = false
			r.life.Guard(func() { after(); r.comforts.Arrive() })
		})
	})
}

// failed is called when the client has stopped. A page that it was drawing is
// half there under the new address: the server draws it whole.
func (r *root) failed() {
	if r.changing {
		js.Global().Get("location").Call("reload")
	}
}

// Render implements goapp.Composer.
func (r *root) Render() goapp.UI { return &app.View{Page: r.page} }
