//go:build !js

package runtimes

import (
	"context"
	"fmt"

	"velocidade/kernels"
	"velocidade/wasm/port"
)

// Threaded gives what a worker is started from that runs Go's goroutines on several threads: outside a browser, any.
func Threaded() port.Program { return port.Program{} }

// Program gives what a worker of the runtime is started from to run the program, after whatever has to be compiled for that.
func Program(ctx context.Context, runtime string, k *kernels.Kernel) (port.Program, error) {
	switch runtime {
	case Go:
		return port.Program{}, nil
	case GoBoxed:
		if k.Boxed == nil {
			return port.Program{}, noTwin(runtime, k, "boxed form")
		}
		return port.Program{}, nil
	case CPython, PyPy:
		if !kernels.HasTwin(k.Name, ".py") {
			return port.Program{}, noTwin(runtime, k, "twin in Python")
		}
		interpreter, err := find(interpreters[runtime])
		if err != nil {
			return port.Program{}, err
		}
		folder, err := twins(".py")
		if err != nil {
			return port.Program{}, err
		}
		return python(interpreter, folder, "run", "")
	case Cython, CythonNoGIL, CythonUntyped:
		return cython(ctx, runtime, k)
	case Shedskin:
		return shedskin(ctx, k)
	case JS:
		return node(k)
	}
	return port.Program{}, &kernels.Error{Code: CodeMissing, Field: "lanes", Value: runtime,
		Message: fmt.Sprintf("there is no runtime %q outside a browser", runtime)}
}

// python gives the program that runs the twins in a folder, by the function of that name.
func python(interpreter, folder, function, label string) (port.Program, error) {
	script, err := script("worker.py")
	if err != nil {
		return port.Program{}, err
	}
	// -u: nothing is held back; -S would be faster, but a virtual environment needs its site. -E: the user's PYTHONPATH
	// and the like are for the user's programs.
	return port.Program{Command: []string{interpreter, "-u", "-E", script, folder, function, label}}, nil
}
