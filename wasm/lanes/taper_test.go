package lanes

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"

	"velocidade/kernels"
)

func TestPartsAreLongFirstAndShortAtTheEnd(t *testing.T) {
	for _, c := range []struct {
		says                   string
		ranges, asked, workers int
		want                   []int64
	}{
		{"long while much is left", 60, 60, 2, []int64{12, 12, 12, 9, 6, 4, 2, 2, 1}},
		{"for more workers shorter ones earlier", 60, 60, 4, []int64{12, 9, 8, 6, 5, 4, 3, 3, 2, 2, 2, 1, 1, 1, 1}},
		{"four ranges a worker: each gets two parts", 8, 8, 2, []int64{3, 2, 2, 1}},
		{"a range a worker stays that", 2, 2, 2, []int64{1, 1}},
		{"ranges that could not be made as short as asked are long themselves", 7, 20, 2, []int64{3, 2, 1, 1}},
		{"or too long to be joined", 3, 20, 1, []int64{1, 1, 1}},
		{"nothing to do", 0, 4, 2, nil},
	} {
		var got []int64
		for _, r := range taper(kernels.Even(int64(c.ranges), c.ranges)[:c.ranges], c.asked, c.workers) {
			got = append(got, r.Hi-r.Lo)
		}
		assert.Equal(t, c.want, got, c.says)
	}
}

// Whatever the numbers, the parts cover the ranges in order.
func TestPartsCoverTheirRanges(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		ranges := kernels.Even(random.Int64N(5000)+1, random.IntN(300)+1)
		parts := taper(ranges, random.IntN(400), random.IntN(70)+1)
		at := ranges[0].Lo
		for _, p := range parts {
			assert.Equal(t, at, p.Lo)
			assert.Greater(t, p.Hi, p.Lo)
			at = p.Hi
		}
		assert.Equal(t, ranges[len(ranges)-1].Hi, at)
	}
}
