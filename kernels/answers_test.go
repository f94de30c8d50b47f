package kernels

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestThreefryGivesItsPublishedVectors(t *testing.T) {
	// Random123, tests/kat_vectors, threefry2x32 with 20 rounds.
	cases := []struct{ key, counter, want [2]uint32 }{
		{[2]uint32{}, [2]uint32{}, [2]uint32{0x6b200159, 0x99ba4efe}},
		{[2]uint32{0xffffffff, 0xffffffff}, [2]uint32{0xffffffff, 0xffffffff}, [2]uint32{0x1cb996fc, 0xbb002be7}},
		{[2]uint32{0x13198a2e, 0x03707344}, [2]uint32{0x243f6a88, 0x85a308d3}, [2]uint32{0xc4923a9c, 0x483df7a0}},
	}
	for _, c := range cases {
		a, b := threefry(c.key[0], c.key[1], c.counter[0], c.counter[1])
		assert.Equal(t, c.want, [2]uint32{a, b})
	}
}

func TestAmdahlUnitsFollowFromTheFirst(t *testing.T) {
	// A multiplicative generator seeded with s is s times the one seeded with 1.
	const published = 1043618065 // Park and Miller 1988: seed 1 after 10000 steps
	for _, unit := range []int64{0, 1, 2, 999_999} {
		assert.Equal(t, (unit+1)*published%amdahlModulus, amdahlUnit(unit))
	}
}

func TestAmdahlLeavesOutARoundWithoutUnits(t *testing.T) {
	k, err := Lookup("amdahl")
	require.NoError(t, err)
	cases := []struct {
		args string
		want [][]Range // of each round, at two parts
	}{
		{"serial=0,units=10", [][]Range{{{0, 5}, {5, 10}}}},
		{"serial=1,units=10", [][]Range{{{0, 10}}}},
		{"serial=0.3,units=10", [][]Range{{{0, 3}}, {{0, 4}, {4, 7}}}},
		{"serial=0.001,units=10", [][]Range{{{0, 5}, {5, 10}}}},
	}
	for _, c := range cases {
		a, err := k.ParseArgs(c.args)
		require.NoError(t, err)
		var got [][]Range
		for round := range k.RoundsOf(a) {
			got = append(got, k.Split(a, round, 2))
		}
		assert.Equal(t, c.want, got, c.args)
	}
}

func TestMatmulAgreesWithItsClosedForms(t *testing.T) {
	k, err := Lookup("matmul")
	require.NoError(t, err)
	for _, n := range []int64{2, 3, 63, 64, 65, 130} {
		// Over the integers: the entries are i²−j², and 1/n⁴ is taken out.
		squares := int64(0)
		for i := range n {
			squares += i * i
		}
		middle, sum, h := int64(0), int64(0), n/2
		for k := range n {
			middle -= (h*h - k*k) * (h*h - k*k)
			sum -= (squares - n*k*k) * (squares - n*k*k)
		}
		scale := big.NewInt(n * n * n * n)
		want := new(big.Rat).SetFrac(big.NewInt(middle), scale).FloatString(6) +
			"\nsum of all elements: " + new(big.Rat).SetFrac(big.NewInt(sum), scale).FloatString(3)

		a, err := k.ParseArgs("n=" + big.NewInt(n).String())
		require.NoError(t, err)
		result, err := k.Exec(a, 1)
		require.NoError(t, err)
		assert.Equal(t, want, result, "n=%d", n)
	}
}

func TestFannkuchStartsAnywhere(t *testing.T) {
	p := newPermutation(5, 0)
	seen := map[[16]uint8]bool{}
	for index := range factorial(5) {
		assert.Equal(t, p.order, newPermutation(5, index).order, "permutation %d", index)
		seen[p.order] = true
		p.next()
	}
	assert.Len(t, seen, 120)
	assert.Equal(t, newPermutation(5, 0), p, "after the last comes the first")
}

func TestPrimesHelpers(t *testing.T) {
	assert.Empty(t, primesBelow(2))
	assert.Equal(t, []uint32{2}, primesBelow(3))
	assert.Equal(t, []uint32{2, 3, 5, 7, 11, 13}, primesBelow(17))
	for k := 1; k < 2000; k++ {
		require.Len(t, firstPrimes(k), k)
	}
	assert.Equal(t, uint32(2750159), firstPrimes(200_000)[199_999])
	ordinals := map[int64]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 21: "21st", 113: "113th"}
	for n, want := range ordinals {
		assert.Equal(t, want, ordinal(n))
	}
}

func TestIntegerRoot(t *testing.T) {
	for _, root := range []int64{0, 1, 2, 1 << 20, 94906265} { // the last is the root of MaxInt
		square := root * root
		assert.Equal(t, root, isqrt(square))
		if root > 0 {
			assert.Equal(t, root-1, isqrt(square-1), "just below the square of %d", root)
		}
	}
	assert.Equal(t, int64(94906265), isqrt(MaxInt))
}

func TestSha256FindsANumberForEveryCountOfBits(t *testing.T) {
	// The smallest numbers, found by searching 2²⁸ of them once; check one with sha256sum.
	smallest := []int64{0, 0, 0, 3, 7, 7, 67, 67, 711, 711, 4250, 4250, 4250, 4250, 4250, 4250, 22643, 22643, 180806,
		1784744, 1784744, 13421734, 13421734, 15961901, 15961901, 27642325}
	k, err := Lookup("sha256")
	require.NoError(t, err)
	require.Len(t, smallest, int(k.Params[0].Max))
	for i, nonce := range smallest {
		a, err := k.ParseArgs("bits=" + big.NewInt(int64(i+1)).String())
		require.NoError(t, err)
		assert.Less(t, nonce, hashSpace(a))
		partial, err := k.Run(a, 0, nil, Range{max(0, nonce-1000), nonce + 1})
		require.NoError(t, err)
		assert.Equal(t, putInts(nil, nonce), partial, "%d bits", i+1)
	}
}
