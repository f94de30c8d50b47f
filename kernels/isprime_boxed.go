package kernels

func isprimeBoxedRun(a Args, _ int, _ []byte, r Range) ([]byte, error) {
	numbers := a.Ints("numbers")
	found := make([]int64, len(numbers))
	first := int64(0)
	for i, n := range numbers {
		units := int64(1)
		if n >= 4 && n%2 != 0 && !hasFactorBoxed(n, int64(3), int64(3+2*isprimeProbe)) {
			units = (isqrt(n)/2 + isprimeBlock) / isprimeBlock
		}
		lo, hi := max(r.Lo, first)-first, min(r.Hi, first+units)-first
		first += units
		if lo >= hi {
			continue
		}
		if n < 2 || lo == 0 && n > 2 && n%2 == 0 {
			found[i] = 1
		}
		for block := lo; block < hi; block++ {
			if hasFactorBoxed(n, 3+2*isprimeBlock*block, 3+2*isprimeBlock*(block+1)) {
				found[i] = 1
			}
		}
	}
	return putInts(nil, found...), nil
}

// hasFactorBoxed is hasFactor over any.
func hasFactorBoxed(n, lo, hi any) bool {
	var zero, one, two any = int64(0), int64(1), int64(2)
	if end := boxedAdd(isqrt(n.(int64)), one); boxedLess(end, hi) {
		hi = end
	}
	for d := lo; boxedLess(d, hi); d = boxedAdd(d, two) {
		if boxedEqual(boxedMod(n, d), zero) {
			return true
		}
	}
	return false
}
