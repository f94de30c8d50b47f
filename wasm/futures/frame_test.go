package futures

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOutcomesSurviveTheirWay(t *testing.T) {
	all := []outcome{
		{},
		{id: math.MaxUint32, ok: true, arrived: 1, started: 2.5, ended: math.Inf(1), data: []byte("result")},
		{id: 7, data: []byte{}},
	}
	var b []byte
	for _, o := range all {
		b = appendOutcome(b, o)
	}
	r := &reader{rest: b}
	for _, want := range all {
		require.True(t, r.more())
		got := r.outcome()
		assert.Equal(t, string(want.data), string(got.data))
		want.data, got.data = nil, nil
		assert.Equal(t, want, got)
	}
	assert.False(t, r.more())
	assert.False(t, r.bad)
}

func TestAFrameCutShortIsBadAndNothingWorse(t *testing.T) {
	b := appendOutcome(nil, outcome{id: 1, ok: true, data: []byte("result")})
	for n := range b {
		r := &reader{rest: b[:n]}
		r.outcome()
		assert.True(t, r.bad, "%d of %d bytes", n, len(b))
		assert.False(t, r.more())
	}
}

// Whatever a worker sends, its pool's decoders return.
func FuzzFrames(f *testing.F) {
	f.Add(appendOutcome(nil, outcome{id: 1, data: []byte("x")}))
	f.Add(appendTask(nil, 1, "name", []byte("arg")))
	f.Add([]byte{1, 0, 0, 0, 255, 255, 255, 255})
	f.Fuzz(func(t *testing.T, b []byte) {
		r := &reader{rest: b}
		for r.more() {
			r.outcome()
		}
		var done chunkDone[int]
		_ = done.UnmarshalBinary(b)
		_ = decodeError(b)
		echo := func(_ context.Context, arg []byte) ([]byte, error) { return arg, nil }
		out, err := callEach(t.Context(), echo, b)
		if err == nil {
			var back chunkDone[[]byte]
			require.NoError(t, back.UnmarshalBinary(out))
		}
	})
}
