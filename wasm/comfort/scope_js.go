package comfort

import (
	"syscall/js"

	"vitrine/wasm/nav"
)

var (
	window   = js.Global()
	document = js.Global().Get("document")
)

// scope is how long something stays in the document: no longer than a page, or
// than the client.
type scope struct{ controller js.Value }

// newScope makes one that ends with the client at the latest.
func newScope(life *nav.Life) scope {
	s := scope{controller: window.Get("AbortController").New()}
	abort := bound(s.controller, "abort")
	life.Signal().Call("addEventListener", "abort", abort, map[string]any{"signal": s.controller.Get("signal")})
	return s
}

func (s scope) end() { s.controller.Call("abort") }

// finally calls a method of an object, by the browser alone, when the scope ends.
func (s scope) finally(object js.Value, method string, arguments ...any) {
	s.controller.Get("signal").Call("addEventListener", "abort", bound(object, method, arguments...))
}

func bound(object js.Value, method string, arguments ...any) js.Value {
	return object.Get(method).Call("bind", append([]any{object}, arguments...)...)
}

// button makes a button of a comfort that is seen as text and heard as label.
func button(comfort, text, label string) js.Value {
	b := document.Call("createElement", "button")
	b.Set("type", "button")
	b.Get("dataset").Set("comfort", comfort)
	b.Set("textContent", text)
	if label != "" {
		b.Call("setAttribute", "aria-label", label)
	}
	return b
}

func each(selector string, f func(js.Value)) {
	all := document.Call("querySelectorAll", selector)
	for i := range all.Length() {
		f(all.Index(i))
	}
}
