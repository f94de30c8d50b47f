package bench

import "fmt"

// maxPairs is how many pairs of entries a report may have that [Derive] compares: 16 lanes at 8 worker counts are 575. What that
// takes grows with the pairs and with their samples, and both come from whoever wrote the report. So the pairs are counted before
// anything is worked out, and a report beyond that is refused.
const maxPairs = 640

// work counts the pairs that Derive compares: as it, [telling.sweeps] and [beyond] go through the lanes.
func (c *checker) work(lanes []LaneResult) {
	if c.err != nil || len(lanes) < 2 {
		return
	}
	pairs := 0
	base := baselineOf(len(lanes), func(i int) string { return lanes[i].Lane })
	start := -1 // of the sweep that goes on
	for i := range lanes {
		if i == base {
			continue
		}
		pairs++
		if start < 0 || lanes[start].Lane != lanes[i].Lane {
			start = i
		}
		for j := start; j < i; j++ {
			if j != base {
				pairs++
			}
		}
	}
	if pairs > maxPairs {
		c.is(false, "lanes", fmt.Sprintf("over %d pairs to compare", maxPairs), fmt.Sprintf("at most %d pairs to compare", maxPairs))
	}
}
