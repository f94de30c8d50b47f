// Package lanes runs programs on the executors of wasm/futures: it is where a lane's name, such as "go/workers", becomes
// workers. A lane is a runtime and an executor; the executors are
//
//	single      one worker, one part at a time
//	goroutines  one worker, parts on goroutines inside it
//	threads     one worker, parts on the threads of its language
//	workers     many workers, one part at a time each
//
// and what a runtime's workers are started from, wasm/runtimes knows. All lanes send the same parts in the same way, so that
// nothing but executor and runtime differ.
package lanes

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/futures"
	"velocidade/wasm/port"
	"velocidade/wasm/runtimes"
)

// The codes of the errors for a lane that cannot be opened here, and for one whose workers do not start.
const (
	CodeUnknownLane = "unknown-lane"
	CodeNoStart     = "runtime-failed"
)

// Open is what a bench.Runner opens lanes with.
func Open(_ context.Context, lane string, maxWorkers int) (bench.Executor, error) {
	if !slices.ContainsFunc(bench.LanesHere(engine), func(l bench.Lane) bool { return l.Name == lane }) {
		return nil, &kernels.Error{Code: CodeUnknownLane, Field: "lanes", Value: lane, Message: fmt.Sprintf("lane %q cannot be run here", lane)}
	}
	p := &pool{most: 1}
	p.runtime, p.executor, _ = strings.Cut(lane, "/")
	if p.executor == bench.ExecWorkers {
		p.most = maxWorkers
	}
	return p, nil
}

// pool is a lane's workers, started when its first run asks for them.
type pool struct {
	runtime, executor string
	most              int
	workers           *futures.Executor
}

// Run runs the program once on job.Workers workers, or goroutines.
func (p *pool) Run(ctx context.Context, job bench.Job) (bench.Sample, error) {
	if err := drained(ctx); err != nil {
		return bench.Sample{}, err
	}
	if p.workers == nil {
		program, err := runtimes.Program(ctx, p.runtime, job.Kernel)
		if err != nil {
			return bench.Sample{}, err
		}
		if p.threaded() {
			program = runtimes.Threaded()
		}
		p.workers = futures.Processes(p.most, futures.On(program))
	}
	switch p.executor {
	case bench.ExecGoroutines, bench.ExecThreads:
		p.workers.Limit(1, job.Workers)
	default:
		p.workers.Limit(job.Workers, 1)
	}
	sample, err := p.run(ctx, job)
	if err != nil {
		// What was submitted still runs, and would run into the next sample.
		p.Close()
		return bench.Sample{}, err
	}
	return sample, nil
}

// run runs the program on workers that are there or start as its parts ask for them. Another runtime than the program's own,
// or the one for threads, is waited for before the clock starts: it takes seconds to load, which is no part of any run.
func (p *pool) run(ctx context.Context, job bench.Job) (bench.Sample, error) {
	asked := port.Now()
	if !runtimes.IsGo(p.runtime) || p.threaded() {
		if err := p.workers.Start(ctx); err != nil {
			return bench.Sample{}, p.noStart(err)
		}
	}
	begin := port.Now()
	if job.BudgetMs > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, time.Duration(job.BudgetMs*float64(time.Millisecond)), bench.ErrBudget)
		defer cancel()
	}
	result, timings, err := p.rounds(ctx, job)
	end := port.Now()
	if err != nil {
		return bench.Sample{}, err
	}
	sample := bench.Sample{WallMs: end - begin, Result: result}
	for _, t := range timings {
		sample.ComputeMs += t.Ended - t.Started
	}
	births := p.workers.Births()
	for _, b := range births {
		if b.Asked >= asked {
			begin = asked // the timeline shows the loading too
		}
		if !runtimes.IsGo(p.runtime) {
			sample.Runtime = b.Runtime
		}
	}
	sample.Spans = spans(timings, births, begin, end-begin)
	return sample, nil
}

// threaded tells whether the program runs on threads of Go's own, which takes another module than the one that asks.
func (p *pool) threaded() bool { return p.runtime == runtimes.Go && p.executor == bench.ExecThreads }

// noStart says why a runtime's worker did not become ready. Its last words are the best that there is to say.
func (p *pool) noStart(err error) error {
	broken, ok := errors.AsType[*futures.BrokenPoolError](err)
	if !ok {
		return err
	}
	said := broken.Cause.Error()
	if closed, ok := errors.AsType[*port.ClosedError](err); ok && closed.Output != "" {
		said = closed.Output
	}
	title := p.runtime
	for _, r := range bench.Runtimes() {
		if r.Name == p.runtime {
			title = r.Title
		}
	}
	return &kernels.Error{Code: CodeNoStart, Field: "lanes", Value: p.runtime, Message: fmt.Sprintf("%s could not be started: %s", title, said)}
}

// rounds is kernels.Exec with the parts of each round submitted to the workers.
func (p *pool) rounds(ctx context.Context, job bench.Job) (string, []futures.Timing, error) {
	var (
		state   []byte
		timings []futures.Timing
		head    = part{Program: job.Kernel.Name, Args: job.Args.String(), Boxed: p.runtime == runtimes.GoBoxed}
	)
	if !runtimes.IsGo(p.runtime) {
		head.Values = string(job.Args.Typed())
	}
	for round := range job.Kernel.RoundsOf(job.Args) {
		ranges := taper(job.Kernel.Split(job.Args, round, job.Parts), job.Parts, max(job.Balance, 1))
		parts := make([]*futures.Future[done], len(ranges))
		for i, r := range ranges {
			var err error
			one := head
			one.Round, one.Lo, one.Hi, one.state = round, r.Lo, r.Hi, state
			parts[i], err = futures.Submit(p.workers, runPart, one)
			if err != nil {
				return "", nil, err
			}
		}
		partials := make([][]byte, len(parts))
		for i, f := range parts {
			d, err := f.Result(ctx)
			if err == nil && d.fault != nil {
				err = d.fault
			}
			if err != nil {
				return "", nil, err
			}
			partials[i] = d.partial
			timings = append(timings, f.Timing())
		}
		var err error
		if state, err = job.Kernel.Merge(job.Args, round, state, partials); err != nil {
			return "", nil, err
		}
	}
	return string(state), timings, nil
}

// Close ends the workers now, whatever they do.
func (p *pool) Close() {
	if p.workers != nil {
		p.workers.KillWorkers()
		p.workers = nil
	}
}

// drained waits until no killed worker burns a core any more: a sample taken beside one would measure that.
func drained(ctx context.Context) error {
	left := futures.DrainedAt() - port.Now()
	if left <= 0 {
		return nil
	}
	select {
	case <-time.After(time.Duration(left * float64(time.Millisecond))):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
