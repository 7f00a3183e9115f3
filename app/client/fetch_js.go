package client

import (
	"context"
	"syscall/js"

	"vitrine/app/wire"
)

// Fetch is the browser's own fetch as a Transport. Its error is Unavailable
// when the network fails or ctx ends.
func Fetch(ctx context.Context, address string) (Reply, error) {
	abort := js.Global().Get("AbortController").New()
	type outcome struct {
		reply Reply
		err   error
	}
	answer := make(chan outcome, 1) // one place: a reply that comes after ctx ended has no reader

	var head Reply
	var onReply, onBody, onFail js.Func
	release := func() { onReply.Release(); onBody.Release(); onFail.Release() }
	onReply = js.FuncOf(func(_ js.Value, args []js.Value) any {
		r := args[0]
		head = Reply{Status: r.Get("status").Int(), Type: header(r, "content-type"), Build: header(r, "x-vitrine-build")}
		return r.Call("arrayBuffer")
	})
	onBody = js.FuncOf(func(_ js.Value, args []js.Value) any {
		bytes := js.Global().Get("Uint8Array").New(args[0])
		head.Body = make([]byte, bytes.Length())
		js.CopyBytesToGo(head.Body, bytes)
		answer <- outcome{reply: head}
		release()
		return nil
	})
	onFail = js.FuncOf(func(_ js.Value, args []js.Value) any {
		answer <- outcome{err: wire.Errorf(wire.Unavailable, "%s could not be fetched: %s", address, args[0].Call("toString").String())}
		release()
		return nil
	})
	js.Global().Call("fetch", address, map[string]any{
		"credentials": "same-origin",
		"headers":     map[string]any{"accept": "application/json"},
		"signal":      abort.Get("signal"),
	}).Call("then", onReply).Call("then", onBody, onFail)

	select {
	case o := <-answer:
		return o.reply, o.err
	case <-ctx.Done():
		abort.Call("abort")
		return Reply{}, wire.Errorf(wire.Unavailable, "%s took too long: %w", address, ctx.Err())
	}
}

func header(response js.Value, name string) string {
	if v := response.Get("headers").Call("get", name); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}
