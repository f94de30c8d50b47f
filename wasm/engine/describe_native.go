//go:build !js

package main

import "velocidade/wasm/bench"

// describe has nothing to add outside a browser.
func describe(h *bench.Host) { h.Isolated = true }
