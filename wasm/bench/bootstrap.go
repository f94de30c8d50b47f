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
	drawn := paired.of(n, seed)
	mediansA, mediansB := drawn.mediansOf(a), drawn.mediansOf(b)
	ratios := make([]float64, resamples)
	for i, median := range mediansA {
		ratios[i] = median / mediansB[i]
	}
	return ratioOf(a, b, ratios)
}

// unpairedRatio compares samples of two runs, which share no blocks: each side is resampled by itself.
func unpairedRatio(a, b []float64, seed uint32) *Ratio {
	if !claimable(a, b) {
		return nil
	}
	random := rand.NewPCG(uint64(seed), streamBootstrap)
	orderA, orderB := ascending(a), ascending(b)
	countsA, countsB := make([]uint16, len(a)), make([]uint16, len(b))
	ratios := make([]float64, resamples)
	for i := range ratios {
		draw(random, countsA)
		draw(random, countsB)
		ratios[i] = countedMedian(a, orderA, countsA) / countedMedian(b, orderB, countsB)
	}
	return ratioOf(a, b, ratios)
}

// claimable tells whether samples allow an interval.
func claimable(a, b []float64) bool {
	return min(len(a), len(b)) >= MinSamples && slices.Min(a) > 0 && slices.Min(b) > 0
}

// draw sets how often each sample occurs in a resample. The numbers are those of rand.Rand's IntN, without the four calls that
// each of them takes there, and without its drawing anew once in 2⁶⁰ numbers.
func draw(random *rand.PCG, counts []uint16) {
	clear(counts)
	n := uint64(len(counts)) // under 2³²
	for range counts {
		x := random.Uint64()
		if n&(n-1) == 0 {
			counts[x&(n-1)]++
			continue
		}
		counts[(x>>32*n+x&(1<<32-1)*n>>32)>>32]++ // the high half of the product
	}
}

// paired remembers the resamples of the last reports, which all entries with as many samples share, and the medians of those
// entries that were compared: each is in several comparisons, and drawing takes longer than all that is done with what is drawn.
// All of it follows from the samples and the seed, so nothing but time depends on what is remembered.
var paired pairedResamples

type pairedResamples struct {
	sync.Mutex
	seed  uint32
	drawn []*drawing // the oldest first
}

// drawing are the resamples of entries with n samples.
type drawing struct {
	n      int
	counts []uint16 // of one resample after the other
	known  []entryMedians
}

// entryMedians are an entry's samples and the median of each resample.
type entryMedians struct{ samples, medians []float64 }

// What is remembered at most: as many sizes as one report may have, of 4 KB a sample; of each the medians of as many entries, of
// 16 KB each.
const (
	mostDrawn = 8
	mostKnown = MaxReportLanes
)

// of gives the resamples for n samples.
func (p *pairedResamples) of(n int, seed uint32) *drawing {
	if p.seed != seed {
		p.seed, p.drawn = seed, nil
	}
	for _, d := range p.drawn {
		if d.n == n {
			return d
		}
	}
	d := &drawing{n: n, counts: make([]uint16, resamples*n)}
	random := rand.NewPCG(uint64(seed), streamBootstrap)
	for i := range resamples {
		draw(random, d.counts[i*n:(i+1)*n])
	}
	if len(p.drawn) == mostDrawn {
		p.drawn = append(p.drawn[:0], p.drawn[1:]...)
	}
	p.drawn = append(p.drawn, d)
	return d
}

func (d *drawing) mediansOf(samples []float64) []float64 {
	for _, k := range d.known {
		if slices.Equal(k.samples, samples) {
			return k.medians
		}
	}
	order := ascending(samples)
	medians := make([]float64, resamples)
	for i := range medians {
		medians[i] = countedMedian(samples, order, d.counts[i*d.n:(i+1)*d.n])
	}
	if len(d.known) == mostKnown {
		d.known = d.known[:0]
	}
	d.known = append(d.known, entryMedians{slices.Clone(samples), medians})
	return medians
}

// tail is how many resamples lie outside a 95 % interval at either end.
const tail = resamples * 25 / 1000

// ratioOf gives the ratio of two entries with the interval that the resamples' ratios say; it puts them in another order.
func ratioOf(a, b, ratios []float64) *Ratio {
	// What lies between bounds that some of them give, three times as far in as the ends of the interval, is looked at once.
	const some, within = resamples / 10, 3 * tail / 10
	var few [some]float64
	copy(few[:], ratios)
	least, most := ranked(few[:], within), ranked(few[:], some-1-within)
	low, high := make([]float64, 0, some), make([]float64, 0, some)
	for _, x := range ratios {
		if x <= least {
			low = append(low, x)
		}
		if x >= most {
			high = append(high, x)
		}
	}
	if min(len(low), len(high)) <= tail {
		low, high = ratios, ratios
	}
	interval := [2]float64{ranked(low, tail), ranked(high, len(high)-1-tail)}
	return &Ratio{Value: median(a) / median(b), Interval: interval, Samples: min(len(a), len(b))}
}

// ranked gives the number that would stand at place k were the list sorted, which nothing else of it is needed for. (Hoare,
// Algorithm 65: Find, 1961.)
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
	n, seen, next := len(samples), 0, 0
	for seen <= (n-1)/2 {
		seen += int(counts[order[next]])
		next++
	}
	low := samples[order[next-1]]
	if seen > n/2 {
		return low
	}
	for counts[order[next]] == 0 {
		next++
	}
	return (low + samples[order[next]]) / 2
}
