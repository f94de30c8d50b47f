package kernels

import "fmt"

func init() {
	Register(Kernel{
		Name:    "montecarlo",
		Title:   "π by throwing darts",
		Group:   GroupNumeric,
		Summary: "Throws random points at a square and counts those inside the quarter circle.",
		Doc: `Each sample is a random point of a square. The share of points that fall into the quarter circle ` +
			`inside it tends to π/4; the error shrinks with the square root of the number of samples.

The random numbers come from a counter-based generator: sample i has its own numbers, whoever computes it. So the ` +
			`answer is the same at any split, down to the last hit. With a generator that hands on its state, each ` +
			`part would need a seed of its own, and the answer would depend on the number of workers.

Integer arithmetic in registers, one number sent back: speed-up should be nearly full.`,
		Source: "The generator: Random123, Threefry-2x32 with 20 rounds, " +
			"https://github.com/DEShawResearch/random123, whose published vectors our tests check. The counts of " +
			"hits are our own",
		Size: "samples",
		Params: []Param{{
			Name: "samples", Kind: Int, Label: "Samples", Unit: "points", Doc: "How many points to throw.",
			Default: "10000000", Min: 1, Max: 1_000_000_000,
		}},
		Split: func(a Args, _, parts int) []Range { return Even(a.Int("samples"), parts) },
		Run:   montecarloRun,
		Merge: montecarloMerge,
		Want: []Want{
			{"", "7852771 of 10000000 inside\nπ ≈ 3.141108"},
			{"samples=1", "1 of 1 inside\nπ ≈ 4.000000"},
			{"samples=1000", "778 of 1000 inside\nπ ≈ 3.112000"},
		},
	})
}

// montecarloSeed keeps the points apart from the other programs' random numbers.
const montecarloSeed = 1

func montecarloRun(_ Args, _ int, _ []byte, r Range) ([]byte, error) {
	hits := int64(0)
	for i := r.Lo; i < r.Hi; i++ {
		a, b := threefry(0, montecarloSeed, 0, uint32(i)) // Max is below 2³²
		// With 26 bits a coordinate, the squares and their sum are exact even where numbers are doubles.
		x, y := int64(a>>6), int64(b>>6)
		if x*x+y*y < 1<<52 {
			hits++
		}
	}
	return putInts(nil, hits), nil
}

func montecarloMerge(a Args, _ int, _ []byte, partials [][]byte) ([]byte, error) {
	hits, err := sumInts(partials, 1)
	if err != nil {
		return nil, err
	}
	samples := a.Int("samples")
	return fmt.Appendf(nil, "%d of %d inside\nπ ≈ %.6f", hits[0], samples, 4*float64(hits[0])/float64(samples)), nil
}
