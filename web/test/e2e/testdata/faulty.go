package kernels

// A program that goes wrong in the ways that a program can, after a number of parts that went well.
func init() {
	Register(Kernel{
		Name:    "faulty",
		Title:   "Go wrong on purpose",
		Group:   GroupLoops,
		Summary: "Goes wrong in a chosen way after a chosen number of parts.",
		Doc:     "For tests of what the page says when a program fails.",
		Source:  "None",
		Params: []Param{
			{Name: "way", Kind: Int, Label: "Way", Doc: "1 panics, 2 takes all memory, 3 returns an error.", Default: "1", Min: 1, Max: 3},
			{Name: "after", Kind: Int, Label: "After", Doc: "Parts that go well in each worker.", Default: "0", Min: 0, Max: 1000000},
		},
		Split: func(_ Args, _, parts int) []Range { return Even(1000, parts) },
		Run: func(a Args, _ int, _ []byte, r Range) ([]byte, error) {
			if faultyParts++; faultyParts <= a.Int("after") {
				spin := int64(0)
				for i := range 2_000_000 * (r.Hi - r.Lo) / 100 {
					spin ^= i
				}
				return putInts(nil, spin&0+r.Hi-r.Lo), nil
			}
			switch a.Int("way") {
			case 1:
				panic("this program panics on purpose")
			case 2:
				for {
					faultyHoard = append(faultyHoard, make([]byte, 1<<28))
				}
			}
			return nil, badPartial("this program fails on purpose")
		},
		Merge: func(_ Args, _ int, _ []byte, _ [][]byte) ([]byte, error) { return []byte("done"), nil },
		Want:  []Want{{"", "done"}},
	})
}

var (
	faultyParts int64
	faultyHoard [][]byte
)
