package bench

import "math"

// unseenStepMs is taken for the step of a clock that did not move while it was read: the coarsest step that browsers
// have unless they are told to hide the time.
const unseenStepMs = 1

// TimerResolution measures the smallest step that a clock in milliseconds takes, by reading it until it has moved
// often enough. It takes some twenty steps, so 20 ms at worst in the browsers known. A clock that does not move while it is
// read gives 0: its step is unknown, and longer than the reads took.
func TimerResolution(now func() float64) float64 {
	const (
		steps = 20
		reads = 2_000_000 // in all; bounds the wait on a clock that stands still
	)
	smallest, last := math.Inf(1), now()
	for seen, i := 0, 0; seen < steps && i < reads; i++ {
		if t := now(); t > last {
			smallest, last = min(smallest, t-last), t
			seen++
		}
	}
	if math.IsInf(smallest, 1) {
		return 0
	}
	// Differences of large readings carry rounding noise in their last digits: a nanosecond is fine enough.
	return math.Round(smallest*1e6) / 1e6
}
