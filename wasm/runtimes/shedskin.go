//go:build !js

package runtimes

import (
	"context"

	"velocidade/kernels"
	"velocidade/wasm/port"
)

// shedskin compiles a program's Python twin to C++.
func shedskin(_ context.Context, k *kernels.Kernel) (port.Program, error) {
	return port.Program{}, noTwin(Shedskin, k, "twin that Shedskin can compile")
}
