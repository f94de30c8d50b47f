package bench

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The ranks that bound a 95 % interval of a median, and the confidence they truly give: sums of binomial
// probabilities, as tabulated in Conover, Practical Nonparametric Statistics, and computed anew by the test.
func TestTheIntervalOfAMedianIsThatOfTheTables(t *testing.T) {
	for _, c := range []struct {
		n, lo, hi  int
		confidence float64
	}{
		{6, 1, 6, 0.96875}, {7, 1, 7, 0.984375}, {8, 1, 7, 0.9609375}, {9, 2, 8, 0.9609375},
		{10, 2, 9, 0.978515625}, {12, 3, 10, 0.9614257812}, {15, 4, 12, 0.9648437500}, {20, 6, 15, 0.9586105347},
	} {
		l := LaneResult{SamplesMs: shuffledRanks(c.n)}
		summarise(&l)
		require.NotNil(t, l.IntervalMs, "%d samples", c.n)
		lo, hi := int(l.IntervalMs[0]), int(l.IntervalMs[1])
		assert.InDelta(t, coverage(c.n, lo, hi), l.Confidence, 1e-9, "%d samples: the confidence told is the true one", c.n)
		assert.GreaterOrEqual(t, l.Confidence, Confidence)
		// An interval may lie one rank to the left or right where both are as good.
		assert.Equal(t, c.hi-c.lo, hi-lo, "%d samples", c.n)
		assert.InDelta(t, c.confidence, l.Confidence, 1e-9, "%d samples", c.n)
		assert.InDelta(t, float64(c.n+1)/2, *l.MedianMs, 1e-12)
	}
}

// coverage is the chance that the median lies between the lo-th and the hi-th of n samples.
func coverage(n, lo, hi int) float64 {
	p := 0.0
	for k := lo; k < hi; k++ {
		p += math.Round(math.Exp(lgamma(n+1)-lgamma(k+1)-lgamma(n-k+1))) / math.Pow(2, float64(n))
	}
	return p
}

func lgamma(n int) float64 {
	x, _ := math.Lgamma(float64(n))
	return x
}

func shuffledRanks(n int) []float64 {
	ranks := make([]float64, n)
	for i, p := range rand.New(rand.NewPCG(1, 1)).Perm(n) {
		ranks[i] = float64(p + 1)
	}
	return ranks
}

func TestASummarySaysNoMoreThanItsSamplesAllow(t *testing.T) {
	for n := range MinSamples {
		l := LaneResult{SamplesMs: shuffledRanks(n)}
		summarise(&l)
		assert.Nil(t, l.IntervalMs, "%d samples", n)
		assert.Zero(t, l.Confidence)
		assert.Equal(t, n > 0, l.MedianMs != nil)
	}
}

func TestSummarisingLeavesTheSamplesInTheOrderOfTheirBlocks(t *testing.T) {
	samples := []float64{5, 3, 9, 1, 7, 2}
	l := LaneResult{SamplesMs: samples}
	summarise(&l)
	assert.Equal(t, []float64{5, 3, 9, 1, 7, 2}, l.SamplesMs)
}

func TestOutliersLieBeyondTheOuterFences(t *testing.T) {
	for _, c := range []struct {
		says    string
		samples []float64
		want    []int
	}{
		{"one far above", []float64{10, 11, 10, 99, 11, 10, 11}, []int{3}},
		{"one far below", []float64{10, 1, 10, 11, 11, 10, 11}, []int{1}},
		{"a long tail is no outlier", []float64{10, 12, 14, 16, 18, 20, 30}, []int{}},
		{"at the fence is within", []float64{0, 1, 2, 3, 4, 5, 13.5}, []int{}},
		{"too few to tell", []float64{1, 1, 1, 1, 99}, []int{}},
		{"all alike but one", []float64{5, 5, 5, 5, 5, 5, 5.1}, []int{6}},
	} {
		assert.Equal(t, c.want, outliers(c.samples), c.says)
	}
}
