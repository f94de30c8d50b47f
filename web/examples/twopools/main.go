// Threads and processes
//
// The same tasks on a pool of goroutines and on a pool of
// workers: what concurrent means, and what parallel means.
package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"velocidade/wasm/futures"
)

var countdown = futures.Define("countdown", func(_ context.Context, n int64) (int64, error) {
	steps := int64(0)
	for n > 0 {
		n--
		steps++
	}
	return steps, nil
})

func main() {
	futures.Init()
	work := []int64{30_000_000, 30_000_000, 30_000_000, 30_000_000}

	threads := futures.Threads(4)
	defer threads.Shutdown(true, false)
	report("goroutines in one worker", threads, work)

	processes := futures.Processes(4)
	defer processes.Shutdown(true, false)
	report("workers, with their start", processes, work)
	report("workers, once more", processes, work)
}

func report(name string, pool *futures.Executor, work []int64) {
	began := time.Now()
	var steps int64
	for n, err := range futures.Map(context.Background(), pool, countdown, slices.Values(work)) {
		if err != nil {
			fmt.Println(err)
			return
		}
		steps += n
	}
	fmt.Printf("%d steps on %s: %d ms\n", steps, name, time.Since(began).Milliseconds())
}
