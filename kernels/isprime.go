package kernels

import (
	"fmt"
	"math"
	"strings"
)

func init() {
	Register(Kernel{
		Name:    "isprime",
		Title:   "Six large numbers: prime or not",
		Group:   GroupNumbers,
		Summary: "Tests a list of numbers for primality by trial division with odd numbers.",
		Doc: `Each number is divided by 2 and then by every odd number up to its square root, until one divides ` +
			`it. It is the example of Python's concurrent.futures documentation: pure arithmetic, no memory, ` +
			`nothing shared.

A unit is a block of the divisors of one number, so even a list of one number splits. A number with a small factor ` +
			`has one block; any other costs all its blocks, because no part knows what another has found. So the ` +
			`sixth number, which a sequential program would give up at its factor 3306091, is searched to the end.

Workers should gain almost everything that the machine has: this is parallelism at its best.`,
		Source: "The six numbers and which of them are prime: concurrent.futures, ProcessPoolExecutor example, " +
			"https://docs.python.org/3/library/concurrent.futures.html",
		Size: "numbers",
		Params: []Param{{
			Name: "numbers", Kind: Ints, Label: "Numbers", Doc: "The numbers to test, parted by commas.",
			Default: "112272535095293,112582705942171,112272535095293,115280095190773,115797848077099,1099726899285419",
			Min:     0, Max: MaxInt, MaxItems: 64,
		}},
		Split: isprimeSplit,
		Run:   isprimeRun,
		Boxed: isprimeBoxedRun,
		Merge: isprimeMerge,
		Want: []Want{
			{"", "112272535095293 is prime\n112582705942171 is prime\n112272535095293 is prime\n" +
				"115280095190773 is prime\n115797848077099 is prime\n1099726899285419 is not prime"},
			{"numbers=0,1,2,3,4,9,25", "0 is not prime\n1 is not prime\n2 is prime\n3 is prime\n" +
				"4 is not prime\n9 is not prime\n25 is not prime"},
			// The first is the smallest prime of 13 digits, https://oeis.org/A003617; the second is 1000003 · 1000033.
			{"numbers=1000000000039,1000036000099", "1000000000039 is prime\n1000036000099 is not prime"},
		},
	})
}

const (
	// isprimeBlock is how many odd divisors a unit holds: under a millisecond's work, fine enough to balance.
	isprimeBlock = 1 << 16
	// isprimeProbe is how many odd divisors are tried before a number gets more than one unit. A sequential test stops
	// at a small factor; parts that begin behind it would search in vain. Cheap enough to repeat in every part.
	isprimeProbe = 1 << 10
)

// isprimeUnits gives the number of blocks for n.
func isprimeUnits(n int64) int64 {
	if n < 4 || n%2 == 0 || hasFactor(n, 3, 3+2*isprimeProbe) {
		return 1
	}
	return (isqrt(n)/2 + isprimeBlock) / isprimeBlock
}

func isprimeSplit(a Args, _, parts int) []Range {
	size := int64(0)
	for _, n := range a.Ints("numbers") {
		size += isprimeUnits(n)
	}
	return Even(size, parts)
}

// isprimeRun returns a word for each number: 1 where a divisor was found in this range.
func isprimeRun(a Args, _ int, _ []byte, r Range) ([]byte, error) {
	numbers := a.Ints("numbers")
	found := make([]int64, len(numbers))
	first := int64(0) // unit at which the number's blocks begin
	for i, n := range numbers {
		units := isprimeUnits(n)
		lo, hi := max(r.Lo, first)-first, min(r.Hi, first+units)-first
		first += units
		if lo >= hi {
			continue
		}
		if n < 2 || lo == 0 && n > 2 && n%2 == 0 {
			found[i] = 1
		}
		// A hit ends its block and no more, so that the work is the same however the blocks are dealt out.
		for block := lo; block < hi; block++ {
			if hasFactor(n, 3+2*isprimeBlock*block, 3+2*isprimeBlock*(block+1)) {
				found[i] = 1
			}
		}
	}
	return putInts(nil, found...), nil
}

// hasFactor tells whether an odd number from lo up to hi (not included) and up to the root of n divides n.
func hasFactor(n, lo, hi int64) bool {
	hi = min(hi, isqrt(n)+1)
	for d := lo; d < hi; d += 2 {
		if n%d == 0 {
			return true
		}
	}
	return false
}

func isprimeMerge(a Args, _ int, _ []byte, partials [][]byte) ([]byte, error) {
	numbers := a.Ints("numbers")
	found, err := sumInts(partials, len(numbers))
	if err != nil {
		return nil, err
	}
	lines := make([]string, len(numbers))
	for i, n := range numbers {
		is := "is prime"
		if found[i] > 0 {
			is = "is not prime"
		}
		lines[i] = fmt.Sprintf("%d %s", n, is)
	}
	return []byte(strings.Join(lines, "\n")), nil
}

// isqrt is the whole part of the square root, for n below 2⁵³. As a float64, the root of m²−1 may be m.
func isqrt(n int64) int64 {
	root := int64(math.Sqrt(float64(n)))
	if root*root > n {
		root--
	}
	return root
}
