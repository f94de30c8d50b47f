package kernels

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// checkRead wants either arguments within their limits that survive the round trip, or an error of the one shape.
func checkRead(t *testing.T, k *Kernel, a Args, err error) {
	if err != nil {
		var e *Error
		require.ErrorAs(t, err, &e)
		require.NotEmpty(t, e.Code)
		require.NotEmpty(t, e.Message)
		require.Less(t, len(e.Message), 2000)
		return
	}
	for _, v := range a.values {
		for _, x := range v.nums {
			require.True(t, x >= v.param.Min && x <= v.param.Max, "%v is outside", x)
		}
	}
	checkRoundTrip(t, k, a)
}

func FuzzParseArgs(f *testing.F) {
	for _, text := range []string{
		"", "n=7", "n=1e3,share=-0,list=1,2,", "n=1,n=2", "list=,,", "=,=", "n=0x1p4", "share=nan", "list=1\n2\t3",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := example().ParseArgs(text)
		checkRead(t, example(), a, err)
	})
}

func FuzzArgsFrom(f *testing.F) {
	for _, list := range []string{"", "1,2", "1 2", "-0,1.0", "1\x00", "nan"} {
		f.Add("list", list, "7")
	}
	f.Add("", "1", "1e400")
	f.Fuzz(func(t *testing.T, name, value, n string) {
		a, err := example().ArgsFrom(map[string]string{name: value, "n": n})
		checkRead(t, example(), a, err)
	})
}

var wireSeeds = [][]byte{nil, {1}, make([]byte, 8), putInts[int64](nil, -1, math.MinInt64), putFloats(nil, 1, math.NaN(), math.Inf(-1))}

func FuzzGetInts(f *testing.F) {
	for _, b := range wireSeeds {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		signed, err := getInts[int64](b)
		if err != nil {
			checkBadPartial(t, err)
			return
		}
		unsigned, err := getInts[uint64](b)
		require.NoError(t, err)
		assert.Equal(t, append([]byte{}, b...), putInts([]byte{}, signed...))
		assert.Equal(t, append([]byte{}, b...), putInts([]byte{}, unsigned...))
	})
}

func FuzzGetIntsN(f *testing.F) {
	for _, b := range wireSeeds {
		f.Add(b, 1)
	}
	f.Fuzz(func(t *testing.T, b []byte, n int) {
		words, err := getIntsN(b, n)
		if err != nil {
			checkBadPartial(t, err)
			return
		}
		assert.Len(t, words, n)
	})
}

func FuzzGetFloats(f *testing.F) {
	for _, b := range wireSeeds {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		numbers, err := getFloats(b)
		if err != nil {
			checkBadPartial(t, err)
			return
		}
		assert.Equal(t, append([]byte{}, b...), putFloats([]byte{}, numbers...), "every bit pattern survives, NaNs too")
	})
}

func FuzzSumInts(f *testing.F) {
	for _, b := range wireSeeds {
		f.Add(b, b, uint8(1))
	}
	f.Fuzz(func(t *testing.T, a, b []byte, width uint8) {
		sums, err := sumInts([][]byte{a, b}, int(width))
		if err != nil {
			checkBadPartial(t, err)
			return
		}
		assert.Len(t, sums, int(width))
	})
}

func checkBadPartial(t *testing.T, err error) {
	t.Helper()
	var e *Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, CodeBadPartial, e.Code)
}
