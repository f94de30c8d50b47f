// Package port connects a program with the workers it starts: copies of the program itself, each with a memory of its own.
//
// In a browser a worker is a Web Worker with its own instance of the same WebAssembly module, and what passes through a
// port is posted; natively a worker is a child process started from the same executable, as Python's multiprocessing
// does under "spawn", and what passes is a frame on a pipe. Either way messages are bytes, they are copied, they arrive
// in order, and the end of a worker is always heard of, whoever caused it.
//
//	             Spawn ─────────▶ Parent
//	program                                 worker
//	             Port.Send ◀────▶ Port.Send
//
// A worker may also be another program that speaks to us in the same way: a host of another runtime, such as Python's, see
// [Program].
//
// Nothing here knows what the bytes mean: wasm/futures speaks its own protocol over ports, and so does wasm/engine
// with the page.
package port

import "os"

// Handler receives what a port brings. Its functions are called one at a time for one port; under js they run inside the
// browser's event, so they hand work on to goroutines instead of waiting for anything.
type Handler struct {
	Message func(data []byte) // data is the receiver's to keep
	Closed  func(err error)   // the other side is gone: called once, and last
}

// Program says what Spawn starts. The zero Program is this program itself, started again as a worker.
type Program struct {
	// Name names a worker's script in a browser: one of those that the site was built with, see web/src/engine/hosts.ts.
	Name string
	// Command is the program natively, with its arguments. It reads frames from standard input and writes them to standard
	// output, each a length (u32, little-endian) and as many bytes, and ends when its input does.
	Command []string
	Env     []string // of a Command, beside this program's own
	Dir     string   // where a Command runs; "" is here
}

// ClosedError says how the other side ended.
type ClosedError struct {
	Code   int    // exit code, or -1 where it was killed or none is known
	Output string // what it wrote to standard error, up to a limit: a panic's message and stack
}

func (e *ClosedError) Error() string {
	if e.Output != "" {
		return "the worker ended: " + e.Output
	}
	if e.Code < 0 {
		return "the worker was terminated from outside"
	}
	return "the worker ended before its work was done"
}

// outputLimit is how much of a dying worker's standard error is kept, in bytes: enough for a panic and its first frames.
const outputLimit = 4096

// workerEnv marks a copy of the program that Spawn started. On its way to Parent a worker takes it out of its
// environment, so that what it starts for other purposes does not take itself for a worker.
const workerEnv = "VELOCIDADE_WORKER"

// IsWorker reports whether Spawn started this copy of the program and Parent has not been called yet.
func IsWorker() bool { return os.Getenv(workerEnv) != "" }
