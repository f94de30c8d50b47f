package kernels

func primesBoxedRun(_ Args, _ int, _ []byte, r Range) ([]byte, error) {
	primes := primesBelowBoxed(r.Lo + 2)
	before := len(primes)
	primes = findPrimesBoxed(primes, r.Lo+2, r.Hi+2)
	var sum, last any = int64(0), int64(0)
	for _, p := range primes[before:] {
		sum, last = boxedAdd(sum, p), p
	}
	return putInts(nil, int64(len(primes)-before), sum.(int64), last.(int64)), nil
}

// findPrimesBoxed is findPrimes over any.
func findPrimesBoxed(primes []any, lo, hi any) []any {
	var zero, one any = int64(0), int64(1)
candidates:
	for n := lo; boxedLess(n, hi); n = boxedAdd(n, one) {
		for _, p := range primes {
			if boxedEqual(boxedMod(n, p), zero) {
				continue candidates
			}
		}
		primes = append(primes, n)
	}
	return primes
}

// primesBelowBoxed is primesBelow over any.
func primesBelowBoxed(limit any) []any {
	var one, two any = int64(1), int64(2)
	if !boxedLess(two, limit) {
		return nil
	}
	half := boxedDiv(limit, two)
	composite := make([]any, half.(int64)) // composite[i] is true if 2i+1 is composite, else nil
	primes := []any{two}
	for i := one; boxedLess(i, half); i = boxedAdd(i, one) {
		if composite[i.(int64)] == true {
			continue
		}
		p := boxedAdd(boxedMul(two, i), one)
		primes = append(primes, p)
		for j := boxedMul(boxedMul(two, i), boxedAdd(i, one)); boxedLess(j, half); j = boxedAdd(j, p) { // from the square of p
			composite[j.(int64)] = true
		}
	}
	return primes
}
