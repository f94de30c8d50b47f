package bench

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheKneeIsTheFewestWorkersThatCannotBeToldFromTheBest(t *testing.T) {
	for _, c := range []struct {
		says  string
		ms    map[int]float64 // by workers
		cores int
		want  int
		above Difference
	}{
		{"gains to the end", map[int]float64{1: 100, 2: 51, 4: 26}, 4, 4, NotClaimed},
		{"levels off", map[int]float64{1: 100, 2: 51, 4: 26, 8: 26, 16: 26}, 4, 4, Same},
		{"gets worse again", map[int]float64{1: 100, 2: 51, 4: 70}, 4, 2, Same},
		{"past the cores that were told", map[int]float64{1: 100, 2: 51, 4: 26}, 2, 4, NotClaimed},
		{"a gain of one per cent is none", map[int]float64{1: 100, 2: 51, 4: 50.5}, 4, 2, Same},
		{"nothing helps: the count that fills the cores", map[int]float64{1: 100, 2: 100, 4: 100, 8: 100}, 4, 4, NotClaimed},
	} {
		base := measured("go/single", 1, 10, 100)
		var sweep []*LaneResult
		for _, n := range []int{1, 2, 4, 8, 16} {
			if ms, ok := c.ms[n]; ok {
				l := measured("go/workers", n, 10, ms)
				l.Speedup = speedup(base, l)
				sweep = append(sweep, &l)
			}
		}
		chosen, above := pick(sweep, c.cores)
		assert.Equal(t, c.want, chosen.Workers, c.says)
		assert.Equal(t, c.above, above, c.says)
	}
	none, _ := pick([]*LaneResult{{Lane: "go/workers", Workers: 2}}, 4)
	assert.Nil(t, none, "a lane without a speed-up has no knee")
}

// scattered gives an entry of ten blocks near ms, with so large a share of noise.
func scattered(workers int, ms, share float64, random *rand.Rand) LaneResult {
	l := LaneResult{Lane: "go/workers", Workers: workers}
	for range 10 {
		l.SamplesMs = append(l.SamplesMs, ms*max(0.1, 1+share*random.NormFloat64()))
	}
	return l
}

func TestThatMoreWorkersGainNothingIsNeverSaidForWantOfEvidence(t *testing.T) {
	for _, c := range []struct {
		says         string
		eight        float64 // ms, where four take 400
		noise        float64 // a share of that
		said, unsaid int     // runs of 200 that claim "nothing more": at most said, and at least unsaid that leave it open
	}{
		{"a gain of a quarter, hidden by noise", 320, 0.25, 0, 100},
		{"a gain of a tenth, hidden by noise", 364, 0.15, 2, 100},
		{"no gain, but too noisy to know", 400, 0.25, 7, 100},
		{"a gain that shows", 320, 0.02, 0, 0},
	} {
		said, unsaid := 0, 0
		for seed := range uint64(200) {
			random := rand.New(rand.NewPCG(seed, 1))
			base := scattered(1, 1500, c.noise, random)
			four, eight := scattered(4, 400, c.noise, random), scattered(8, c.eight, c.noise, random)
			four.Speedup, eight.Speedup = speedup(base, four), speedup(base, eight)
			switch chosen, above := pick([]*LaneResult{&four, &eight}, 8); {
			case chosen.Workers == 4 && above == Same:
				said++
			case chosen.Workers == 4 && above == Undecided:
				unsaid++
			}
		}
		assert.LessOrEqual(t, said, c.said, c.says)
		assert.GreaterOrEqual(t, unsaid, c.unsaid, c.says)
	}
}

func TestEveryLargerCountHasToBeWithoutGainForTheSweepToBe(t *testing.T) {
	steady := func(workers int, ms float64) *LaneResult { l := measured("go/workers", workers, 10, ms); return &l }
	noisy := func(workers int, ms float64) *LaneResult {
		l := measured("go/workers", workers, 10, ms).noisy(0.4)
		return &l
	}
	four := steady(4, 100)
	for _, c := range []struct {
		says   string
		larger []*LaneResult
		want   Difference
	}{
		{"none", nil, NotClaimed},
		{"the same", []*LaneResult{steady(8, 100)}, Same},
		{"slower", []*LaneResult{steady(8, 130)}, Same},
		{"the same, then slower", []*LaneResult{steady(8, 100), steady(16, 130)}, Same},
		{"one of them cannot be told", []*LaneResult{steady(8, 130), noisy(16, 100)}, Undecided},
		{"one that cannot be told, then slower", []*LaneResult{noisy(8, 100), steady(16, 130)}, Undecided},
		{"one of them is faster", []*LaneResult{noisy(8, 100), steady(16, 70)}, Faster},
	} {
		assert.Equal(t, c.want, beyond(four, c.larger), c.says)
	}
}
