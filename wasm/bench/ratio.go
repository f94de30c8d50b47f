package bench

import (
	"math"
	"slices"
)

// Ratio is a ratio of times with its interval; in a [Claim] also a share of one, or a time in milliseconds, with that of its own.
type Ratio struct {
	Value    float64    `json:"value"`
	Interval [2]float64 `json:"interval"` // 95 %
	Samples  int        `json:"samples"`  // of the smaller side
}

// Paired compares two lists of times that were taken in the same blocks: how many times as long a takes as b, with its
// interval. It compares block by block, so what a block did to both alike stays out of it. Nil where the samples allow no
// interval: under MinSamples blocks, or times that the clock could not tell from 0.
func Paired(a, b []float64) *Ratio {
	n := min(len(a), len(b))
	a, b = a[:n], b[:n]
	if n < MinSamples || slices.Min(a) <= 0 || slices.Min(b) <= 0 {
		return nil
	}
	r := trimmed(logRatios(a, b))
	// A lane that jumps between two levels by itself may have spent the whole run on either.
	reach := math.Log(apart(levelsOf(a), levelsOf(b)))
	return &Ratio{math.Exp(r.Value), [2]float64{math.Exp(r.Interval[0] - reach), math.Exp(r.Interval[1] + reach)}, n}
}

func logRatios(a, b []float64) []float64 {
	logs := make([]float64, min(len(a), len(b)))
	for i := range logs {
		logs[i] = math.Log(a[i] / b[i])
	}
	return logs
}

func (r *Ratio) inverse() *Ratio {
	return &Ratio{1 / r.Value, [2]float64{1 / r.Interval[1], 1 / r.Interval[0]}, r.Samples}
}

func (r *Ratio) scaled(by float64) *Ratio {
	return &Ratio{r.Value * by, [2]float64{r.Interval[0] * by, r.Interval[1] * by}, r.Samples}
}
