package nav

import (
	"fmt"
	"runtime/debug"
	"syscall/js"
)

var (
	window   = js.Global()
	document = js.Global().Get("document")
)

// Life is how long the client is in charge of the document. Every listener
// belongs to it; when it ends, they are gone and the browser does everything
// again. The boot script owns the controller, because a program that has
// crashed can remove nothing itself.
type Life struct {
	// OnEnd, if set, is called when a failure has ended the life.
	OnEnd func()

	controller js.Value
	ended      bool
}

// NewLife takes the boot script's controller, or makes one for a document
// without it.
func NewLife() *Life {
	if shared := window.Get("vitrine"); shared.Truthy() {
		return &Life{controller: shared.Get("life")}
	}
	return &Life{controller: window.Get("AbortController").New()}
}

// Signal is aborted when the life ends, also by a crash.
func (l *Life) Signal() js.Value { return l.controller.Get("signal") }

// Guard calls f and reports whether it came to its end; a panic in it ends the
// life.
func (l *Life) Guard(f func()) (ok bool) {
	defer func() {
		if p := recover(); p != nil {
			l.End(p)
		}
	}()
	f()
	return true
}

// End reports a failure once and removes every listener.
func (l *Life) End(cause any) {
	if l.ended {
		return
	}
	l.ended = true
	document.Get("documentElement").Get("dataset").Delete("client")
	history().Set("scrollRestoration", "auto")
	tell(fmt.Sprint(cause))
	l.controller.Call("abort")
	window.Get("console").Call("error", fmt.Sprintf("The client stopped: %v. Links still work.\n%s", cause, debug.Stack()))
	if l.OnEnd != nil {
		l.OnEnd()
	}
}

// On listens until the life ends. Options are addEventListener's.
func (l *Life) On(target js.Value, event string, options map[string]any, f func(event js.Value)) {
	listener := js.FuncOf(func(_ js.Value, args []js.Value) any {
		if !l.ended {
			l.Guard(func() { f(args[0]) })
		}
		return nil
	})
	all := map[string]any{"signal": l.controller.Get("signal")}
	for k, v := range options {
		all[k] = v
	}
	target.Call("addEventListener", event, listener, all)
}
