package bench

import (
	"fmt"
	"math"
	"slices"

	"velocidade/wasm/format"
	"velocidade/wasm/order"
)

// Question asks which of several choices a measurement bears out: the first whose bound the figure is below, or the last one.
// The figure is how many times as fast an entry of a report is as another or, with First, how many times as long its first
// run took as the later ones; or the median of Values, or that of Than divided by it. Its TypeScript twin is in web/src/report.ts.
type Question struct {
	Of      Entry     `json:"of"`
	Against Entry     `json:"against"`
	First   bool      `json:"first,omitempty"`
	Values  []float64 `json:"values,omitempty"`
	Than    []float64 `json:"than,omitempty"`
	Bounds  []float64 `json:"bounds,omitempty"` // ascending, of all choices but the last
}

// Judgement is the answer to a Question.
type Judgement struct {
	Choice int    `json:"choice"` // from 0; -1 where the figure's interval holds a bound, or where there is no interval
	Ratio  *Ratio `json:"ratio"`  // the figure; null where there is none
	Text   string `json:"text"`   // why there is no choice, and what would decide; "" where there is one
}

// Judge answers a question about a report, which is nil where the question brings its own values.
func Judge(rep *Report, q Question) Judgement {
	j := Judgement{Choice: -1}
	switch {
	case rep == nil:
		j.Ratio, j.Text = ofValues(q.Values, q.Than)
	case q.First:
		j.Ratio, j.Text = firstRun(rep, q.Of)
	default:
		j.Ratio, j.Text = Between(rep, q.Of, q.Against)
	}
	if j.Text != "" || j.Ratio == nil {
		return j
	}
	low, high := choiceOf(j.Ratio.Interval[0], q.Bounds), choiceOf(j.Ratio.Interval[1], q.Bounds)
	if low == high {
		j.Choice = low
		return j
	}
	j.Text = "its interval, " + format.Ratios(j.Ratio.Interval[0], j.Ratio.Interval[1]) + ", holds more than one answer"
	if more := blocksToDecide(j.Ratio, q.Bounds); rep != nil && !q.First && more <= MaxBlocks {
		j.Text += "; " + blocksMore(more)
	}
	return j
}

func choiceOf(x float64, bounds []float64) int {
	for i, bound := range bounds {
		if x < bound {
			return i
		}
	}
	return len(bounds)
}

// blocksToDecide is how many blocks more would make an interval short enough to reach no bound, if the figure stays.
func blocksToDecide(r *Ratio, bounds []float64) int {
	away := math.Inf(1)
	for _, bound := range bounds {
		away = min(away, math.Abs(math.Log(r.Value/bound)))
	}
	half := math.Log(r.Interval[1]/r.Interval[0]) / 2
	if times := half / away; times < 10 {
		return max(int(math.Ceil(float64(r.Samples)*(times*times-1))), 1)
	}
	return MaxBlocks + 1
}

// Between compares two entries of one run, whichever they are: how many times as fast the one is as the other; or says why not.
func Between(rep *Report, of, against Entry) (*Ratio, string) {
	a, b := rep.entry(of), rep.entry(against)
	switch {
	case rep.Status == Void:
		return nil, "the run is void"
	case a == nil || b == nil:
		return nil, "the run does not have both lanes"
	case mismatched(*a) || mismatched(*b):
		return nil, "the lanes computed different things"
	case a.Args == b.Args:
		return enough(b.SamplesMs, a.SamplesMs)
	case b.Args == "" && len(a.AgainstMs) > 0: // which ran beside it at its own size
		return enough(a.AgainstMs, a.SamplesMs)
	}
	return nil, "the lanes ran different sizes"
}

func enough(a, b []float64) (*Ratio, string) {
	if n := min(len(a), len(b)); n < MinSamples {
		return nil, blocksMore(MinSamples - n)
	}
	ratio := Paired(a, b)
	if ratio == nil {
		return nil, "the program is too short for the clock"
	}
	return ratio, ""
}

func (rep *Report) entry(e Entry) *LaneResult {
	for i := range rep.Lanes {
		if l := &rep.Lanes[i]; l.Lane == e.Lane && l.Workers == e.Workers {
			return l
		}
	}
	return nil
}

func blocksMore(n int) string { return counted(n, "block") + " more would decide it" }

// firstRun compares an entry's first run with the later ones. There is one first run, so the interval is that of the others.
func firstRun(rep *Report, of Entry) (*Ratio, string) {
	l := rep.entry(of)
	switch {
	case rep.Status == Void:
		return nil, "the run is void"
	case l == nil || len(l.WarmupMs) == 0:
		return nil, "the run does not have the lane"
	case l.IntervalMs == nil:
		return nil, blocksMore(MinSamples - min(len(l.SamplesMs), MinSamples-1))
	case l.IntervalMs[0] <= 0:
		return nil, "the program is too short for the clock"
	}
	first := l.WarmupMs[0]
	return &Ratio{first / *l.MedianMs, [2]float64{first / l.IntervalMs[1], first / l.IntervalMs[0]}, len(l.SamplesMs)}, ""
}

// ofValues gives the median of a laboratory's values, or by how much that of others is greater, with an interval.
func ofValues(values, than []float64) (*Ratio, string) {
	n := len(values)
	if than != nil {
		n = min(n, len(than))
	}
	if n < MinSamples {
		return nil, fmt.Sprintf("it was measured only %s here, and an interval takes %s", times(n), inWords(MinSamples))
	}
	if than == nil {
		interval, _ := medianInterval(values)
		return &Ratio{median(values), *interval, n}, ""
	}
	if slices.Min(values) <= 0 || slices.Min(than) <= 0 {
		return nil, "a time of 0 compares with nothing"
	}
	if len(values) == len(than) {
		return enough(than, values)
	}
	return enough(order.Floats(than)[:n], order.Floats(values)[:n])
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return inWords(n) + " times"
}
