package kernels

import (
	"fmt"
	"math"
)

func init() {
	Register(Kernel{
		Name:    "primes",
		Title:   "The first primes, by trial division",
		Group:   GroupNumbers,
		Summary: "Finds the first kmax primes by dividing every candidate by all the primes found so far.",
		Doc: `Every number from 2 on is divided by each prime found before it, until one divides it; if none does, ` +
			`it is the next prime. There is no cut-off at the square root, so a prime costs as many divisions as ` +
			`there are primes below it, and the work grows with the square of kmax. It is the example by which ` +
			`Cython explains what types are for.

A part takes a stretch of the candidates. It needs the primes below its stretch and gets them from a sieve, which ` +
			`costs next to nothing beside the divisions. Later candidates are dearer, so the stretches get shorter ` +
			`towards the end.

A good case for workers: long arithmetic, three numbers sent back.`,
		Source: "The 10000th prime: https://t5k.org/lists/small/10000.txt. Sums of the first n primes: " +
			"https://oeis.org/A007504",
		Size: "kmax",
		Params: []Param{{
			Name: "kmax", Kind: Int, Label: "How many", Unit: "primes", Doc: "How many primes to find.",
			Default: "10000", Min: 1, Max: 200_000,
		}},
		Split: primesSplit,
		Run:   primesRun,
		Boxed: primesBoxedRun,
		Merge: primesMerge,
		Want: []Want{
			{"", "the 10000th prime is 104729\nsum of the primes up to it: 496165411"},
			{"kmax=1", "the 1st prime is 2\nsum of the primes up to it: 2"},
			{"kmax=10", "the 10th prime is 29\nsum of the primes up to it: 129"},
			{"kmax=1000", "the 1000th prime is 7919\nsum of the primes up to it: 3682913"},
			{"kmax=5000", "the 5000th prime is 48611\nsum of the primes up to it: 114455259"},
		},
	})
}

// primesSplit gives each part the same number of divisions. Unit u is the candidate u+2. The k-th prime costs k
// divisions and composites hardly count, so the work up to the k-th prime is as k², and part i ends near kmax·√(i/parts).
func primesSplit(a Args, _, parts int) []Range {
	primes := firstPrimes(int(a.Int("kmax")))
	size := int64(primes[len(primes)-1]) - 1
	parts = max(min(parts, len(primes)), 1)
	ranges, lo := make([]Range, 0, parts), int64(0)
	for i := 1; i < parts; i++ {
		k := int(float64(len(primes)) * math.Sqrt(float64(i)/float64(parts)))
		if hi := int64(primes[k]) - 2; hi > lo {
			ranges = append(ranges, Range{lo, hi})
			lo = hi
		}
	}
	return append(ranges, Range{lo, size})
}

// primesRun returns three words: how many primes the range holds, their sum, and the last of them.
func primesRun(_ Args, _ int, _ []byte, r Range) ([]byte, error) {
	lo, hi := uint32(r.Lo+2), uint32(r.Hi+2)
	primes := primesBelow(lo)
	before := len(primes)
	primes = findPrimes(primes, lo, hi)
	sum, last := int64(0), int64(0)
	for _, p := range primes[before:] {
		sum += int64(p)
		last = int64(p)
	}
	return putInts(nil, int64(len(primes)-before), sum, last), nil
}

// findPrimes appends the primes from lo up to hi (not included) to primes, which holds all those below lo.
func findPrimes(primes []uint32, lo, hi uint32) []uint32 {
candidates:
	for n := lo; n < hi; n++ {
		for _, p := range primes {
			if n%p == 0 {
				continue candidates
			}
		}
		primes = append(primes, n)
	}
	return primes
}

func primesMerge(a Args, _ int, _ []byte, partials [][]byte) ([]byte, error) {
	count, sum, last := int64(0), int64(0), int64(0)
	for _, b := range partials {
		words, err := getIntsN(b, 3)
		if err != nil {
			return nil, err
		}
		count, sum, last = count+words[0], sum+words[1], max(last, words[2])
	}
	if kmax := a.Int("kmax"); count != kmax {
		return nil, badPartial("%d primes where %d were expected", count, kmax)
	}
	return fmt.Appendf(nil, "the %s prime is %d\nsum of the primes up to it: %d", ordinal(count), last, sum), nil
}

// firstPrimes returns the first k primes, k ≥ 1.
func firstPrimes(k int) []uint32 {
	limit := 15.0
	if x := float64(k); k > 5 {
		// Rosser and Schoenfeld 1962: the k-th prime is below k (ln k + ln ln k) for k ≥ 6.
		limit = x * (math.Log(x) + math.Log(math.Log(x)))
	}
	return primesBelow(uint32(limit) + 1)[:k]
}

// primesBelow returns the primes below limit, by a sieve over the odd numbers.
func primesBelow(limit uint32) []uint32 {
	if limit <= 2 {
		return nil
	}
	composite := make([]uint8, limit/2) // composite[i] is 1 if 2i+1 is composite
	for i := uint32(1); 2*i*(i+1) < limit/2; i++ {
		if composite[i] == 0 {
			for j := 2 * i * (i + 1); j < limit/2; j += 2*i + 1 { // from the square of 2i+1
				composite[j] = 1
			}
		}
	}
	primes := make([]uint32, limit/2)
	primes[0] = 2
	count := 1
	for i := 1; i < len(composite); i++ {
		// Written always and kept if prime: a branch here would be guessed wrong at every fifth number.
		primes[count] = 2*uint32(i) + 1
		count += 1 - int(composite[i])
	}
	return primes[:count]
}

// ordinal writes 1 as 1st, 2 as 2nd, 11 as 11th.
func ordinal(n int64) string {
	suffix := "th"
	if n/10%10 != 1 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return fmt.Sprintf("%d%s", n, suffix)
}
