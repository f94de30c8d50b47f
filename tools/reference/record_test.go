package reference

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/futures"
	"velocidade/wasm/lanes"
	"velocidade/wasm/port"
	"velocidade/wasm/runtimes"
)

// TestMain lets the test binary be its own worker process.
func TestMain(m *testing.M) {
	futures.Init()
	os.Exit(m.Run())
}

// fake is a recorder for a machine that lacks PyPy, whose runs end at once.
func fake(said *[]string) *Recorder {
	return &Recorder{
		Lanes: []bench.Lane{{Name: "go/single"}, {Name: "pypy/single"}, {Name: "pypy/workers"}, {Name: "cython/single"}},
		Try: func(_ context.Context, runtime string, k *kernels.Kernel) error {
			switch {
			case runtime == "pypy":
				return &kernels.Error{Code: runtimes.CodeMissing, Message: "this machine has no PyPy 3:\nget one"}
			case runtime == "cython" && k.Name != "primes":
				return &kernels.Error{Code: runtimes.CodeNoTwin, Message: "no twin"}
			}
			return nil
		},
		Measure: func(_ context.Context, spec bench.Spec, _ func(bench.Progress)) (*bench.Report, error) {
			return &bench.Report{Program: spec.Program, Status: bench.Complete, Verdict: strings.Join(spec.Lanes, " "), Timeline: make([]bench.Span, 3)}, nil
		},
		Say:     func(line string) { *said = append(*said, line) },
		Unix:    func() int64 { return 7 },
		Command: "velocidade bench -chapter -o FILE",
	}
}

func TestRecordTakesEveryLaneThatTheMachineHas(t *testing.T) {
	var said []string
	f, err := fake(&said).Record(t.Context(), []Run{{"countdown", "n=5"}, {"primes", "kmax=5"}})
	require.NoError(t, err)
	require.Len(t, f.Reports, 2)
	assert.Equal(t, "go/single", f.Reports[0].Verdict, "a program without a twin leaves the lane out")
	assert.Equal(t, "go/single cython/single", f.Reports[1].Verdict)
	assert.Equal(t, []Missing{{"pypy", "this machine has no PyPy 3: get one"}}, f.Missing, "what is lacking is named once, in one line")
	assert.Contains(t, said, "without pypy: this machine has no PyPy 3: get one")
	assert.Empty(t, f.Reports[0].Timeline)
	assert.Equal(t, Chapter(), f.Printed)
}

func TestARunThatWasStoppedMakesNoFile(t *testing.T) {
	var said []string
	r := fake(&said)
	r.Measure = func(context.Context, bench.Spec, func(bench.Progress)) (*bench.Report, error) {
		return &bench.Report{Status: bench.Stopped}, nil
	}
	_, err := r.Record(t.Context(), []Run{{"countdown", ""}})
	assert.ErrorContains(t, err, "stopped")
}

// Everything that this machine has, for once in earnest: the file that comes out is read back, and holds every runtime.
func TestRecordOnThisMachine(t *testing.T) {
	runner := bench.Runner{Now: port.Now, Unix: func() int64 { return 7 }, Seed: func() uint32 { return 7 }, Open: lanes.Open,
		Host: bench.Host{Engine: bench.EngineNative, Cores: port.Cores(), Isolated: true}}
	blocks := 1
	r := Recorder{
		Lanes: bench.LanesHere(bench.EngineNative),
		Try: func(ctx context.Context, runtime string, k *kernels.Kernel) error {
			_, err := runtimes.Program(ctx, runtime, k)
			return err
		},
		Measure: runner.Run,
		Say:     func(line string) { t.Log(line) },
		Watch:   func(bench.Progress) {},
		Unix:    func() int64 { return 7 },
		Machine: ThisMachine(2),
		Command: "velocidade bench -chapter -o FILE",
		Blocks:  &blocks,
		Workers: []int{2},
	}
	r.Machine.Name = "this one"
	f, err := r.Record(t.Context(), []Run{{"primes", "kmax=100"}})
	require.NoError(t, err)
	data, err := Encode(f)
	require.NoError(t, err)
	read, err := Parse(data)
	require.NoError(t, err)
	have := map[string]bool{}
	for _, lane := range read.Reports[0].Lanes {
		require.Nil(t, lane.Error, lane.Lane)
		assert.Contains(t, lane.Result, "the 100th prime is 541")
		runtime, _, _ := strings.Cut(lane.Lane, "/")
		have[runtime] = true
	}
	for _, m := range read.Missing {
		assert.False(t, have[m.Runtime], m.Runtime)
		have[m.Runtime] = true
		t.Log("missing:", m.Message)
	}
	for _, lane := range r.Lanes {
		runtime, _, _ := strings.Cut(lane.Name, "/")
		assert.True(t, have[runtime], "%s is neither measured nor named as missing", runtime)
	}
}
