package bench

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEveryWarningHasItsCauseAndItsNextStep(t *testing.T) {
	single, goroutines := measured("go/single", 1, 10, 200), measured("go/goroutines", 2, 10, 200)
	workers := func(n int, ms, compute float64) LaneResult {
		l := measured("go/workers", n, 10, ms)
		for i := range l.ComputeMs {
			l.ComputeMs[i] = compute
		}
		return l
	}
	good := workers(2, 103, 202)
	longer := measured("go/single", 1, 24, 200)
	tiny := measured("go/single", 1, 10, 3)
	for i := range tiny.SamplesMs {
		tiny.SamplesMs[i], tiny.ComputeMs[i] = 3, 2.4
	}
	panicked := Fault{Code: CodeLanePanicked, Message: "the program panicked: boom."}
	mismatch := Fault{Code: CodeResultMismatch, Value: "41", Limit: "42", Message: "m"}
	for _, c := range []struct {
		says   string
		rep    *Report
		change func(rep *Report)
		unseen bool // the clock's step
		want   []WarningCode
		lane   string // of the first warning
		text   string // within it
	}{
		{says: "a quiet machine gives none", rep: reportOf(Complete, single, goroutines, good), want: []WarningCode{}},
		{says: "a hidden page, and nothing about samples that do not count", rep: reportOf(Void, single.slowing(), good),
			want: []WarningCode{WarnHidden}, text: "Keep the page in view"},
		{says: "too few samples", rep: reportOf(Complete, measured("go/single", 1, 5, 200), measured("go/workers", 2, 5, 103)),
			want: []WarningCode{WarnFewSamples}, text: "go/single and go/workers on 2: fewer than six samples"},
		{says: "a failed lane is not blamed for its few samples", rep: reportOf(Complete, single, measured("go/workers", 2, 3, 103).with(panicked)),
			want: []WarningCode{WarnLaneFailed}, lane: "go/workers", text: "“the program panicked: boom”. What was"},
		{says: "one warning for all counts of a lane that failed alike",
			rep:  reportOf(Complete, single, measured("go/workers", 2, 0, 0).with(panicked), measured("go/workers", 4, 0, 0).with(panicked)),
			want: []WarningCode{WarnLaneFailed}, lane: "go/workers", text: "go/workers on 2 and go/workers on 4 ended early"},
		{says: "two lanes that failed are told apart",
			rep:  reportOf(Complete, single, measured("go/goroutines", 2, 0, 0).with(panicked), measured("go/workers", 4, 0, 0).with(panicked)),
			want: []WarningCode{WarnLaneFailed, WarnLaneFailed}, lane: "go/goroutines"},
		{says: "another answer", rep: reportOf(Complete, single, measured("go/workers", 2, 0, 0).with(mismatch)),
			want: []WarningCode{WarnMismatch}, lane: "go/workers", text: `“41” where “42” was expected`},
		{says: "drift of all lanes", rep: reportOf(Complete, single.slowing(), good.slowing()), want: []WarningCode{WarnDrift}, text: "All lanes got slower by 9\u202f%"},
		{says: "drift of one lane", rep: reportOf(Complete, single, good.slowing()), want: []WarningCode{WarnLaneDrift}, lane: "go/workers",
			text: "go/workers on 2 got slower by 9\u202f%"},
		{says: "a lane with two speeds", rep: reportOf(Complete, single, good.jumping()), want: []WarningCode{WarnLevels}, lane: "go/workers", text: "go/workers on 2 (1.20 times apart)"},
		{says: "samples that depend on each other", rep: reportOf(Complete, longer, longer.waving()), want: []WarningCode{WarnSerial}, lane: "go/workers"},
		{says: "too little work", rep: reportOf(Complete, tiny, tiny), want: []WarningCode{WarnMessages}, text: "A run takes 3.00\u202fms, of which 2.40\u202fms is the program"},
		{says: "work that cannot be split", rep: reportOf(Complete, single, workers(2, 200, 200)), want: []WarningCode{WarnUnsplit}, lane: "go/workers"},
		{says: "a first run that did something else", rep: reportOf(Complete, single.first(9000), good), want: []WarningCode{WarnFirst}, lane: "go/single",
			text: "go/single (9000\u202fms, then 200\u202fms)"},
		{says: "scatter", rep: reportOf(Complete, single, good.noisy(0.3)), want: []WarningCode{WarnBusy}, lane: "go/workers", text: "go/workers on 2 (30 %)"},
		{says: "an outlier that changes nothing", rep: reportOf(Complete, single, good.withOutlier()), want: []WarningCode{}},
		{says: "work that takes longer side by side", rep: reportOf(Complete, single, workers(2, 170, 340)),
			want: []WarningCode{WarnContention}, lane: "go/workers", text: "1.72 times"},
		{says: "… by a little more than a tenth", rep: reportOf(Complete, single, workers(2, 115, 226)), want: []WarningCode{WarnContention}, lane: "go/workers", text: "1.14 times"},
		{says: "workers that wait", rep: reportOf(Complete, single, workers(2, 180, 220)), want: []WarningCode{WarnContention, WarnWaiting}, lane: "go/workers"},
		{says: "a serial part explains its share of the time", rep: reportOf(Complete, single.serial(0.5), workers(2, 155, 101)), want: []WarningCode{}},
		{says: "more workers than cores", rep: reportOf(Complete, single, workers(8, 54, 202)), want: []WarningCode{WarnOverCores}, lane: "go/workers",
			text: "more than the four cores"},
		{says: "goroutines in one worker need no cores of their own", rep: reportOf(Complete, single, measured("go/goroutines", 8, 10, 200)), want: []WarningCode{}},
		{says: "a coarse clock", rep: reportOf(Complete, single, good), change: func(rep *Report) { rep.Host.TimerResolutionMs = 0.1 },
			want: []WarningCode{WarnCoarseTimer}, text: "steps of 0.1 ms. For a finer"},
		{says: "a coarse clock that made samples repeat", rep: reportOf(Complete, single, good),
			change: func(rep *Report) { rep.Host.TimerResolutionMs, rep.Lanes[1].Repeat = 0.1, 3 },
			want:   []WarningCode{WarnCoarseTimer}, text: "go/workers on 2 (3 times)"},
		{says: "a clock whose step was not seen", rep: reportOf(Complete, single, good), unseen: true,
			change: func(rep *Report) { rep.Host.TimerResolutionMs, rep.Lanes[1].Repeat = 1, 3 },
			want:   []WarningCode{WarnCoarseTimer}, text: "did not move while its step was measured, so steps of 1 ms are assumed. Short runs"},
		{says: "a page that is not isolated", rep: reportOf(Complete, single, good), change: func(rep *Report) { rep.Host.Isolated = false },
			want: []WarningCode{WarnNotIsolated}, text: "over HTTPS or from localhost, with the headers Cross-Origin-Opener-Policy"},
	} {
		t.Run(c.says, func(t *testing.T) {
			if c.change != nil {
				c.change(c.rep)
			}
			c.rep.Host.TimerAssumed = c.unseen
			found := warnings(c.rep, 0)
			assert.Equal(t, c.want, codes(found))
			if len(found) > 0 {
				assert.Equal(t, c.lane, found[0].Lane)
				assert.Contains(t, found[0].Message, c.text)
			}
		})
	}
}

// clone keeps the entries of one case out of another's.
func (l LaneResult) clone() LaneResult {
	l.SamplesMs = append([]float64{}, l.SamplesMs...)
	l.ComputeMs = append([]float64{}, l.ComputeMs...)
	return l
}

// slowing makes an entry slower by about nine per cent from first to last.
func (l LaneResult) slowing() LaneResult {
	l = l.clone()
	for i := range l.SamplesMs {
		l.SamplesMs[i] *= 1 + 0.009*float64(i)
	}
	return l
}

// jumping makes an entry run at either of two speeds, each for several blocks.
func (l LaneResult) jumping() LaneResult {
	l = l.clone()
	for i := range l.SamplesMs {
		if i%5 >= 3 {
			l.SamplesMs[i] *= 1.2
		}
	}
	return l
}

// waving is an entry of two workers half as long, whose samples swing slowly by three per cent.
func (l LaneResult) waving() LaneResult {
	l = l.clone()
	l.Lane, l.Workers = "go/workers", 2
	for i := range l.SamplesMs {
		l.SamplesMs[i] *= 0.51 * (1 + 0.03*math.Sin(float64(i)*2*math.Pi/12))
	}
	return l
}

// first makes an entry's first run take so long.
func (l LaneResult) first(ms float64) LaneResult {
	l = l.clone()
	l.WarmupMs = []float64{ms, l.SamplesMs[0]}
	return l
}

func (l LaneResult) withOutlier() LaneResult {
	l = l.clone()
	l.SamplesMs[3] *= 5
	return l
}

// serial makes a share of an entry's time one that no worker can take part in.
func (l LaneResult) serial(share float64) LaneResult {
	l = l.clone()
	for i, ms := range l.SamplesMs {
		l.ComputeMs[i] = ms * (1 - share)
	}
	return l
}
