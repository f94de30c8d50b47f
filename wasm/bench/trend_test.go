package bench

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Two-sided p-values of Kendall's S, from the exact distribution: twice the upper tail tabulated by Kendall, Rank
// Correlation Methods, appendix table 1.
func TestTheExactTrendTestIsThatOfTheTables(t *testing.T) {
	for _, c := range []struct {
		n, s int
		p    float64
	}{{4, 6, 0.083}, {5, 10, 0.0167}, {6, 15, 0.0028}, {6, 9, 0.136}, {8, 16, 0.062}, {9, 20, 0.044}, {10, 21, 0.072}, {10, 45, 0.00000055}} {
		assert.InDelta(t, c.p, exactKendall(c.n, c.s), 0.0011, "n=%d S=%d", c.n, c.s)
		assert.Equal(t, exactKendall(c.n, c.s), exactKendall(c.n, -c.s), "falling is as odd as rising")
	}
	assert.InDelta(t, 1, exactKendall(10, 1), 1e-9)
}

func TestDriftIsATrendThatIsBothSureAndLarge(t *testing.T) {
	for _, c := range []struct {
		says    string
		samples []float64
		change  float64
		found   bool
	}{
		{"steadily slower", []float64{100, 103, 102, 105, 107, 108, 110, 112}, 0.11, true},
		{"steadily faster", []float64{112, 110, 108, 107, 105, 102, 103, 100}, -0.11, true},
		{"sure but small", []float64{100, 100.1, 100.2, 100.3, 100.4, 100.5, 100.6, 100.7}, 0.007, false},
		{"large but not sure", []float64{100, 130, 90, 120, 110, 140, 95, 125}, 0.05, false},
		{"one wild sample", []float64{100, 101, 99, 100, 101, 99, 100, 300}, 0, false},
		{"too few to tell", []float64{100, 110, 120, 130, 140}, 0, false},
		{"all alike", []float64{5, 5, 5, 5, 5, 5, 5}, 0, false},
		{"with ties", []float64{100, 100, 110, 110, 120, 120, 130, 130, 140, 140}, 0.44, true},
	} {
		change, found := trend(logsOf(c.samples), trendAlpha)
		assert.Equal(t, c.found, found, c.says)
		if c.found {
			assert.InDelta(t, c.change, change, 0.03, c.says)
		}
	}
}

func TestChanceIsSeldomTakenForATrend(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	for _, n := range []int{10, 20, 30, 100} {
		const runs = 1000
		found := 0
		for range runs {
			samples := make([]float64, n)
			for i := range samples {
				samples[i] = 100 + 10*random.NormFloat64()
			}
			if mannKendall(samples) < trendAlpha {
				found++
			}
		}
		assert.Less(t, float64(found), 2.5*trendAlpha*runs, "%d samples", n)
	}
}

func logsOf(samples []float64) []float64 {
	ones := make([]float64, len(samples))
	for i := range ones {
		ones[i] = 1
	}
	return logRatios(samples, ones)
}
