package bench

import "fmt"

// negligible is the difference, as a share, that is no use to anybody even where it is certain.
const negligible = 0.02

// Difference classes a ratio of times.
type Difference string

const (
	Faster     Difference = "faster"
	Slower     Difference = "slower"
	Same       Difference = "same"        // whatever difference there is, it is under five per cent, or negligible
	Undecided  Difference = "undecided"   // the interval holds 1 and much else
	NotClaimed Difference = "not-claimed" // too few samples, or none to be trusted
)

// Comparison says how the same lane, at the same worker count, did in two runs.
type Comparison struct {
	Lane       string     `json:"lane"`
	Workers    int        `json:"workers"`
	Difference Difference `json:"difference"`
	Ratio      *Ratio     `json:"ratio"`   // median of a / median of b, above 1 where b is faster; null without a claim
	Verdict    string     `json:"verdict"` // one sentence
}

// Compare compares a lane of an earlier run with the same lane of a later one. Runs share no blocks, so whatever
// changed on the machine in between is part of the ratio.
func Compare(earlier, later LaneResult, seed uint32) Comparison {
	var ratio *Ratio
	if !mismatched(earlier) && !mismatched(later) && earlier.Args == later.Args {
		ratio = unpairedRatio(earlier.SamplesMs, later.SamplesMs, seed)
	}
	c := Comparison{Lane: later.Lane, Workers: later.Workers, Difference: differenceOf(ratio), Ratio: ratio}
	what := label(&later)
	switch c.Difference {
	case Faster:
		c.Verdict = sentence(fmt.Sprintf("the later run of %s was %s times as fast (%s)", what, ratioText(ratio.Value), figures(ratio)))
	case Slower:
		c.Verdict = sentence(fmt.Sprintf("the later run of %s took %s times as long (%s)", what, ratioText(1/ratio.Value), figures(ratio.inverse())))
	case Same, Undecided:
		c.Verdict = sentence(fmt.Sprintf("no difference found between the two runs of %s (ratio %s, %s)", what, ratioText(ratio.Value), figures(ratio)))
	case NotClaimed:
		c.Verdict = sentence(fmt.Sprintf("nothing can be said about the two runs of %s: both need %s samples at least, of the same answer",
			what, inWords(MinSamples)))
	}
	return c
}

// CompareAll compares every lane of a later run that an earlier one had at the same worker count, in the later's order.
func CompareAll(earlier, later []LaneResult, seed uint32) []Comparison {
	comparisons := []Comparison{}
	for _, l := range later {
		for _, e := range earlier {
			if e.Lane == l.Lane && e.Workers == l.Workers {
				comparisons = append(comparisons, Compare(e, l, seed))
			}
		}
	}
	return comparisons
}

func figures(r *Ratio) string {
	return fmt.Sprintf("95 %% interval %s, %d samples", intervalText(r.Interval[0], r.Interval[1], r.Value), r.Samples)
}

func (r *Ratio) inverse() *Ratio {
	return &Ratio{1 / r.Value, [2]float64{1 / r.Interval[1], 1 / r.Interval[0]}, r.Samples}
}

// differenceOf classes a ratio. An interval that holds 1 is "same" only where it is narrow: absence of evidence in a
// wide one is no evidence of absence.
func differenceOf(r *Ratio) Difference {
	const narrow = 0.05
	switch {
	case r == nil:
		return NotClaimed
	case r.Interval[0] > 1-narrow && r.Interval[1] < 1+narrow && (r.Interval[0] <= 1 && r.Interval[1] >= 1 || r.isNegligible()):
		return Same
	case r.Interval[0] > 1:
		return Faster
	case r.Interval[1] < 1:
		return Slower
	}
	return Undecided
}

func (r *Ratio) isNegligible() bool { return r.Value > 1-negligible && r.Value < 1+negligible }
