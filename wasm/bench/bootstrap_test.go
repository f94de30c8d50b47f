package bench

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestACountedMedianIsTheMedianOfTheResample(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	for range 2000 {
		n := 1 + random.IntN(12)
		samples, counts := make([]float64, n), make([]uint16, n)
		for i := range samples {
			samples[i] = float64(random.IntN(6))
		}
		var resample []float64
		for range n {
			i := random.IntN(n)
			counts[i]++
			resample = append(resample, samples[i])
		}
		require.Equal(t, median(resample), countedMedian(samples, ascending(samples), counts), "%v × %v", samples, counts)
	}
}

func TestAResampleHasTheNumbersOfTheStandardLibrary(t *testing.T) {
	for n := 1; n < 70; n++ {
		want := rand.New(rand.NewPCG(7, uint64(n)))
		random := rand.NewPCG(7, uint64(n))
		for range 20 {
			drawn, counts := make([]uint16, n), make([]uint16, n)
			for range n {
				drawn[want.IntN(n)]++
			}
			draw(random, counts)
			require.Equal(t, drawn, counts)
		}
	}
}

func TestTheIntervalIsWhatTheSortedRatiosOfAllResamplesSay(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	for range 60 {
		a, b := make([]float64, 6+random.IntN(30)), make([]float64, 6+random.IntN(30))
		for _, samples := range [][]float64{a, b} {
			for i := range samples {
				samples[i] = 1 + float64(random.IntN(50))
			}
		}
		seed := uint32(random.IntN(3)) // so that remembered draws are met, and others
		n := min(len(a), len(b))
		counts, draws := make([]uint16, n), rand.NewPCG(uint64(seed), streamBootstrap)
		var ratios []float64
		for range resamples {
			draw(draws, counts)
			ratios = append(ratios, countedMedian(a[:n], ascending(a[:n]), counts)/countedMedian(b[:n], ascending(b[:n]), counts))
		}
		slices.Sort(ratios)
		want := &Ratio{Value: median(a[:n]) / median(b[:n]), Interval: [2]float64{ratios[50], ratios[1949]}, Samples: n}
		require.Equal(t, want, pairedRatio(a, b, seed))
	}
}

// A 95 % interval that holds the true ratio in far fewer runs than 95 of 100 would claim too much; in all of them, too
// little. Runs are drawn as machines make them: skewed to the right, with a block's slowness shared by both lanes.
func TestTheSpeedUpsIntervalHoldsTheTrueRatioAboutAsOftenAsItSays(t *testing.T) {
	const runs, truth = 200, 1.9
	for _, c := range []struct {
		blocks int
		least  float64
	}{{6, 0.88}, {10, 0.92}, {20, 0.94}} {
		random := rand.New(rand.NewPCG(11, uint64(c.blocks)))
		held := 0
		for run := range runs {
			a, b := make([]float64, c.blocks), make([]float64, c.blocks)
			for i := range a {
				block := 1 + 0.05*random.NormFloat64()
				a[i] = truth * 100 * block * math.Exp(0.03*random.ExpFloat64())
				b[i] = 100 * block * math.Exp(0.03*random.ExpFloat64())
			}
			r := pairedRatio(a, b, uint32(run))
			if r.Interval[0] <= truth && truth <= r.Interval[1] {
				held++
			}
		}
		share := float64(held) / runs
		assert.GreaterOrEqual(t, share, c.least, "%d blocks", c.blocks)
		assert.Less(t, share, 1.0, "%d blocks", c.blocks)
	}
}

func TestBlocksSlowForBothLanesDoNotWidenTheInterval(t *testing.T) {
	var a, b []float64
	for i := range 10 {
		slow := 1 + float64(i%5)
		a, b = append(a, 200*slow), append(b, 100*slow)
	}
	r := pairedRatio(a, b, 1)
	assert.InDelta(t, 2, r.Value, 1e-9)
	assert.InDelta(t, 2, r.Interval[0], 1e-9)
	assert.InDelta(t, 2, r.Interval[1], 1e-9)
	apart := unpairedRatio(a, b, 1)
	assert.Greater(t, apart.Interval[1]-apart.Interval[0], 0.5, "resampled apart, they do")
}

func TestARatioIsClaimedOnlyOverBlocksThatBothLanesFinished(t *testing.T) {
	six := []float64{10, 10, 10, 10, 10, 10}
	ten := []float64{20, 20, 20, 20, 20, 20, 5, 5, 5, 5}
	r := pairedRatio(ten, six, 1)
	require.NotNil(t, r)
	assert.Equal(t, 6, r.Samples)
	assert.Equal(t, 2.0, r.Value)
	assert.Nil(t, pairedRatio(ten, six[:5], 1), "five are too few")
	assert.Nil(t, pairedRatio(ten, []float64{1, 1, 1, 1, 1, 0}, 1), "a time of 0 is no time")
	assert.Nil(t, pairedRatio(nil, nil, 1))
}

func TestTheSameSeedGivesTheSameInterval(t *testing.T) {
	a, b := shuffledRanks(20), shuffledRanks(20)
	slices.Reverse(b)
	assert.Equal(t, pairedRatio(a, b, 5), pairedRatio(a, b, 5))
	assert.NotEqual(t, pairedRatio(a, b, 5), pairedRatio(a, b, 6))
}
