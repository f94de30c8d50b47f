//go:build !js

package runtimes

import (
	"velocidade/kernels"
	"velocidade/wasm/port"
)

// node gives the program that runs the twins in JavaScript.
func node(k *kernels.Kernel) (port.Program, error) {
	if !kernels.HasTwin(k.Name, ".js") {
		return port.Program{}, noTwin(JS, k, "twin in JavaScript")
	}
	node, err := find(nodeTool)
	if err != nil {
		return port.Program{}, err
	}
	folder, err := twins(".js")
	if err != nil {
		return port.Program{}, err
	}
	script, err := script("worker.mjs")
	return port.Program{Command: []string{node, script, folder}}, err
}
