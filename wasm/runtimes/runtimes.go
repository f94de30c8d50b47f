// Package runtimes starts workers on other runtimes than Go's own: it is where the first half of a lane's name, such as
// "cpython" in "cpython/workers", becomes a program that a pool of wasm/futures can start.
//
// In a browser that is a host script, which the site was built with. Natively it is an interpreter or compiler that the
// machine has, or has not: then the error says what is missing and how to get it. What has to be compiled is compiled into
// the user's cache folder, never into a checkout.
//
//	kernels/NAME.py ──▶ worker.py under python3 or pypy3          NAME.js ──▶ worker.mjs under node
//	kernels/NAME.pyx ─cython, cc─▶ a module under worker.py
//
// All of them run the same twins, by the same messages (see wasm/futures/frame.go), as a worker in Go runs a program.
package runtimes

import (
	"fmt"

	"velocidade/kernels"
)

// The codes of the errors that say why a runtime cannot be had.
const (
	CodeMissing = "missing-runtime" // an interpreter or compiler is not installed
	CodeNoTwin  = "no-twin"         // the program was not written for that runtime
	CodeBuild   = "build-failed"    // a compiler refused the program
)

// The runtimes that have more than one lane or more than one form.
const (
	Go            = "go"
	GoStock       = "go-stock"
	GoBoxed       = "go-boxed"
	JS            = "js"
	CPython       = "cpython"
	PyPy          = "pypy"
	Cython        = "cython"
	CythonNoGIL   = "cython-nogil"
	CythonUntyped = "cython-untyped"
	Shedskin      = "shedskin"
	CPythonGo     = "cpython+go"
)

// IsGo tells whether a runtime's workers run the programs themselves, and no twins.
func IsGo(runtime string) bool { return runtime == Go || runtime == GoStock || runtime == GoBoxed }

func noTwin(runtime string, k *kernels.Kernel, what string) error {
	return &kernels.Error{Code: CodeNoTwin, Field: "lanes", Value: runtime, Limit: "programs that have " + what,
		Message: fmt.Sprintf("%s does not run on %s: it has no %s", k.Name, runtime, what)}
}
