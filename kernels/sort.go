package kernels

import (
	"fmt"
	"slices"
)

func init() {
	Register(Kernel{
		Name:    "sort",
		Title:   "Sort random numbers",
		Group:   GroupMemory,
		Summary: "Sorts n random 64-bit numbers: parts are sorted, then merged.",
		Doc: `Number i is the output of a counter-based random generator for i, so every part can make its own. ` +
			`The result shows the smallest, the median and the largest number in hexadecimal, and a checksum that ` +
			`changes if any two are exchanged.

A part sorts a stretch of the numbers and sends it back, eight bytes each. One worker then merges the sorted ` +
			`stretches in pairs, until one is left.

Here the data has to travel, and the merge is serial. Expect less than full speed-up: this is what moving memory ` +
			`between workers costs.`,
		Source: "The generator and its words for counter 0, 6b200159 99ba4efe: Random123, Threefry-2x32 with 20 " +
			"rounds, https://github.com/DEShawResearch/random123, tests/kat_vectors. Larger answers are our own",
		Size: "n",
		Params: []Param{{
			Name: "n", Kind: Int, Label: "How many", Unit: "numbers", Doc: "How many numbers to sort.",
			Default: "1000000", Min: 1, Max: 10_000_000,
		}},
		Split: func(a Args, _, parts int) []Range { return Even(a.Int("n"), parts) },
		Run:   sortRun,
		Merge: sortMerge,
		Want: []Want{
			{"", "smallest 000016806a70dad8\nmedian   80079e2af7220397\nlargest  fffffe798b86e5a2\nchecksum 245314549"},
			{"n=1", "smallest 6b20015999ba4efe\nmedian   6b20015999ba4efe\nlargest  6b20015999ba4efe\nchecksum 675582"},
			{"n=1000", "smallest 004299ec20f874f9\nmedian   7fdd02533ed150d6\nlargest  ffe5f3cb52890e91\nchecksum 1347408986"},
		},
	})
}

// sortKey is the number at index i.
func sortKey(i int64) uint64 {
	a, b := threefry(0, 0, 0, uint32(i)) // Max is below 2³²
	return uint64(a)<<32 | uint64(b)
}

// sortRun returns the range's numbers in ascending order.
func sortRun(_ Args, _ int, _ []byte, r Range) ([]byte, error) {
	keys := make([]uint64, r.Hi-r.Lo)
	for i := range keys {
		keys[i] = sortKey(r.Lo + int64(i))
	}
	slices.Sort(keys)
	return putInts(nil, keys...), nil
}

func sortMerge(a Args, _ int, _ []byte, partials [][]byte) ([]byte, error) {
	runs := make([][]uint64, len(partials))
	total := int64(0)
	for i, b := range partials {
		keys, err := getInts[uint64](b)
		if err != nil {
			return nil, err
		}
		if !slices.IsSorted(keys) {
			return nil, badPartial("numbers that are not in order")
		}
		runs[i], total = keys, total+int64(len(keys))
	}
	if n := a.Int("n"); total != n {
		return nil, badPartial("%d numbers where %d were expected", total, n)
	}
	keys := mergeRuns(runs)
	return fmt.Appendf(nil, "smallest %016x\nmedian   %016x\nlargest  %016x\nchecksum %d",
		keys[0], keys[(len(keys)-1)/2], keys[len(keys)-1], orderChecksum(keys)), nil
}

// mergeRuns merges sorted runs into one, in pairs of neighbours, until one is left.
func mergeRuns(runs [][]uint64) []uint64 {
	for len(runs) > 1 {
		merged := make([][]uint64, 0, (len(runs)+1)/2)
		for pair := range slices.Chunk(runs, 2) {
			if len(pair) == 2 {
				merged = append(merged, mergeTwo(pair[0], pair[1]))
			} else {
				merged = append(merged, pair[0])
			}
		}
		runs = merged
	}
	return runs[0]
}

func mergeTwo(a, b []uint64) []uint64 {
	merged := make([]uint64, len(a)+len(b))
	i, j := 0, 0
	for k := range merged {
		if j == len(b) || i < len(a) && a[i] <= b[j] {
			merged[k] = a[i]
			i++
		} else {
			merged[k] = b[j]
			j++
		}
	}
	return merged
}

// orderChecksum weighs each number's low 20 bits with its place. Every product and the modulus stay small enough for a
// runtime whose numbers are doubles.
func orderChecksum(keys []uint64) int64 {
	const modulus = 1<<31 - 1
	sum := int64(0)
	for _, key := range keys {
		sum = (31*sum + int64(key&(1<<20-1))) % modulus
	}
	return sum
}
