package kernels

import (
	"bytes"
	"fmt"
	"math"
	"slices"
)

func init() {
	Register(Kernel{
		Name:    "spectralnorm",
		Title:   "Spectral norm of an infinite matrix",
		Group:   GroupNumeric,
		Summary: "Multiplies a vector by a matrix and its transpose, over and over, until its largest stretch is known.",
		Doc: `The matrix has the entry 1/((i+j)(i+j+1)/2 + i + 1) in row i and column j, counted from 0; its first ` +
			`n rows and columns are taken. Ten times the power method multiplies a vector by AᵀA twice; each ` +
			`product with A or Aᵀ is a round of its own, forty in all. The entries are computed where they are ` +
			`needed, so there is no matrix in memory.

A part is a block of rows of one product. Between rounds everybody waits for the slowest part, and the new vector ` +
			`goes to all the workers.

That is the cost to look for: forty short rounds with a barrier after each. Speed-up falls as n gets smaller.`,
		Source: "Method and the norms 1.274219991 for n=100 and 1.274224153 for n=5500: Computer Language " +
			"Benchmarks Game, spectral-norm, https://benchmarksgame-team.pages.debian.net/benchmarksgame/. That of " +
			"the default size is our own",
		Size: "n",
		Params: []Param{{
			Name: "n", Kind: Int, Label: "Size", Unit: "rows", Doc: "Rows and columns taken from the matrix.",
			Default: "1500", Min: 1, Max: 10_000,
		}},
		Rounds: func(Args) int { return spectralRounds },
		Split:  func(a Args, _, parts int) []Range { return Even(a.Int("n"), parts) },
		Run:    spectralRun,
		Merge:  spectralMerge,
		Want: []Want{
			{"", "1.274224151"},
			{"n=100", "1.274219991"},
		},
	})
}

// spectralRounds is ten times u → AᵀAu → AᵀAAᵀAu, each of the four products a round.
const spectralRounds = 40

// The state between rounds is the vector that comes next, x before even rounds and A·x before odd ones, and before the last
// round x and A·x after it: the result is a quotient of both.

// spectralRun returns the range's elements of the next product: A·x in even rounds, Aᵀ·(A·x) in odd ones.
func spectralRun(a Args, round int, state []byte, r Range) ([]byte, error) {
	n := int(a.Int("n"))
	state = spectralInput(n, round, state)
	if round == spectralRounds-1 {
		state = state[min(8*n, len(state)):]
	}
	vector, err := getFloatsN(state, n)
	if err != nil {
		return nil, err
	}
	product := make([]float64, 0, r.Hi-r.Lo)
	for i := int(r.Lo); i < int(r.Hi); i++ {
		sum := 0.0
		if round%2 == 0 {
			for j, x := range vector {
				sum += x / spectralDivisor(i, j)
			}
		} else {
			for j, x := range vector {
				sum += x / spectralDivisor(j, i)
			}
		}
		product = append(product, sum)
	}
	return putFloats(nil, product...), nil
}

// spectralDivisor is the inverse of the matrix entry in row i and column j, a whole number.
func spectralDivisor(i, j int) float64 { return float64((i+j)*(i+j+1)/2 + i + 1) }

// spectralInput is the state, and before the first round a vector of n ones.
func spectralInput(n, round int, state []byte) []byte {
	if round > 0 {
		return state
	}
	return putFloats(nil, slices.Repeat([]float64{1}, n)...)
}

func spectralMerge(a Args, round int, state []byte, partials [][]byte) ([]byte, error) {
	n := int(a.Int("n"))
	product := bytes.Join(partials, nil)
	if len(product) != 8*n {
		return nil, badPartial("%d bytes where %d were expected", len(product), 8*n)
	}
	switch {
	case round == spectralRounds-2:
		return slices.Concat(state, product), nil
	case round < spectralRounds-2:
		return product, nil
	}
	u, err := getFloatsN(product, n)
	if err != nil {
		return nil, err
	}
	v, err := getFloatsN(state[:min(8*n, len(state))], n)
	if err != nil {
		return nil, err
	}
	// Now u = AᵀAv, and the Rayleigh quotient of v estimates the largest eigenvalue of AᵀA.
	uv, vv := 0.0, 0.0
	for i, x := range v {
		uv += u[i] * x
		vv += x * x
	}
	return fmt.Appendf(nil, "%.9f", math.Sqrt(uv/vv)), nil
}
