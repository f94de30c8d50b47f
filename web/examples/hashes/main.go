// A hash that begins with zeros
//
// Searching for a number by trying: the standard library's
// SHA-256 in every worker.
package main

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"velocidade/wasm/measure"
)

// Found is the number in a part whose hash begins with most zero
// bits.
type Found struct {
	Number int64
	Zeros  int
}

func (f Found) String() string { return fmt.Sprintf("%d: %d zero bits", f.Number, f.Zeros) }

func main() {
	measure.Fold("A hash that begins with zeros", 100_000, search, better)
}

func search(lo, hi int64) Found {
	best := Found{Number: lo, Zeros: -1}
	var word [8]byte
	for n := lo; n < hi; n++ {
		binary.LittleEndian.PutUint64(word[:], uint64(n))
		best = better(best, Found{n, zeros(sha256.Sum256(word[:]))})
	}
	return best
}

func zeros(sum [32]byte) int {
	for i, b := range sum {
		for bit := range 8 {
			if b&(0x80>>bit) != 0 {
				return 8*i + bit
			}
		}
	}
	return 256
}

func better(a, b Found) Found {
	if b.Zeros > a.Zeros {
		return b
	}
	return a
}
