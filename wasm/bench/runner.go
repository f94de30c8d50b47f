package bench

import (
	"context"
	"errors"

	"velocidade/kernels"
)

// ErrHidden, as the cause of a cancelled context, says that the page was hidden: browsers throttle what is not seen,
// so the run is void.
var ErrHidden = errors.New("the page was hidden")

// ErrBudget is the error of a run that took longer than its Job allowed.
var ErrBudget = errors.New("the run took longer than it may")

// Executor runs programs on one lane. It may start its workers when it is opened or when a run first needs them, and
// keeps them for the runs that follow.
type Executor interface {
	// Run runs the program once. When ctx is cancelled it returns soon, even from the middle of a part, and whatever it
	// returns then is dropped. An error ends the entry that was being measured; one of type [*kernels.Error] keeps its code.
	Run(ctx context.Context, job Job) (Sample, error)
	// Close ends the workers.
	Close()
}

// Job is one run of a program.
type Job struct {
	Kernel  *kernels.Kernel
	Args    kernels.Args
	Parts   int // per round, at most: ranges that an executor may join where many are left
	Balance int // the largest worker count of the plan: for all entries, parts are made so that so many workers end together
	Workers int // at most what the executor was opened for
	// BudgetMs is for how long the run may take once its workers are ready; 0 means for ever. A run that takes longer ends
	// with [ErrBudget].
	BudgetMs float64
}

// Sample is what one run of a program took, and gave.
type Sample struct {
	WallMs    float64 // from submitting the first part to the merged result
	ComputeMs float64 // inside the program, summed over workers
	Result    string
	Spans     []Span // Worker, Phase, StartMs and EndMs; the runner fills in the rest
	Runtime   string // what the workers ran on, in words; "" for the host's own
}

// Runner takes the samples of a run. All that it needs of the world is in its fields.
type Runner struct {
	Now  func() float64 // a monotonic clock, in milliseconds
	Unix func() int64   // the time of day, in milliseconds since 1970
	Seed func() uint32  // a seed for runs that do not bring their own
	Host Host           // TimerResolutionMs is measured where it is 0
	// Lanes are those that Open can open; nil stands for [LanesHere].
	Lanes []Lane
	// BudgetMs is what the first run of a lane of another runtime may take, see RunBudgetMs, which 0 stands for.
	BudgetMs float64
	// Open prepares a lane for runs on up to so many workers. It is called once a lane, before its first run.
	Open func(ctx context.Context, lane string, maxWorkers int) (Executor, error)
	// Ready, where it is not nil, is called before each run of a program and returns when nothing is left to do that would
	// take the cores from it, above all the drawing of what onProgress was told.
	Ready func(ctx context.Context)
}

// Run measures what the spec asks for. It returns an error, a [*kernels.Error], only for a spec that makes no sense;
// whatever goes wrong later is part of the Report. Cancelling ctx ends the run early and keeps what was measured: the
// Report's status is then "stopped", or "void" where the context's cause is [ErrHidden]. OnProgress may be nil; it is
// called from the goroutine that called Run.
func (r *Runner) Run(ctx context.Context, spec Spec, onProgress func(Progress)) (*Report, error) {
	lanes := r.Lanes
	if lanes == nil {
		lanes = LanesHere(r.Host.Engine)
	}
	plan, err := Resolve(spec, r.Host, lanes)
	if err != nil {
		return nil, err
	}
	run := newRun(r, plan, onProgress)
	defer run.close()
	run.warmUp(ctx)
	run.measure(ctx)
	run.progress.finish(run.status(ctx) == Complete)
	return run.report(ctx), nil
}

// host completes the Host by the clock's step, and says so where that was not seen and had to be assumed.
func (r *Runner) host() Host {
	host := r.Host
	if host.TimerResolutionMs == 0 {
		host.TimerResolutionMs = TimerResolution(r.Now)
	}
	if host.TimerResolutionMs == 0 {
		host.TimerResolutionMs, host.TimerAssumed = unseenStepMs, true
	}
	return host
}
