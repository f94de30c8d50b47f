package bench

import (
	"math"

	"velocidade/wasm/order"
)

// The interval of a ratio is that of a trimmed mean: of the logarithms of the blocks' ratios a fifth is left out at either
// end, and what is left is averaged. (Tukey and McLaughlin, Less Vulnerable Confidence and Significance Procedures, 1963.)
// Against the bootstrap of the ratio of medians that stood here before, it is narrower where blocks share their noise, finds
// 5 % half as often again on a machine with two speeds, and needs no random numbers; Hodges and Lehmann's estimator is narrower
// still without outliers, but three times as wide with one sample in ten far off.
// tools/figures/HONESTY.md has the figures of what is here.

// critical is how many standard errors of a trimmed mean of 6, 7 … normal samples hold its true value 95 times of 100, found
// by drawing 400,000 of each: Student's distribution with as many degrees of freedom as samples are left is too narrow below 30.
var critical = [...]float64{3.63, 3.02, 2.72, 2.55, 2.83, 2.62, 2.50, 2.40, 2.34, 2.44, 2.37, 2.32, 2.28, 2.24, 2.29, 2.25, 2.23, 2.21, 2.18, 2.21,
	2.19, 2.16, 2.16, 2.14, 2.16}

func criticalOf(n int) float64 {
	if i := n - MinSamples; i < len(critical) {
		return critical[i]
	}
	return 1.96 + 5.8/float64(n) // which is what they become
}

// trimmed gives the trimmed mean of at least MinSamples numbers in the order in which they were taken, with its 95 % interval.
func trimmed(x []float64) *Ratio {
	n := len(x)
	sorted := order.Floats(x)
	cut := n / 5
	low, high := sorted[cut], sorted[n-1-cut]
	mean := 0.0
	for _, v := range sorted[cut : n-cut] {
		mean += v / float64(n-2*cut)
	}
	// The error of a trimmed mean is that of the mean of the samples with the far ones moved in.
	moved, middle := make([]float64, n), 0.0
	for i, v := range x {
		moved[i] = min(max(v, low), high)
		middle += moved[i] / float64(n)
	}
	square := 0.0
	for i := range moved {
		moved[i] -= middle
		square += moved[i] * moved[i]
	}
	err := math.Sqrt(square/float64(n-1)/float64(n)) / (1 - 2*float64(cut)/float64(n))
	half := criticalOf(n) * err * stretch(serial(moved))
	return &Ratio{mean, [2]float64{mean - half, mean + half}, n}
}

// serial is the correlation of neighbours in a series whose mean is 0; 0 in one that does not vary.
func serial(x []float64) float64 {
	beside, all := 0.0, 0.0
	for i, v := range x {
		all += v * v
		if i > 0 {
			beside += v * x[i-1]
		}
	}
	if all == 0 {
		return 0
	}
	return beside / all
}

// stretch is how much wider an interval gets whose samples depend on the one before them. Short series of samples that do not
// depend show a correlation of up to 0.2 every other time, which is let pass; what is more counts for more than it is, since
// short series of those that do depend show less than they have.
func stretch(correlation float64) float64 {
	r := min(1.5*(correlation-0.2), 0.9)
	if r <= 0 {
		return 1
	}
	return math.Sqrt((1 + r) / (1 - r))
}
