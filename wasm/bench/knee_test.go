package bench

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheKneeIsTheFewestWorkersThatCannotBeToldFromTheBest(t *testing.T) {
	for _, c := range []struct {
		says  string
		ms    map[int]float64 // by workers
		cores int
		want  int
		more  bool
	}{
		{"gains to the end", map[int]float64{1: 100, 2: 51, 4: 26}, 4, 4, false},
		{"levels off", map[int]float64{1: 100, 2: 51, 4: 26, 8: 26, 16: 26}, 4, 4, true},
		{"gets worse again", map[int]float64{1: 100, 2: 51, 4: 70}, 4, 2, true},
		{"past the cores that were told", map[int]float64{1: 100, 2: 51, 4: 26}, 2, 4, false},
		{"a gain of one per cent is none", map[int]float64{1: 100, 2: 51, 4: 50.5}, 4, 2, true},
		{"nothing helps: the count that fills the cores", map[int]float64{1: 100, 2: 100, 4: 100, 8: 100}, 4, 4, false},
	} {
		base := measured("go/single", 1, 10, 100)
		var sweep []*LaneResult
		for _, n := range []int{1, 2, 4, 8, 16} {
			if ms, ok := c.ms[n]; ok {
				l := measured("go/workers", n, 10, ms)
				l.Speedup = speedup(base, l, 1)
				sweep = append(sweep, &l)
			}
		}
		chosen, more := pick(sweep, c.cores, 1)
		assert.Equal(t, c.want, chosen.Workers, c.says)
		assert.Equal(t, c.more, more, c.says)
	}
	none, _ := pick([]*LaneResult{{Lane: "go/workers", Workers: 2}}, 4, 1)
	assert.Nil(t, none, "a lane without a speed-up has no knee")
}
