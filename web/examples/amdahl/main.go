// Amdahl's law
//
// Nine equal tasks and one as long as they together: however many
// workers there are, somebody has to wait for it.
package main

import "velocidade/wasm/measure"

var rounds = []int64{20_000_000, 2_222_222, 2_222_222, 2_222_222, 2_222_222, 2_222_222, 2_222_222, 2_222_222, 2_222_222, 2_222_222}

func main() {
	measure.Each("One long task among short ones", rounds, work)
}

// work makes a number of another, round by round: no round can
// begin before the one before it has ended.
func work(rounds int64) uint64 {
	x := uint64(88172645463325252)
	for range rounds {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	return x
}
