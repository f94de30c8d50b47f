package bench

import (
	"math"

	"golang.org/x/perf/benchmath"

	"velocidade/wasm/order"
)

const (
	// Confidence is what every interval has at least.
	Confidence = 0.95
	// MinSamples is the fewest samples whose range covers the median with that confidence: 1 − 2·½⁶ = 0.969.
	MinSamples = 6
)

// summarise fills in what an entry's samples say by themselves.
func summarise(l *LaneResult) {
	if len(l.SamplesMs) == 0 {
		return
	}
	sample := &benchmath.Sample{Values: order.Floats(l.SamplesMs), Thresholds: &benchmath.DefaultThresholds}
	s := benchmath.AssumeNothing.Summary(sample, Confidence)
	l.MedianMs = &s.Center
	if !math.IsInf(s.Lo, 0) && !math.IsInf(s.Hi, 0) {
		l.IntervalMs, l.Confidence = &[2]float64{s.Lo, s.Hi}, s.Confidence
	}
	l.Outliers = outliers(l.SamplesMs)
}

// outliers gives the indices of the samples beyond Tukey's outer fences: three times the interquartile range outside
// the quartiles. (Tukey, Exploratory Data Analysis, 1977.)
func outliers(samples []float64) []int {
	far := []int{}
	if len(samples) < MinSamples {
		return far
	}
	q1, q3 := quartiles(samples)
	reach := 3 * (q3 - q1)
	for i, x := range samples {
		if x < q1-reach || x > q3+reach {
			far = append(far, i)
		}
	}
	return far
}

// quartiles interpolates between order statistics, as most statistical software does by default (type 7 of Hyndman
// and Fan, Sample Quantiles in Statistical Packages, 1996).
func quartiles(samples []float64) (q1, q3 float64) {
	sorted := order.Floats(samples)
	at := func(p float64) float64 {
		h := p * float64(len(sorted)-1)
		i := int(h)
		if i+1 == len(sorted) {
			return sorted[i]
		}
		return sorted[i] + (h-float64(i))*(sorted[i+1]-sorted[i])
	}
	return at(0.25), at(0.75)
}

func median(samples []float64) float64 {
	sorted := order.Floats(samples)
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
