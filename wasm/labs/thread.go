package labs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"velocidade/kernels"
	"velocidade/wasm/futures"
)

var threadLab = Lab{
	Name:    "thread",
	Title:   "Threads: start, join, is_alive",
	Summary: "A thread is started, joined with a timeout, asked whether it is alive, and joined again.",
	Doc: `A thread runs one function by itself. start returns at once; join waits for its end, or for as long as its timeout ` +
		`says. A join that timed out looks like one that did not, so is_alive has to be asked after it.

The same is done with a thread on a goroutine, which lives in this instance as a Python thread lives in its interpreter, ` +
		`and with one in a worker of its own, as multiprocessing.Process is one.

Then two threads count at the same time. On goroutines of one WebAssembly instance they take turns; in workers each has a ` +
		`processor of its own, if there are that many.`,
	Params: []kernels.Param{
		{Name: "work", Kind: kernels.Int, Label: "Thread's work", Unit: "ms", Doc: "How long the thread waits before it ends.",
			Default: "400", Min: 1, Max: 10_000},
		{Name: "timeout", Kind: kernels.Int, Label: "Join's timeout", Unit: "ms", Doc: "How long the first join waits.",
			Default: "50", Min: 0, Max: 10_000},
		{Name: "count", Kind: kernels.Int, Label: "Count from", Unit: "steps", Doc: "From where each of two threads counts down.",
			Default: "60000000", Min: 1, Max: 2_000_000_000},
	},
	Run: runThread,
}

var errTimeout = errors.New("the join timed out")

// kinds are the two things a thread runs on.
var kinds = []struct {
	name, row, look string
	make            func(fn taskFunc, arg job) *futures.Thread
	pool            func(n int, options ...futures.Option) *futures.Executor
}{
	{"a goroutine", "goroutine", LookThreads, futures.GoThread[job, made], futures.Threads},
	{"a worker of its own", "worker", LookWorkers, futures.WorkerThread[job, made], futures.Processes},
}

func runThread(ctx context.Context, env *Env, emit func(Event)) (*Result, error) {
	book := open(env, emit)
	result := &Result{}
	table := Table{Title: "When is a thread alive?", Columns: []Column{{Label: "Thread on"}, {Label: "Before start"},
		{Label: "After start"}, {Label: "After the first join"}, {Label: "After the last join"}, {Label: "Alive for", Unit: UnitMs}}}
	var overlap [2]float64
	for i, kind := range kinds {
		book.step("A thread on %s", kind.name)
		row, err := book.lifeOf(ctx, kind.make)
		if err != nil {
			return nil, err
		}
		table.Rows = append(table.Rows, append([]Cell{text(kind.name)}, row...))
		book.step("Two threads that count, each on %s", kind.name)
		chart, share, err := book.twoCount(ctx, kind.pool, kind.row, kind.look)
		if err != nil {
			return nil, err
		}
		overlap[i] = share
		result.Charts = append(result.Charts, chart)
	}
	result.Tables = append(result.Tables, table)
	result.Finding = fmt.Sprintf("Two threads that count ran at the same time for %s of the time on goroutines, and for "+
		"%s in workers of their own.", percent(overlap[0]), percent(overlap[1]))
	return result, nil
}

// lifeOf leads one thread through its life, and tells when it was alive.
func (n *notebook) lifeOf(ctx context.Context, create func(taskFunc, job) *futures.Thread) ([]Cell, error) {
	work := float64(n.env.Args.Int("work"))
	t := create(doze, job{Ms: work})
	defer t.Kill()
	n.call(fmt.Sprintf("t = Thread(wait %s)", ms(work)), "made")
	n.call("t.Join()", t.Join(ctx))
	alive := []bool{n.alive(t)}
	began := n.env.Now()
	n.call("t.Start()", said(t.Start()))
	alive = append(alive, n.alive(t))
	n.call("t.Start()", said(t.Start()))
	timeout := n.env.Args.Int("timeout")
	within, cancel := context.WithTimeoutCause(ctx, time.Duration(timeout)*time.Millisecond, errTimeout)
	joined := t.Join(within)
	cancel()
	n.call(fmt.Sprintf("t.Join(%d ms)", timeout), said(joined))
	alive = append(alive, n.alive(t))
	if err := t.Join(ctx); err != nil {
		return nil, err
	}
	n.call("t.Join()", said(nil))
	alive = append(alive, n.alive(t))
	cells := []Cell{}
	for _, yes := range alive {
		word := "no"
		if yes {
			word = "yes"
		}
		cells = append(cells, text(word))
	}
	return append(cells, num(n.env.Now()-began)), nil
}

func (n *notebook) alive(t *futures.Thread) bool {
	yes := t.IsAlive()
	n.call("t.IsAlive()", yes)
	return yes
}

// said is an error in words, or "returned".
func said(err error) string {
	if err != nil {
		return err.Error()
	}
	return "returned"
}

// twoCount has two threads count at the same time, and returns when each had a turn, and for which part of the time both had.
// They are those of a pool, whose tasks' values tell the turns.
func (n *notebook) twoCount(ctx context.Context, create func(int, ...futures.Option) *futures.Executor, label, look string) (Chart, float64, error) {
	chart := Chart{Kind: Timeline, X: Axis{"Time since both were started", UnitMs}}
	pool := create(2)
	defer pool.KillWorkers()
	if err := pool.Start(ctx); err != nil {
		return chart, 0, err
	}
	began := n.env.Now()
	var all []*future
	for range 2 {
		f, err := futures.Submit(pool, countdown, job{N: n.env.Args.Int("count")})
		if err != nil {
			return chart, 0, err
		}
		all = append(all, f)
	}
	var turns [2][][2]float64
	for i, f := range all {
		value, err := f.Result(ctx)
		if err != nil {
			return chart, 0, err
		}
		turns[i] = value.Turns
		chart.Rows = append(chart.Rows, turnsRow(fmt.Sprintf("%s %d", label, i+1), look, value.Turns, began))
	}
	share := sharedTime(turns[0], turns[1])
	n.call("both joined", fmt.Sprintf("after %s; both computed at once for %s of the time", ms(n.env.Now()-began), percent(share)))
	chart.Title = fmt.Sprintf("Two threads, each on a %s: both computing for %s of the time", label, percent(share))
	return chart, share, nil
}
