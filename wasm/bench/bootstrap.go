package bench

import (
	"math/rand/v2"
	"slices"
	"sync/atomic"

	"velocidade/wasm/order"
)

// resamples of a bootstrap: the percentile of a 95 % interval then rests on 50 resamples at either end.
const resamples = 2000

// Ratio is a ratio of medians with its interval.
type Ratio struct {
	Value    float64    `json:"value"`
	Interval [2]float64 `json:"interval"` // 95 % percentile bootstrap
	Samples  int        `json:"samples"`  // of the smaller side
}

// pairedRatio compares two entries of one run, as median(a)/median(b) over the blocks that both finished. Whole blocks
// are resampled, so what a block did to both entries alike stays out of the ratio. It returns nil where the samples
// allow no interval: under MinSamples blocks, or times that the clock could not tell from 0. In simulated runs the
// interval holds the true ratio 93 times of 100 at six blocks, 96 at ten and 98 at twenty: it errs on the safe side
// but for the very shortest runs.
func pairedRatio(a, b []float64, seed uint32) *Ratio {
	n := min(len(a), len(b))
	r := newResampled(a[:n], b[:n])
	if r == nil {
		return nil
	}
	drawn := drawsOf(n, seed)
	for i := range resamples {
		counts := drawn[i*n : (i+1)*n]
		r.add(counts, counts)
	}
	return r.ratio()
}

// unpairedRatio compares samples of two runs, which share no blocks: each side is resampled by itself.
func unpairedRatio(a, b []float64, seed uint32) *Ratio {
	r := newResampled(a, b)
	if r == nil {
		return nil
	}
	random := rand.New(rand.NewPCG(uint64(seed), streamBootstrap))
	countsA, countsB := make([]uint16, len(a)), make([]uint16, len(b))
	for range resamples {
		draw(random, countsA)
		draw(random, countsB)
		r.add(countsA, countsB)
	}
	return r.ratio()
}

// draw sets how often each sample occurs in a resample.
func draw(random *rand.Rand, counts []uint16) {
	clear(counts)
	for range counts {
		counts[random.IntN(len(counts))]++
	}
}

// draws are the resamples of n blocks by a seed, one after the other: the entries of a report all have the same, and drawing
// them takes longer than all that is done with them.
type draws struct {
	n      int
	seed   uint32
	counts []uint16
}

// lastDraws remembers a few kilobytes that follow from n and seed alone.
var lastDraws atomic.Pointer[draws]

func drawsOf(n int, seed uint32) []uint16 {
	if last := lastDraws.Load(); last != nil && last.n == n && last.seed == seed {
		return last.counts
	}
	random := rand.New(rand.NewPCG(uint64(seed), streamBootstrap))
	d := &draws{n, seed, make([]uint16, resamples*n)}
	for i := range resamples {
		draw(random, d.counts[i*n:(i+1)*n])
	}
	lastDraws.Store(d)
	return d.counts
}

// tail is how many resamples lie outside a 95 % interval at either end.
const tail = resamples * 25 / 1000

// resampled is a ratio being bootstrapped. Of the resamples' ratios it keeps the two ends alone, inwards from the outermost.
type resampled struct {
	a, b           []float64
	orderA, orderB []int
	low, high      []float64
}

// newResampled returns nil where the samples allow no interval.
func newResampled(a, b []float64) *resampled {
	if min(len(a), len(b)) < MinSamples || slices.Min(a) <= 0 || slices.Min(b) <= 0 {
		return nil
	}
	return &resampled{a: a, b: b, orderA: ascending(a), orderB: ascending(b),
		low: make([]float64, 0, tail+2), high: make([]float64, 0, tail+2)}
}

// add takes in the ratio of a resample in which the i-th samples occur countsA[i] and countsB[i] times.
func (r *resampled) add(countsA, countsB []uint16) {
	ratio := countedMedian(r.a, r.orderA, countsA) / countedMedian(r.b, r.orderB, countsB)
	r.low = outermost(r.low, ratio)
	r.high = outermost(r.high, -ratio)
}

func (r *resampled) ratio() *Ratio {
	return &Ratio{Value: median(r.a) / median(r.b), Interval: [2]float64{r.low[tail], -r.high[tail]}, Samples: min(len(r.a), len(r.b))}
}

// outermost puts x among the tail+1 least numbers that there were, in ascending order, if it is one of them.
func outermost(least []float64, x float64) []float64 {
	if len(least) > tail {
		if x >= least[tail] {
			return least
		}
		least = least[:tail]
	}
	i := len(least)
	least = append(least, x)
	for ; i > 0 && least[i-1] > x; i-- {
		least[i] = least[i-1]
	}
	least[i] = x
	return least
}

// ascending gives the indices of the samples in order of their values, so that a resample's median needs no sorting.
func ascending(samples []float64) []int {
	indices := make([]int, len(samples))
	for i := range indices {
		indices[i] = i
	}
	order.By(indices, func(i, j int) bool { return samples[i] < samples[j] })
	return indices
}

// countedMedian is the median of samples in which the i-th occurs counts[i] times, as many in all as there are samples.
func countedMedian(samples []float64, order []int, counts []uint16) float64 {
	n, seen, low := len(samples), 0, 0.0
	for _, i := range order {
		if seen <= (n-1)/2 {
			low = samples[i]
		}
		seen += int(counts[i])
		if seen > n/2 {
			if seen-int(counts[i]) > (n-1)/2 {
				return (low + samples[i]) / 2
			}
			return samples[i]
		}
	}
	return low
}
