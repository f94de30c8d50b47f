// Command engine is the module that every worker of the page loads. The first worker is the coordinator: it takes the
// page's requests, runs benchmarks, and starts workers from the same module, which run the parts.
//
//	page ◀─ JSON, protocol.go ─▶ coordinator ◀─ wasm/futures ─▶ workers
//
// It does nothing itself: wasm/bench measures, wasm/lanes runs, kernels compute.
package main

import (
	"math/rand/v2"
	"time"

	"velocidade/wasm/bench"
	"velocidade/wasm/futures"
	"velocidade/wasm/here"
	"velocidade/wasm/lanes"
	"velocidade/wasm/port"
)

func main() {
	futures.Init()
	s := &session{runner: bench.Runner{
		Now:  port.Now,
		Unix: func() int64 { return time.Now().UnixMilli() },
		Seed: rand.Uint32,
		Host: here.Host(),
		Open: lanes.Open,
	}}
	requests := make(chan []byte, 16)
	page := port.Parent(port.Handler{Message: func(data []byte) { requests <- data }})
	if page == nil {
		panic("engine: it runs in a worker of the page; the command line is tools/velocidade")
	}
	s.send = func(data []byte) { _ = page.Send(data) }
	for data := range requests {
		s.handle(data)
	}
}
