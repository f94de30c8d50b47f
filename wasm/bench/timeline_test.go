package bench

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheTimelineHoldsTheColdRunAndTheLastSampleOfEveryEntry(t *testing.T) {
	program(t)
	w := newWorld()
	w.spans = func(e Entry, run int) []Span {
		return []Span{{Worker: 0, Phase: PhaseRun, StartMs: 0, EndMs: float64(run + 1)}}
	}
	rep := w.run(t, context.Background(), Spec{Program: "sample", Lanes: []string{"go/single", "go/workers"}, Workers: []int{2}})
	require.Len(t, rep.Timeline, 4)
	for i, l := range rep.Lanes {
		runs := float64(len(l.WarmupMs) + len(l.SamplesMs))
		assert.Equal(t, Span{l.Lane, l.Workers, "first", 0, PhaseRun, 0, 1}, rep.Timeline[2*i])
		assert.Equal(t, Span{l.Lane, l.Workers, "last", 0, PhaseRun, 0, runs}, rep.Timeline[2*i+1])
	}
}

func TestCoarseningKeepsTheTimeCoveredAndTheLongSpans(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	var spans []Span
	for worker := range 4 {
		at := 0.0
		for range 500 {
			for _, p := range []struct {
				phase Phase
				ms    float64
			}{{PhaseCopy, 0.05}, {PhaseRun, 20 + random.Float64()}, {PhaseWait, 0.02}} {
				spans = append(spans, Span{Worker: worker, Phase: p.phase, StartMs: at, EndMs: at + p.ms})
				at += p.ms
			}
		}
		spans = append(spans, Span{Worker: worker, Phase: PhaseWait, StartMs: at, EndMs: at + 500})
	}
	random.Shuffle(len(spans), func(i, j int) { spans[i], spans[j] = spans[j], spans[i] })
	const most = 40
	coarse := coarsen(spans, most)
	assert.LessOrEqual(t, len(coarse), most)
	assert.GreaterOrEqual(t, len(coarse), 8, "the long wait stays apart from the runs")
	assert.InDelta(t, covered(spans, ""), covered(coarse, ""), 1e-6)
	assert.InEpsilon(t, covered(spans, PhaseRun), covered(coarse, PhaseRun), 0.01)
	assert.InEpsilon(t, covered(spans, PhaseWait), covered(coarse, PhaseWait), 0.03)
	for i := 1; i < len(coarse); i++ {
		if coarse[i].Worker == coarse[i-1].Worker {
			assert.LessOrEqual(t, coarse[i-1].EndMs, coarse[i].StartMs+1e-9, "spans of a worker do not overlap")
		}
	}
}

func covered(spans []Span, phase Phase) float64 {
	ms := 0.0
	for _, s := range spans {
		if phase == "" || s.Phase == phase {
			ms += s.EndMs - s.StartMs
		}
	}
	return ms
}

func TestCoarseningLeavesFewSpansAlone(t *testing.T) {
	spans := []Span{{Worker: 1, Phase: PhaseRun, EndMs: 2}, {Worker: 0, Phase: PhaseSpawn, EndMs: 1}, {Worker: 0, Phase: PhaseRun, StartMs: 1, EndMs: 2}}
	assert.Equal(t, []Span{spans[1], spans[2], spans[0]}, coarsen(spans, 3), "but puts them in order")
	assert.Len(t, coarsen(spans, 1), 2, "one for each worker is the least")
	assert.Empty(t, coarsen(nil, 3))
}
