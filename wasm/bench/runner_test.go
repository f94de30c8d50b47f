package bench

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestARunFindsWhatTheMachineDoes(t *testing.T) {
	program(t)
	w := newWorld()
	rep := w.run(t, context.Background(), Spec{Program: "sample"})

	assert.Equal(t, Complete, rep.Status)
	assert.Equal(t, uint32(7), rep.Plan.Seed)
	entries := []Entry{}
	for _, l := range rep.Lanes {
		entries = append(entries, Entry{l.Lane, l.Workers})
		assert.Len(t, l.SamplesMs, DefaultBlocks)
		assert.Len(t, l.ComputeMs, DefaultBlocks)
		assert.Nil(t, l.Error)
		assert.Equal(t, "42", l.Result)
		assert.NotNil(t, l.IntervalMs)
	}
	assert.Equal(t, []Entry{{"go/single", 1}, {"go/goroutines", 1}, {"go/goroutines", 2}, {"go/workers", 1}, {"go/workers", 2}}, entries)
	assert.Nil(t, rep.Lanes[0].Speedup, "the baseline is not compared with itself")
	assert.InDelta(t, 2, rep.Lanes[4].Speedup.Ratio, 0.05)
	assert.InDelta(t, 1, rep.Lanes[2].Speedup.Ratio, 0.05)
}
