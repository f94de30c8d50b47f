package bench

import (
	"math"

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
	middle := median(l.SamplesMs)
	l.MedianMs = &middle
	l.IntervalMs, l.Confidence = medianInterval(l.SamplesMs)
	l.Outliers = outliers(l.SamplesMs)
}

// medianInterval gives the narrowest interval between a sample and the one as far from the other end that holds the median with
// Confidence at least, and with what confidence it does; nil where not even the whole range does. That so many of n samples
// lie below the median is a matter of n coins. (David and Nagaraja, Order Statistics, 7.1.)
func medianInterval(samples []float64) (*[2]float64, float64) {
	n := len(samples)
	if n < MinSamples {
		return nil, 0
	}
	chance := math.Pow(0.5, float64(n)) // that k of them do
	outside, k := chance, 0
	for {
		chance *= float64(n-k) / float64(k+1)
		if outside+chance > (1-Confidence)/2 {
			break
		}
		outside += chance
		k++
	}
	sorted := order.Floats(samples)
	if 2*outside+chance <= 1-Confidence { // one more can go on one side
		return &[2]float64{sorted[k], sorted[n-2-k]}, 1 - 2*outside - chance
	}
	return &[2]float64{sorted[k], sorted[n-1-k]}, 1 - 2*outside
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
	n, list := len(samples), append([]float64{}, samples...)
	high := ranked(list, n/2)
	if n%2 == 1 {
		return high
	}
	return (ranked(list[:n/2], n/2-1) + high) / 2
}

// ranked gives the number that would stand at place k were the list sorted, which nothing else of it is needed for; what is
// less then stands before it. (Hoare, Algorithm 65: Find, 1961.)
func ranked(list []float64, k int) float64 {
	low, high := 0, len(list)-1
	for low < high {
		middle, i, j := list[(low+high)/2], low, high
		for i <= j {
			for list[i] < middle {
				i++
			}
			for middle < list[j] {
				j--
			}
			if i <= j {
				list[i], list[j] = list[j], list[i]
				i, j = i+1, j-1
			}
		}
		if j < k {
			low = i
		}
		if k < i {
			high = j
		}
	}
	return list[k]
}
