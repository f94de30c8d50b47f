package labs

import (
	"context"
	"fmt"

	"velocidade/wasm/runtimes"
)

// extensionTimed runs one way and tells how long it took, in milliseconds, and what came out.
const extensionTimed = `
import time, velocidade_go

n = %d
began = time.perf_counter()
%s
result = "%%f %%d" %% ((time.perf_counter() - began) * 1000, odd)
`

// extensionTimes runs the three ways, several times each and one time for nothing.
func extensionTimes(ctx context.Context, n *notebook, steps int64, repeats int) (times [3][]float64, version string, err error) {
	pool, version, err := pythonPool(ctx, n, runtimes.CPythonGo, 1)
	if err != nil {
		return times, "", err
	}
	defer pool.KillWorkers()
	want := (steps + 1) / 2
	for i, way := range extensionWays {
		n.step("%s", way.title)
		for repeat := range repeats + 1 {
			said, err := execute(ctx, pool, fmt.Sprintf(extensionTimed, steps, way.source))
			if err != nil {
				return times, "", err
			}
			told, err := numbersOf(said)
			if err != nil || len(told) != 2 {
				return times, "", fmt.Errorf("no time was told but %q", clip(said))
			}
			if told[1] != float64(want) {
				return times, "", fmt.Errorf("%s counted %.0f odd numbers; there are %d", way.title, told[1], want)
			}
			if repeat > 0 {
				times[i] = append(times[i], told[0])
			}
		}
		n.call(fmt.Sprintf("%d odd numbers", want), "median "+ms(median(times[i])))
	}
	return times, version, nil
}
