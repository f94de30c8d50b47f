package bench

import (
	"context"
	"errors"
)

// status tells how the run ended.
func (m *run) status(ctx context.Context) Status {
	switch {
	case ctx.Err() == nil || m.finished():
		return Complete
	case errors.Is(context.Cause(ctx), ErrHidden):
		return Void
	}
	return Stopped
}

// finished tells whether every entry has all its samples, or failed: a Stop that comes later stops nothing.
func (m *run) finished() bool {
	for _, e := range m.entries {
		if e.Error == nil && len(e.SamplesMs) < m.plan.Blocks {
			return false
		}
	}
	return true
}

// report puts together what was found.
func (m *run) report(ctx context.Context) *Report {
	for _, e := range m.entries {
		if base := e.size.base; base.shadow {
			e.AgainstMs = base.SamplesMs
		}
	}
	rep := &Report{
		Schema: Schema, Program: m.plan.Kernel.Name, Args: m.plan.Args, Status: m.status(ctx), Started: m.started, Host: m.host,
		Plan:     Plan{Blocks: m.plan.Blocks, Warmups: minWarmups, Parts: m.full.parts, Seed: m.seed},
		Lanes:    make([]LaneResult, len(m.entries)),
		Timeline: m.timeline(),
	}
	for i, e := range m.entries {
		rep.Lanes[i] = e.LaneResult
	}
	Derive(rep)
	return rep
}

// speedup compares an entry with the baseline, or returns nil where their samples allow no claim. Times of a lane that
// computed something else are no basis for one, nor are those of another size: then the baseline ran that size too.
func speedup(base, l LaneResult) *Speedup {
	if mismatched(base) || mismatched(l) {
		return nil
	}
	against := base.SamplesMs
	if l.Args != base.Args {
		against = l.AgainstMs
	}
	ratio := Paired(against, l.SamplesMs)
	if ratio == nil {
		return nil
	}
	return &Speedup{Against: base.Lane, AgainstWorkers: base.Workers, Ratio: ratio.Value, Interval: ratio.Interval,
		Efficiency: ratio.Value * float64(base.Workers) / float64(l.Workers), Samples: ratio.Samples}
}

func mismatched(l LaneResult) bool { return l.Error != nil && l.Error.Code == CodeResultMismatch }
