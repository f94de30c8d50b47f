package bench

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAClocksStepIsMeasured(t *testing.T) {
	for _, c := range []struct{ step, read, origin, want float64 }{
		{0.005, 0.0002, 0, 0.005},
		{0.1, 0.0002, 123456.7, 0.1},
		{1, 0.01, 1.7e12, 1},
		{0.00003, 0.00005, 0, 0.00003}, // a read takes longer than a step
	} {
		t0, i := c.origin, 0
		resolution := TimerResolution(func() float64 { i++; return math.Floor((t0+float64(i)*c.read)/c.step) * c.step })
		assert.InDelta(t, c.want, resolution, c.want, "never more than two steps")
		assert.Greater(t, resolution, 0.0)
	}
	assert.Zero(t, TimerResolution(func() float64 { return 7 }), "a clock that stands still")
}
