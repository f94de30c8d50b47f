package lanes

import (
	"cmp"
	"slices"

	"velocidade/wasm/bench"
	"velocidade/wasm/futures"
)

// spans tells what every worker did during a run that began at begin and took wall, both in milliseconds.
func spans(timings []futures.Timing, births []futures.Birth, begin, wall float64) []bench.Span {
	byWorker := map[int][]futures.Timing{}
	for _, t := range timings {
		byWorker[t.Worker] = append(byWorker[t.Worker], t)
	}
	var all []bench.Span
	for worker, list := range byWorker {
		row := row{worker: worker, begin: begin}
		for _, b := range births {
			if b.Worker == worker && b.Asked >= begin { // born for this run, not left over from an earlier one
				row.to(bench.PhaseWait, b.Asked)
				row.to(bench.PhaseSpawn, b.Booted)
				row.to(bench.PhaseCompile, b.Ready)
			}
		}
		slices.SortFunc(list, func(a, b futures.Timing) int { return cmp.Compare(a.Started, b.Started) })
		for i, t := range list {
			row.to(bench.PhaseWait, t.Sent)
			row.to(bench.PhaseCopy, t.Arrived)
			row.to(bench.PhaseWait, t.Started)
			row.to(bench.PhaseRun, t.Ended)
			// The way back matters only while nothing else goes on here.
			if i+1 == len(list) || list[i+1].Started > t.Heard {
				row.to(bench.PhaseCopy, t.Heard)
			}
		}
		row.to(bench.PhaseWait, begin+wall)
		all = append(all, row.spans...)
	}
	slices.SortFunc(all, func(a, b bench.Span) int {
		return cmp.Or(cmp.Compare(a.Worker, b.Worker), cmp.Compare(a.StartMs, b.StartMs))
	})
	return all
}

// row is one worker's time, filled from left to right without overlaps.
type row struct {
	worker int
	begin  float64
	end    float64 // of what is filled, since begin
	spans  []bench.Span
}

// to fills the row with a phase up to a time. What is filled already stays: a message that arrives while the worker runs
// another task costs that task nothing.
func (r *row) to(phase bench.Phase, at float64) {
	at -= r.begin
	if at <= r.end {
		return
	}
	r.spans = append(r.spans, bench.Span{Worker: r.worker, Phase: phase, StartMs: r.end, EndMs: at})
	r.end = at
}
