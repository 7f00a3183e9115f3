package comfort

import (
	"syscall/js"
	"time"
)

// told is how long a button says that it has done its work.
const told = 2 * time.Second

// clipboard is the browser's, or undefined where it gives none to this page.
func clipboard() js.Value { return window.Get("navigator").Get("clipboard") }

// addCopy gives each block of code a button, in its caption if it has one.
func (c *Comforts) addCopy() {
	if !clipboard().Truthy() {
		return
	}
	each(".prose figure.code", func(figure js.Value) {
		caption := figure.Call("querySelector", "figcaption")
		name := "Copy the code"
		if caption.Truthy() {
			name += ", " + caption.Get("textContent").String()
		}
		b := button("copy", "Copy", name)
		if caption.Truthy() {
			caption.Call("append", b)
		} else {
			figure.Call("prepend", b)
		}
		c.page.finally(b, "remove")
	})
}

// copyCode copies a block. Without permission the code is selected, so that the
// reader's own keys copy it.
func (c *Comforts) copyCode(b js.Value) {
	pre := b.Call("closest", "figure").Call("querySelector", "pre")
	c.toClipboard(b, pre.Get("textContent").String(), func() {
		document.Call("getSelection").Call("selectAllChildren", pre)
	})
}

func (c *Comforts) toClipboard(b js.Value, text string, refused func()) {
	words := b.Get("textContent")
	c.settle(clipboard().Call("writeText", text), func() {
		c.say("Copied")
		b.Set("textContent", "Copied")
		time.AfterFunc(told, func() { c.life.Guard(func() { b.Set("textContent", words) }) })
	}, refused)
}
