package link

import (
	"errors"
	"syscall/js"
)

// In a browser its own streams do it: package flate would be four per cent of what every visitor's browser has to load.

// ignore takes what is of no interest. It is never released, since nobody knows when it is called for the last time.
var ignore = js.FuncOf(func(js.Value, []js.Value) any { return nil })

// deflate compresses by RFC 1951.
func deflate(data []byte) ([]byte, error) {
	return through("CompressionStream", data, -1)
}

// inflate undoes that, and stops with errTooMuch beyond so many bytes.
func inflate(packed []byte, most int) ([]byte, error) {
	return through("DecompressionStream", packed, most)
}

// through sends data through a stream of that name and reads what comes out, up to so many bytes where most is not negative.
func through(name string, data []byte, most int) ([]byte, error) {
	constructor := js.Global().Get(name)
	if !constructor.Truthy() {
		return nil, errors.New("this browser has no " + name)
	}
	stream := constructor.New("deflate-raw")
	input := js.Global().Get("Uint8Array").New(len(data))
	js.CopyBytesToJS(input, data)
	writer := stream.Get("writable").Call("getWriter")
	// What goes wrong with the input is heard of at the output too; here it is only kept from being reported as unheard.
	writer.Call("write", input).Call("catch", ignore)
	writer.Call("close").Call("catch", ignore)

	reader := stream.Get("readable").Call("getReader")
	var out []byte
	for {
		chunk, err := await(reader.Call("read"))
		if err != nil {
			return nil, err
		}
		if chunk.Get("done").Bool() {
			return out, nil
		}
		value := chunk.Get("value")
		size := value.Get("length").Int()
		if most >= 0 && len(out)+size > most {
			reader.Call("cancel").Call("catch", ignore)
			return nil, errTooMuch
		}
		out = append(out, make([]byte, size)...)
		js.CopyBytesToGo(out[len(out)-size:], value)
	}
}

// await waits for a promise.
func await(promise js.Value) (js.Value, error) {
	type settled struct {
		value js.Value
		err   error
	}
	done := make(chan settled, 1)
	resolved := js.FuncOf(func(_ js.Value, args []js.Value) any { done <- settled{value: args[0]}; return nil })
	defer resolved.Release()
	rejected := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- settled{err: errors.New(args[0].Call("toString").String())}
		return nil
	})
	defer rejected.Release()
	promise.Call("then", resolved, rejected)
	s := <-done
	return s.value, s.err
}
