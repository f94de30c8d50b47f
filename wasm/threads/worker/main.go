// Command worker is what the lane go/threads runs its parts in: a worker of wasm/lanes on several threads. tools/site builds it
// with the runtime of wasm/threads and the tag "threads".
package main

import (
	"velocidade/wasm/futures"
	_ "velocidade/wasm/lanes" // whose parts it runs
)

func main() {
	futures.Init()
	panic("worker: it is started by the engine's lane go/threads")
}
