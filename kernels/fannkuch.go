package kernels

import "fmt"

func init() {
	Register(Kernel{
		Name:    "fannkuch",
		Title:   "Pancake flips over all permutations",
		Group:   GroupLoops,
		Summary: "Flips the top of every stack of n pancakes until the smallest is on top; the longest run is the answer.",
		Doc: `Take a permutation of 1 to n, reverse as many elements from its front as its first element says, and ` +
			`repeat until the first element is 1. The result is the most flips that any permutation needs, and a ` +
			`checksum: the flips of all of them, added and subtracted in turn.

A part is a stretch of the permutations in their usual order. Its first one is computed from its number, the ` +
			`others each from the one before.

Small arrays, many short loops and branches: hard on a just-in-time compiler and easy to split.`,
		Source: "Method and the answers 228 / 16 for n=7, 73196 / 38 for n=10 and 3968050 / 65 for n=12: Computer " +
			"Language Benchmarks Game, fannkuch-redux, " +
			"https://benchmarksgame-team.pages.debian.net/benchmarksgame/",
		Size: "n",
		Params: []Param{{
			Name: "n", Kind: Int, Label: "Pancakes", Doc: "Length of the permutations; the work grows as n factorial.",
			Default: "10", Min: 2, Max: 12,
		}},
		Split: func(a Args, _, parts int) []Range { return Even(factorial(a.Int("n")), parts) },
		Run:   fannkuchRun,
		Merge: fannkuchMerge,
		Want: []Want{
			{"", "73196\nPfannkuchen(10) = 38"},
			{"n=7", "228\nPfannkuchen(7) = 16"},
		},
	})
}

func factorial(n int64) int64 {
	product := int64(1)
	for i := int64(2); i <= n; i++ {
		product *= i
	}
	return product
}

// permutation is one of 0…n−1 in the order in which the benchmark counts them: count[i] is how often the first i+1
// elements have been turned left by one since count[i+1] last changed.
type permutation struct {
	n     int
	order [16]uint8 // a power of two, so that masked indices need no bounds check
	count [16]int
}

// newPermutation returns the permutation of that index, 0 ≤ index < n!.
func newPermutation(n int, index int64) *permutation {
	p := &permutation{n: n}
	for i := range n {
		p.order[i] = uint8(i)
	}
	for i := n - 1; i > 0; i-- {
		turns := index / factorial(int64(i))
		index %= factorial(int64(i))
		p.count[i] = int(turns)
		for range turns {
			p.turn(i)
		}
	}
	return p
}

// turn moves the first element behind the i that follow it.
func (p *permutation) turn(i int) {
	first := p.order[0]
	for j := range i {
		p.order[j&15] = p.order[(j+1)&15]
	}
	p.order[i&15] = first
}

// next moves on to the permutation of the next index; after the last one, to the first.
func (p *permutation) next() {
	for i := 1; i < p.n; i++ {
		p.turn(i)
		p.count[i]++
		if p.count[i] <= i {
			return
		}
		p.count[i] = 0
	}
}

// flips counts the reversals that bring element 0 to the front.
func (p *permutation) flips() int64 {
	order := p.order
	count := int64(0)
	// The front element is kept in top; the one that comes to the front next stands at its place.
	for top := int(order[0]); top != 0; count++ {
		for i, j := 1, top-1; i < j; i, j = i+1, j-1 {
			order[i&15], order[j&15] = order[j&15], order[i&15]
		}
		next := int(order[top&15])
		order[top&15] = uint8(top)
		top = next
	}
	return count
}

// fannkuchRun returns two words: the checksum and the most flips.
func fannkuchRun(a Args, _ int, _ []byte, r Range) ([]byte, error) {
	var checksum, most int64
	p := newPermutation(int(a.Int("n")), r.Lo)
	for index := r.Lo; index < r.Hi; index++ {
		flips := p.flips()
		most = max(most, flips)
		if index%2 == 0 {
			checksum += flips
		} else {
			checksum -= flips
		}
		p.next()
	}
	return putInts(nil, checksum, most), nil
}

func fannkuchMerge(a Args, _ int, _ []byte, partials [][]byte) ([]byte, error) {
	var checksum, most int64
	for _, b := range partials {
		words, err := getIntsN(b, 2)
		if err != nil {
			return nil, err
		}
		checksum, most = checksum+words[0], max(most, words[1])
	}
	return fmt.Appendf(nil, "%d\nPfannkuchen(%d) = %d", checksum, a.Int("n"), most), nil
}
