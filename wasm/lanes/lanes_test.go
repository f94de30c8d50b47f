package lanes

import (
	"bytes"
	"context"
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/futures"
	"velocidade/wasm/runtimes"
)

// TestMain lets the test binary be its own worker process.
func TestMain(m *testing.M) {
	futures.Init()
	os.Exit(m.Run())
}

// Every program, at its smallest known answer, gives that answer on every lane of Go's own.
func TestEveryProgramOnEveryLane(t *testing.T) {
	for _, lane := range bench.LanesHere(engine) {
		if on, _, _ := strings.Cut(lane.Name, "/"); on != runtimes.Go && on != runtimes.GoBoxed {
			continue
		}
		if lane.Name == "go/threads" && runtime.GOOS == "js" {
			continue // a module of its own, which the page of these tests does not serve: web/test/e2e/threads.e2e.ts
		}
		executor, err := Open(t.Context(), lane.Name, 2)
		require.NoError(t, err)
		for _, k := range kernels.All() {
			if k.Boxed == nil && strings.HasPrefix(lane.Name, runtimes.GoBoxed) {
				continue
			}
			want := smallest(k)
			t.Run(lane.Name+" "+k.Name+" "+want.Args, func(t *testing.T) { answers(t, executor, k, want) })
		}
		executor.Close()
	}
}

// smallest gives a known answer that is quickly had.
func smallest(k *kernels.Kernel) kernels.Want {
	for _, w := range k.Want {
		if w.Args != "" && len(w.Result) > 0 {
			return w
		}
	}
	return k.Want[len(k.Want)-1]
}

// answers runs a program in one part and in five.
func answers(t *testing.T, executor bench.Executor, k *kernels.Kernel, want kernels.Want) {
	args, err := k.ParseArgs(want.Args)
	require.NoError(t, err)
	for _, parts := range []int{1, 5} {
		s := sample(t, executor, bench.Job{Kernel: k, Args: args, Parts: parts, Workers: 2})
		assert.Equal(t, want.Result, s.Result)
		assert.Greater(t, s.WallMs, 0.0)
		assertFilled(t, s)
	}
}

// sample runs a job, and skips the test where the machine lacks the lane's runtime.
func sample(t *testing.T, executor bench.Executor, job bench.Job) bench.Sample {
	t.Helper()
	s, err := executor.Run(t.Context(), job)
	if runtimes.IsMissing(err) {
		t.Skip(err)
	}
	require.NoError(t, err)
	return s
}

// assertFilled checks that each worker's spans follow on each other from the start of the run to its end.
func assertFilled(t *testing.T, s bench.Sample) {
	t.Helper()
	require.NotEmpty(t, s.Spans)
	at, worker, end := 0.0, -1, s.Spans[len(s.Spans)-1].EndMs
	assert.GreaterOrEqual(t, end, s.WallMs-1e-3, "and may begin with the loading of a runtime before it")
	for i, span := range s.Spans {
		if span.Worker != worker {
			if worker >= 0 {
				assert.InDelta(t, end, at, 1e-3, "worker %d's spans end with the run", worker)
			}
			assert.Greater(t, span.Worker, worker)
			worker, at = span.Worker, 0
		}
		assert.InDelta(t, at, span.StartMs, 1e-3, "span %d follows on the one before", i)
		assert.Greater(t, span.EndMs, span.StartMs)
		at = span.EndMs
	}
}

func TestTheColdRunShowsHowWorkersCameToBe(t *testing.T) {
	k, err := kernels.Lookup("countdown")
	require.NoError(t, err)
	args, err := k.ParseArgs("n=100000")
	require.NoError(t, err)
	executor, err := Open(t.Context(), "go/workers", 2)
	require.NoError(t, err)
	defer executor.Close()
	phases := func() map[bench.Phase]bool {
		s, err := executor.Run(t.Context(), bench.Job{Kernel: k, Args: args, Parts: 20, Workers: 2})
		require.NoError(t, err)
		seen := map[bench.Phase]bool{}
		for _, span := range s.Spans {
			seen[span.Phase] = true
		}
		return seen
	}
	cold := phases()
	assert.True(t, cold[bench.PhaseSpawn])
	assert.True(t, cold[bench.PhaseCompile])
	assert.True(t, cold[bench.PhaseRun])
	warm := phases()
	assert.False(t, warm[bench.PhaseSpawn])
	assert.True(t, warm[bench.PhaseRun])
}

func TestALaneThatIsNotKnown(t *testing.T) {
	_, err := Open(t.Context(), "fortran/single", 1)
	var fault *kernels.Error
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, CodeUnknownLane, fault.Code)
}

func TestAStoppedRunReturnsAndTheLaneWorksAgain(t *testing.T) {
	k, err := kernels.Lookup("countdown")
	require.NoError(t, err)
	args, err := k.ParseArgs("n=1000")
	require.NoError(t, err)
	executor, err := Open(t.Context(), "go/workers", 1)
	require.NoError(t, err)
	defer executor.Close()
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	_, err = executor.Run(ctx, bench.Job{Kernel: k, Args: args, Parts: 1, Workers: 1})
	assert.Error(t, err)
	_, err = executor.Run(t.Context(), bench.Job{Kernel: k, Args: args, Parts: 1, Workers: 1})
	assert.NoError(t, err)
}

func TestPartsSurviveTheirWay(t *testing.T) {
	for _, p := range []part{
		{},
		{Program: "sort", Args: "n=5", Round: 3, Lo: -1, Hi: 1 << 52, state: []byte("state")},
		{Program: "primes", Args: `kmax="x\u0000`, Hi: 1},
	} {
		b, err := p.MarshalBinary()
		require.NoError(t, err)
		var back part
		require.NoError(t, back.UnmarshalBinary(b))
		assert.True(t, bytes.Equal(p.state, back.state))
		p.state, back.state = nil, nil
		assert.Equal(t, p, back)
	}
	for _, d := range []done{{}, {partial: []byte{1, 2}}, {fault: &kernels.Error{Code: "x", Message: "y"}}} {
		b, err := d.MarshalBinary()
		require.NoError(t, err)
		var back done
		require.NoError(t, back.UnmarshalBinary(b))
		assert.True(t, bytes.Equal(d.partial, back.partial))
		assert.Equal(t, d.fault, back.fault)
	}
}

// Whatever bytes arrive, a decoder returns.
func FuzzPart(f *testing.F) {
	b, _ := part{Program: "sort", state: []byte{1}}.MarshalBinary()
	f.Add(b)
	f.Add([]byte{255, 255, 255, 255, 0})
	f.Add([]byte{0})
	f.Fuzz(func(t *testing.T, b []byte) {
		var p part
		if p.UnmarshalBinary(b) == nil {
			again, err := p.MarshalBinary()
			require.NoError(t, err)
			var q part
			require.NoError(t, q.UnmarshalBinary(again))
		}
		var d done
		_ = d.UnmarshalBinary(b)
	})
}
