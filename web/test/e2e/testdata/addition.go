package kernels

import "fmt"

// A program that is added the way CONTRIBUTING says: one file, and nothing else.
func init() {
	Register(Kernel{
		Name:    "addition",
		Title:   "Add up the numbers",
		Group:   GroupLoops,
		Summary: "Adds the whole numbers below n.",
		Doc:     "A part adds up its own stretch of the numbers, and the sums add up.",
		Source:  "Arithmetic: the numbers below n add up to n(n−1)/2",
		Params: []Param{{
			Name: "n", Kind: Int, Label: "Numbers", Unit: "numbers", Doc: "How many numbers to add up.",
			Default: "3000000", Min: 1, Max: 50_000_000,
		}},
		Split: func(a Args, _, parts int) []Range { return Even(a.Int("n"), parts) },
		Run: func(_ Args, _ int, _ []byte, r Range) ([]byte, error) {
			sum := int64(0)
			for i := r.Lo; i < r.Hi; i++ {
				sum += i
			}
			return putInts(nil, sum), nil
		},
		Merge: func(_ Args, _ int, _ []byte, partials [][]byte) ([]byte, error) {
			sums, err := sumInts(partials, 1)
			if err != nil {
				return nil, err
			}
			return fmt.Appendf(nil, "the sum is %d", sums[0]), nil
		},
		Want: []Want{{"", "the sum is 4499998500000"}},
	})
}
