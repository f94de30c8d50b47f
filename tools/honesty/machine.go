// Package honesty measures how often the project's own reports say what is not so.
//
// It simulates machines whose truth is known, with the noise that real ones have, and lets the real runner of wasm/bench
// measure on them: the clock and the executors are simulated, everything else is what a browser runs. Thousands of reports a
// condition then tell how often a difference is claimed that is not there, how often an interval holds the true ratio, how
// often a true difference is found, and how often a quiet machine is warned of. [Measure] writes tools/figures/HONESTY.md.
package honesty

import (
	"context"
	"math"
	"math/rand/v2"

	"velocidade/kernels"
	"velocidade/wasm/bench"
)

// Condition is a kind of noise.
type Condition struct {
	Name string
	// begin prepares one machine, and returns the factor by which the time of a run is off.
	begin func(m *machine) func(e bench.Entry) float64
	// Serial says that samples of one lane depend on those before them, which no short run can tell for sure.
	Serial bool
	stepMs float64 // of the clock; 0 for a fine one
}

// Conditions are those that reports are held against.
func Conditions() []Condition {
	return []Condition{
		normal("normal noise of 1 %", 0.01), normal("normal noise of 2 %", 0.02), normal("normal noise of 5 %", 0.05),
		each("lognormal, 10 %", func(m *machine) float64 { return math.Exp(0.10 * m.random.NormFloat64()) }),
		each("skewed to the right, 3 %", func(m *machine) float64 { return 1 + 0.03*m.random.ExpFloat64() }),
		each("one run in ten takes 1.5 to 4 times as long", func(m *machine) float64 {
			if m.random.Float64() < 0.1 {
				return m.near(0.02) * (1.5 + 2.5*m.random.Float64())
			}
			return m.near(0.02)
		}),
		{Name: "the machine jumps between two speeds, 20 % apart", begin: func(m *machine) func(bench.Entry) float64 {
			slow := m.coin()
			return func(bench.Entry) float64 {
				slow = slow != (m.random.Float64() < 0.2)
				return m.near(0.01) * level(slow)
			}
		}},
		{Name: "each lane jumps between two speeds by itself", Serial: true, begin: func(m *machine) func(bench.Entry) float64 {
			slow := map[bench.Entry]bool{}
			return func(e bench.Entry) float64 {
				if _, known := slow[e]; !known {
					slow[e] = m.coin()
				}
				slow[e] = slow[e] != (m.random.Float64() < 0.2)
				return m.near(0.01) * level(slow[e])
			}
		}},
		each("10 % slower from first to last", func(m *machine) float64 { return m.near(0.02) * (1 + 0.10*m.done()) }),
		each("20 % slower from the middle on", func(m *machine) float64 {
			if m.done() >= 0.5 {
				return m.near(0.02) * 1.2
			}
			return m.near(0.02)
		}),
		{Name: "slowed by 20 % for 30 % of every 1.5 s", begin: func(m *machine) func(bench.Entry) float64 {
			start := 1500 * m.random.Float64()
			return func(bench.Entry) float64 {
				if math.Mod(m.now+start, 1500) < 450 {
					return m.near(0.02) * 1.2
				}
				return m.near(0.02)
			}
		}},
		{Name: "wandering slowly by 2 %", begin: func(m *machine) func(bench.Entry) float64 {
			at := 0.02 * m.random.NormFloat64()
			return func(bench.Entry) float64 {
				at = 0.7*at + math.Sqrt(0.51)*0.02*m.random.NormFloat64()
				return 1 + at
			}
		}},
		{Name: "each lane wandering by itself", Serial: true, begin: func(m *machine) func(bench.Entry) float64 {
			at := map[bench.Entry]float64{}
			return func(e bench.Entry) float64 {
				if _, known := at[e]; !known {
					at[e] = 0.02 * m.random.NormFloat64()
				}
				at[e] = 0.7*at[e] + math.Sqrt(0.51)*0.02*m.random.NormFloat64()
				return 1 + at[e]
			}
		}},
		{Name: "a block's lanes share 5 %, 2 % of their own", begin: func(m *machine) func(bench.Entry) float64 {
			runs, shared := 0, 1.0
			return func(bench.Entry) float64 {
				if runs%m.entries == 0 {
					shared = m.near(0.05)
				}
				runs++
				return shared * m.near(0.02)
			}
		}},
		{Name: "a clock with steps of 1 ms", stepMs: 1, begin: alike(0.02)},
		{Name: "a clock with steps of 16.7 ms", stepMs: 50. / 3, begin: alike(0.02)},
		{Name: "whole runs differ by 2 %, samples by 1 %", begin: func(m *machine) func(bench.Entry) float64 {
			all := m.near(0.02)
			return func(bench.Entry) float64 { return all * m.near(0.01) }
		}},
	}
}

func normal(name string, noise float64) Condition { return Condition{Name: name, begin: alike(noise)} }

func alike(noise float64) func(m *machine) func(bench.Entry) float64 {
	return func(m *machine) func(bench.Entry) float64 {
		return func(bench.Entry) float64 { return m.near(noise) }
	}
}

func each(name string, factor func(m *machine) float64) Condition {
	return Condition{Name: name, begin: func(m *machine) func(bench.Entry) float64 {
		return func(bench.Entry) float64 { return factor(m) }
	}}
}

func level(slow bool) float64 {
	if slow {
		return 1.2
	}
	return 1
}

// Truth is what a machine measures: how long each entry truly takes, and how long its parts take inside the workers.
type Truth struct {
	Cores   int
	Blocks  int
	Lanes   []string
	Workers []int
	WallMs  map[bench.Entry]float64
	// Compute is the time inside the workers by the wall time; nil for workers that are busy all the time.
	Compute func(e bench.Entry, wallMs float64) float64
}

// machine is one simulated machine, on which time passes only while a program runs.
type machine struct {
	random  *rand.Rand
	now     float64
	stepMs  float64
	entries int
	taken   int // samples measured
	planned int
	factor  func(e bench.Entry) float64
	truth   *Truth
}

func (m *machine) near(noise float64) float64 { return max(0.3, 1+noise*m.random.NormFloat64()) }
func (m *machine) coin() bool                 { return m.random.IntN(2) == 0 }
func (m *machine) done() float64              { return min(float64(m.taken)/float64(max(m.planned-1, 1)), 1) }

// clock is the time as the program sees it.
func (m *machine) clock() float64 {
	if m.stepMs > 0 {
		return math.Floor(m.now/m.stepMs) * m.stepMs
	}
	return m.now
}

// program is what is said to be measured; the simulation knows its answer.
const program = "countdown"

// Report measures once on a new machine. The same seed gives the same report.
func Report(c Condition, truth *Truth, seed uint64) (*bench.Report, error) {
	random := rand.New(rand.NewPCG(seed, 77))
	m := &machine{random: random, now: 1000 * random.Float64(), stepMs: c.stepMs, entries: len(truth.WallMs),
		planned: truth.Blocks * len(truth.WallMs), truth: truth}
	m.factor = c.begin(m)
	host := bench.Host{Engine: bench.EngineWasm, Go: "go1.26", Platform: "js/wasm", Cores: truth.Cores, Isolated: true,
		TimerResolutionMs: max(c.stepMs, 0.005), Build: "simulated"}
	runner := bench.Runner{Now: m.clock, Unix: func() int64 { return int64(seed) }, Seed: random.Uint32, Host: host,
		Open: func(_ context.Context, lane string, _ int) (bench.Executor, error) { return executor{m, lane}, nil }}
	return runner.Run(context.Background(), bench.Spec{Program: program, Lanes: truth.Lanes, Workers: truth.Workers, Blocks: &truth.Blocks},
		func(p bench.Progress) {
			if p.Sample != nil && p.Sample.Block >= 0 {
				m.taken++
			}
		})
}

type executor struct {
	*machine
	lane string
}

func (x executor) Run(_ context.Context, job bench.Job) (bench.Sample, error) {
	e := bench.Entry{Lane: x.lane, Workers: job.Workers}
	x.now += 2 * x.random.Float64()
	begin := x.clock()
	x.now += x.truth.WallMs[e] * x.factor(e)
	wall := x.clock() - begin
	compute := wall * 0.99
	if x.truth.Compute != nil {
		compute = x.truth.Compute(e, wall)
	}
	kernel, err := kernels.Lookup(program)
	if err != nil {
		return bench.Sample{}, err
	}
	return bench.Sample{WallMs: wall, ComputeMs: compute, Result: kernel.Want[0].Result}, nil
}

func (executor) Close() {}
