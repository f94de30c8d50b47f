package bench

import (
	"math"
	"slices"

	"velocidade/wasm/order"
)

const (
	// trendAlpha is how often chance makes a trend in a report whose times have none.
	trendAlpha = 0.01
	// trendEffect is the least change over a run, relative to the median, that is worth a word.
	trendEffect = 0.05
	// exactTrend is the most samples for which the exact distribution is used; beyond it the normal one is as good.
	exactTrend = 20
)

// trend gives the change of a series from its first to its last number, and whether it is a trend at all: one that chance
// makes less often than alpha (Mann–Kendall) and that is large enough to matter (Theil–Sen). Neither assumes a distribution,
// nor that the trend is a straight line: a step in the middle is found as well. The series is of logarithms of times.
func trend(logs []float64, alpha float64) (change float64, found bool) {
	if len(logs) < MinSamples {
		return 0, false
	}
	if mannKendall(logs) >= alpha { // asked first, being a tenth of the work
		return 0, false
	}
	change = math.Expm1(slope(logs) * float64(len(logs)-1))
	return change, math.Abs(change) >= trendEffect
}

// mannKendall gives the two-sided p-value of a monotone trend: of a series in random order having so large an excess
// of rises over falls, among all its pairs. (Mann, Nonparametric tests against trend, 1945.)
func mannKendall(samples []float64) float64 {
	n, s, tied := len(samples), 0, false
	for i, x := range samples {
		for _, y := range samples[i+1:] {
			switch {
			case y > x:
				s++
			case y < x:
				s--
			default:
				tied = true
			}
		}
	}
	if n <= exactTrend && !tied {
		return exactKendall(n, s)
	}
	// Kendall's variance, less what ties take away; one step of S is two, so the continuity correction is one.
	variance := float64(n*(n-1)*(2*n+5)) / 18
	for _, t := range tieSizes(samples) {
		variance -= float64(t*(t-1)*(2*t+5)) / 18
	}
	if s == 0 || variance <= 0 {
		return 1
	}
	z := (math.Abs(float64(s)) - 1) / math.Sqrt(variance)
	return math.Erfc(z / math.Sqrt2)
}

// exactKendall gives P(|S| ≥ |s|) over all orders of n different values, by counting orders with k inversions:
// the n-th value adds 0 to n−1 of them, each equally often.
func exactKendall(n, s int) float64 {
	pairs := n * (n - 1) / 2
	chance := make([]float64, pairs+1) // of k inversions
	chance[0] = 1
	for m := 2; m <= n; m++ {
		next := make([]float64, pairs+1)
		for k := range next {
			for j := max(0, k-m+1); j <= k; j++ {
				next[k] += chance[j] / float64(m)
			}
		}
		chance = next
	}
	p := 0.0
	for k, c := range chance {
		if excess := pairs - 2*k; max(excess, -excess) >= max(s, -s) {
			p += c
		}
	}
	return min(p, 1)
}

func tieSizes(samples []float64) []int {
	var sizes []int
	sorted := order.Floats(samples)
	for len(sorted) > 0 {
		n := 1
		for n < len(sorted) && sorted[n] == sorted[0] {
			n++
		}
		if n > 1 {
			sizes = append(sizes, n)
		}
		sorted = sorted[n:]
	}
	return sizes
}

// slope is the median of the slopes between all pairs of samples, per step: one wild sample does not move it.
// (Sen, Estimates of the regression coefficient based on Kendall's tau, 1968.)
func slope(samples []float64) float64 {
	n := len(samples)
	slopes := make([]float64, 0, n*(n-1)/2)
	for i, x := range samples {
		for j := i + 1; j < n; j++ {
			slopes = append(slopes, (samples[j]-x)/float64(j-i))
		}
	}
	if len(slopes) == 0 {
		return 0
	}
	middle := len(slopes) / 2
	high := ranked(slopes, middle) // sorting them all would take ten times as long
	if len(slopes)%2 == 1 {
		return high
	}
	return (slices.Max(slopes[:middle]) + high) / 2
}
