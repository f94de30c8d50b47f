package labs

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"velocidade/wasm/futures"
	"velocidade/wasm/port"
	"velocidade/wasm/runtimes"
)

// pythonPool starts CPython in so many workers: some megabytes to load, and some seconds to start.
func pythonPool(ctx context.Context, n *notebook, host string, workers int) (*futures.Executor, string, error) {
	n.note("CPython is loaded and started in %s: the first time that is 5.9 MB and some seconds.", words(workers, "worker"))
	pool := futures.Processes(workers, futures.On(port.Program{Name: host}))
	if err := pool.Start(ctx); err != nil {
		pool.KillWorkers()
		return nil, "", err
	}
	version := "CPython"
	for _, b := range pool.Births() {
		version = b.Runtime
	}
	n.call("Start()", version)
	return pool, version, nil
}

// execute has Python run a piece of source and gives what that left in result.
func execute(ctx context.Context, pool *futures.Executor, source string) (string, error) {
	f, err := futures.Submit(pool, runtimes.Exec, source)
	if err != nil {
		return "", err
	}
	return f.Result(ctx)
}

// numbersOf reads numbers with spaces between them.
func numbersOf(text string) ([]float64, error) {
	var numbers []float64
	for word := range strings.FieldsSeq(text) {
		x, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is no number", clip(word))
		}
		numbers = append(numbers, x)
	}
	return numbers, nil
}

// pythonCount counts down, and tells when it began and ended in milliseconds since 1970.
const pythonCount = `
import time

def count(n):
    while n > 0:
        n -= 1

began = time.time()
count(%d)
result = "%%f %%f" %% (began * 1000, time.time() * 1000)
`

// refusals are what CPython is asked for that a browser does not give it.
var refusals = []struct{ title, source string }{
	{"threading.Thread(target=f).start()", "import threading\nthreading.Thread(target=print).start()"},
	{"ThreadPoolExecutor().submit(f)", "from concurrent.futures import ThreadPoolExecutor\nThreadPoolExecutor(2).submit(print)"},
	{"multiprocessing.Process(target=f).start()", "import multiprocessing\nmultiprocessing.Process(target=print).start()"},
	{"os.fork()", "import os\nos.fork()"},
}

// beazleyInPython asks CPython in workers, where the reader wants that: its threads are refused by the runtime, whose message
// is quoted.
func beazleyInPython(ctx context.Context, n *notebook, steps int64, repeats int) ([]python, []string, []Quote, error) {
	if n.env.Args.Int("python") == 0 {
		return nil, []string{"CPython was not asked: that loads 5.9 MB, and is chosen under settings."}, nil, nil
	}
	n.step("CPython in workers")
	pool, version, err := pythonPool(ctx, n, runtimes.CPython, 2)
	if err != nil {
		return nil, nil, nil, err
	}
	defer pool.KillWorkers()
	p := python{steps: max(steps/fewer, 1)}
	p.Version = version
	p.Times, p.Turns = map[string][]float64{}, map[string][][][2]float64{}
	if _, err := n.pythonCounts(ctx, pool, 2, p.steps/10+1); err != nil { // warm, as those to come are
		return nil, nil, nil, err
	}
	for range repeats {
		for _, way := range []struct {
			name           string
			counts, inside int
		}{{"once", 1, 1}, {"sequence", 2, 1}, {"processes", 2, 2}} {
			pool.Limit(way.inside, 1)
			began := n.env.Now()
			turns, err := n.pythonCounts(ctx, pool, way.counts, p.steps)
			if err != nil {
				return nil, nil, nil, err
			}
			t := n.env.Now() - began
			p.Times[way.name] = append(p.Times[way.name], t)
			if way.name == "processes" {
				p.Turns[way.name] = turns
			}
			n.call("count "+way.name, ms(t))
		}
	}
	n.step("Threads and processes of CPython's own")
	var said []string
	for _, refusal := range refusals {
		_, err := execute(ctx, pool, refusal.source)
		if ctx.Err() != nil {
			return nil, nil, nil, context.Cause(ctx)
		}
		words := "granted"
		if err != nil {
			words = err.Error()
		}
		n.call(refusal.title, words)
		said = append(said, refusal.title+"\n    "+words)
	}
	notes := []string{fewerNote(version, p.steps)}
	quotes := []Quote{{Title: "What " + version + " says in a browser when it is asked for a thread or a process", Text: strings.Join(said, "\n")}}
	return []python{p}, notes, quotes, nil
}

// pythonCounts has Python count so many times at once, and returns when each did.
func (n *notebook) pythonCounts(ctx context.Context, pool *futures.Executor, counts int, steps int64) ([][][2]float64, error) {
	began := n.env.Now()
	var all []*futures.Future[string]
	for range counts {
		f, err := futures.Submit(pool, runtimes.Exec, fmt.Sprintf(pythonCount, steps))
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	var turns [][][2]float64
	for _, f := range all {
		text, err := f.Result(ctx)
		if err != nil {
			return nil, err
		}
		times, err := numbersOf(text)
		if err != nil || len(times) != 2 {
			return nil, fmt.Errorf("no times were told but %q", clip(text))
		}
		turns = append(turns, [][2]float64{{times[0] - began, times[1] - began}})
	}
	return turns, nil
}

// unpicklable has nobody to ask: CPython is loaded for those laboratories alone that are about it.
func unpicklable(context.Context, *notebook) ([]Quote, []string) { return nil, nil }
