// Package futures runs functions in parallel and hands back their results: the executor of Python's concurrent.futures, in
// Go. One API serves two kinds of workers.
//
//	[Threads]    goroutines of this program, which share its memory. Natively they run on all cores; inside one
//	             WebAssembly instance they take turns on one, as CPython's threads do under the GIL.
//	[Processes]  copies of this program: Web Workers in a browser, child processes natively. They run on all cores
//	             everywhere, share nothing, and arguments and results are copied to them and back.
//
// A function that is to run elsewhere must be known there by name, so functions are defined once, at package level, and
// main lets a copy that was started as a worker become one:
//
//	var isPrime = futures.Define("isprime", func(ctx context.Context, n int64) (bool, error) { … })
//
//	func main() {
//		futures.Init() // a worker process stays in here
//		pool := futures.Processes(4)
//		defer pool.Shutdown(true, false)
//		for result, err := range futures.Map(ctx, pool, isPrime, slices.Values(numbers)) { … }
//	}
//
// The life of a future, as in CPython: pending until a worker takes it; then running, and no longer cancellable; then done,
// with a result or an error. A task that was sent ahead to a busy worker counts as running.
//
//	pending ──▶ running ──▶ done
//	   └──▶ cancelled
//
// Semantics are those of CPython 3.14, case by case in semantics_test.go. Beyond it: [Future.Kill] ends a running task
// with its worker, [Future.Stop] asks it to end, and [Future.Timing] tells when it did what.
package futures

import (
	"context"
	"fmt"
	"sync"
)

// Func is a function that executors can run: from A to R, known by name in every copy of the program.
type Func[A, R any] struct {
	name string
	call func(ctx context.Context, arg A) (R, error)
}

// remote runs a function on an encoded argument, in a worker.
type remote func(ctx context.Context, arg []byte) ([]byte, error)

var (
	definedMu sync.RWMutex
	defined   = map[string]remote{}
)

// Define gives a function its name. It is called while the program's packages initialize, so that every copy of the
// program has it, and panics where two functions take one name.
//
// The context is cancelled when the caller gives up on the task; see [Checkpoint] for how a long computation hears of it.
func Define[A, R any](name string, call func(ctx context.Context, arg A) (R, error)) Func[A, R] {
	definedMu.Lock()
	defer definedMu.Unlock()
	if defined[name] != nil {
		panic(fmt.Sprintf("futures: two functions are called %q", name))
	}
	defined[name] = func(ctx context.Context, data []byte) ([]byte, error) {
		var arg A
		if err := decode(data, &arg); err != nil {
			return nil, err
		}
		result, err := call(ctx, arg)
		if err != nil {
			return nil, err
		}
		return encode(&result)
	}
	return Func[A, R]{name, call}
}

// Name returns the name that the function was defined under.
func (f Func[A, R]) Name() string { return f.name }

// Init makes a copy of the program that an executor started into its worker. It must come first in main, and in
// TestMain; in a worker it does not return, elsewhere it does nothing.
func Init() {
	if isWorker() {
		serve()
	}
}
