package kernels

import "fmt"

func init() {
	Register(Kernel{
		Name:    "countdown",
		Title:   "Count down to zero",
		Group:   GroupLoops,
		Summary: "Takes one from n until nothing is left, and counts the odd numbers on the way.",
		Doc: `The plainest CPU-bound loop there is: while n is above zero, subtract one. It touches no memory and ` +
			`calls nothing. On the way it counts the odd numbers it passes, because a compiler may delete a loop ` +
			`that nobody asks for a result.

A part counts down over its own stretch of the numbers, and the counts add up; nothing is shared and almost ` +
			`nothing is sent.

Threads under a global interpreter lock, and goroutines inside one WebAssembly instance, cannot speed this up: ` +
			`only one of them computes at a time. Workers can.`,
		Source: "The loop: David Beazley, Understanding the Python GIL, https://www.dabeaz.com/GIL/. The answer " +
			"is arithmetic: of the numbers 1 to n, n/2 rounded up are odd",
		Size: "n",
		Params: []Param{{
			Name: "n", Kind: Int, Label: "Start", Unit: "steps", Doc: "The number from which to count down.",
			Default: "400000000", Min: 1, Max: 10_000_000_000,
		}},
		Split: func(a Args, _, parts int) []Range { return Even(a.Int("n"), parts) },
		Run:   countdownRun,
		Boxed: countdownBoxedRun,
		Merge: countdownMerge,
		Want: []Want{
			{"", "odd numbers passed: 200000000"},
			{"n=1", "odd numbers passed: 1"},
			{"n=1000001", "odd numbers passed: 500001"},
		},
	})
}

func countdownRun(_ Args, _ int, _ []byte, r Range) ([]byte, error) {
	return putInts(nil, countdown(r.Hi, r.Lo)), nil
}

// countdown counts from n down to stop, and returns how many of the numbers n, n−1, …, stop+1 are odd.
func countdown(n, stop int64) int64 {
	odd := int64(0)
	for n > stop {
		odd += n & 1
		n--
	}
	return odd
}

func countdownMerge(_ Args, _ int, _ []byte, partials [][]byte) ([]byte, error) {
	sums, err := sumInts(partials, 1)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "odd numbers passed: %d", sums[0]), nil
}
