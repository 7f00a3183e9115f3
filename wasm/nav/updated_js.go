package nav

import (
	"syscall/js"
	"time"

	"vitrine/app/wire"
)

// What a session keeps of builds, so that a document can say what the one
// before it found.
const (
	keyLeft = "build-left" // the build that was left for another
	keySaid = "build-said" // the build whose coming was said
)

// settled is how long a live region stands before what is put in it is read:
// one that is made with its words is passed over.
const settled = time.Second

// outdatedBy notes that another build serves the site, if err says so.
func (n *Navigator) outdatedBy(err error) {
	if wire.CodeOf(err) == wire.Conflict && !n.outdated {
		n.outdated = true
		note(keyLeft, build())
	}
}

// sayUpdated tells those who listen why the last page came whole.
func (n *Navigator) sayUpdated() {
	now := build()
	if !Updated(noted(keyLeft), now, noted(keySaid)) {
		return
	}
	note(keySaid, now)
	note(keyLeft, "")
	time.AfterFunc(settled, func() { n.life.Guard(func() { n.voice.say("The site was updated.") }) })
}

// build is the document's.
func build() string {
	if b := document.Get("documentElement").Get("dataset").Get("build"); b.Type() == js.TypeString {
		return b.String()
	}
	return ""
}

// note writes to the session's storage. A full one keeps nothing: then nothing
// is said.
func note(key, value string) {
	defer func() {
		if p := recover(); p != nil {
			window.Get("console").Call("info", "The session keeps no notes.")
		}
	}()
	window.Get("sessionStorage").Call("setItem", key, value)
}

// noted reads what note wrote, or "".
func noted(key string) string {
	if v := window.Get("sessionStorage").Call("getItem", key); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}
