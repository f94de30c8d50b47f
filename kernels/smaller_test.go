package kernels

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSmaller(t *testing.T) {
	for _, c := range []struct{ says, program, args, want string }{
		{"a tenth of a large number", "countdown", "n=400000000", "n=40000000"},
		{"a tenth less of a small one, and one less at least", "fannkuch", "n=9", "n=8"},
		{"rounded so that it is less", "primes", "kmax=1009", "kmax=100"},
		{"the first half of a list", "isprime", "numbers=1,2,3,4,5", "numbers=1,2,3"},
		{"the other parameters stay as they are", "nbody", "systems=4,steps=5000", "systems=4,steps=500"},
	} {
		t.Run(c.says, func(t *testing.T) {
			k, err := Lookup(c.program)
			require.NoError(t, err)
			args, err := k.ParseArgs(c.args)
			require.NoError(t, err)
			smaller, ok := k.Smaller(args)
			assert.True(t, ok)
			assert.Equal(t, c.want, smaller.String())
			assert.Equal(t, c.args, args.String(), "what was given stays as it was")
		})
	}
}

// Every program can be made smaller, step by step, until there is nothing less that its limits allow.
func TestSmallerEnds(t *testing.T) {
	for _, k := range All() {
		args, err := k.ParseArgs("")
		require.NoError(t, err)
		steps, ok := 0, true
		for ; ok && steps < 100; steps++ {
			var smaller Args
			if smaller, ok = k.Smaller(args); ok {
				_, err := k.ParseArgs(smaller.String())
				require.NoError(t, err, "%s %s is within the limits", k.Name, smaller)
				args = smaller
			}
		}
		assert.Less(t, steps, 100, k.Name)
		assert.Greater(t, steps, 1, k.Name)
	}
}

func TestTypedArgumentsTellFloatsFromInts(t *testing.T) {
	k, err := Lookup("amdahl")
	require.NoError(t, err)
	args, err := k.ParseArgs("serial=0,units=7")
	require.NoError(t, err)
	assert.JSONEq(t, `{"serial":0.0,"units":7}`, string(args.Typed()))
	assert.Contains(t, string(args.Typed()), "0.0")
	k, err = Lookup("isprime")
	require.NoError(t, err)
	args, err = k.ParseArgs("numbers=1,9007199254740991")
	require.NoError(t, err)
	assert.Equal(t, `{"numbers":[1,9007199254740991]}`, string(args.Typed()))
}
