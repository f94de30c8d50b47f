package bench

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/json"
)

// sized registers a program whose work is as its n, and returns a world in which other runtimes take a hundred times as
// long for it as Go does: n milliseconds against n / 100.
func sized(t *testing.T) *world {
	t.Helper()
	kernels.Register(kernels.Kernel{Name: "sized", Title: "Work: a test", Group: kernels.GroupLoops, Summary: "s", Doc: "d", Source: "s", Size: "n",
		Params: []kernels.Param{{Name: "n", Kind: kernels.Int, Label: "n", Doc: "d", Default: "1000", Min: 1000, Max: 1e9}},
		Split:  func(_ kernels.Args, _, parts int) []kernels.Range { return kernels.Even(100, parts) },
		Run:    func(kernels.Args, int, []byte, kernels.Range) ([]byte, error) { return nil, nil },
		Merge:  func(kernels.Args, int, []byte, [][]byte) ([]byte, error) { return nil, nil },
		Want:   []kernels.Want{{Args: "", Result: "n=1000"}}})
	t.Cleanup(func() { kernels.Unregister("sized") })
	w := newWorld()
	n := func() float64 { return float64(w.jobs[len(w.jobs)-1].Args.Int("n")) }
	w.takes = func(e Entry, _ int) (wall, compute float64) {
		ms := w.near(n())
		if runtimeOf(e.Lane) == baseRuntime {
			ms /= 100
		}
		return ms, ms
	}
	w.answers = func(Entry, int) string { return w.jobs[len(w.jobs)-1].Args.String() }
	return w
}

func of(rep *Report, lane string) *LaneResult {
	return &rep.Lanes[slices.IndexFunc(rep.Lanes, func(l LaneResult) bool { return l.Lane == lane })]
}

func sizedSpec(n string, lanes ...string) Spec {
	blocks := 6
	return Spec{Program: "sized", Args: []byte(`"n=` + n + `"`), Lanes: lanes, Workers: []int{2}, Blocks: &blocks}
}

func TestALaneThatIsTooSlowRunsLess(t *testing.T) {
	w := sized(t)
	rep := w.run(t, t.Context(), sizedSpec("400000", "go/single", "go/workers", "cpython/single", "js/single"))
	require.Equal(t, Complete, rep.Status)
	slow := of(rep, "cpython/single")

	t.Run("a size that fits its time, found by tenths", func(t *testing.T) {
		assert.Equal(t, "n=4000", slow.Args)
		assert.Equal(t, "n=4000", slow.Result)
		assert.Contains(t, slow.Note, "one run of n=400000 takes more than 5000\u202fms, so it ran n=4000 instead")
		assert.Len(t, slow.SamplesMs, 6)
	})
	t.Run("and is compared with the baseline at that size, not with what was asked for", func(t *testing.T) {
		require.Len(t, slow.AgainstMs, 6)
		assert.InDelta(t, 40, median(slow.AgainstMs), 2)
		require.NotNil(t, slow.Speedup)
		assert.InDelta(t, 0.01, slow.Speedup.Ratio, 0.001)
		assert.Equal(t, "go/single", slow.Speedup.Against)
	})
	t.Run("the lanes of Go run what was asked for, however long it takes", func(t *testing.T) {
		for _, lane := range []string{"go/single", "go/workers"} {
			assert.Empty(t, of(rep, lane).Args)
			assert.Empty(t, of(rep, lane).AgainstMs)
			assert.Equal(t, "n=400000", of(rep, lane).Result)
		}
	})
	t.Run("the verdict and a warning say so", func(t *testing.T) {
		assert.Contains(t, rep.Verdict, "both at n=4000")
		assert.True(t, slices.ContainsFunc(rep.Warnings, func(w Warning) bool { return w.Code == WarnSmaller }))
		assert.NoError(t, Failure(rep), "it is no failure")
	})
	t.Run("what it is compared with is no entry of the report, nor of its samples' stream", func(t *testing.T) {
		assert.Len(t, rep.Lanes, 4)
	})
}

func TestASmallerSizeSurvivesItsWayAndCarriesItsSpeedup(t *testing.T) {
	rep := sized(t).run(t, t.Context(), sizedSpec("400000", "go/single", "cpython/single"))
	text, err := json.Marshal(rep)
	require.NoError(t, err)
	back, err := ParseReport(text)
	require.NoError(t, err)
	again, err := json.Marshal(back)
	require.NoError(t, err)
	assert.Equal(t, string(text), string(again))
	Derive(back)
	assert.Equal(t, of(rep, "cpython/single").Speedup, of(back, "cpython/single").Speedup, "it follows from what was measured")
	assert.Equal(t, rep.Verdict, back.Verdict)
	assert.Equal(t, rep.Warnings, back.Warnings)
}

func TestALaneThatIsNotTooSlowRunsWhatWasAskedFor(t *testing.T) {
	rep := sized(t).run(t, t.Context(), sizedSpec("4000", "go/single", "cpython/single"))
	assert.Empty(t, of(rep, "cpython/single").Args)
	assert.Empty(t, of(rep, "cpython/single").Note)
	assert.InDelta(t, 0.01, of(rep, "cpython/single").Speedup.Ratio, 0.001)
}

func TestAllLanesOfARuntimeRunOneSize(t *testing.T) {
	w := sized(t)
	takes := w.takes
	w.takes = func(e Entry, run int) (wall, compute float64) {
		wall, compute = takes(e, run)
		if executorOf(e.Lane) == ExecWorkers {
			wall /= float64(e.Workers)
		}
		return wall, compute
	}
	// Four workers are done in time, and are measured before one worker turns out not to be.
	spec := sizedSpec("18000", "go/single", "cpython/workers", "cpython/single")
	spec.Workers = []int{4}
	rep := w.run(t, t.Context(), spec)
	for _, lane := range []string{"cpython/workers", "cpython/single"} {
		l := of(rep, lane)
		assert.Equal(t, "n=1800", l.Args, lane)
		assert.Equal(t, "n=1800", l.Result, lane)
		assert.Len(t, l.SamplesMs, 6)
		assert.Less(t, slices.Max(l.WarmupMs), 2500.0, "warm-ups of another size are not kept")
	}
}

func TestABaselineThatIsTooSlowMakesTheWholeRunSmaller(t *testing.T) {
	rep := sized(t).run(t, t.Context(), sizedSpec("40000", "cpython/single", "pypy/single"))
	for i := range rep.Lanes {
		assert.Equal(t, "n=4000", rep.Lanes[i].Args)
		assert.Empty(t, rep.Lanes[i].AgainstMs)
	}
	require.NotNil(t, of(rep, "pypy/single").Speedup)
	assert.InDelta(t, 1, of(rep, "pypy/single").Speedup.Ratio, 0.1)
}

func TestALaneThatIsTooSlowAtEverySizeIsSkippedWithTheReason(t *testing.T) {
	w := sized(t)
	takes := w.takes
	w.takes = func(e Entry, run int) (wall, compute float64) {
		if e.Lane == "cpython/single" {
			return 1e6, 1e6
		}
		return takes(e, run)
	}
	rep := w.run(t, t.Context(), sizedSpec("4000", "go/single", "cpython/single", "js/single"))
	require.NotNil(t, of(rep, "cpython/single").Error)
	assert.Equal(t, CodeTooSlow, of(rep, "cpython/single").Error.Code)
	assert.Nil(t, of(rep, "js/single").Error)
	assert.Len(t, of(rep, "js/single").SamplesMs, 6)
}

func TestSamplesOfAComparisonAreNotStreamed(t *testing.T) {
	w := sized(t)
	streamed := map[string]int{}
	_, err := w.runner().Run(t.Context(), sizedSpec("40000", "go/single", "cpython/single"), func(p Progress) {
		if p.Sample != nil && p.Sample.Block >= 0 {
			streamed[p.Sample.Lane]++
		}
		assert.LessOrEqual(t, p.Done, p.Total)
	})
	require.NoError(t, err)
	assert.Equal(t, map[string]int{"go/single": 6, "cpython/single": 6}, streamed)
}
