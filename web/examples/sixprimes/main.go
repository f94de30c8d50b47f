// Six large primes
//
// A function and its inputs, measured on one worker, on
// goroutines and on many workers.
package main

import "velocidade/wasm/measure"

// Press Run. The page compiles this program and starts it in
// workers: copies of it, each with all of these numbers.
var numbers = []int64{
	112272535095293,
	112582705942171,
	112272535095293,
	115280095190773,
	115797848077099,
	1099726899285419,
}

// This is all that it takes to measure a function: a title, its
// inputs, and the function. A program without such a call just
// runs, and what it prints is shown: see “Hello” in the list
// above.
func main() {
	measure.Each("Six large primes", numbers, isPrime)
}

// Change it: try only odd divisors, or only those of the form
// 6k±1, and see whether two workers still gain as much.
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
