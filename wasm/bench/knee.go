package bench

// A sweep's knee is the smallest worker count whose time cannot be told from the best one measured: more workers than
// that buy nothing here. The number of cores that a browser reports is a hint; the knee is a finding.

// pick gives the entry that stands for a lane in the verdict, among those with a speed-up: the knee of its sweep or,
// where not even the best count can be told from one worker, the largest count that has a core for each worker.
// More tells whether a count above it was measured. It returns nil for a lane without any.
func pick(sweep []*LaneResult, cores int, seed uint32) (chosen *LaneResult, more bool) {
	var best *LaneResult
	for _, l := range sweep {
		if l.Speedup != nil && (best == nil || l.Speedup.Ratio > best.Speedup.Ratio) {
			best = l
		}
	}
	if best == nil {
		return nil, false
	}
	for _, l := range sweep {
		if l.Speedup != nil && (l == best || !toldApart(l, best, seed)) {
			chosen = l
			break
		}
	}
	if chosen.Workers > 1 {
		last := sweep[len(sweep)-1]
		return chosen, last != chosen && last.Speedup != nil
	}
	for _, l := range sweep {
		if l.Speedup != nil && l.Workers <= cores {
			chosen = l
		}
	}
	return chosen, false
}

// toldApart tells whether an entry is slower than another, beyond doubt and by more than a trifle.
func toldApart(l, best *LaneResult, seed uint32) bool {
	r := pairedRatio(l.SamplesMs, best.SamplesMs, seed)
	return r == nil || r.Interval[0] > 1 && !r.isNegligible()
}
