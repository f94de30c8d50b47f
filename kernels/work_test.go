package kernels

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A lane that cuts the work into more parts must not be given more work. Most programs do the same steps at any split;
// these need something at the start of every part. The steps are counted, for time would depend on the machine.
func TestSixtyFourPartsCostHardlyMoreThanOne(t *testing.T) {
	const parts, most = 64, 0.03
	cases := []struct {
		name string
		// steps counts the set-up of one part, and the work of all parts, in steps that cost about the same.
		steps func(a Args, r Range) (setup, work int64)
	}{
		{"primes", func(a Args, r Range) (setup, work int64) {
			// Marking or reading a byte takes a fifth of the time of a division, or less.
			kmax := a.Int("kmax")
			return sieveSteps(r.Lo+2) / 5, kmax * (kmax + 1) / 2
		}},
		{"isprime", func(a Args, _ Range) (setup, work int64) {
			for _, n := range a.Ints("numbers") {
				setup += isprimeProbe
				work += isqrt(n) / 2
			}
			return setup, work
		}},
		{"spectralnorm", func(a Args, _ Range) (setup, work int64) {
			// Reading a number from the state takes two thirds of the time of a division, or less.
			n := a.Int("n")
			return n * 2 / 3, n * n
		}},
		{"fannkuch", func(a Args, _ Range) (setup, work int64) {
			n := a.Int("n")
			return n * n * n, factorial(n)
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			k, err := Lookup(c.name)
			require.NoError(t, err)
			a, err := k.ParseArgs("")
			require.NoError(t, err)
			setups, work := int64(0), int64(0)
			for _, r := range k.Split(a, 0, parts) {
				setup, all := c.steps(a, r)
				setups, work = setups+setup, all
			}
			assert.Less(t, float64(setups)/float64(work), most)
		})
	}
}

// sieveSteps counts the bytes that primesBelow marks and reads.
func sieveSteps(limit int64) int64 {
	steps := limit / 2
	for _, p := range primesBelow(uint32(isqrt(limit)) + 1) {
		steps += (limit - int64(p)*int64(p)) / (2 * int64(p))
	}
	return steps
}

func TestPrimesPartsCostAboutTheSame(t *testing.T) {
	k, err := Lookup("primes")
	require.NoError(t, err)
	a, err := k.ParseArgs("")
	require.NoError(t, err)
	primes := firstPrimes(int(a.Int("kmax")))
	for _, parts := range []int{2, 4, 16} {
		ranges := k.Split(a, 0, parts)
		require.Len(t, ranges, parts)
		even := float64(len(primes)*len(primes)) / 2 / float64(parts)
		for _, r := range ranges {
			divisions := 0
			for i, p := range primes {
				if int64(p)-2 >= r.Lo && int64(p)-2 < r.Hi {
					divisions += i
				}
			}
			assert.InEpsilon(t, even, divisions, 0.02, "%d parts", parts)
		}
	}
}
