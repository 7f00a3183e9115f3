package nav

import "syscall/js"

// tell reports a fault to the server. The boot script does it, once for a
// document, because it also sees what this program cannot: its own crash.
func tell(message string) {
	if shared := window.Get("vitrine"); shared.Truthy() && shared.Get("fault").Type() == js.TypeFunction {
		shared.Call("fault", message)
	}
}
