package here

import (
	"os"
	"syscall/js"

	"velocidade/wasm/bench"
)

// maxUserAgent bounds what is kept of a string that the browser, or its user, can set to anything.
const maxUserAgent = 300

// describe adds what the browser says of itself.
func describe(h *bench.Host) {
	agent := js.Global().Get("navigator").Get("userAgent").String()
	h.UserAgent = agent[:min(len(agent), maxUserAgent)]
	// Not every browser that says it is isolated has shared memory; what counts here is the clock.
	h.Isolated = js.Global().Get("crossOriginIsolated").Truthy()
	h.Build = os.Getenv("VELOCIDADE_BUILD")
}
