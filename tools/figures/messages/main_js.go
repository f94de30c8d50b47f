// Command messages is what tools/figures measures futures.Processes with: how many empty tasks go through a pool of one
// worker in a second, and how long a worker takes from being asked for to being ready. It measures links as well (link_js.go).
package main

import (
	"context"
	"encoding/json"
	"slices"

	"velocidade/wasm/futures"
	"velocidade/wasm/port"
)

// request asks for one measurement; the answer is a number of milliseconds, or what went wrong.
type request struct {
	Measure string          `json:"measure"` // "tasks", "birth", "link" or "derive"
	Tasks   int             `json:"tasks"`
	Chunk   int             `json:"chunk"`
	Report  json.RawMessage `json:"report"`
}

type response struct {
	Ms    float64 `json:"ms"`
	Error string  `json:"error,omitempty"`
}

var nothing = futures.Define("nothing", func(_ context.Context, n futures.None) (futures.None, error) { return n, nil })

func main() {
	futures.Init()
	requests := make(chan []byte, 1)
	page := port.Parent(port.Handler{Message: func(data []byte) { requests <- data }})
	pool := futures.Processes(1)
	for data := range requests {
		var r request
		err := json.Unmarshal(data, &r)
		var ms float64
		if err == nil {
			ms, err = measure(pool, r)
		}
		answer := response{Ms: ms}
		if err != nil {
			answer.Error = err.Error()
		}
		text, _ := json.Marshal(answer) // a number and a string always marshal
		_ = page.Send(text)             // a page that is gone needs no answer
	}
}

func measure(pool *futures.Executor, r request) (float64, error) {
	ctx := context.Background()
	if r.Measure == "link" || r.Measure == "derive" {
		return measureLink(r)
	}
	if r.Measure == "birth" {
		fresh := futures.Processes(1)
		defer fresh.KillWorkers()
		if err := fresh.Start(ctx); err != nil {
			return 0, err
		}
		b := fresh.Births()[0]
		return b.Noticed - b.Asked, nil
	}
	begin := port.Now()
	inputs := slices.Values(make([]futures.None, r.Tasks))
	for _, err := range futures.Map(ctx, pool, nothing, inputs, futures.ChunkSize(r.Chunk)) {
		if err != nil {
			return 0, err
		}
	}
	return port.Now() - begin, nil
}
