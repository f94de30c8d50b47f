package bench

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
)

// wide gives a report of so many lanes at so many worker counts, with as many samples each as the function says.
func wide(lanes, counts int, samples func(entry int) int) *Report {
	rep := &Report{Schema: Schema, Program: "wide", Status: Complete, Plan: Plan{Blocks: MaxBlocks, Warmups: 1, Parts: 1}, Host: Host{Engine: "wasm", Cores: 4},
		Warnings: []Warning{}, Timeline: []Span{}}
	for lane := range lanes {
		for count := range counts {
			l := LaneResult{Lane: fmt.Sprintf("go/w%c%c", 'a'+lane%26, 'a'+lane/26), Workers: 1 + count, Repeat: 1}
			for i := range samples(len(rep.Lanes)) {
				l.SamplesMs = append(l.SamplesMs, float64(1+(i*7+lane*3+count)%9))
				l.ComputeMs = append(l.ComputeMs, 1)
			}
			rep.Lanes = append(rep.Lanes, l)
		}
	}
	return rep
}

func TestWhatAReportTakesToWorkOutIsCountedBefore(t *testing.T) {
	all := func(n int) func(int) int { return func(int) int { return n } }
	for _, c := range []struct {
		says    string
		rep     *Report
		refused string // the field; empty where the report is read
	}{
		{"the widest run that there can be is read", wide(16, MaxWorkerCounts, all(MaxBlocks)), ""},
		{"so is one of many lanes", wide(128, 1, all(MaxBlocks)), ""},
		{"and one that was stopped in the midst of a block, with lanes that failed", wide(12, MaxWorkerCounts, func(i int) int { return []int{90, 89, 90, 90, 3}[i%5] }), ""},
		{"a sweep of more worker counts than a run has takes too many pairs", wide(1, 64, all(10)), "lanes"},
		{"no run has more samples than blocks", wide(2, 1, all(MaxBlocks+1)), "lanes[0].samplesMs"},
	} {
		t.Run(c.says, func(t *testing.T) {
			err := checkReport(c.rep)
			if c.refused == "" {
				require.NoError(t, err)
				Derive(c.rep)
				assert.NotEmpty(t, c.rep.Verdict)
				return
			}
			var fault *kernels.Error
			require.ErrorAs(t, err, &fault)
			assert.Equal(t, c.refused, fault.Field)
			assert.NotEmpty(t, fault.Limit)
		})
	}
}
