package main

import (
	"encoding/json"
	"os"
	"syscall/js"

	"velocidade/tools/rewriter"
)

// library answers the request of the script that started this instance, if there is one: an object whose global name is in
// RELOOP_REQUEST, with the members of Request in web/src/rewriter/run.ts.
func library() bool {
	name := os.Getenv("RELOOP_REQUEST")
	if name == "" {
		return false
	}
	request := js.Global().Get(name)
	js.Global().Delete(name)
	output, report, err := answer(request)
	if err != nil {
		request.Call("failed", err.Error())
		return true
	}
	module := js.Global().Get("Uint8Array").New(len(output))
	js.CopyBytesToJS(module, output)
	request.Call("done", module, string(report))
	return true
}

func answer(request js.Value) (output, report []byte, err error) {
	var options rewriter.Options
	if err := json.Unmarshal([]byte(request.Get("options").String()), &options); err != nil {
		return nil, nil, err
	}
	input := make([]byte, request.Get("input").Get("length").Int())
	js.CopyBytesToGo(input, request.Get("input"))
	output, told, err := rewriter.Rewrite(input, options)
	if err != nil {
		return nil, nil, err
	}
	report, err = json.Marshal(told)
	return output, report, err
}
