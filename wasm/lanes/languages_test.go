//go:build !js

package lanes

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/runtimes"
)

// languages are the runtimes of other languages, and the ending of the twins that they run. What tools/setup.sh could not install
// is skipped.
var languages = map[string]string{
	runtimes.JS: ".js", runtimes.CPython: ".py", runtimes.PyPy: ".py",
	runtimes.Cython: ".pyx", runtimes.CythonNoGIL: ".pyx", runtimes.CythonUntyped: ".py",
}

// Every lane of another language gives the right answers: to a program of one round, and of many, in which parts need the
// state that the round before has left. That every twin computes what its program does, twins_test.go tests.
func TestEveryLanguageOnEveryLane(t *testing.T) {
	for _, lane := range bench.LanesHere(engine) {
		runtime, executor, _ := strings.Cut(lane.Name, "/")
		ext, ok := languages[runtime]
		if !ok {
			continue
		}
		for _, name := range []string{"countdown", "spectralnorm"} {
			if name != "countdown" && executor == bench.ExecSingle || !kernels.HasTwin(name, ext) {
				continue
			}
			k, err := kernels.Lookup(name)
			require.NoError(t, err)
			want := smallest(k)
			t.Run(lane.Name+" "+k.Name+" "+want.Args, func(t *testing.T) {
				executor, err := Open(t.Context(), lane.Name, 2)
				require.NoError(t, err)
				defer executor.Close()
				answers(t, executor, k, want)
			})
		}
	}
}

func TestALanguageSaysWhatItIs(t *testing.T) {
	k, err := kernels.Lookup("countdown")
	require.NoError(t, err)
	args, err := k.ParseArgs("n=10")
	require.NoError(t, err)
	for lane, says := range map[string]string{
		"js/single": "Node ", "cpython/single": "CPython 3.", "pypy/single": "PyPy ", "cython/single": "Cython ",
		"cython-nogil/single": "without the GIL, CPython 3.",
	} {
		t.Run(lane, func(t *testing.T) {
			executor, err := Open(t.Context(), lane, 1)
			require.NoError(t, err)
			defer executor.Close()
			s := sample(t, executor, bench.Job{Kernel: k, Args: args, Parts: 1, Workers: 1})
			assert.Contains(t, s.Runtime, says)
		})
	}
}

func TestARunThatTakesLongerThanItMayEnds(t *testing.T) {
	k, err := kernels.Lookup("countdown")
	require.NoError(t, err)
	args, err := k.ParseArgs("n=10000000000") // an hour or so
	require.NoError(t, err)
	executor, err := Open(t.Context(), "cpython/single", 1)
	require.NoError(t, err)
	defer executor.Close()
	_, err = executor.Run(t.Context(), bench.Job{Kernel: k, Args: args, Parts: 1, Workers: 1, BudgetMs: 1})
	if runtimes.IsMissing(err) {
		t.Skip(err)
	}
	require.ErrorIs(t, err, bench.ErrBudget)
	smaller, err := k.ParseArgs("n=1000")
	require.NoError(t, err)
	s, err := executor.Run(t.Context(), bench.Job{Kernel: k, Args: smaller, Parts: 1, Workers: 1, BudgetMs: 1e6})
	require.NoError(t, err)
	assert.Equal(t, "odd numbers passed: 500", s.Result)
}
