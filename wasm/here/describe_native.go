//go:build !js

package here

import "velocidade/wasm/bench"

// describe says that this is no browser.
func describe(h *bench.Host) { h.Engine, h.Isolated = bench.EngineNative, true }
