package bench

import "fmt"

// What [Derive] may have to do for one report. It compares entries with each other, and what that takes grows with the pairs
// of entries and with the samples that the two have in common; both come from whoever wrote the report. So they are counted
// before anything is worked out, and a report beyond these is refused. No run comes near them: its lanes have the same number
// of samples, but for those that were ended early, and at most [MaxWorkerCounts] entries each.
const (
	maxPairs   = 640             // compared entries: 16 lanes at 8 worker counts are 575
	maxDrawn   = 1000            // samples of all sizes that are resampled, each size once
	maxMedians = 128 * MaxBlocks // samples of entries that resamples' medians are taken of
)

// work counts what Derive does with these lanes: as it, [telling.sweeps] and [beyond] go through them.
func (c *checker) work(lanes []LaneResult) {
	if c.err != nil || len(lanes) < 2 {
		return
	}
	pairs, drawn, medians := 0, map[int]bool{}, map[[2]int]bool{}
	samplesDrawn, samplesOfMedians := 0, 0
	compare := func(i, j, n int) {
		pairs++
		if !drawn[n] {
			drawn[n] = true
			samplesDrawn += n
		}
		for _, entry := range [...]int{i, j} {
			if at := [2]int{entry, n}; !medians[at] {
				medians[at] = true
				samplesOfMedians += n
			}
		}
	}
	base := baselineOf(len(lanes), func(i int) string { return lanes[i].Lane })
	start := -1 // of the sweep that goes on
	for i := range lanes {
		if i == base {
			continue
		}
		own, against := len(lanes[i].SamplesMs), len(lanes[base].SamplesMs)
		if lanes[i].Args != lanes[base].Args {
			// The baseline's times at that size are a list of this entry's own.
			compare(len(lanes)+i, i, min(own, len(lanes[i].AgainstMs)))
		} else {
			compare(base, i, min(own, against))
		}
		if start < 0 || lanes[start].Lane != lanes[i].Lane {
			start = i
		}
		for j := start; j < i && pairs <= maxPairs; j++ {
			if j != base {
				compare(j, i, min(own, len(lanes[j].SamplesMs)))
			}
		}
	}
	if pairs > maxPairs {
		c.is(false, "lanes", fmt.Sprintf("over %d pairs to compare", maxPairs), fmt.Sprintf("at most %d pairs to compare", maxPairs))
	}
	if len(drawn) > mostDrawn || samplesDrawn > maxDrawn {
		c.is(false, "lanes", fmt.Sprintf("lists of %d different lengths", len(drawn)),
			fmt.Sprintf("samples of at most %d different lengths, %d in all", mostDrawn, maxDrawn))
	}
	if samplesOfMedians > maxMedians {
		c.is(false, "lanes", fmt.Sprintf("%d samples to compare", samplesOfMedians), fmt.Sprintf("at most %d samples to compare", maxMedians))
	}
}
