package comfort

import (
	"strconv"
	"syscall/js"
)

// enlarging selects the buttons that open a picture.
const enlarging = `button[data-comfort="enlarge"]`

// addEnlarge gives each picture of a text a button. One that is a link leads
// where its owner wants.
func (c *Comforts) addEnlarge() {
	each(".prose figure > img", func(img js.Value) {
		name := "Enlarge the picture"
		if alt := img.Get("alt").String(); alt != "" {
			name = "Enlarge: " + alt
		}
		b := button("enlarge", "Enlarge", name)
		img.Call("after", b)
		c.page.finally(b, "remove")
	})
}

// enlarge opens the pictures of the page at a button's.
func (c *Comforts) enlarge(b js.Value) {
	p := &c.pictures
	if !p.dialog.Truthy() {
		p.make()
		newScope(c.life).finally(p.dialog, "remove")
		c.life.On(p.dialog, "keydown", nil, p.onKey)
		c.life.On(p.dialog, "click", nil, p.onClick)
	}
	p.all = nil
	each(enlarging, func(other js.Value) {
		if other.Equal(b) {
			p.at = len(p.all)
		}
		p.all = append(p.all, other.Get("parentElement"))
	})
	b.Call("focus", map[string]any{"preventScroll": true}) // where the dialog gives focus back to
	p.open()
}

// pictures is the dialog that shows them one by one. It lies beside the pages,
// and is made when a reader first asks for it.
type pictures struct {
	dialog, frame, img, words js.Value
	before, after, full       js.Value

	all []js.Value // figures
	at  int
}

func (p *pictures) make() {
	add := func(parent js.Value, tag, class string) js.Value {
		el := document.Call("createElement", tag)
		el.Set("className", class)
		parent.Call("append", el)
		return el
	}
	p.dialog = add(document.Get("body"), "dialog", "lightbox")
	p.dialog.Get("dataset").Set("comfort", "pictures")
	p.dialog.Call("setAttribute", "aria-label", "Pictures of this page")
	p.frame = add(p.dialog, "div", "frame")
	p.img = add(p.frame, "img", "")
	bar := add(p.dialog, "div", "under")
	p.words = add(bar, "p", "")
	p.words.Call("setAttribute", "role", "status")
	tool := func(what, text string) js.Value {
		b := button(what, text, "")
		b.Set("className", "btn")
		bar.Call("append", b)
		return b
	}
	p.before, p.after = tool("before", "Previous"), tool("after", "Next")
	p.full = tool("full", "Original size")
	tool("close", "Close").Set("autofocus", true)
}

func (p *pictures) open() {
	site := document.Call("getElementById", "site")
	p.dialog.Set("dir", site.Get("dir"))
	p.dialog.Set("lang", site.Get("lang"))
	one := len(p.all) == 1
	p.before.Set("hidden", one)
	p.after.Set("hidden", one)
	p.show(p.at)
	p.dialog.Call("showModal")
}

func (p *pictures) close() {
	if p.dialog.Truthy() && p.dialog.Get("open").Bool() {
		p.dialog.Call("close")
	}
}

// show puts a picture in the dialog, counted round from the last to the first.
func (p *pictures) show(at int) {
	p.at = (at + len(p.all)) % len(p.all)
	figure := p.all[p.at]
	shown := figure.Call("querySelector", "img")
	p.enlarged(false)
	// The one before goes at once: its size is not this one's.
	p.img.Call("removeAttribute", "src")
	for _, name := range []string{"class", "width", "height", "alt", "src"} {
		if v := shown.Call("getAttribute", name); v.Type() == js.TypeString {
			p.img.Call("setAttribute", name, v)
		} else {
			p.img.Call("removeAttribute", name)
		}
	}
	words := ""
	if len(p.all) > 1 {
		words = strconv.Itoa(p.at+1) + " of " + strconv.Itoa(len(p.all))
	}
	if caption := figure.Call("querySelector", "figcaption"); caption.Truthy() {
		if words != "" {
			words += ". "
		}
		words += caption.Get("textContent").String()
	}
	p.words.Set("textContent", words)
}

// enlarged says whether the picture is as large as it is, and scrolls, or as the window.
func (p *pictures) enlarged(full bool) {
	p.dialog.Get("classList").Call("toggle", "full", full)
	p.full.Call("setAttribute", "aria-pressed", full)
	if full {
		p.frame.Set("tabIndex", 0) // so that keys can scroll it
	} else {
		p.frame.Call("removeAttribute", "tabindex")
	}
}

func (p *pictures) onClick(e js.Value) {
	target := e.Get("target")
	switch {
	case target.Equal(p.before):
		p.show(p.at - 1)
	case target.Equal(p.after):
		p.show(p.at + 1)
	case target.Equal(p.full):
		p.enlarged(p.full.Call("getAttribute", "aria-pressed").String() != "true")
	case target.Equal(p.frame), target.Get("dataset").Get("comfort").Equal(js.ValueOf("close")):
		p.close()
	}
}

// onKey turns the pages by the arrows, which in a picture larger than the window scroll.
func (p *pictures) onKey(e js.Value) {
	if len(p.all) < 2 || p.frame.Equal(document.Get("activeElement")) {
		return
	}
	by := 0
	switch e.Get("key").String() {
	case "ArrowRight":
		by = 1
	case "ArrowLeft":
		by = -1
	default:
		return
	}
	if p.dialog.Get("dir").String() == "rtl" {
		by = -by
	}
	e.Call("preventDefault")
	p.show(p.at + by)
}
