package labs

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWhereSomethingPays(t *testing.T) {
	const k = 1 << 10
	for _, c := range []struct {
		name  string
		gains [][2]float64
		says  string
		marks []float64
	}{
		{"it begins half-way between two sizes, on logarithmic scales", [][2]float64{{k, 0.5}, {4 * k, 2}, {16 * k, 2}},
			"from 2 KiB on", []float64{2 * k}},
		{"nearer to the size whose gain is nearer to one", [][2]float64{{k, 0.125}, {16 * k, 2}}, "from 8 KiB on", []float64{8 * k}},
		{"it ends again", [][2]float64{{k, 0.5}, {4 * k, 2}, {16 * k, 0.5}}, "from 2 KiB to 8 KiB", []float64{2 * k, 8 * k}},
		{"it ends, and had begun before what was tried", [][2]float64{{k, 2}, {4 * k, 0.5}}, "up to 2 KiB", []float64{2 * k}},
		{"it pays at every size", [][2]float64{{k, 1.5}, {4 * k, 2}}, "at every size from 1 KiB on", nil},
		{"it pays at none", [][2]float64{{k, 0.5}, {4 * k, 0.9}}, "at no size up to 4 KiB", nil},
		{"a gain of one exactly is none", [][2]float64{{k, 0.5}, {4 * k, 1}, {16 * k, 2}}, "from 4 KiB on", []float64{4 * k}},
		{"it pays twice", [][2]float64{{k, 2}, {4 * k, 0.5}, {16 * k, 2}}, "up to 2 KiB and from 8 KiB on", []float64{2 * k, 8 * k}},
		{"one size", [][2]float64{{k, 2}}, "at every size from 1 KiB on", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.says, stretchWords(stretches(c.gains), c.gains))
			var at []float64
			for _, mark := range crossings(Row{Label: "copied", Points: c.gains}) {
				at = append(at, mark.X)
				assert.Equal(t, 1.0, mark.Y)
				assert.Equal(t, "copied, "+bytesText(int(mark.X+0.5)), mark.Label)
			}
			assert.InDeltaSlice(t, c.marks, at, 1e-6)
		})
	}
}
