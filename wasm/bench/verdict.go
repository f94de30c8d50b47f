package bench

import (
	"fmt"
	"slices"
	"strings"

	"velocidade/wasm/format"
	"velocidade/wasm/order"
)

// telling is what is said of a report in the making: its claims and its verdict, from the same findings.
type telling struct {
	rep   *Report
	title string // in quotation marks
	base  *LaneResult
	gains []gain // of each lane that has a speed-up, the one that gained most first
}

// gain is the entry that stands for a lane.
type gain struct {
	l     *LaneResult
	above Difference // what the counts above it do: see pick
}

func newTelling(rep *Report, baseline int) *telling {
	short, _, _ := strings.Cut(titleOf(rep.Program), ":")
	t := &telling{rep: rep, title: "“" + short + "”", base: &rep.Lanes[baseline]}
	for _, sweep := range t.sweeps() {
		if l, above := pick(sweep, rep.Host.Cores); l != nil {
			t.gains = append(t.gains, gain{l, above})
		}
	}
	// Lanes that gained the same stay in the order that was asked for.
	order.By(t.gains, func(a, b gain) bool { return a.l.Speedup.Ratio > b.l.Speedup.Ratio })
	return t
}

// verdict says in one sentence what a report found, or why it found nothing. A speed-up never stands there without its
// interval and the number of blocks behind it.
func (t *telling) verdict() string {
	rep := t.rep
	switch done := t.blocksDone(); {
	case rep.Status == Void:
		return sentence("the page was hidden while " + t.title + " ran, so nothing can be concluded: keep it in view and run again")
	case t.allFailed():
		return t.nothing()
	case rep.Status == Stopped && done == 0:
		return sentence("stopped before the first block of " + t.title + " was done, so nothing can be said")
	case rep.Status == Stopped:
		text := t.found(done)
		return sentence(fmt.Sprintf("stopped after %s of %s: %s", inWords(done), counted(rep.Plan.Blocks, "block"), text))
	default:
		return sentence(t.found(done))
	}
}

// blocksDone counts the blocks in which every entry that did not fail was sampled.
func (t *telling) blocksDone() int {
	done := t.rep.Plan.Blocks
	for _, l := range t.rep.Lanes {
		if l.Error == nil {
			done = min(done, len(l.SamplesMs))
		}
	}
	return done
}

func (t *telling) allFailed() bool {
	return !slices.ContainsFunc(t.rep.Lanes, func(l LaneResult) bool { return l.Error == nil || len(l.SamplesMs) > 0 })
}

func (t *telling) nothing() string {
	what := "every lane failed, the first with: "
	if len(t.rep.Lanes) == 1 {
		what = ""
	}
	return sentence(t.title + " could not be measured: " + what + theirs(t.rep.Lanes[0].Error.Message))
}

// found says what the samples of so many blocks show.
func (t *telling) found(blocks int) string {
	switch {
	case t.base.Error != nil && (mismatched(*t.base) || len(t.base.SamplesMs) < MinSamples):
		return fmt.Sprintf("there is nothing to compare with on %s, because %s failed: %s", t.title, t.who(t.base), theirs(t.base.Error.Message))
	case len(t.rep.Lanes) == 1:
		return t.alone()
	case blocks < MinSamples:
		return fmt.Sprintf("%s has only %s on each lane, too few for any claim: %s blocks are the least, ten are better",
			t.title, counted(blocks, "sample"), inWords(MinSamples))
	case slices.Min(t.base.SamplesMs) <= 0:
		return fmt.Sprintf("%s is too short for a clock with steps of %g ms: give it more to do", t.title, t.rep.Host.TimerResolutionMs)
	}
	return strings.Join(t.compared(), "; ")
}

// alone tells the time of the only entry.
func (t *telling) alone() string {
	l := t.base
	switch {
	case l.MedianMs == nil:
		return "no sample was taken of " + t.title
	case l.IntervalMs == nil:
		return fmt.Sprintf("%s ran %s in about %s (median of %s, too few for an interval)", t.who(l), t.title, timeText(*l.MedianMs),
			counted(len(l.SamplesMs), "sample"))
	}
	return fmt.Sprintf("%s ran %s in %s (median, 95 %% interval %s, %d blocks); there is nothing to compare it with",
		t.who(l), t.title, timeText(*l.MedianMs), timesText(*l.IntervalMs), len(l.SamplesMs))
}

// compared gives a clause for each lane, the one that gained most first, then one for each that failed.
func (t *telling) compared() []string {
	var clauses []string
	for i, g := range t.gains {
		clauses = append(clauses, t.clause(g.l, i == 0))
		if g.above == Same || g.above == Undecided {
			clauses = append(clauses, t.more(g))
		}
	}
	if len(clauses) == 0 {
		clauses = append(clauses, t.alone())
	}
	for _, sweep := range t.sweeps() {
		var wrong, failed []*LaneResult
		for _, l := range sweep {
			switch {
			case mismatched(*l):
				wrong = append(wrong, l)
			case l.Error != nil:
				failed = append(failed, l)
			}
		}
		if len(wrong) > 0 {
			clauses = append(clauses, t.who(wrong...)+" gave a different answer, so the times do not count")
		}
		if len(failed) > 0 {
			when := " failed"
			if done := len(failed[0].SamplesMs); len(failed) == 1 && done > 0 {
				when += " after " + counted(done, "block")
			}
			clauses = append(clauses, t.who(failed...)+when)
		}
	}
	return clauses
}

// more says whether counts above the chosen one gain anything.
func (t *telling) more(g gain) string {
	more := "more than " + inWords(g.l.Workers)
	if g.above == Same {
		return more + " gained nothing more"
	}
	return "whether " + more + " gain anything could not be told"
}

// sweeps gives the entries by lane, without the baseline.
func (t *telling) sweeps() [][]*LaneResult {
	var sweeps [][]*LaneResult
	for i := range t.rep.Lanes {
		l := &t.rep.Lanes[i]
		if l == t.base {
			continue
		}
		if n := len(sweeps); n > 0 && sweeps[n-1][0].Lane == l.Lane {
			sweeps[n-1] = append(sweeps[n-1], l)
		} else {
			sweeps = append(sweeps, []*LaneResult{l})
		}
	}
	return sweeps
}

// clause compares one entry with the baseline; the leading clause names the program, the unit and the number of blocks.
func (t *telling) clause(l *LaneResult, leading bool) string {
	ratio := l.ratio()
	who, than := t.who(l), " as "+t.against(l)
	difference := differenceOf(ratio)
	if difference == Slower {
		ratio = ratio.inverse()
	}
	value, interval := ratioText(ratio.Value), intervalText(ratio.Interval)
	size := ""
	if l.Args != t.base.Args {
		size = ", both at " + l.Args
	}
	short := fmt.Sprintf("(%s, %s%s)", value, interval, size)
	long := fmt.Sprintf("95 %% interval %s, %d blocks%s)", interval, ratio.Samples, size)
	switch difference {
	case Faster:
		if leading {
			return fmt.Sprintf("%s ran %s %s times as fast%s (%s", who, t.title, value, than, long)
		}
		return fmt.Sprintf("%s ran %s times as fast (%s%s)", who, value, interval, size)
	case Slower:
		if leading {
			return fmt.Sprintf("%s took %s times as long%s on %s (%s", who, value, than, t.title, long)
		}
		return fmt.Sprintf("%s took %s times as long (%s%s)", who, value, interval, size)
	case Same:
		if leading {
			return fmt.Sprintf("%s made no difference to %s (%s times as fast%s, %s", who, t.title, value, than, long)
		}
		return who + " made no difference " + short
	default:
		if leading {
			return fmt.Sprintf("%s could not be told from %s on %s (ratio %s, %s", who, t.against(l), t.title, value, long)
		}
		return who + " could not be told from " + t.against(l) + " " + short
	}
}

// who names the subject of a clause, entries of one lane: "two workers", "two and four goroutines in one worker", "one
// worker on cpython".
func (t *telling) who(entries ...*LaneResult) string {
	l := entries[len(entries)-1]
	var counts []string
	for _, e := range entries {
		counts = append(counts, inWords(e.Workers))
	}
	return listed(counts) + " " + plural(l.Workers, t.noun(l)) + t.where(l)
}

// where says what an entry's workers share, and what they run on where that is not the baseline's.
func (t *telling) where(l *LaneResult) string {
	where := ""
	if executorOf(l.Lane) == ExecGoroutines {
		where = " in one " + format.Unit("", t.native())
	}
	switch {
	case runtimeOf(l.Lane) != runtimeOf(t.base.Lane):
		where += " on " + runtimeOf(l.Lane)
	case t.likeBase(l):
		where += " of " + l.Lane
	}
	return where
}

// likeBase tells whether an entry is as many of the same as the baseline: only their lanes' names tell them apart.
func (t *telling) likeBase(l *LaneResult) bool {
	return l.Lane != t.base.Lane && l.Workers == t.base.Workers && t.noun(l) == t.noun(t.base) && runtimeOf(l.Lane) == runtimeOf(t.base.Lane) &&
		executorOf(l.Lane) != ExecGoroutines
}

// against names the baseline beside a subject: "one" where the noun is the same, "one worker" where it is not.
func (t *telling) against(l *LaneResult) string {
	if runtimeOf(l.Lane) != runtimeOf(t.base.Lane) {
		return counted(t.base.Workers, t.noun(t.base)) + " on " + runtimeOf(t.base.Lane)
	}
	if t.likeBase(l) {
		return t.base.Lane
	}
	if t.noun(l) == t.noun(t.base) {
		return inWords(t.base.Workers)
	}
	return t.who(t.base)
}

func (t *telling) noun(l *LaneResult) string { return format.Unit(l.Lane, t.native()) }

func (t *telling) native() bool { return t.rep.Host.Engine == EngineNative }

func runtimeOf(lane string) string {
	runtime, _, _ := strings.Cut(lane, "/")
	return runtime
}
