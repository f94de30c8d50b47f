package bench

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"velocidade/kernels"
)

// world is a machine on which time passes only when a program runs. Its executors take as long as takes says.
type world struct {
	now    float64
	noise  *rand.Rand
	host   Host
	lanes  []Lane
	opened map[string]int // by lane: executors opened and not yet closed
	ran    []Entry        // in order
	parts  []int          // of each run
	jobs   []Job          // likewise
	// takes gives a run's wall and compute time; nil means work of workMs that workers share and goroutines do not.
	takes func(e Entry, run int) (wall, compute float64)
	// answers gives a run's result; nil means the known one.
	answers func(e Entry, run int) string
	// breaks gives a run's error; nil means none.
	breaks func(e Entry, run int) error
	// opens gives an error for a lane that cannot be opened; nil means none.
	opens func(lane string) error
	// during is called in the middle of every run with the number of runs before it; nil means nothing happens.
	during func(run int)
	// spans gives a run's spans; nil means one for each worker.
	spans func(e Entry, run int) []Span
}

const workMs = 200

func newWorld() *world {
	return &world{noise: rand.New(rand.NewPCG(1, 2)), opened: map[string]int{},
		host: Host{Engine: "wasm", Go: "go1.26", Platform: "js/wasm", Cores: 2, Isolated: true, TimerResolutionMs: 0.005, Build: "test"}}
}

func (w *world) runner() *Runner {
	return &Runner{Now: func() float64 { return w.now }, Unix: func() int64 { return 1_700_000_000_000 },
		Seed: func() uint32 { return 7 }, Host: w.host, Lanes: w.lanes,
		Open: func(_ context.Context, lane string, maxWorkers int) (Executor, error) {
			if w.opens != nil {
				if err := w.opens(lane); err != nil {
					return nil, err
				}
			}
			w.opened[lane]++
			return &fakeExecutor{w, lane, maxWorkers}, nil
		}}
}

// run measures the spec and fails the test where the spec itself is refused.
func (w *world) run(t *testing.T, ctx context.Context, spec Spec) *Report {
	t.Helper()
	rep, err := w.runner().Run(ctx, spec, nil)
	require.NoError(t, err)
	require.Empty(t, w.stillOpen(), "every executor is closed")
	return rep
}

func (w *world) stillOpen() []string {
	var lanes []string
	for lane, n := range w.opened {
		if n != 0 {
			lanes = append(lanes, lane)
		}
	}
	return lanes
}

// near gives x with a noise of one per cent or so.
func (w *world) near(x float64) float64 { return x * (1 + 0.01*w.noise.NormFloat64()) }

type fakeExecutor struct {
	*world
	lane       string
	maxWorkers int
}

func (x *fakeExecutor) Run(ctx context.Context, job Job) (Sample, error) {
	if ctx.Err() != nil {
		return Sample{}, ctx.Err()
	}
	if job.Workers > x.maxWorkers {
		panic("more workers than the executor was opened for")
	}
	e := Entry{x.lane, job.Workers}
	run := 0
	for _, earlier := range x.ran {
		if earlier == e {
			run++
		}
	}
	if x.during != nil {
		x.during(len(x.ran))
	}
	x.jobs = append(x.jobs, job)
	x.ran, x.parts = append(x.ran, e), append(x.parts, job.Parts)
	if x.breaks != nil {
		if err := x.breaks(e, run); err != nil {
			return Sample{}, err
		}
	}
	var wall, compute float64
	switch {
	case x.takes != nil:
		wall, compute = x.takes(e, run)
	case executorOf(x.lane) == ExecWorkers:
		compute = x.near(workMs)
		wall = compute/float64(min(job.Workers, x.host.Cores)) + 1
	default:
		compute = x.near(workMs)
		wall = compute + 1
	}
	if job.BudgetMs > 0 && wall > job.BudgetMs {
		x.now += job.BudgetMs
		return Sample{}, ErrBudget
	}
	x.now += wall
	result := job.Kernel.Want[0].Result
	if x.answers != nil {
		result = x.answers(e, run)
	}
	s := Sample{WallMs: wall, ComputeMs: compute, Result: result}
	if x.spans != nil {
		s.Spans = x.spans(e, run)
		return s, nil
	}
	for i := range job.Workers {
		s.Spans = append(s.Spans, Span{Worker: i, Phase: PhaseRun, EndMs: wall})
	}
	return s, nil
}

func (x *fakeExecutor) Close() { x.opened[x.lane]-- }

// program registers a program that is never really run, with a known answer at its defaults only.
func program(t *testing.T) {
	t.Helper()
	kernels.Register(kernels.Kernel{Name: "sample", Title: "Ten samples: a test", Group: kernels.GroupLoops, Summary: "s", Doc: "d", Source: "s",
		Params: []kernels.Param{{Name: "n", Kind: kernels.Int, Label: "n", Doc: "d", Default: "1", Min: 1, Max: 10}},
		Split:  func(_ kernels.Args, _, parts int) []kernels.Range { return kernels.Even(100, parts) },
		Run:    func(kernels.Args, int, []byte, kernels.Range) ([]byte, error) { return nil, nil },
		Merge:  func(kernels.Args, int, []byte, [][]byte) ([]byte, error) { return []byte("42"), nil },
		Want:   []kernels.Want{{Args: "", Result: "42"}}})
	t.Cleanup(func() { kernels.Unregister("sample") })
}
