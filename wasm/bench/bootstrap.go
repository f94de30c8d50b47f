package bench

import (
	"math/rand/v2"
	"slices"
	"sync"

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
	a, b = a[:n], b[:n]
	if !claimable(a, b) {
		return nil
	}
	paired.Lock()
	defer paired.Unlock()
	if paired.n != n || paired.seed != seed {
		paired.draw(n, seed)
	}
	mediansA, mediansB := paired.mediansOf(a), paired.mediansOf(b)
	var e ends
	for i, median := range mediansA {
		e.add(median / mediansB[i])
	}
	return e.ratio(a, b)
}

// unpairedRatio compares samples of two runs, which share no blocks: each side is resampled by itself.
func unpairedRatio(a, b []float64, seed uint32) *Ratio {
	if !claimable(a, b) {
		return nil
	}
	random := rand.New(rand.NewPCG(uint64(seed), streamBootstrap))
	orderA, orderB := ascending(a), ascending(b)
	countsA, countsB := make([]uint16, len(a)), make([]uint16, len(b))
	var e ends
	for range resamples {
		draw(random, countsA)
		draw(random, countsB)
		e.add(countedMedian(a, orderA, countsA) / countedMedian(b, orderB, countsB))
	}
	return e.ratio(a, b)
}

// claimable tells whether samples allow an interval.
func claimable(a, b []float64) bool {
	return min(len(a), len(b)) >= MinSamples && slices.Min(a) > 0 && slices.Min(b) > 0
}

// draw sets how often each sample occurs in a resample.
func draw(random *rand.Rand, counts []uint16) {
	clear(counts)
	for range counts {
		counts[random.IntN(len(counts))]++
	}
}

// paired remembers the resamples of the last report, which all of its entries share, and the medians of those entries that were
// compared: each is in several comparisons, and drawing takes longer than all that is done with what is drawn. All of it
// follows from the samples and the seed, so nothing but time depends on what is remembered.
var paired pairedResamples

type pairedResamples struct {
	sync.Mutex
	n      int
	seed   uint32
	counts []uint16 // of one resample after the other
	known  []entryMedians
}

// entryMedians are an entry's samples and the median of each resample.
type entryMedians struct{ samples, medians []float64 }

// mostKnown bounds what is remembered: 16 KB an entry.
const mostKnown = 16

func (p *pairedResamples) draw(n int, seed uint32) {
	p.n, p.seed, p.known = n, seed, nil
	p.counts = make([]uint16, resamples*n)
	random := rand.New(rand.NewPCG(uint64(seed), streamBootstrap))
	for i := range resamples {
		draw(random, p.counts[i*n:(i+1)*n])
	}
}

func (p *pairedResamples) mediansOf(samples []float64) []float64 {
	for _, k := range p.known {
		if slices.Equal(k.samples, samples) {
			return k.medians
		}
	}
	order := ascending(samples)
	medians := make([]float64, resamples)
	for i := range medians {
		medians[i] = countedMedian(samples, order, p.counts[i*p.n:(i+1)*p.n])
	}
	if len(p.known) == mostKnown {
		p.known = p.known[:0]
	}
	p.known = append(p.known, entryMedians{slices.Clone(samples), medians})
	return medians
}

// tail is how many resamples lie outside a 95 % interval at either end.
const tail = resamples * 25 / 1000

// ends are those of the resamples' ratios that an interval rests on, inwards from the outermost: nothing else of them is needed.
type ends struct {
	n         int
	low, high [tail + 1]float64 // the high ones with their sign changed
}

func (e *ends) add(ratio float64) {
	e.n++
	outermost(&e.low, e.n, ratio)
	outermost(&e.high, e.n, -ratio)
}

func (e *ends) ratio(a, b []float64) *Ratio {
	return &Ratio{Value: median(a) / median(b), Interval: [2]float64{e.low[tail], -e.high[tail]}, Samples: min(len(a), len(b))}
}

// outermost puts x, the n-th number, among the least that there were, in ascending order, if it is one of them.
func outermost(least *[tail + 1]float64, n int, x float64) {
	i := n - 1
	if i > tail {
		if x >= least[tail] {
			return
		}
		i = tail
	}
	for ; i > 0 && least[i-1] > x; i-- {
		least[i] = least[i-1]
	}
	least[i] = x
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
