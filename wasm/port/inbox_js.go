//go:build !threads

package port

import "unsafe"

//go:wasmimport velocidade turn
func hostTurn()

var (
	inbox []byte // where the host is writing a message
	turns = make(chan struct{}, 1)
)

// Turn gives the browser's event loop a turn, so that messages which have arrived are delivered: a computing goroutine is
// never interrupted for them. It costs 30 to 50 µs.
func Turn() {
	hostTurn()
	<-turns
}

// The host calls the exports below from events, and resumes Go's scheduler after each: a goroutine made runnable inside
// an export does not run by itself.

//go:wasmexport velocidade_inbox
func exportInbox(size int32) unsafe.Pointer {
	inbox = make([]byte, size)
	return unsafe.Pointer(unsafe.SliceData(inbox))
}

// TakeInbox takes what the host wrote into the inbox for a call of an export, not for a port.
func TakeInbox() []byte {
	data := inbox
	inbox = nil
	return data
}

//go:wasmexport velocidade_deliver
func exportDeliver(id int32) {
	data := inbox
	inbox = nil
	deliver(id, data)
}

//go:wasmexport velocidade_closed
func exportClosed(id, code int32) {
	output := string(inbox)
	inbox = nil
	mu.Lock()
	h, open := handlers[id]
	delete(handlers, id)
	mu.Unlock()
	if open && h.Closed != nil {
		h.Closed(&ClosedError{Code: int(code), Output: output})
	}
}

//go:wasmexport velocidade_turn
func exportTurn() {
	select {
	case turns <- struct{}{}:
	default:
	}
}
