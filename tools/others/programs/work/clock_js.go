package work

import "syscall/js"

// processMs is the processor time of the Node process so far, which includes the engine's compiler while it works. A browser
// tells no processor time: there it is wall time.
func processMs() float64 {
	if process := js.Global().Get("process"); process.Truthy() && process.Get("cpuUsage").Truthy() {
		usage := process.Call("cpuUsage")
		return (usage.Get("user").Float() + usage.Get("system").Float()) / 1e3
	}
	return js.Global().Get("performance").Call("now").Float()
}
