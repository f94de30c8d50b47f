package bench

import (
	"fmt"

	"velocidade/kernels"
)

// A size is what some entries run, and what they are compared with. What was asked for is one. A runtime that is too slow
// for it gets a smaller one, at which the baseline's lane runs as well, beside them in every block: so the ratio of their
// times is one of the same work, and nothing is scaled.
type size struct {
	args      kernels.Args
	parts     int
	reference *reference // nil until there is an answer, known beforehand or given by a lane
	base      *entry     // what entries of this size are compared with
}

// RunBudgetMs is what the first run of a lane of another runtime may take, once that is loaded: with warm-ups and ten
// blocks, a lane is then done within a minute or so. Go's own lanes take as long as they take, as was asked for.
const RunBudgetMs = 5000

// CodeTooSlow is the code of the fault of a lane that does not finish in its time even at the smallest size.
const CodeTooSlow = "too-slow"

func (m *run) newSize(args kernels.Args, parts int) *size {
	s := &size{args: args, parts: parts}
	for _, w := range m.plan.Kernel.Want {
		if known, err := m.plan.Kernel.ParseArgs(w.Args); err == nil && known.String() == args.String() {
			s.reference = &reference{w.Result, "the known answer"}
		}
	}
	return s
}

func emptyResult(lane string, workers int) LaneResult {
	return LaneResult{Lane: lane, Workers: workers, Repeat: 1,
		WarmupMs: []float64{}, SamplesMs: []float64{}, ComputeMs: []float64{}, Outliers: []int{}}
}

// all gives the entries and those that they are compared with.
func (m *run) all() []*entry { return append(append([]*entry{}, m.entries...), m.shadows...) }

// budgetMs gives what an entry's next run may take; 0 means as long as it likes.
func (m *run) budgetMs(e *entry) float64 {
	if len(e.WarmupMs) > 0 || e.shadow || unbudgeted(e.Lane) {
		return 0
	}
	if m.BudgetMs > 0 {
		return m.BudgetMs
	}
	return RunBudgetMs
}

func unbudgeted(lane string) bool {
	runtime := runtimeOf(lane)
	return runtime == baseRuntime || runtime == "go-stock"
}

// tooSlow gives an entry that did not finish its first run in time a smaller size, together with all entries of its runtime;
// if it is what the others are compared with, all of them get it.
func (m *run) tooSlow(e *entry) {
	old := e.size
	args, ok := m.plan.Kernel.Smaller(old.args)
	if !ok {
		e.Error = &Fault{Code: CodeTooSlow, Field: "lanes", Value: e.Lane, Limit: timeText(m.budgetMs(e)),
			Message: fmt.Sprintf("one run takes more than %s even at %s, so it was skipped", timeText(m.budgetMs(e)), old.args)}
		return
	}
	smaller := m.newSize(args, old.parts)
	note := fmt.Sprintf("one run of %s takes more than %s, so it ran %s instead", m.plan.Args, timeText(m.budgetMs(e)), args)
	if old.base == e {
		smaller.base = e
		if old == m.full {
			m.full = smaller
		}
	} else {
		base := m.baseline()
		smaller.base = &entry{LaneResult: emptyResult(base.Lane, base.Workers), size: smaller, shadow: true}
		note += fmt.Sprintf("; so did %s beside it, which is what its speed-up compares with", label(&base.LaneResult))
		m.dropShadow(old.base)
		m.shadows = append(m.shadows, smaller.base)
	}
	for _, other := range m.entries {
		if other.size == old && other.Error == nil && (old.base == e || runtimeOf(other.Lane) == runtimeOf(e.Lane)) {
			other.LaneResult = emptyResult(other.Lane, other.Workers)
			other.Args, other.Note = args.String(), note
			other.size, other.first = smaller, nil
			m.progress.anew(other)
		}
	}
	m.progress.entries = m.all()
}

// dropShadow ends the measuring of what nobody is compared with any more.
func (m *run) dropShadow(old *entry) {
	for i, shadow := range m.shadows {
		if shadow == old {
			m.shadows = append(m.shadows[:i], m.shadows[i+1:]...)
			return
		}
	}
}
