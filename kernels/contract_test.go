package kernels

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// small gives arguments that run in milliseconds, of sizes that do not divide evenly. A program that is not listed is
// checked at its defaults, so that a new one need not be.
var small = map[string]string{
	"amdahl":       "serial=0.3,units=97",
	"binarytrees":  "depth=9",
	"countdown":    "n=100003",
	"fannkuch":     "n=7",
	"isprime":      "numbers=1000000000039,97,1000036000099,15",
	"mandelbrot":   "width=101,height=67,iterations=60",
	"matmul":       "n=193",
	"montecarlo":   "samples=10007",
	"nbody":        "systems=71,steps=50",
	"primes":       "kmax=503",
	"sha256":       "bits=9",
	"sort":         "n=10007",
	"spectralnorm": "n=67",
}

func smallArgs(t *testing.T, k *Kernel) Args {
	t.Helper()
	a, err := k.ParseArgs(small[k.Name])
	require.NoError(t, err)
	return a
}

func TestEveryProgram(t *testing.T) {
	for name := range small {
		_, err := Lookup(name)
		require.NoError(t, err)
	}
	for _, k := range All() {
		t.Run(k.Name, func(t *testing.T) { checkContract(t, k) })
	}
}

// checkContract checks what every program promises to those who run it.
func checkContract(t *testing.T, k *Kernel) {
	t.Run("gives its known answers", func(t *testing.T) {
		for _, w := range k.Want {
			a, err := k.ParseArgs(w.Args)
			require.NoError(t, err)
			result, err := k.Exec(a, 1)
			require.NoError(t, err)
			assert.Equal(t, w.Result, result, "args %q", w.Args)
		}
	})
	t.Run("gives the same answer however it is split", func(t *testing.T) { checkSplits(t, k) })
	t.Run("covers its units exactly once, in order", func(t *testing.T) { checkCover(t, k) })
	t.Run("names parameter, value and limit of a wrong argument", func(t *testing.T) { checkLimits(t, k) })
	t.Run("survives partial results that no worker sends", func(t *testing.T) { checkHostile(t, k) })
}

func checkSplits(t *testing.T, k *Kernel) {
	a := smallArgs(t, k)
	want, err := k.Exec(a, 1)
	require.NoError(t, err)
	for _, parts := range []int{2, 3, 7, 64} {
		assert.Equal(t, want, backwards(t, k, a, parts), "%d parts", parts)
	}
}

// backwards is Exec with the parts of each round run last to first, which also sees that Run leaves its state alone.
func backwards(t *testing.T, k *Kernel, a Args, parts int) string {
	t.Helper()
	var state []byte
	for round := range k.RoundsOf(a) {
		ranges := k.Split(a, round, parts)
		partials := make([][]byte, len(ranges))
		for i, r := range slices.Backward(ranges) {
			before := bytes.Clone(state)
			partial, err := k.Run(a, round, state, r)
			require.NoError(t, err)
			require.Equal(t, before, state, "Run changed its state")
			partials[i] = partial
		}
		next, err := k.Merge(a, round, state, partials)
		require.NoError(t, err)
		state = next
	}
	return string(state)
}

func checkCover(t *testing.T, k *Kernel) {
	defaults, err := k.ParseArgs("")
	require.NoError(t, err)
	cases := []struct {
		args  Args
		parts []int
	}{
		{defaults, []int{1, 2, 3, 7, 64, 256}},
		{smallArgs(t, k), []int{-1, 0, 1, 2, 3, 7, 64, 1000, math.MaxInt}},
	}
	for _, c := range cases {
		for round := range k.RoundsOf(c.args) {
			whole := k.Split(c.args, round, 1)
			require.Len(t, whole, 1)
			require.Zero(t, whole[0].Lo)
			for _, parts := range c.parts {
				ranges := k.Split(c.args, round, parts)
				require.LessOrEqual(t, len(ranges), max(parts, 1))
				next := int64(0)
				for _, r := range ranges {
					require.Equal(t, next, r.Lo, "%d parts leave a gap or overlap", parts)
					require.Greater(t, r.Hi, r.Lo, "%d parts hold an empty one", parts)
					next = r.Hi
				}
				require.Equal(t, whole[0].Hi, next, "%d parts do not reach the end", parts)
			}
		}
	}
}

func checkLimits(t *testing.T, k *Kernel) {
	for _, p := range k.Params {
		cases := map[string]string{
			show(p.Min - 1): CodeOutOfRange,
			show(p.Max + 1): CodeOutOfRange,
			"1e400":         CodeOutOfRange,
			"-1e400":        CodeOutOfRange,
			"NaN":           CodeBadArgument,
			"Inf":           CodeBadArgument,
			"0x10":          CodeBadArgument,
			"many":          CodeBadArgument,
		}
		if p.Kind != Float {
			cases["1.5"] = CodeBadArgument
		}
		for text, code := range cases {
			e := argsError(t, k, p.Name+"="+text)
			assert.Equal(t, code, e.Code, "%s=%s", p.Name, text)
			assert.Equal(t, p.Name, e.Field)
			assert.Equal(t, text, e.Value)
			assert.Equal(t, show(p.Min)+" to "+show(p.Max), e.Limit)
			for _, part := range []string{e.Field, e.Value, e.Limit} {
				assert.Contains(t, e.Message, part)
			}
		}
	}
	e := argsError(t, k, "nosuch=1")
	assert.Equal(t, CodeUnknownParameter, e.Code)
	assert.Equal(t, "nosuch", e.Field)
}

// argsError wants text to be refused, and with an error of the one shape.
func argsError(t *testing.T, k *Kernel, text string) *Error {
	t.Helper()
	_, err := k.ParseArgs(text)
	var e *Error
	require.ErrorAs(t, err, &e, "%q was taken", text)
	return e
}

func checkHostile(t *testing.T, k *Kernel) {
	a := smallArgs(t, k)
	var state []byte
	for round := range k.RoundsOf(a) {
		var partials [][]byte
		for _, r := range k.Split(a, round, 3) {
			partial, err := k.Run(a, round, state, r)
			require.NoError(t, err)
			partials = append(partials, partial)
		}
		cut := slices.Clone(partials)
		cut[0] = cut[0][:len(cut[0])-1]
		_, err := k.Merge(a, round, state, cut)
		var e *Error
		require.ErrorAs(t, err, &e, "a partial with its last byte missing was taken")
		require.Equal(t, CodeBadPartial, e.Code)

		for _, bad := range [][][]byte{
			nil,
			{nil},
			partials[1:],
			append(slices.Clone(partials), partials[0]),
			{{}, make([]byte, 8), make([]byte, 16), make([]byte, 24)},
			{bytes.Repeat([]byte{0xff}, 8)},
			{bytes.Repeat([]byte{0x7f}, 32), bytes.Repeat([]byte{0xff}, 32)},
		} {
			require.NotPanics(t, func() { _, _ = k.Merge(a, round, state, bad) })
		}
		for _, bad := range [][]byte{nil, {1}, make([]byte, 8), bytes.Repeat([]byte{0xff}, 64)} {
			require.NotPanics(t, func() {
				_, _ = k.Run(a, round, bad, k.Split(a, round, 3)[0])
				_, _ = k.Merge(a, round, bad, partials)
			})
		}
		state, err = k.Merge(a, round, state, partials)
		require.NoError(t, err)
	}
}
