package nav

import "syscall/js"

// anchor is the HTML link that an event happened in, or null.
func anchor(e js.Value) js.Value {
	target := e.Get("target")
	if !target.Truthy() || target.Get("closest").Type() != js.TypeFunction {
		return js.Null()
	}
	a := target.Call("closest", "a[href]")
	if !a.Truthy() || a.Get("href").Type() != js.TypeString {
		return js.Null() // a link in a drawing has an object for its address
	}
	return a
}

// path gives where an anchor leads, see Link.Path.
func (n *Navigator) path(a js.Value) (path, fragment string, ok bool) {
	attribute := func(name string) string {
		if v := a.Call("getAttribute", name); v.Type() == js.TypeString {
			return v.String()
		}
		return ""
	}
	return Link{
		Href:     a.Get("href").String(),
		Target:   attribute("target"),
		Rel:      attribute("rel"),
		Download: a.Call("hasAttribute", "download").Bool(),
	}.Path(n.origin)
}

// saving reports whether the reader pays for bytes or waits for them: then
// nothing is fetched ahead.
func saving() bool {
	c := window.Get("navigator").Get("connection")
	if !c.Truthy() {
		return false
	}
	kind := c.Get("effectiveType")
	return c.Get("saveData").Truthy() || kind.Equal(js.ValueOf("2g")) || kind.Equal(js.ValueOf("slow-2g"))
}
