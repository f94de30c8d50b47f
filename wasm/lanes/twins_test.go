//go:build !js

package lanes

import (
	"errors"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/futures"
	"velocidade/wasm/runtimes"
)

// twinArgs are what each program's twins are tested with: quick for a slow language, sizes that do not divide evenly, and the
// edges of what they compute. A program that is not listed is tested at its defaults.
var twinArgs = map[string][]string{
	"amdahl":       {"serial=0.3,units=97", "serial=0,units=1", "serial=1,units=3", "serial=0.5,units=1"},
	"binarytrees":  {"depth=6", "depth=9"},
	"countdown":    {"n=1", "n=100003"},
	"fannkuch":     {"n=2", "n=7"},
	"isprime":      {"numbers=0,1,2,3,4,9,25", "numbers=1000000000039,97,1000036000099,15"},
	"mandelbrot":   {"width=101,height=67,iterations=60", "width=1,height=1,iterations=1"},
	"matmul":       {"n=1", "n=67", "n=130"},
	"montecarlo":   {"samples=10007"},
	"nbody":        {"systems=11,steps=50", "systems=2,steps=0"},
	"primes":       {"kmax=1", "kmax=2", "kmax=503"},
	"sha256":       {"bits=1", "bits=9"},
	"sort":         {"n=1", "n=10007"},
	"spectralnorm": {"n=1", "n=67"},
}

// twinStretches are units at the far end of what a program takes, where a language whose numbers are too small would err.
var twinStretches = []struct {
	program, args string
	lo, hi        int64
}{
	{"countdown", "", 1<<31 - 3, 1<<31 + 5},
	{"countdown", "n=10000000000", 1<<32 - 3, 1<<32 + 5},
	{"countdown", "n=10000000000", 9_999_999_990, 10_000_000_000},
	{"isprime", "numbers=9007199254740881", 723, 725}, // the largest prime below 2⁵³
	{"isprime", "numbers=9007199254740991,7", 0, 1},   // 2⁵³−1 = 6361 · 69431 · 20394401
	{"isprime", "numbers=9007195909437503", 723, 725}, // 94906249 · 94906247
	{"primes", "kmax=200000", 2_750_150, 2_750_158},   // the last candidates
	{"montecarlo", "samples=1000000000", 999_999_900, 1_000_000_000},
	{"sort", "n=10000000", 9_999_900, 10_000_000},
	{"amdahl", "serial=0,units=1000000", 999_998, 1_000_000},
	{"nbody", "systems=100000,steps=3", 99_998, 100_000},
	{"fannkuch", "n=12", 479_001_590, 479_001_600},
	{"sha256", "bits=26", 268_435_400, 268_435_456},
}

// compiled are the programs by which runtimes are tested that take half a minute to compile each: the one whose compiled
// code the chapter times, and one that keeps a collector busy. TWINS=all in the environment tests every program there too.
var compiled = map[string]bool{"primes": true, "binarytrees": true}

// Every twin's partial results are Go's, byte by byte, on every runtime that this machine has. (One that it has not is
// skipped, with the reason: tools/setup.sh runtimes gets them.)
func TestTwins(t *testing.T) {
	for _, runtime := range []string{runtimes.JS, runtimes.CPython, runtimes.PyPy, runtimes.Cython, runtimes.CythonNoGIL,
		runtimes.CythonUntyped, runtimes.Shedskin} {
		t.Run(runtime, func(t *testing.T) {
			slow := (runtime == runtimes.CythonUntyped || runtime == runtimes.Shedskin) && os.Getenv("TWINS") != "all"
			for _, k := range kernels.All() {
				// Every program has a twin in Python and in JavaScript; in Cython those have one that the chapter needs.
				typed := runtime == runtimes.Cython || runtime == runtimes.CythonNoGIL
				if slow && !compiled[k.Name] || typed && !kernels.HasTwin(k.Name, ".pyx") {
					continue
				}
				t.Run(k.Name, func(t *testing.T) { checkTwin(t, runtime, k) })
			}
		})
	}
}

func checkTwin(t *testing.T, runtime string, k *kernels.Kernel) {
	program, err := runtimes.Program(t.Context(), runtime, k)
	if runtimes.IsMissing(err) {
		t.Skip(err)
	}
	require.NoError(t, err)
	worker := futures.Processes(1, futures.On(program))
	defer worker.KillWorkers()
	run := func(a kernels.Args, round int, state []byte, r kernels.Range) done {
		f, err := futures.Submit(worker, runPart, part{Program: k.Name, Values: string(a.Typed()), Round: round, Lo: r.Lo, Hi: r.Hi, state: state})
		require.NoError(t, err)
		d, err := f.Result(t.Context())
		require.NoError(t, err)
		return d
	}
	args := twinArgs[k.Name]
	if args == nil {
		args = []string{""}
	}
	for _, text := range args {
		a, err := k.ParseArgs(text)
		require.NoError(t, err)
		checkRounds(t, k, a, run)
	}
	for _, s := range twinStretches {
		if s.program != k.Name {
			continue
		}
		a, err := k.ParseArgs(s.args)
		require.NoError(t, err)
		want, err := k.Run(a, 0, nil, kernels.Range{Lo: s.lo, Hi: s.hi})
		require.NoError(t, err)
		assert.Equal(t, done{partial: want}, run(a, 0, nil, kernels.Range{Lo: s.lo, Hi: s.hi}), "%s, units %d to %d", s.args, s.lo, s.hi)
	}
	checkRefusal(t, k, run)
}

// checkRounds runs every round split in several ways, and compares each part.
func checkRounds(t *testing.T, k *kernels.Kernel, a kernels.Args, run func(kernels.Args, int, []byte, kernels.Range) done) {
	t.Helper()
	var state []byte
	for round := range k.RoundsOf(a) {
		var partials [][]byte
		for _, parts := range []int{1, 3, 7} {
			partials = nil
			for _, r := range k.Split(a, round, parts) {
				want, err := k.Run(a, round, state, r)
				require.NoError(t, err)
				require.Equal(t, done{partial: want}, run(a, round, state, r), "%s, round %d, units %d to %d", a, round, r.Lo, r.Hi)
				partials = append(partials, want)
			}
		}
		var err error
		state, err = k.Merge(a, round, state, partials)
		require.NoError(t, err)
	}
}

// checkRefusal sees that a state which Go refuses is refused in every language, with the same code.
func checkRefusal(t *testing.T, k *kernels.Kernel, run func(kernels.Args, int, []byte, kernels.Range) done) {
	t.Helper()
	a, err := k.ParseArgs("")
	require.NoError(t, err)
	if k.RoundsOf(a) < 2 {
		return
	}
	_, err = k.Run(a, 1, []byte{1, 2, 3}, kernels.Range{Lo: 0, Hi: 1})
	var fault *kernels.Error
	if !errors.As(err, &fault) {
		return
	}
	d := run(a, 1, []byte{1, 2, 3}, kernels.Range{Lo: 0, Hi: 1})
	require.NotNil(t, d.fault)
	assert.Equal(t, fault.Code, d.fault.Code)
	assert.NotEmpty(t, d.fault.Message)
}
