package kernels

func countdownBoxedRun(_ Args, _ int, _ []byte, r Range) ([]byte, error) {
	return putInts(nil, countdownBoxed(r.Hi, r.Lo).(int64)), nil
}

// countdownBoxed is countdown over any.
func countdownBoxed(n, stop any) any {
	var zero, one any = int64(0), int64(1)
	odd := zero
	for boxedLess(stop, n) {
		odd = boxedAdd(odd, boxedAnd(n, one))
		n = boxedSub(n, one)
	}
	return odd
}
