//go:build !js

package labs

import (
	"context"

	"velocidade/kernels"
)

// extensionTimes has nobody to ask: Go's function is a part of the browser's engine.
func extensionTimes(context.Context, *notebook, int64, int) (times [3][]float64, version string, err error) {
	return times, "", &kernels.Error{Code: CodeBrowserOnly, Message: "This laboratory runs in a browser, where CPython and Go share a worker. Natively the " +
		"extension is a module in Cython: velocidade bench -program countdown -lanes cpython/threads,cython/threads,cython-nogil/threads -workers 2"}
}
