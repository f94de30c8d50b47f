package labs

import (
	"context"
	"fmt"

	"velocidade/kernels"
	"velocidade/wasm/futures"
	"velocidade/wasm/port"
)

var spawnLab = Lab{
	Name:    "spawn",
	Title:   "Spawning workers",
	Summary: "A worker that compiles for itself, one that is given the compiled module, a warm one, and one killed while it computes.",
	Doc: `A worker has to be made before it can work: its script starts, its module is compiled and set up, and its readiness is ` +
		`noticed. Each of these phases is timed.

A cold worker loads and compiles the module for itself. Compiled once by whoever starts it, the module can be posted instead. A ` +
		`warm worker waits in its pool and costs only the message. One that is killed while it computes has to be made anew, and ` +
		`browsers let it burn its core for some seconds before they end it.

Natively a worker is a process, and Python's os.fork, which copies one that runs, stands beside a start from nothing.`,
	Params: []kernels.Param{
		{Name: "repeats", Kind: kernels.Int, Label: "Repeats", Doc: "How often each way is tried.", Default: "5", Min: 1, Max: 30},
		{Name: "workers", Kind: kernels.Int, Label: "Workers at once", Doc: "How many are started at the same time.", Default: "4", Min: 1, Max: 16},
	},
	Run: runSpawn,
}

// busy computes for so many Ms and listens to nobody, as a loop without checkpoints does.
var busy = futures.Define("lab.busy", func(_ context.Context, o job) (made, error) {
	for end := port.Now() + o.Ms; port.Now() < end; {
	}
	return made{}, nil
})

type spawning struct {
	*notebook
	ctx    context.Context
	chart  Chart
	phases Chart
	table  Table
	result Result
}

func runSpawn(ctx context.Context, env *Env, emit func(Event)) (*Result, error) {
	s := &spawning{notebook: open(env, emit), ctx: ctx}
	repeats, workers := int(env.Args.Int("repeats")), int(env.Args.Int("workers"))
	s.chart = Chart{Kind: Samples, X: Axis{"Time until the worker can work", UnitMs}}
	s.phases = Chart{Kind: Timeline, Title: "What the start of a worker consists of, the last of each kind", X: Axis{"Time since it was asked for", UnitMs}}
	s.table = Table{Title: "Medians of the phases", Columns: []Column{{Label: "Worker"}, {"Script starts", UnitMs}, {"Module is set up", UnitMs},
		{"Is noticed", UnitMs}, {"In all", UnitMs}}}
	cold, posted := 0.0, 0.0
	var err error
	if native {
		posted, err = s.started("a process", repeats, 1, LookWorkers)
	} else {
		if cold, err = s.started("compiling for itself", repeats, 1, LookOther, futures.On(port.Program{Name: "cold"})); err == nil {
			posted, err = s.started("module posted", repeats, 1, LookWorkers)
		}
	}
	if err != nil {
		return nil, err
	}
	many, err := s.started(fmt.Sprintf("%s at once", words(workers, "worker")), repeats, workers, LookWorkers)
	if err != nil {
		return nil, err
	}
	warm, err := s.warm(repeats)
	if err != nil {
		return nil, err
	}
	killed, err := s.killed()
	if err != nil {
		return nil, err
	}
	rows, notes, err := forked(ctx, s.notebook, repeats)
	if err != nil {
		return nil, err
	}
	s.chart.Rows = append(s.chart.Rows, rows...)
	s.result.Notes = append(s.result.Notes, notes...)
	what := fmt.Sprintf("A worker with its module posted was ready after %s, one that compiled for itself after %s", ms(posted), ms(cold))
	if native {
		what = fmt.Sprintf("A process was ready after %s", ms(posted))
	}
	s.result.Finding = fmt.Sprintf("%s; %s at once took %s, a warm one answers in %s, and one killed while it computed was replaced after %s.",
		what, words(workers, "worker"), ms(many), ms(warm), ms(killed))
	s.chart.Title = fmt.Sprintf("Ready after %s, warm after %s", ms(posted), ms(warm))
	s.result.Charts = append(s.result.Charts, s.chart, s.phases)
	s.result.Tables = append(s.result.Tables, s.table)
	return &s.result, nil
}

// started starts a pool several times, and returns the median time until all its workers were ready.
func (s *spawning) started(what string, repeats, workers int, look string, options ...futures.Option) (float64, error) {
	s.step("%s", what)
	row := Row{Label: what, Look: look}
	var script, setup, noticed []float64
	var last []futures.Birth
	for range repeats {
		pool := futures.Processes(workers, options...)
		began := s.env.Now()
		err := pool.Start(s.ctx)
		t := s.env.Now() - began
		births := pool.Births()
		pool.KillWorkers()
		if err != nil {
			return 0, err
		}
		s.call("Start()", ms(t))
		row.Values = append(row.Values, t)
		last = births
		for _, b := range births {
			script, setup, noticed = append(script, b.Booted-b.Asked), append(setup, b.Ready-b.Booted), append(noticed, b.Noticed-b.Ready)
		}
	}
	for i, b := range last {
		label := what
		if len(last) > 1 {
			label = fmt.Sprintf("%s: %d", what, i+1)
		}
		s.phases.Rows = append(s.phases.Rows, Row{Label: label, Look: look, Spans: []Span{
			{StartMs: 0, EndMs: b.Booted - b.Asked, Phase: "spawn", Label: "script"},
			{StartMs: b.Booted - b.Asked, EndMs: b.Ready - b.Asked, Phase: "compile", Label: "module"},
			{StartMs: b.Ready - b.Asked, EndMs: b.Noticed - b.Asked, Phase: "copy", Label: "message"},
		}})
	}
	s.chart.Rows = append(s.chart.Rows, row)
	s.table.Rows = append(s.table.Rows, []Cell{text(what), num(median(script)), num(median(setup)), num(median(noticed)), num(median(row.Values))})
	return median(row.Values), nil
}

// warm measures the way to a worker that is there already, and back.
func (s *spawning) warm(repeats int) (float64, error) {
	s.step("A warm worker: an empty task there and back")
	pool := futures.Processes(1)
	defer pool.KillWorkers()
	if err := pool.Start(s.ctx); err != nil {
		return 0, err
	}
	row := Row{Label: "warm, an empty task", Look: LookSingle}
	for range 10 * repeats {
		began := s.env.Now()
		f, err := futures.Submit(pool, recall, job{})
		if err != nil {
			return 0, err
		}
		if _, err := f.Result(s.ctx); err != nil {
			return 0, err
		}
		row.Values = append(row.Values, s.env.Now()-began)
	}
	t := median(row.Values)
	s.call(fmt.Sprintf("%d empty tasks, the median", 10*repeats), ms(t))
	s.chart.Rows = append(s.chart.Rows, row)
	return t, nil
}

// killed kills a worker that computes, and measures how long it takes until another has done a task.
func (s *spawning) killed() (float64, error) {
	s.step("Kill a worker that computes, and have a task done by the next")
	pool := futures.Processes(1)
	defer pool.KillWorkers()
	if err := pool.Start(s.ctx); err != nil {
		return 0, err
	}
	b := s.board()
	defer b.end()
	doomed, err := b.submit(pool, busy, job{Ms: 60_000}, "computes, and listens to nobody")
	if err != nil {
		return 0, err
	}
	if err := sleep(s.ctx, 50); err != nil { // so that it is in the midst of it
		return 0, err
	}
	began := s.env.Now()
	s.call("future.Kill()", doomed.Kill())
	next, err := b.submit(pool, recall, job{}, "the next task")
	if err != nil {
		return 0, err
	}
	if _, err := next.Result(s.ctx); err != nil {
		return 0, err
	}
	t := s.env.Now() - began
	s.call("the next task", "done after "+ms(t))
	if port.DrainMs > 0 {
		s.result.Notes = append(s.result.Notes, fmt.Sprintf("Of the time after the kill, %s are waiting: a browser ends a worker that computes only "+
			"after a period of grace, and what ran beside it then would share its core.", ms(port.DrainMs)))
	}
	s.chart.Rows = append(s.chart.Rows, Row{Label: "killed and replaced", Look: LookThreads, Values: []float64{t}})
	return t, nil
}
