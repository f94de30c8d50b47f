// Counting primes
//
// A range of numbers cut into parts, whose results are added up.
package main

import "velocidade/wasm/measure"

func main() {
	measure.Sum("Primes below 200,000", 200_000, countPrimes)
}

// countPrimes counts the primes in [lo, hi). The parts need not
// be alike: larger numbers take longer.
func countPrimes(lo, hi int64) int64 {
	var count int64
	for n := lo; n < hi; n++ {
		if isPrime(n) {
			count++
		}
	}
	return count
}

func isPrime(n int64) bool {
	if n < 2 {
		return false
	}
	for d := int64(2); d*d <= n; d++ {
		if n%d == 0 {
			return false
		}
	}
	return true
}
