// Pi by chance
//
// Random points in a square: each part seeds its own generator,
// so the answer does not depend on who computes it.
package main

import (
	"math/rand/v2"

	"velocidade/wasm/measure"
)

const pointsOfABatch = 2_000

func main() {
	measure.Sum("Points inside the circle, of 4,000,000", 2_000, inside)
}

// inside counts, for the batches in [lo, hi), the points that
// fall inside the circle. A fourth of pi of all of them do.
func inside(lo, hi int64) int64 {
	var count int64
	for batch := lo; batch < hi; batch++ {
		random := rand.New(rand.NewPCG(1, uint64(batch)))
		for range pointsOfABatch {
			x, y := random.Float64(), random.Float64()
			if x*x+y*y < 1 {
				count++
			}
		}
	}
	return count
}
