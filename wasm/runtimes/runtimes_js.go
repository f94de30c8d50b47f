package runtimes

import (
	"context"

	"velocidade/kernels"
	"velocidade/wasm/port"
)

// Threaded gives what a worker is started from that runs Go's goroutines on several threads.
func Threaded() port.Program { return port.Program{Name: "go-threads"} }

// Program gives what a worker of the runtime is started from to run the program. Whether there is a twin is for the worker
// to say: a browser knows no files.
func Program(_ context.Context, runtime string, k *kernels.Kernel) (port.Program, error) {
	switch runtime {
	case Go:
		return port.Program{}, nil
	case GoBoxed:
		if k.Boxed == nil {
			return port.Program{}, noTwin(runtime, k, "boxed form")
		}
		return port.Program{}, nil
	}
	return port.Program{Name: runtime}, nil
}
