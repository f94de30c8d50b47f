package bench

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"

	"velocidade/kernels"
)

// The codes of faults that end a lane early, besides those that executors bring.
const (
	CodeLaneFailed     = "lane-failed"
	CodeLanePanicked   = "lane-panicked"
	CodeResultMismatch = "result-mismatch"
)

// run is a measurement under way.
type run struct {
	*Runner
	plan      *Resolved
	seed      uint32
	host      Host
	started   int64
	entries   []*entry // same order as plan.Entries
	executors map[string]opened
	full      *size    // what was asked for
	shadows   []*entry // the baseline's lane at smaller sizes, beside the entries
	progress  *progress
}

// opened is what Runner.Open returned for a lane.
type opened struct {
	executor Executor
	err      error
}

// entry is one lane at one worker count, and what was measured of it.
type entry struct {
	LaneResult
	size        *size
	shadow      bool   // is measured for others to be compared with, and is no entry of the report
	first, last []Span // of the cold run and of the last sample
}

func newRun(r *Runner, plan *Resolved, onProgress func(Progress)) *run {
	m := &run{Runner: r, plan: plan, started: r.Unix(), host: r.host(), executors: map[string]opened{}}
	if plan.Seed != nil {
		m.seed = *plan.Seed
	} else {
		m.seed = r.Seed()
	}
	for _, e := range plan.Entries {
		m.entries = append(m.entries, &entry{LaneResult: emptyResult(e.Lane, e.Workers)})
	}
	m.full = m.newSize(plan.Args, fewestParts(m.mostWorkers("")))
	m.full.base = m.baseline()
	for _, e := range m.entries {
		e.size = m.full
	}
	m.progress = newProgress(r.Now, m.entries, plan.Blocks, onProgress)
	return m
}

// mostWorkers gives the largest worker count of a lane, or of all lanes for "".
func (m *run) mostWorkers(lane string) int {
	most := 1
	for _, e := range m.entries {
		if lane == "" || e.Lane == lane {
			most = max(most, e.Workers)
		}
	}
	return most
}

func (m *run) baseline() *entry { return m.entries[m.plan.Baseline] }

func (m *run) close() {
	for _, o := range m.executors {
		if o.executor != nil {
			o.executor.Close()
		}
	}
}

// measure takes the samples: in each block every entry once, in random order.
func (m *run) measure(ctx context.Context) {
	order := rand.New(rand.NewPCG(uint64(m.seed), streamOrder))
	all := m.all()
	for block := range m.plan.Blocks {
		for _, i := range order.Perm(len(all)) {
			e := all[i]
			if e.Error != nil {
				continue
			}
			if ctx.Err() != nil {
				return
			}
			m.progress.about("measuring", e)
			s, ok := m.sample(ctx, e, e.Repeat)
			if !ok {
				continue
			}
			e.SamplesMs = append(e.SamplesMs, s.WallMs)
			e.ComputeMs = append(e.ComputeMs, s.ComputeMs)
			e.last = s.Spans
			m.progress.took(e, block, s.WallMs)
		}
	}
}

// sample runs an entry's program as often as repeat says and returns the times of one run. It returns false when the
// run was stopped, or the entry failed, in which case the entry has its error.
func (m *run) sample(ctx context.Context, e *entry, repeat int) (Sample, bool) {
	executor, err := m.open(ctx, e.Lane)
	if err != nil {
		return Sample{}, m.failed(ctx, e, err)
	}
	if m.Ready != nil {
		m.Ready(ctx)
	}
	job := Job{Kernel: m.plan.Kernel, Args: e.size.args, Parts: e.size.parts, Balance: m.mostWorkers(""), Workers: e.Workers, BudgetMs: m.budgetMs(e)}
	begin, compute := 0.0, 0.0
	var s Sample
	for i := range repeat {
		s, err = runSafely(ctx, executor, job)
		if errors.Is(err, ErrBudget) && ctx.Err() == nil {
			m.tooSlow(e)
			return Sample{}, false
		}
		if err != nil || ctx.Err() != nil {
			return Sample{}, m.failed(ctx, e, err)
		}
		if i == 0 {
			begin = m.Now() - s.WallMs // an executor may have to wait before it begins, which is not the program's time
		}
		compute += s.ComputeMs
		e.Runtime = s.Runtime
		if !m.checkResult(e, s.Result) {
			return Sample{}, false
		}
	}
	if repeat > 1 {
		// Each single time is too short for the clock: only the whole says anything.
		s.WallMs, s.ComputeMs = (m.Now()-begin)/float64(repeat), compute/float64(repeat)
	}
	s.WallMs, s.ComputeMs = sixDigits(s.WallMs), sixDigits(s.ComputeMs)
	return s, true
}

// open returns the lane's executor, opening it on first use.
func (m *run) open(ctx context.Context, lane string) (Executor, error) {
	o, known := m.executors[lane]
	if !known {
		o.executor, o.err = m.Open(ctx, lane, m.mostWorkers(lane))
		m.executors[lane] = o
	}
	return o.executor, o.err
}

// failed records why an entry ended, unless it was the user who ended it. It returns false, for its callers to return.
func (m *run) failed(ctx context.Context, e *entry, err error) bool {
	if ctx.Err() == nil && err != nil {
		e.Error = faultOf(err)
	}
	return false
}

func faultOf(err error) *Fault {
	if fault, ok := errors.AsType[*kernels.Error](err); ok {
		return fault
	}
	return &Fault{Code: CodeLaneFailed, Message: err.Error()}
}

// runSafely turns a panic into an error: executors run whatever programs there are, and one lane's end must not be the
// end of the others.
func runSafely(ctx context.Context, x Executor, job Job) (s Sample, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &Fault{Code: CodeLanePanicked, Message: fmt.Sprintf("the program panicked: %v", p)}
		}
	}()
	return x.Run(ctx, job)
}

// checkResult compares an answer with its size's reference: the known one or, where there is none, the first that any lane
// gave, which is the baseline's unless that failed. A lane that computes something else is not measured on: its times
// would be those of another program.
func (m *run) checkResult(e *entry, result string) bool {
	if e.size.reference == nil {
		e.size.reference = &reference{result, "the first answer of " + label(&e.LaneResult)}
	}
	if len(e.WarmupMs) == 0 {
		e.Result = result
	}
	if result == e.size.reference.result {
		return true
	}
	got, want := firstDifference(result, e.size.reference.result)
	e.Error = &Fault{Code: CodeResultMismatch, Field: "result", Value: got, Limit: want,
		Message: fmt.Sprintf("%s gave %q instead of %q, %s", label(&e.LaneResult), got, want, e.size.reference.whose)}
	return false
}

// firstDifference gives the first lines in which two texts differ; the end of the shorter one counts as an empty line.
func firstDifference(a, b string) (lineA, lineB string) {
	for a != "" || b != "" {
		lineA, a, _ = strings.Cut(a, "\n")
		lineB, b, _ = strings.Cut(b, "\n")
		if lineA != lineB {
			break
		}
	}
	return clip(lineA), clip(lineB)
}

// reference is the answer that every lane has to give, and where it comes from.
type reference struct{ result, whose string }

// streamOrder is the stream of random numbers that the order of samples comes from.
const streamOrder uint64 = 1
