package lanes

import (
	"velocidade/wasm/bench"
	"velocidade/wasm/futures"
	"velocidade/wasm/order"
)

// spans tells what every worker did during a run that began at begin and took wall, both in milliseconds. It sorts timings.
func spans(timings []futures.Timing, births []futures.Birth, begin, wall float64) []bench.Span {
	order.By(timings, func(a, b futures.Timing) bool {
		return a.Worker < b.Worker || a.Worker == b.Worker && a.Started < b.Started
	})
	var all []bench.Span
	for len(timings) > 0 {
		n := 1
		for n < len(timings) && timings[n].Worker == timings[0].Worker {
			n++
		}
		row := row{worker: timings[0].Worker, begin: begin}
		row.fill(timings[:n], births)
		row.to(bench.PhaseWait, begin+wall)
		all = append(all, row.spans...)
		timings = timings[n:]
	}
	return all
}

// row is one worker's time, filled from left to right without overlaps.
type row struct {
	worker int
	begin  float64
	end    float64 // of what is filled, since begin
	spans  []bench.Span
}

// fill fills the row with a worker's birth, if it was born for this run, and its tasks, in the order in which they ran.
func (r *row) fill(tasks []futures.Timing, births []futures.Birth) {
	for _, b := range births {
		if b.Worker == r.worker && b.Asked >= r.begin {
			r.to(bench.PhaseWait, b.Asked)
			r.to(bench.PhaseSpawn, b.Booted)
			r.to(bench.PhaseCompile, b.Ready)
		}
	}
	for i, t := range tasks {
		r.to(bench.PhaseWait, t.Sent)
		r.to(bench.PhaseCopy, t.Arrived)
		r.to(bench.PhaseWait, t.Started)
		r.to(bench.PhaseRun, t.Ended)
		// The way back matters only while nothing else goes on here.
		if i+1 == len(tasks) || tasks[i+1].Started > t.Heard {
			r.to(bench.PhaseCopy, t.Heard)
		}
	}
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
