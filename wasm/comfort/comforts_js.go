package comfort

import (
	"syscall/js"

	"vitrine/wasm/nav"
)

// Comforts are all of them for one document.
type Comforts struct {
	life *nav.Life
	say  func(text string) // to those who listen, when their own speech pauses

	page     scope
	contents contents
	pictures pictures
}

// New makes the comforts; say speaks to those who listen. Nothing is in the
// document before Arrive.
func New(life *nav.Life, say func(text string)) *Comforts {
	c := &Comforts{life: life, say: say}
	c.contents.passed = js.FuncOf(func(_ js.Value, args []js.Value) any {
		life.Guard(func() { c.contents.pass(args[0]) })
		return nil
	})
	life.On(document, "click", nil, c.onClick)
	return c
}

// Arrive brings the comforts to the page that is in the document.
func (c *Comforts) Arrive() {
	c.page = newScope(c.life)
	c.addCopy()
	c.addShare()
	c.addEnlarge()
	c.contents.follow(c.page)
}

// Leave takes them from it, before another page is put in its place.
func (c *Comforts) Leave() {
	c.pictures.close()
	c.page.end()
}

// onClick serves all pages' buttons, so that none holds a function of its own.
func (c *Comforts) onClick(e js.Value) {
	target := e.Get("target")
	if target.Get("closest").Type() != js.TypeFunction {
		return
	}
	if b := target.Call("closest", "button[data-comfort]"); b.Truthy() {
		switch b.Get("dataset").Get("comfort").String() {
		case "copy":
			c.copyCode(b)
		case "share":
			c.share(b)
		case "enlarge":
			c.enlarge(b)
		}
		return
	}
	if target.Call("matches", ".prose figure > img").Bool() {
		if b := target.Get("parentElement").Call("querySelector", enlarging); b.Truthy() {
			c.enlarge(b)
		}
	}
}

// settle calls one of two functions when a promise has ended.
func (c *Comforts) settle(promise js.Value, done, failed func()) {
	var onDone, onFail js.Func
	then := func(f func()) js.Func {
		return js.FuncOf(func(js.Value, []js.Value) any {
			onDone.Release()
			onFail.Release()
			c.life.Guard(f)
			return nil
		})
	}
	onDone, onFail = then(done), then(failed)
	promise.Call("then", onDone, onFail)
}
