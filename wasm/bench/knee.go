package bench

// A sweep's knee is the smallest worker count that no larger one measured is faster than, as far as the samples tell:
// more workers than that show no gain here. Whether they truly have none is a question of its own, which [beyond]
// answers. The number of cores that a browser reports is a hint; the knee is a finding.

// pick gives the entry that stands for a lane in the verdict, among those with a speed-up: the knee of its sweep or,
// where not even the best count can be told from one worker, the largest count that has a core for each worker.
// Above tells what is known of the counts above a knee: see [beyond]. Chosen is nil for a lane without a speed-up.
func pick(sweep []*LaneResult, cores int) (chosen *LaneResult, above Difference) {
	var measured []*LaneResult
	for _, l := range sweep {
		if l.Speedup != nil {
			measured = append(measured, l)
		}
	}
	for i, l := range measured {
		if above = beyond(l, measured[i+1:]); above != Faster {
			chosen = l
			break
		}
	}
	switch {
	case chosen == nil:
		return nil, NotClaimed
	case chosen.Workers > 1 && sweep[len(sweep)-1].Speedup != nil:
		return chosen, above
	case chosen.Workers > 1: // the largest count failed: that is told instead
		return chosen, NotClaimed
	}
	for _, l := range measured {
		if l.Workers <= cores {
			chosen = l
		}
	}
	return chosen, NotClaimed
}

// beyond tells whether any of some larger worker counts is faster than an entry: Faster where one is, Same where each is
// the same or slower, so that they truly gain nothing, Undecided where the samples leave that open, and NotClaimed where
// there are none.
func beyond(l *LaneResult, larger []*LaneResult) Difference {
	above := NotClaimed
	for _, other := range larger {
		switch differenceOf(Paired(l.SamplesMs, other.SamplesMs)) {
		case Faster:
			return Faster
		case Same, Slower:
			if above == NotClaimed {
				above = Same
			}
		case Undecided, NotClaimed:
			above = Undecided
		}
	}
	return above
}
