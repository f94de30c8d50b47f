//go:build threads

package port

import "syscall/js"

// On several threads the host cannot write into the memory of a program that may be anywhere: it calls a function, which is
// carried out on JavaScript's thread.
func init() {
	js.Global().Set("velocidade_deliver", js.FuncOf(func(_ js.Value, args []js.Value) any {
		data := make([]byte, args[0].Length())
		js.CopyBytesToGo(data, args[0])
		deliver(parentID, data)
		return nil
	}))
}

// Turn lets nothing in: what arrives does so beside all that computes.
func Turn() {}

// TakeInbox takes what the host wrote into the inbox for a call of an export. A program with threads has none.
func TakeInbox() []byte { return nil }
