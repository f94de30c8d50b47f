package kernels

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBoxedProgramsGiveTheSamePartials(t *testing.T) {
	cases := map[string][]string{
		"countdown": {"n=1", "n=100003"},
		"isprime":   {"numbers=0,1,2,3,4,9,25", "numbers=1000000000039,97,1000036000099,15"},
		"primes":    {"kmax=1", "kmax=2", "kmax=503"},
	}
	for _, k := range All() {
		if k.Boxed == nil {
			assert.NotContains(t, cases, k.Name)
			continue
		}
		require.Contains(t, cases, k.Name, "a boxed program has its arguments here")
		for _, args := range cases[k.Name] {
			a, err := k.ParseArgs(args)
			require.NoError(t, err)
			for _, parts := range []int{1, 3, 7} {
				for _, r := range k.Split(a, 0, parts) {
					want, err := k.Run(a, 0, nil, r)
					require.NoError(t, err)
					got, err := k.Boxed(a, 0, nil, r)
					require.NoError(t, err)
					assert.Equal(t, want, got, "%s %s, units %d to %d", k.Name, args, r.Lo, r.Hi)
				}
			}
		}
	}
}

func TestBoxedNumbersMixAsPythonsDo(t *testing.T) {
	whole, real := any(int64(7)), any(0.5)
	assert.Equal(t, int64(9), boxedAdd(whole, int64(2)))
	assert.Equal(t, 7.5, boxedAdd(whole, real))
	assert.Equal(t, 7.5, boxedAdd(real, whole))
	assert.Equal(t, 6.5, boxedSub(whole, real))
	assert.Equal(t, -6.5, boxedSub(real, whole))
	assert.Equal(t, 3.5, boxedMul(whole, real))
	assert.Equal(t, 3.5, boxedMul(real, whole))
	assert.Equal(t, int64(3), boxedDiv(whole, int64(2)))
	assert.Equal(t, int64(1), boxedMod(whole, int64(2)))
	assert.Equal(t, int64(3), boxedAnd(whole, int64(3)))
	assert.True(t, boxedLess(real, whole))
	assert.True(t, boxedEqual(7.0, whole))
	assert.PanicsWithValue(t, "kernels: int64 % float64 has no meaning", func() { boxedMod(whole, real) })
	assert.PanicsWithValue(t, "kernels: string + int64 has no meaning", func() { boxedAdd("7", whole) })
}
