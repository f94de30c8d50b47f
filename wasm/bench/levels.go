package bench

import "velocidade/wasm/order"

const (
	// leastLevel is by how much the upper of two levels is above the lower one, at least.
	leastLevel = 1.1
	// clearGap is how many times as wide the gap between two levels is as either of them.
	clearGap = 2
)

// levels are the two speeds at which a lane ran, as machines do that change between clock speeds or kinds of core.
type levels struct {
	factor float64 // the upper one by the lower one; 1 where there is only one
	upper  []bool  // which samples belong to the upper one; nil where there is only one
}

// levelsOf finds two levels, where there are two clear ones with at least a quarter of the samples each.
func levelsOf(samples []float64) levels {
	n := len(samples)
	one := levels{factor: 1}
	if n < MinSamples {
		return one
	}
	sorted := order.Floats(samples)
	at, gap := 0, 0.0
	least := (n + 3) / 4
	for i := least; i <= n-least; i++ {
		if g := sorted[i] - sorted[i-1]; g > gap {
			at, gap = i, g
		}
	}
	low, high := sorted[:at], sorted[at:]
	if at == 0 || low[0] <= 0 || gap < clearGap*max(low[at-1]-low[0], high[len(high)-1]-high[0]) {
		return one
	}
	factor := median(high) / median(low)
	if factor < leastLevel {
		return one
	}
	found := levels{factor, make([]bool, n)}
	for i, x := range samples {
		found.upper[i] = x >= high[0]
	}
	return found
}

// apart gives by what factor a ratio is open because a lane jumps between levels by itself; 1 where both jump together, which
// the blocks' ratios hardly see.
func apart(a, b levels) float64 {
	if a.upper != nil && b.upper != nil {
		alone := 0
		for i := range min(len(a.upper), len(b.upper)) {
			if a.upper[i] != b.upper[i] {
				alone++
			}
		}
		if 3*alone <= len(a.upper) {
			return 1
		}
	}
	return max(a.factor, b.factor)
}

// stepped gives the factor by which a series got slower at once, and stayed so; below 1 where it got faster, 0 where it did neither.
func stepped(samples []float64) float64 {
	l := levelsOf(samples)
	switches := 0
	for i := range l.upper {
		if i > 0 && l.upper[i] != l.upper[i-1] {
			switches++
		}
	}
	switch {
	case switches != 1:
		return 0
	case l.upper[0]:
		return 1 / l.factor
	}
	return l.factor
}
