//go:build !js

package reloop

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/module"
)

func TestTwoHalvesMakeTheWhole(t *testing.T) {
	in := stressModule(t)
	whole, stats, err := Rewrite(in, Options{})
	require.NoError(t, err)
	half, err := Half(in, Options{})
	require.NoError(t, err)
	assert.Greater(t, len(half), len(in)/20, "it is no small part")

	cases := []struct {
		name string
		half []byte
		used bool
	}{
		{"from elsewhere", half, true},
		{"not to be had", nil, false},
		{"cut off", half[:len(half)-1], false},
		{"too long", append(half[:len(half):len(half)], 0), false},
	}
	for _, c := range cases {
		t.Run("the second is "+c.name, func(t *testing.T) {
			asked := 0
			out, same, err := Rewrite(in, Options{Half: func() []byte { asked++; return c.half }})
			require.NoError(t, err)
			assert.Equal(t, 1, asked)
			assert.Equal(t, whole, out)
			assert.Equal(t, c.used, same.Half)
			same.Half = false
			assert.Equal(t, stats, same)
		})
	}

	t.Run("what the other half has made is taken", func(t *testing.T) {
		m, err := module.Parse(in)
		require.NoError(t, err)
		left := make([]result, len(m.Bodies)-middle(m))
		for i := range left {
			left[i] = result{reason: NotGo}
		}
		_, less, err := Rewrite(in, Options{Half: func() []byte { return encodeHalf(left) }})
		require.NoError(t, err)
		assert.Less(t, less.Rewritten, stats.Rewritten*3/4)
		assert.Positive(t, less.Rewritten)
	})
}

func TestAHalfOfWhatIsNotRewrittenIsNone(t *testing.T) {
	half, err := Half(goModule("", handMade{name: "main.f", body: dispatch(returnZero)}), Options{})
	require.NoError(t, err)
	assert.Nil(t, half)
	_, err = Half([]byte("no module"), Options{})
	assert.Error(t, err)
}
