package bench

import (
	"context"
	"math"
	"slices"
)

const (
	minWarmups = 2
	maxWarmups = 6
	// settledWithin is how near two warm-up runs in a row must be for the entry to count as warm.
	settledWithin = 0.1
	// longRunMs: a run this long has had time to reach the optimising tier within itself; two of them are enough.
	longRunMs = 3000

	partMs        = 5 // of compute time: as uneven as the end of a run may be; executors join them while many are left
	partsPerUnit  = 4 // parts for each worker while nobody knows how long one takes
	maxParts      = 4096
	minTimerSteps = 100 // a sample spans at least so many steps of the clock: 1 % of rounding
	maxRepeat     = 10_000
)

// warmUp runs every entry until its times settle, the baseline first: its first runs decide into how many parts the
// work is cut, and its answer is what the others' are compared with.
func (m *run) warmUp(ctx context.Context) {
	m.warmUpEntry(ctx, m.baseline())
	// An entry that turns out to be too slow gives its runtime a smaller size, at which earlier ones begin anew.
	for next := m.cold(); next != nil && ctx.Err() == nil; next = m.cold() {
		m.warmUpEntry(ctx, next)
	}
}

// cold gives an entry that is not warm yet, those first that others are compared with, or nil.
func (m *run) cold() *entry {
	for _, e := range append(slices.Clone(m.shadows), m.entries...) {
		if e.Error == nil && !settled(e.WarmupMs) {
			return e
		}
	}
	return nil
}

func (m *run) warmUpEntry(ctx context.Context, e *entry) {
	size := e.size
	for e.Error == nil && ctx.Err() == nil && e.size == size && !settled(e.WarmupMs) {
		phase := "warming"
		if len(e.WarmupMs) == 0 {
			phase = "starting"
		}
		m.progress.about(phase, e)
		s, ok := m.sample(ctx, e, 1)
		if !ok {
			break
		}
		if len(e.WarmupMs) == 0 {
			e.first = s.Spans
		}
		// The first run is cold, up to three times slower than a warm one, so the second one has its say as well.
		if e == size.base && len(e.WarmupMs) < minWarmups {
			size.parts = chooseParts(s.ComputeMs, m.plan.Kernel.RoundsOf(size.args), m.mostWorkers(""))
		}
		e.WarmupMs = append(e.WarmupMs, s.WallMs)
		e.Repeat = chooseRepeat(s.WallMs, m.host.TimerResolutionMs)
		m.progress.took(e, -1, s.WallMs)
	}
	if e.size == size {
		m.progress.warm(e)
	}
}

// settled tells whether an entry has warmed up enough.
func settled(ms []float64) bool {
	n := len(ms)
	switch {
	case n < minWarmups:
		return false
	case n >= maxWarmups || ms[n-1] > longRunMs:
		return true
	}
	return math.Abs(ms[n-1]-ms[n-2]) <= settledWithin*ms[n-1]
}

// chooseParts gives the number of parts of a round so that one takes about partMs, and each of the largest number of workers has
// as many: short rounds have one for each, since there messages would cost more than balance gains.
func chooseParts(computeMs float64, rounds, workers int) int {
	roundMs := computeMs / float64(max(rounds, 1))
	if !(roundMs > 0) {
		return fewestParts(workers)
	}
	each := math.Ceil(max(roundMs/partMs/float64(workers), 1))
	return int(min(each*float64(workers), maxParts))
}

func fewestParts(workers int) int { return min(partsPerUnit*workers, maxParts) }

// chooseRepeat gives how many runs a sample needs to span minTimerSteps steps of the clock.
func chooseRepeat(wallMs, resolutionMs float64) int {
	needed := minTimerSteps * resolutionMs
	if wallMs >= needed {
		return 1
	}
	// A run below one step of the clock reads as 0, or as a whole step: count it as half of one.
	return int(min(math.Ceil(needed/max(wallMs, resolutionMs/2)), maxRepeat))
}
