// Package here describes where a program runs, as a Report says it.
package here

import (
	"runtime"

	"velocidade/wasm/bench"
	"velocidade/wasm/port"
)

// Host describes this machine and, in a browser, this browser.
func Host() bench.Host {
	h := bench.Host{Engine: bench.EngineWasm, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, Cores: port.Cores()}
	describe(&h)
	return h
}
