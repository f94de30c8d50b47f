package lanes

import (
	"errors"
	"fmt"
	"unsafe"

	"velocidade/kernels"
	"velocidade/wasm/port"
)

// The exports below make an instance of the engine a library for another language in the same worker, which calls its
// programs as functions: web/src/engine/extension.ts is the caller. What it passes stands where an incoming message would.

var called []byte

//go:wasmexport velocidade_call
func exportCall() (size int32) {
	result := callPart(port.TakeInbox())
	// It cannot fail: of a done that holds no fault, nothing is put into words.
	called, _ = result.MarshalBinary()
	return int32(len(called))
}

//go:wasmexport velocidade_called
func exportCalled() unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(called)) }

// exportOdd is as little as a call can do: what crossing between two languages costs.
//
//go:wasmexport velocidade_odd
func exportOdd(n int64) int32 { return int32(n & 1) }

// CodeExtension is the code of whatever went wrong in a called program that has no code of its own.
const CodeExtension = "extension-failed"

func asFault(err error) *kernels.Error {
	if fault, ok := errors.AsType[*kernels.Error](err); ok {
		return fault
	}
	return &kernels.Error{Code: CodeExtension, Message: err.Error()}
}

// callPart runs a part here and now. A panic must not leave an export: nobody there could tell it from a result.
func callPart(message []byte) (d done) {
	defer func() {
		if p := recover(); p != nil {
			d = done{fault: asFault(fmt.Errorf("the program panicked: %v", p))}
		}
	}()
	var p part
	if err := p.UnmarshalBinary(message); err != nil {
		return done{fault: asFault(err)}
	}
	partial, err := p.run()
	if err != nil {
		return done{fault: asFault(err)}
	}
	return done{partial: partial}
}
