package work

import (
	"fmt"
	"strings"
)

// Random is a source of numbers that are the same everywhere (xorshift64*). Its zero value is not one: use NewRandom.
type Random uint64

// NewRandom returns a source for a seed.
func NewRandom(seed uint64) *Random {
	r := Random(seed*2862933555777941757 + 3037000493)
	return &r
}

// Next returns 64 bits.
func (r *Random) Next() uint64 {
	x := uint64(*r)
	x ^= x >> 12
	x ^= x << 25
	x ^= x >> 27
	*r = Random(x)
	return x * 2685821657736338717
}

// Below returns a number from 0 to n-1.
func (r *Random) Below(n int) int { return int(r.Next() >> 33 % uint64(n)) }

// Float returns a number from 0 to 1.
func (r *Random) Float() float64 { return float64(r.Next()>>11) / (1 << 53) }

var syllables = strings.Fields("ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu zan mer tol sit per cur lum vid")

// Word returns a word of one to four syllables.
func (r *Random) Word() string {
	var b strings.Builder
	for range 1 + r.Below(4) {
		b.WriteString(syllables[r.Below(len(syllables))])
	}
	return b.String()
}

// Sentence returns some words and a full stop.
func (r *Random) Sentence() string {
	words := make([]string, 4+r.Below(12))
	for i := range words {
		words[i] = r.Word()
	}
	return strings.Join(words, " ") + "."
}

// Lines returns what line gives for the numbers below n, a line each.
func Lines(n int, line func(i int) string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintln(&b, line(i))
	}
	return b.String()
}
