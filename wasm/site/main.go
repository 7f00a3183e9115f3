//go:build js

package main

import (
	"encoding/json"
	"syscall/js"
	"time"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/client"
	"vitrine/app/wire"
	"vitrine/wasm/nav"
)

func main() {
	life := nav.NewLife()
	life.Guard(func() { run(life) })
}

// run takes the document over and comes back only by a panic.
func run(life *nav.Life) {
	document := js.Global().Get("document")
	var page wire.Page
	if err := json.Unmarshal([]byte(document.Call("getElementById", "page").Get("textContent").String()), &page); err != nil {
		life.End(wire.Errorf(wire.Internal, "the page's data could not be read: %w", err))
		return
	}
	r := &root{life: life, page: page, address: js.Global().Get("location").Get("href").String()}
	life.OnEnd = r.failed
	r.navigator = nav.New(life, client.New(page.Build, client.Fetch, time.Now), r.show)

	// The engine scrolls to a fragment in the address when it starts; the reader
	// may have left that place long ago, so it starts without one.
	replaceAddress(goapp.Window().URL().RequestURI())
	goapp.Route(goapp.Window().URL().Path, func() goapp.Composer { return r })
	goapp.RunWhenOnBrowser()
}

// replaceAddress changes the address of the current history entry only.
func replaceAddress(address string) {
	history := js.Global().Get("history")
	history.Call("replaceState", history.Get("state"), "", address)
}
