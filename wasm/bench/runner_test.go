package bench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/json"
)

func TestARunFindsWhatTheMachineDoes(t *testing.T) {
	program(t)
	w := newWorld()
	rep := w.run(t, context.Background(), Spec{Program: "sample"})

	assert.Equal(t, Complete, rep.Status)
	assert.Equal(t, uint32(7), rep.Plan.Seed, "the runner's seed, as the spec has none")
	assert.Equal(t, int64(1_700_000_000_000), rep.Started)
	entries := []Entry{}
	for _, l := range rep.Lanes {
		entries = append(entries, Entry{l.Lane, l.Workers})
		assert.Len(t, l.SamplesMs, DefaultBlocks)
		assert.Len(t, l.ComputeMs, DefaultBlocks)
		assert.GreaterOrEqual(t, len(l.WarmupMs), minWarmups)
		assert.Nil(t, l.Error)
		assert.Equal(t, "42", l.Result)
		assert.NotNil(t, l.IntervalMs)
	}
	assert.Equal(t, []Entry{{"go/single", 1}, {"go/goroutines", 1}, {"go/goroutines", 2}, {"go/workers", 1}, {"go/workers", 2}}, entries)
	assert.Nil(t, rep.Lanes[0].Speedup, "the baseline is not compared with itself")
	assert.InDelta(t, 2, rep.Lanes[4].Speedup.Ratio, 0.05)
	assert.InDelta(t, rep.Lanes[4].Speedup.Ratio/2, rep.Lanes[4].Speedup.Efficiency, 1e-12)
	assert.InDelta(t, 1, rep.Lanes[2].Speedup.Ratio, 0.05)
	assert.Empty(t, rep.Warnings)
	_, err := json.Marshal(rep)
	assert.NoError(t, err)
}

func TestASpecThatMakesNoSenseIsTheOnlyErrorOfARun(t *testing.T) {
	_, err := newWorld().runner().Run(context.Background(), Spec{Program: "nosuch"}, nil)
	var fault *Fault
	require.ErrorAs(t, err, &fault)
}

func TestInEveryBlockEachEntryIsSampledOnceInAnOrderOfItsOwn(t *testing.T) {
	program(t)
	w := newWorld()
	rep := w.run(t, context.Background(), Spec{Program: "sample", Blocks: new(20), Seed: new(uint32(3))})
	warmups, entries := 0, len(rep.Lanes)
	for _, l := range rep.Lanes {
		warmups += len(l.WarmupMs)
	}
	orders := map[string]bool{}
	for block := range 20 {
		ran := w.ran[warmups+block*entries:][:entries]
		seen := map[Entry]bool{}
		for _, e := range ran {
			seen[e] = true
		}
		assert.Len(t, seen, entries, "block %d is complete", block)
		orders[fmt.Sprint(ran)] = true
	}
	assert.Greater(t, len(orders), 15, "the order is random")

	again := newWorld()
	again.run(t, context.Background(), Spec{Program: "sample", Blocks: new(20), Seed: new(uint32(3))})
	assert.Equal(t, w.ran, again.ran, "and the same for the same seed")
}

func TestDriftCancelsInTheRatiosAndIsTold(t *testing.T) {
	program(t)
	w := newWorld()
	w.takes = func(e Entry, _ int) (float64, float64) {
		slower := 1 + w.now/20_000 // every run is slower than the last, by half in all
		compute := w.near(workMs) * slower
		return compute / float64(e.Workers), compute
	}
	rep := w.run(t, context.Background(), Spec{Program: "sample", Lanes: []string{"go/single", "go/workers"}, Workers: []int{2}, Blocks: new(20)})
	assert.InDelta(t, 2, rep.Lanes[1].Speedup.Ratio, 0.1)
	assert.Contains(t, codes(rep.Warnings), WarnDrift)
}

func codes(warnings []Warning) []WarningCode {
	list := []WarningCode{}
	for _, w := range warnings {
		list = append(list, w.Code)
	}
	return list
}

func TestNothingRunsBeforeAllElseIsReady(t *testing.T) {
	program(t)
	w := newWorld()
	r := w.runner()
	told, drawn := 0, 0
	r.Ready = func(context.Context) { drawn = told }
	w.during = func(int) { assert.Equal(t, told, drawn, "what was told beforehand is drawn when a program runs") }
	_, err := r.Run(t.Context(), Spec{Program: "sample"}, func(Progress) { told++ })
	require.NoError(t, err)
	assert.Greater(t, told, len(w.ran), "there is news before each run, and of each sample")
}

func TestPartsAreChosenOnceAndForEveryLane(t *testing.T) {
	program(t)
	w := newWorld()
	w.takes = func(e Entry, run int) (float64, float64) {
		compute := 1000.0
		if e.Lane == "go/single" && run == 0 {
			compute = 3000 // cold
		}
		return compute, compute
	}
	rep := w.run(t, context.Background(), Spec{Program: "sample", Workers: []int{1, 2, 3}})
	assert.Equal(t, 201, rep.Plan.Parts, "1000 ms in parts of 5 ms, rounded up to a multiple of three workers")
	assert.Equal(t, []int{12, 600}, w.parts[:2], "four a worker to begin with, then by the cold run, until the warm one knows better")
	for _, parts := range w.parts[2:] {
		assert.Equal(t, 201, parts)
	}
}

func TestTheNumberOfPartsBalancesAndIsBounded(t *testing.T) {
	for _, c := range []struct {
		says            string
		computeMs       float64
		rounds, workers int
		want            int
	}{
		{"parts of 5 ms", 2000, 1, 1, 400},
		{"of each round", 2000, 10, 1, 40},
		{"rounded up to a multiple of the largest worker count", 2030, 1, 8, 408},
		{"as many for each worker", 101, 1, 8, 24},
		{"and one for each at least", 1, 1, 8, 8},
		{"short rounds have a part a worker", 200, 40, 4, 4},
		{"never more than the limit", 1e9, 1, 3, 4096},
		{"no compute time known", 0, 1, 2, 8},
		{"not even a number", math.NaN(), 1, 2, 8},
	} {
		assert.Equal(t, c.want, chooseParts(c.computeMs, c.rounds, c.workers), c.says)
	}
}

func TestWarmUpGoesOnUntilTimesSettle(t *testing.T) {
	for _, c := range []struct {
		says string
		ms   []float64
		want bool
	}{
		{"nothing yet", nil, false},
		{"one run is cold", []float64{100}, false},
		{"the second is much faster", []float64{300, 100}, false},
		{"the third is like the second", []float64{300, 100, 98}, true},
		{"two alike are enough", []float64{100, 95}, true},
		{"it does not wait for ever", []float64{100, 50, 100, 50, 100, 50}, true},
		{"long runs warm up within themselves", []float64{9000, 4000}, true},
		{"a clock too coarse to tell", []float64{0, 0}, true},
	} {
		assert.Equal(t, c.want, settled(c.ms), c.says)
	}
}

func TestSamplesTooShortForTheClockAreRepeatedWithinThemselves(t *testing.T) {
	program(t)
	w := newWorld()
	w.host.TimerResolutionMs = 1
	w.takes = func(Entry, int) (float64, float64) { return 2.5, 2 }
	rep := w.run(t, context.Background(), Spec{Program: "sample", Lanes: []string{"go/single"}})
	l := rep.Lanes[0]
	assert.Equal(t, 40, l.Repeat, "100 steps of 1 ms take 40 runs of 2.5 ms")
	assert.InDelta(t, 2.5, l.SamplesMs[0], 1e-6, "times are those of one run")
	assert.InDelta(t, 2, l.ComputeMs[0], 1e-6)
	assert.Len(t, l.SamplesMs, DefaultBlocks)
	assert.Contains(t, codes(rep.Warnings), WarnCoarseTimer)

	w.during = func(run int) {
		if run == len(l.WarmupMs)+40*3 { // the first run of the fourth sample
			w.now += 1000
		}
	}
	w.ran = nil
	assert.InDelta(t, 2.5, w.run(t, context.Background(), Spec{Program: "sample", Lanes: []string{"go/single"}}).Lanes[0].SamplesMs[3], 1e-6,
		"what an executor waits before it begins does not count")

	for _, c := range []struct{ wall, step, want float64 }{{200, 1, 1}, {100, 1, 1}, {99, 1, 2}, {0, 1, 200}, {0, 0, 1}, {1e-9, 1000, 200}} {
		assert.Equal(t, int(c.want), chooseRepeat(c.wall, c.step), "%v", c)
	}
}

func TestStoppingAtAnyPointKeepsWhatWasMeasuredUntilThen(t *testing.T) {
	program(t)
	spec := Spec{Program: "sample", Workers: []int{2}, Blocks: new(7)}
	whole := newWorld().run(t, context.Background(), spec)
	runs := 0
	for _, l := range whole.Lanes {
		runs += len(l.WarmupMs) + len(l.SamplesMs)
	}
	for stopAt := range runs + 1 {
		w := newWorld()
		ctx, stop := context.WithCancel(context.Background())
		w.during = func(run int) {
			if run == stopAt {
				stop()
			}
		}
		rep := w.run(t, ctx, spec)
		stop()
		kept := 0
		for i, l := range rep.Lanes {
			full := whole.Lanes[i]
			require.Equal(t, full.WarmupMs[:len(l.WarmupMs)], l.WarmupMs, "stopped in run %d", stopAt)
			require.Equal(t, full.SamplesMs[:len(l.SamplesMs)], l.SamplesMs, "stopped in run %d", stopAt)
			require.Len(t, l.ComputeMs, len(l.SamplesMs))
			require.Nil(t, l.Error, "stopping is no failure")
			kept += len(l.WarmupMs) + len(l.SamplesMs)
		}
		require.Equal(t, stopAt, kept, "the run under way is dropped, all before it are kept")
		if stopAt < runs {
			require.Equal(t, Stopped, rep.Status)
			require.Contains(t, rep.Verdict, "Stopped")
		} else {
			require.Equal(t, whole, rep, "a Stop after the last sample stops nothing")
		}
		_, err := json.Marshal(rep)
		require.NoError(t, err)
	}
}

func TestARunStoppedBeforeItBeganOpensNothing(t *testing.T) {
	program(t)
	w := newWorld()
	ctx, stop := context.WithCancel(context.Background())
	stop()
	rep := w.run(t, ctx, Spec{Program: "sample"})
	assert.Equal(t, Stopped, rep.Status)
	assert.Empty(t, w.opened)
}

func TestARunOnAHiddenPageIsVoidAndClaimsNothing(t *testing.T) {
	program(t)
	w := newWorld()
	ctx, cancel := context.WithCancelCause(context.Background())
	w.during = func(run int) {
		if run == 40 {
			cancel(fmt.Errorf("visibility: %w", ErrHidden))
		}
	}
	rep := w.run(t, ctx, Spec{Program: "sample", Workers: []int{2}, Blocks: new(20)})
	assert.Equal(t, Void, rep.Status)
	for _, l := range rep.Lanes {
		assert.GreaterOrEqual(t, len(l.SamplesMs), MinSamples, "samples are kept")
		assert.Nil(t, l.Speedup, "and nothing is concluded from them")
	}
	assert.Equal(t, []WarningCode{WarnHidden}, codes(rep.Warnings))
	assert.Contains(t, rep.Verdict, "hidden")
}

func TestALaneThatFailsKeepsWhatItHadAndTheOthersGoOn(t *testing.T) {
	program(t)
	boom := errors.New("worker 1 ended")
	for _, c := range []struct {
		says    string
		change  func(w *world)
		code    string
		warmups int
		samples int
	}{
		{"it cannot be opened", func(w *world) {
			w.opens = func(lane string) error {
				if lane == "go/workers" {
					return boom
				}
				return nil
			}
		}, CodeLaneFailed, 0, 0},
		{"its first run fails", func(w *world) { w.breaks = failing("go/workers", 0, boom) }, CodeLaneFailed, 0, 0},
		{"a worker dies in the fifth run", func(w *world) { w.breaks = failing("go/workers", 4, boom) }, CodeLaneFailed, 2, 2},
		{"an error of its own code keeps it", func(w *world) { w.breaks = failing("go/workers", 4, &Fault{Code: "pool-broken", Message: "m"}) }, "pool-broken", 2, 2},
		{"the program panics", func(w *world) {
			w.takes = func(e Entry, run int) (float64, float64) {
				if e.Lane == "go/workers" && run == 4 {
					panic("index out of range")
				}
				return workMs, workMs
			}
		}, CodeLanePanicked, 2, 2},
	} {
		t.Run(c.says, func(t *testing.T) {
			w := newWorld()
			c.change(w)
			rep := w.run(t, context.Background(), Spec{Program: "sample", Workers: []int{2}})
			assert.Equal(t, Complete, rep.Status)
			for _, l := range rep.Lanes[:2] {
				assert.Nil(t, l.Error)
				assert.Len(t, l.SamplesMs, DefaultBlocks)
			}
			failed := rep.Lanes[2]
			require.NotNil(t, failed.Error)
			assert.Equal(t, c.code, failed.Error.Code)
			assert.Len(t, failed.WarmupMs, c.warmups)
			assert.Len(t, failed.SamplesMs, c.samples)
			assert.Contains(t, codes(rep.Warnings), WarnLaneFailed)
			assert.Contains(t, rep.Verdict, "two workers failed")
		})
	}
}

func failing(lane string, at int, err error) func(Entry, int) error {
	return func(e Entry, run int) error {
		if e.Lane == lane && run == at {
			return err
		}
		return nil
	}
}

func TestALaneWithAnotherAnswerIsAnErrorAndNotATiming(t *testing.T) {
	program(t)
	wrong := func(lane string, from int) func(Entry, int) string {
		return func(e Entry, run int) string {
			if e.Lane == lane && run >= from {
				return "41"
			}
			return "42"
		}
	}
	for _, c := range []struct {
		says    string
		args    string
		answers func(Entry, int) string
		lane    int // with the error
		samples int
		message string
	}{
		{"than the known one", `{}`, wrong("go/workers", 0), 2, 0, `"41" instead of "42", the known answer`},
		{"than the known one, on the baseline", `{}`, wrong("go/single", 0), 0, 0, `the known answer`},
		{"than the baseline, where none is known", `{"n":2}`, wrong("go/workers", 0), 2, 0, `"41" instead of "42", the first answer of go/single`},
		{"than its own earlier one", `{"n":2}`, wrong("go/single", 5), 0, 3, `"41" instead of "42", the first answer of go/single`},
		{"than before, in the middle of the run", `{"n":2}`, wrong("go/workers", 9), 2, 7, `"41" instead of "42"`},
	} {
		t.Run(c.says, func(t *testing.T) {
			w := newWorld()
			w.answers = c.answers
			rep := w.run(t, context.Background(), Spec{Program: "sample", Args: json.Raw(c.args), Workers: []int{2}})
			for i, l := range rep.Lanes {
				if i != c.lane {
					assert.Nil(t, l.Error)
					assert.Len(t, l.SamplesMs, DefaultBlocks)
					continue
				}
				require.NotNil(t, l.Error)
				assert.Equal(t, CodeResultMismatch, l.Error.Code)
				assert.Contains(t, l.Error.Message, c.message)
				assert.Equal(t, c.answers(Entry{l.Lane, l.Workers}, 0), l.Result, "the first answer is shown")
				assert.Len(t, l.SamplesMs, c.samples)
				assert.Nil(t, l.Speedup)
			}
			assert.Contains(t, codes(rep.Warnings), WarnMismatch)
			if c.lane == 0 {
				assert.Nil(t, rep.Lanes[2].Speedup, "nothing is compared with a wrong answer")
			}
		})
	}
}

func TestAWrongAnswerIsShownByItsFirstLineThatDiffers(t *testing.T) {
	for _, c := range []struct{ a, b, lineA, lineB string }{
		{"1", "2", "1", "2"},
		{"smallest 1\nlargest 8", "smallest 1\nlargest 9", "largest 8", "largest 9"},
		{"1", "1\n2", "", "2"},
		{"", "1", "", "1"},
	} {
		lineA, lineB := firstDifference(c.a, c.b)
		assert.Equal(t, []string{c.lineA, c.lineB}, []string{lineA, lineB})
	}
}

func TestAnAnswerIsCheckedEvenWhereTheBaselineGaveNone(t *testing.T) {
	program(t)
	w := newWorld()
	w.breaks = failing("go/single", 0, errors.New("gone"))
	w.answers = func(e Entry, _ int) string { return e.Lane }
	rep := w.run(t, context.Background(), Spec{Program: "sample", Args: json.Raw(`{"n":2}`), Workers: []int{2}})
	assert.Nil(t, rep.Lanes[1].Error)
	require.NotNil(t, rep.Lanes[2].Error)
	assert.Contains(t, rep.Lanes[2].Error.Message, "the first answer of go/goroutines on 2")
}

func TestTheTimersStepIsMeasuredWhereTheHostDoesNotTellIt(t *testing.T) {
	program(t)
	w := newWorld()
	w.host.TimerResolutionMs = 0
	r := w.runner()
	r.Now = func() float64 { w.now += 0.01; return math.Floor(w.now/0.25) * 0.25 }
	rep, err := r.Run(context.Background(), Spec{Program: "sample", Blocks: new(1)}, nil)
	require.NoError(t, err)
	assert.Equal(t, 0.25, rep.Host.TimerResolutionMs)
}

func TestAClockWhoseStepIsNotSeenCountsAsCoarse(t *testing.T) {
	program(t)
	w := newWorld() // its clock stands still but for the runs themselves
	w.host.TimerResolutionMs = 0
	w.takes = func(Entry, int) (float64, float64) { return 2.5, 2 }
	rep := w.run(t, context.Background(), Spec{Program: "sample", Lanes: []string{"go/single"}})
	assert.Equal(t, 1.0, rep.Host.TimerResolutionMs)
	assert.Equal(t, 40, rep.Lanes[0].Repeat, "short runs are repeated")
	require.Contains(t, codes(rep.Warnings), WarnCoarseTimer)
	assert.Contains(t, rep.Warnings[len(rep.Warnings)-1].Message, "steps of 1 ms are assumed")
}

func TestASeedOf0IsOneThatWasAskedFor(t *testing.T) {
	program(t)
	for _, seed := range []uint32{0, 1, 4294967295} {
		rep := newWorld().run(t, context.Background(), Spec{Program: "sample", Blocks: new(1), Seed: &seed})
		assert.Equal(t, seed, rep.Plan.Seed)
	}
}

func TestARunLeavesNoGoroutineBehind(t *testing.T) {
	program(t)
	before := runtime.NumGoroutine()
	for range 3 {
		newWorld().run(t, context.Background(), Spec{Program: "sample"})
	}
	assert.LessOrEqual(t, runtime.NumGoroutine(), before)
}
