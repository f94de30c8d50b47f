package port

import (
	"errors"
	"os"
	"sync"
	"syscall/js"
	"unsafe"
)

// DrainMs is for how long a worker that was killed while it computed keeps burning its core: Chromium ends a busy
// worker's script only after this grace period.
const DrainMs = 2000

// The functions below are given by the worker's host script, web/src/engine/host.ts, which documents their other half.

//go:wasmimport velocidade now
func hostNow() float64

//go:wasmimport velocidade booted
func hostBooted() float64

//go:wasmimport velocidade spawn
func hostSpawn(port int32, name unsafe.Pointer, size int32)

//go:wasmimport velocidade post
func hostPost(port int32, data unsafe.Pointer, size int32)

//go:wasmimport velocidade terminate
func hostTerminate(port int32)

//go:wasmimport velocidade transfer
func hostTransfer(on int32)

// Port is one end of a connection.
type Port struct{ id int32 }

// parentID is the port to whoever started this instance.
const parentID = 0

var (
	mu       sync.Mutex
	handlers = map[int32]Handler{}
	backlog  [][]byte // from the parent, before Parent was called
	lastID   int32
)

// Now is the time in milliseconds since 1970 with the resolution of performance.now, comparable between workers.
func Now() float64 { return hostNow() }

// Booted is the time at which this worker's script began.
func Booted() float64 { return hostBooted() }

// Cores is how many tasks the browser says the machine can run at once: a hint, which some browsers lower or make up.
func Cores() int {
	if n := js.Global().Get("navigator").Get("hardwareConcurrency"); n.Type() == js.TypeNumber {
		return max(n.Int(), 1)
	}
	return 1
}

// Parent returns the port to whoever started this instance, which under js always exists: the page, or another worker.
func Parent(h Handler) *Port {
	os.Unsetenv(workerEnv)
	mu.Lock()
	handlers[parentID] = h
	early := backlog
	backlog = nil
	mu.Unlock()
	for _, data := range early {
		h.Message(data)
	}
	return &Port{parentID}
}

// Spawn starts a worker. It returns at once; a worker that cannot start is heard of through Closed.
func Spawn(program Program, h Handler) (*Port, error) {
	mu.Lock()
	lastID++
	id := lastID
	handlers[id] = h
	mu.Unlock()
	hostSpawn(id, unsafe.Pointer(unsafe.StringData(program.Name)), int32(len(program.Name)))
	return &Port{id}, nil
}

// ErrClosed is returned by Send when the other side is gone.
var ErrClosed = errors.New("port: the worker is gone")

// Send posts a copy of data.
func (p *Port) Send(data []byte) error {
	mu.Lock()
	_, open := handlers[p.id]
	mu.Unlock()
	if !open {
		return ErrClosed
	}
	hostPost(p.id, unsafe.Pointer(unsafe.SliceData(data)), int32(len(data)))
	return nil
}

// Transfer has messages that are sent from now on handed over instead of copied once more: out of the instance's memory they
// are copied in any case. It reports whether this platform can do that.
func Transfer(on bool) bool {
	n := int32(0)
	if on {
		n = 1
	}
	hostTransfer(n)
	return true
}

// Kill ends the worker now, whatever it does. Closed is not called.
func (p *Port) Kill() {
	mu.Lock()
	delete(handlers, p.id)
	mu.Unlock()
	hostTerminate(p.id)
}

// deliver hands over what has arrived.
func deliver(id int32, data []byte) {
	mu.Lock()
	h, open := handlers[id]
	if !open && id == parentID {
		backlog = append(backlog, data)
	}
	mu.Unlock()
	if open {
		h.Message(data)
	}
}
