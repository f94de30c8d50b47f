package kernels

import (
	"fmt"
	"math"
)

func init() {
	Register(Kernel{
		Name:    "amdahl",
		Title:   "Amdahl's law, with a serial part you choose",
		Group:   GroupLaws,
		Summary: "Does a chosen share of equal units of work one after the other, and splits the rest.",
		Doc: `Every unit is the same work: ten thousand steps of a small random generator, each needing the one ` +
			`before. The serial share runs first and as a single part, whatever the number of workers; then the ` +
			`rest is split evenly.

With a serial share s, no number of workers can make the program faster than 1/s times; N workers make it at most ` +
			`1/(s + (1−s)/N) times faster. At s = 0.1, two workers give at most 1.82, eight 4.71, any number 10.

Compare what you measure with the formula: what is missing is the cost of sending and waiting.`,
		Source: "The law: G. M. Amdahl, AFIPS 1967, https://doi.org/10.1145/1465482.1465560. The first unit's " +
			"result, 1043618065, is the generator's published check value: S. K. Park and K. W. Miller, CACM 1988, " +
			"https://doi.org/10.1145/63039.63042. The others follow from it, modulo 2³¹−1",
		Size: "units",
		Params: []Param{
			{Name: "serial", Kind: Float, Label: "Serial share",
				Doc:     "Share of the units that cannot be split, from 0 to 1.",
				Default: "0.1", Min: 0, Max: 1},
			{Name: "units", Kind: Int, Label: "Work", Unit: "units",
				Doc: "Units of work in all.", Default: "5000", Min: 1, Max: 1_000_000},
		},
		Rounds: func(a Args) int { return len(amdahlRounds(a)) },
		Split:  amdahlSplit,
		Run:    amdahlRun,
		Merge:  amdahlMerge,
		Want: []Want{
			{"", "500 of 5000 units serial\nchecksum 5374247965757"},
			{"serial=1,units=1", "1 of 1 units serial\nchecksum 1043618065"},
			{"serial=0,units=1", "0 of 1 units serial\nchecksum 1043618065"},
		},
	})
}

const (
	amdahlSteps   = 10_000 // in a unit: some 25 microseconds' work
	amdahlFactor  = 16_807
	amdahlModulus = 1<<31 - 1
)

// amdahlSerial is how many units are serial.
func amdahlSerial(a Args) int64 {
	return int64(math.Round(a.Float("serial") * float64(a.Int("units"))))
}

// amdahlRounds gives the units of each round: the serial ones, then the others, leaving out a round without units.
func amdahlRounds(a Args) []Range {
	serial, units := amdahlSerial(a), a.Int("units")
	switch serial {
	case 0, units:
		return []Range{{0, units}}
	}
	return []Range{{0, serial}, {serial, units}}
}

func amdahlSplit(a Args, round, parts int) []Range {
	r := amdahlRounds(a)[round]
	if r.Lo < amdahlSerial(a) {
		parts = 1
	}
	return Even(r.Hi-r.Lo, parts)
}

// amdahlRun returns one word, the sum of the units' results.
func amdahlRun(a Args, round int, _ []byte, r Range) ([]byte, error) {
	first := amdahlRounds(a)[round].Lo
	sum := int64(0)
	for unit := first + r.Lo; unit < first+r.Hi; unit++ {
		sum += amdahlUnit(unit)
	}
	return putInts(nil, sum), nil
}

// amdahlUnit takes the steps of one unit: Park and Miller's generator, seeded with unit+1.
func amdahlUnit(unit int64) int64 {
	x := uint64(unit + 1)
	for range amdahlSteps {
		// The remainder without a division (D. G. Carta, CACM 1990): 2³¹ is 1 more than the modulus, so what is above its
		// 31 bits counts once for each.
		x *= amdahlFactor
		x = x&amdahlModulus + x>>31
		if x >= amdahlModulus {
			x -= amdahlModulus
		}
	}
	return int64(x)
}

func amdahlMerge(a Args, round int, state []byte, partials [][]byte) ([]byte, error) {
	if round > 0 {
		partials = append([][]byte{state}, partials...)
	}
	sums, err := sumInts(partials, 1)
	if err != nil {
		return nil, err
	}
	if round < len(amdahlRounds(a))-1 {
		return putInts(nil, sums...), nil
	}
	return fmt.Appendf(nil, "%d of %d units serial\nchecksum %d", amdahlSerial(a), a.Int("units"), sums[0]), nil
}
