package bench

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func follow(t *testing.T, w *world, ctx context.Context, spec Spec) ([]Progress, *Report) {
	t.Helper()
	var all []Progress
	rep, err := w.runner().Run(ctx, spec, func(p Progress) { all = append(all, p) })
	require.NoError(t, err)
	return all, rep
}

func TestProgressNeverGoesBackwardsAndEndsAtOne(t *testing.T) {
	program(t)
	for says, change := range map[string]func(w *world){
		"on an even machine": func(*world) {},
		"with a slow first run": func(w *world) {
			w.takes = func(e Entry, run int) (float64, float64) {
				if run == 0 {
					return 2000, 1500
				}
				return 100, 100
			}
		},
		"with lanes of very different speed": func(w *world) {
			w.takes = func(e Entry, _ int) (float64, float64) {
				if e.Lane == "go/workers" {
					return 5, 5
				}
				return 1000, 1000
			}
		},
		"with a lane that fails": func(w *world) { w.breaks = failing("go/goroutines", 5, errors.New("gone")) },
	} {
		t.Run(says, func(t *testing.T) {
			w := newWorld()
			change(w)
			all, rep := follow(t, w, context.Background(), Spec{Program: "sample"})
			last := Progress{}
			samples := 0
			for _, p := range all {
				require.GreaterOrEqual(t, p.Fraction, last.Fraction)
				require.LessOrEqual(t, p.Fraction, 1.0)
				require.GreaterOrEqual(t, p.Done, last.Done)
				require.LessOrEqual(t, p.Done, p.Total)
				require.GreaterOrEqual(t, p.ElapsedMs, last.ElapsedMs)
				if p.Sample != nil && p.Sample.Block >= 0 {
					samples++
				}
				last = p
			}
			assert.Equal(t, 1.0, last.Fraction)
			assert.Zero(t, *last.LeftMs)
			assert.Equal(t, last.Total, last.Done)
			want := 0
			for _, l := range rep.Lanes {
				want += len(l.SamplesMs)
			}
			assert.Equal(t, want, samples, "every sample is told once")
		})
	}
}

func TestProgressTellsItsPhaseItsLaneAndEachSample(t *testing.T) {
	program(t)
	all, rep := follow(t, newWorld(), context.Background(), Spec{Program: "sample", Lanes: []string{"go/single", "go/workers"}, Workers: []int{2}, Blocks: new(1)})
	type step struct {
		phase, lane string
		block       int // -2 without a sample
	}
	var steps []step
	for _, p := range all {
		block := -2
		if p.Sample != nil {
			block = p.Sample.Block
			assert.Equal(t, p.Lane, p.Sample.Lane)
			assert.Equal(t, p.Workers, p.Sample.Workers)
		}
		steps = append(steps, step{p.Phase, p.Lane, block})
	}
	assert.Equal(t, []step{
		{"starting", "go/single", -2}, {"starting", "go/single", -1}, {"warming", "go/single", -2}, {"warming", "go/single", -1},
		{"starting", "go/workers", -2}, {"starting", "go/workers", -1}, {"warming", "go/workers", -2}, {"warming", "go/workers", -1},
	}, steps[:8])
	assert.Equal(t, "measuring", steps[8].phase)
	assert.Equal(t, rep.Lanes[0].WarmupMs[0], all[1].Sample.WallMs)
}

func TestTheTimeLeftIsUnknownUntilSomethingWasMeasuredAndThenAboutRight(t *testing.T) {
	program(t)
	w := newWorld()
	all, _ := follow(t, w, context.Background(), Spec{Program: "sample", Workers: []int{2}})
	whole := all[len(all)-1].ElapsedMs
	assert.Nil(t, all[0].LeftMs)
	assert.NotNil(t, all[1].LeftMs)
	for _, p := range all {
		if p.Phase == "measuring" {
			assert.InDelta(t, whole-p.ElapsedMs, *p.LeftMs, 0.05*whole)
		}
	}
}

func TestProgressOfAStoppedRunDoesNotJumpToItsEnd(t *testing.T) {
	program(t)
	w := newWorld()
	ctx, stop := context.WithCancel(context.Background())
	w.during = func(run int) {
		if run == 12 {
			stop()
		}
	}
	all, _ := follow(t, w, ctx, Spec{Program: "sample"})
	assert.Less(t, all[len(all)-1].Fraction, 0.5)
}
