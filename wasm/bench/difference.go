package bench

// Difference classes a ratio of times.
type Difference string

const (
	Faster     Difference = "faster"
	Slower     Difference = "slower"
	Same       Difference = "same"        // whatever difference there is, it is under five per cent, or negligible
	Undecided  Difference = "undecided"   // the interval holds 1 and much else
	NotClaimed Difference = "not-claimed" // too few samples, or none to be trusted
)

const (
	// narrow is how far an interval may reach from 1 for "no difference" to be a finding.
	narrow = 0.05
	// negligible is the difference, as a share, that is no use to anybody even where its interval is certain. Slow
	// changes of the machine make differences of that size, which no interval from inside one run sees.
	negligible = 0.03
)

// differenceOf classes a ratio. An interval that holds 1 is "same" only where it is narrow: absence of evidence in a
// wide one is no evidence of absence.
func differenceOf(r *Ratio) Difference {
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
