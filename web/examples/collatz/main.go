// The longest Collatz sequence
//
// Parts whose results are not added up: of two parts, the one
// with the longer sequence wins.
package main

import (
	"fmt"

	"velocidade/wasm/measure"
)

// Longest is the result of a part. It travels as JSON, so its
// fields are exported.
type Longest struct {
	Start, Steps int64
}

func (l Longest) String() string { return fmt.Sprintf("%d takes %d steps", l.Start, l.Steps) }

func main() {
	measure.Fold("The longest Collatz sequence", 300_000, longest, longer)
}

func longest(lo, hi int64) Longest {
	var best Longest
	for start := max(lo, 1); start < hi; start++ {
		steps := int64(0)
		for n := start; n != 1; steps++ {
			if n%2 == 0 {
				n /= 2
			} else {
				n = 3*n + 1
			}
		}
		best = longer(best, Longest{start, steps})
	}
	return best
}

func longer(a, b Longest) Longest {
	if b.Steps > a.Steps {
		return b
	}
	return a
}
