package bench

// Paired compares two lists of times that were taken in the same blocks, as median(a)/median(b), with its interval. Nil where
// there are too few for one.
func Paired(a, b []float64, seed uint32) *Ratio { return pairedRatio(a, b, seed) }
