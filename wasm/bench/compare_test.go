package bench

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTwoRunsOfALaneAreComparedWithTheSameCare(t *testing.T) {
	lane := func(ms float64, blocks int) LaneResult { return measured("go/workers", 2, blocks, ms) }
	for _, c := range []struct {
		says           string
		earlier, later LaneResult
		want           Difference
		verdict        string
	}{
		{"faster", lane(200, 10), lane(100, 12), Faster,
			"The later run of go/workers on 2 was 2.00 times as fast (95 % interval 1.98–2.01, 10 samples)."},
		{"slower", lane(100, 10), lane(200, 12), Slower,
			"The later run of go/workers on 2 took 2.00 times as long (95 % interval 1.99–2.02, 10 samples)."},
		{"the same", lane(100, 10), lane(100, 12), Same,
			"No difference found between the two runs of go/workers on 2 (ratio 1.00, 95 % interval 0.99–1.01, 10 samples)."},
		{"too wide to tell", lane(100, 10).noisy(0.5), lane(105, 10).noisy(0.5), Undecided,
			"No difference found between the two runs of go/workers on 2 (ratio 0.95, 95 % interval 0.61–1.45, 10 samples)."},
		{"too few samples", lane(100, 10), lane(200, 5), NotClaimed,
			"Nothing can be said about the two runs of go/workers on 2: both need six samples at least, of the same answer."},
		{"another answer", lane(100, 10), lane(200, 10).with(Fault{Code: CodeResultMismatch}), NotClaimed,
			"Nothing can be said about the two runs of go/workers on 2: both need six samples at least, of the same answer."},
	} {
		found := Compare(c.earlier, c.later, 3)
		assert.Equal(t, c.want, found.Difference, c.says)
		assert.Equal(t, c.verdict, found.Verdict, c.says)
	}
}

func TestLanesThatBothRunsHaveAreCompared(t *testing.T) {
	lane := func(name string, workers int) LaneResult { return measured(name, workers, 10, 100) }
	found := CompareAll(
		[]LaneResult{lane("go/single", 1), lane("go/workers", 2), lane("go/workers", 4)},
		[]LaneResult{lane("go/workers", 4), lane("go/workers", 8), lane("go/single", 1)}, 3)
	var names []string
	for _, c := range found {
		names = append(names, fmt.Sprint(c.Lane, c.Workers))
	}
	assert.Equal(t, []string{"go/workers4", "go/single1"}, names)
	assert.NotNil(t, CompareAll(nil, nil, 3))
}

func TestADifferenceIsClassedByItsInterval(t *testing.T) {
	for _, c := range []struct {
		value, lo, hi float64
		want          Difference
	}{
		{1.9, 1.8, 2, Faster}, {0.5, 0.4, 0.6, Slower}, {1, 0.99, 1.01, Same}, {1, 0.8, 1.2, Undecided},
		{1.01, 1.005, 1.015, Same}, // sure, and no use to anybody
		{1.03, 1.01, 1.05, Faster}, {1.01, 1.001, 1.2, Faster},
	} {
		assert.Equal(t, c.want, differenceOf(&Ratio{c.value, [2]float64{c.lo, c.hi}, 10}), "%v", c)
	}
	assert.Equal(t, NotClaimed, differenceOf(nil))
}
