// Package lanes runs programs on the executors of wasm/futures: it is where a lane's name, such as "go/workers", becomes
// workers. A lane is one of
//
//	go/single      one worker, one part at a time
//	go/goroutines  one worker, parts on goroutines inside it
//	go/workers     many workers, one part at a time each
//
// All three send the same parts in the same way to the same kind of worker, so that nothing but the executor differs.
package lanes

import (
	"context"
	"fmt"
	"time"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/futures"
	"velocidade/wasm/port"
)

// CodeUnknownLane is the code of the error for a lane that cannot be opened here.
const CodeUnknownLane = "unknown-lane"

// Open is what a bench.Runner opens lanes with.
func Open(_ context.Context, lane string, maxWorkers int) (bench.Executor, error) {
	switch lane {
	case "go/single", "go/goroutines":
		return &pool{lane: lane, most: 1}, nil
	case "go/workers":
		return &pool{lane: lane, most: maxWorkers}, nil
	}
	return nil, &kernels.Error{Code: CodeUnknownLane, Field: "lanes", Value: lane, Message: fmt.Sprintf("lane %q cannot be run here", lane)}
}

// pool is a lane's workers, started when its first run asks for them.
type pool struct {
	lane    string
	most    int
	workers *futures.Executor
}

// Run runs the program once on job.Workers workers, or goroutines.
func (p *pool) Run(ctx context.Context, job bench.Job) (bench.Sample, error) {
	if err := drained(ctx); err != nil {
		return bench.Sample{}, err
	}
	if p.workers == nil {
		p.workers = futures.Processes(p.most)
	}
	switch p.lane {
	case "go/goroutines":
		p.workers.Limit(1, job.Workers)
	default:
		p.workers.Limit(job.Workers, 1)
	}
	begin := port.Now()
	result, timings, err := p.rounds(ctx, job)
	wall := port.Now() - begin
	if err != nil {
		// What was submitted still runs, and would run into the next sample.
		p.Close()
		return bench.Sample{}, err
	}
	sample := bench.Sample{WallMs: wall, Result: result}
	for _, t := range timings {
		sample.ComputeMs += t.Ended - t.Started
	}
	sample.Spans = spans(timings, p.workers.Births(), begin, wall)
	return sample, nil
}

// rounds is kernels.Exec with the parts of each round submitted to the workers.
func (p *pool) rounds(ctx context.Context, job bench.Job) (string, []futures.Timing, error) {
	var (
		state   []byte
		timings []futures.Timing
		args    = job.Args.String()
	)
	for round := range job.Kernel.RoundsOf(job.Args) {
		ranges := job.Kernel.Split(job.Args, round, job.Parts)
		parts := make([]*futures.Future[done], len(ranges))
		for i, r := range ranges {
			var err error
			parts[i], err = futures.Submit(p.workers, runPart, part{job.Kernel.Name, args, round, r.Lo, r.Hi, state})
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
