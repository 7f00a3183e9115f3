package comfort

import "syscall/js"

// addShare offers to pass a text on, under the label that says what it is.
func (c *Comforts) addShare() {
	words := "Share"
	if window.Get("navigator").Get("share").Type() != js.TypeFunction {
		if words = "Copy link"; !clipboard().Truthy() {
			return
		}
	}
	if label := document.Call("querySelector", "#main .post > .pagehead > .label"); label.Truthy() {
		b := button("share", words, "")
		label.Call("append", b)
		c.page.finally(b, "remove")
	}
}

// share asks the system's own sheet, which a reader may also close again.
func (c *Comforts) share(b js.Value) {
	address := window.Get("location").Get("href").String()
	if link := document.Call("querySelector", `link[rel="canonical"]`); link.Truthy() {
		address = link.Get("href").String()
	}
	nothing := func() {}
	if navigator := window.Get("navigator"); navigator.Get("share").Type() == js.TypeFunction {
		c.settle(navigator.Call("share", map[string]any{"title": document.Get("title"), "url": address}), nothing, nothing)
		return
	}
	c.toClipboard(b, address, nothing)
}
