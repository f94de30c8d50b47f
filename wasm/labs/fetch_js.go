package labs

import (
	"context"
	"errors"
	"fmt"
	"syscall/js"
)

// delayAddress is the slow page of this site: beside the folder that holds this worker's script.
func delayAddress() string {
	here := js.Global().Get("location").Get("href").String()
	return js.Global().Get("URL").New("../api/delay", here).Get("href").String()
}

// fetchDelayed gets an address and waits for the answer.
func fetchDelayed(ctx context.Context, address string) error {
	answered := make(chan error, 1)
	abort := js.Global().Get("AbortController").New()
	then := js.FuncOf(func(_ js.Value, args []js.Value) any {
		if response := args[0]; !response.Get("ok").Bool() {
			answered <- fmt.Errorf("%d %s", response.Get("status").Int(), response.Get("statusText").String())
		} else {
			answered <- nil
		}
		return nil
	})
	defer then.Release()
	failed := js.FuncOf(func(_ js.Value, args []js.Value) any {
		answered <- errors.New(args[0].Get("message").String())
		return nil
	})
	defer failed.Release()
	options := map[string]any{"cache": "no-store", "signal": abort.Get("signal")}
	js.Global().Call("fetch", address, options).Call("then", then, failed)
	select {
	case err := <-answered:
		return err
	case <-ctx.Done():
		abort.Call("abort")
		<-answered // its callbacks may be released only when they were called
		return context.Cause(ctx)
	}
}
