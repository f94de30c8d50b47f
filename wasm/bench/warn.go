package bench

import (
	"fmt"
	"math"
	"slices"
)

const (
	// coarseMs: the step from which a clock counts as coarse. Isolated pages see 0.005 ms, others 0.1 ms or more.
	coarseMs = 0.1
	// maxScatter is the interquartile range, relative to the median, above which samples scatter more than the runs of
	// a program do on an idle machine (a few hundredths).
	maxScatter = 0.1
	// inflated is how many times longer than in one worker a program takes inside many, or a run than its compute time
	// explains, before it is worth a warning; the interval has to be above surely.
	inflated, surely = 1.1, 1.03
	// startMs allows every run so much for messages before its wall time counts as unexplained.
	startMs = 5
)

// warnings gives what a reader should know before believing a report, each with its cause and the next step. One
// warning stands for all entries that it concerns.
func warnings(rep *Report, baseline int) []Warning {
	w := &warner{rep: rep, base: &rep.Lanes[baseline], found: []Warning{}}
	if rep.Status == Void {
		w.add(WarnHidden, nil, "The page was hidden during the run. Browsers slow down what is not seen, so the times mean nothing. "+
			"Keep the page in view and run again.")
	}
	w.faults()
	w.smaller()
	if rep.Status != Void {
		w.little()
		w.samples()
		w.machine()
	}
	w.clock()
	w.isolation()
	return w.found
}

type warner struct {
	rep   *Report
	base  *LaneResult
	found []Warning
	told  []*LaneResult // whose trouble has a warning already that explains more
}

// add appends a warning about some entries; where they are all of one lane, it names that lane.
func (w *warner) add(code WarningCode, about []*LaneResult, format string, args ...any) {
	lane := ""
	if len(about) > 0 && !slices.ContainsFunc(about, func(l *LaneResult) bool { return l.Lane != about[0].Lane }) {
		lane = about[0].Lane
	}
	w.found = append(w.found, Warning{code, lane, fmt.Sprintf(format, args...)})
}

// those gives the entries that a test holds for.
func (w *warner) those(test func(l *LaneResult) bool) []*LaneResult {
	var some []*LaneResult
	for i := range w.rep.Lanes {
		if test(&w.rep.Lanes[i]) {
			some = append(some, &w.rep.Lanes[i])
		}
	}
	return some
}

func labels(entries []*LaneResult) string {
	return labelsWith(entries, func(*LaneResult) string { return "" })
}

// labelsWith lists entries, each with a note of its own.
func labelsWith(entries []*LaneResult, note func(l *LaneResult) string) string {
	names := make([]string, len(entries))
	for i, l := range entries {
		names[i] = label(l) + note(l)
	}
	return listed(names)
}

// faults tells of wrong answers and of lanes that ended early, entries of the same lane and message together.
func (w *warner) faults() {
	told := map[*LaneResult]bool{}
	for _, l := range w.those(func(l *LaneResult) bool { return l.Error != nil }) {
		if told[l] {
			continue
		}
		same := w.those(func(o *LaneResult) bool {
			return o.Lane == l.Lane && o.Error != nil && o.Error.Code == l.Error.Code && (o.Error.Message == l.Error.Message || mismatched(*l))
		})
		for _, o := range same {
			told[o] = true
		}
		if mismatched(*l) {
			w.add(WarnMismatch, same, "%s computed something else: %s where %s was expected. Times of a different computation compare "+
				"with nothing, so none are claimed. The program has a fault in how it splits or merges, or the lane in how it runs it: please report it.",
				labels(same), theirs(l.Error.Value), theirs(l.Error.Limit))
			continue
		}
		w.add(WarnLaneFailed, same, "%s ended early: %s. What was measured until then is kept, and the other lanes went on. Run again; "+
			"if it fails again, try smaller arguments or fewer workers.", labels(same), theirs(l.Error.Message))
	}
}

// smaller tells of lanes that ran less than was asked for, those of one note together.
func (w *warner) smaller() {
	told := map[string]bool{}
	for _, l := range w.those(func(l *LaneResult) bool { return l.Note != "" }) {
		if told[l.Note] {
			continue
		}
		told[l.Note] = true
		same := w.those(func(o *LaneResult) bool { return o.Note == l.Note })
		w.add(WarnSmaller, same, "%s ran less than was asked for: %s", labels(same), theirs(l.Note))
	}
}

// samples tells of entries whose samples are too few, drift, scatter or lie far off.
func (w *warner) samples() {
	few := w.those(func(l *LaneResult) bool { return l.Error == nil && len(l.SamplesMs) < MinSamples })
	if len(few) > 0 {
		w.add(WarnFewSamples, few, "%s: fewer than %s samples, so there is no interval and no speed-up is claimed. "+
			"It takes %s blocks at least; ten are better.", labels(few), inWords(MinSamples), inWords(MinSamples))
	}
	w.jumps(w.trends())
	scattered := w.those(func(l *LaneResult) bool { return scatter(l.SamplesMs) > maxScatter && !slices.Contains(w.told, l) })
	if len(scattered) > 0 {
		w.add(WarnBusy, scattered, "The middle half of the samples spreads over more than a tenth of the median, as it does when something else runs: %s. "+
			"Close other programs and tabs, put the machine on mains power, and run again.",
			labelsWith(scattered, func(l *LaneResult) string { return fmt.Sprintf(" (%.0f %%)", 100*scatter(l.SamplesMs)) }))
	}
	// Samples that lie far off are marked in every plot. They are worth a word where what is said hangs on them.
	far := w.those(func(l *LaneResult) bool { return w.hangsOnOutliers(l) })
	if len(far) > 0 {
		w.add(WarnOutliers, far, "A few samples far from the rest decide what is said of %s: without them it would be something else. "+
			"Something else ran for a moment: run again, with more blocks.",
			labelsWith(far, func(l *LaneResult) string { return fmt.Sprintf(" (%d of %d)", len(l.Outliers), len(l.SamplesMs)) }))
	}
}

// scatter is the interquartile range relative to the median; 0 where there are too few samples to tell.
func scatter(samples []float64) float64 {
	if len(samples) < MinSamples {
		return 0
	}
	q1, q3 := quartiles(samples)
	if m := median(samples); m > 0 {
		return (q3 - q1) / m
	}
	return 0
}

// machine tells of workers that had to share what each should have had to itself.
func (w *warner) machine() {
	// Goroutines in one worker share one core, however many there are.
	over := w.those(func(l *LaneResult) bool { return l.Workers > w.rep.Host.Cores && executorOf(l.Lane) == ExecWorkers })
	if w.rep.Host.Cores > 0 && len(over) > 0 {
		w.add(WarnOverCores, over, "%s: more than the %s this machine reports, so they take turns and should gain nothing further. "+
			"If they do, the report is wrong: browsers may understate it. The measured knee is what counts.",
			labels(over), counted(w.rep.Host.Cores, "core"))
	}
	if executorOf(w.base.Lane) != ExecSingle || len(w.base.SamplesMs) < MinSamples {
		return
	}
	alone := median(w.base.ComputeMs)
	parallel := func(l *LaneResult) bool {
		return executorOf(l.Lane) == ExecWorkers && runtimeOf(l.Lane) == runtimeOf(w.base.Lane) && l.Workers > 1 && l.Args == w.base.Args &&
			l.Workers <= w.rep.Host.Cores && len(l.SamplesMs) >= MinSamples && alone > startMs
	}
	slower := func(l *LaneResult) *Ratio { return Paired(l.ComputeMs, w.base.ComputeMs) }
	if contended := w.those(func(l *LaneResult) bool { return parallel(l) && certainly(slower(l)) }); len(contended) > 0 {
		w.add(WarnContention, contended, "The same work took longer inside many workers than inside one: %s. They share something: cores that another "+
			"program wants too, or memory. Close other programs and run again; if it stays, the program is limited by memory.",
			labelsWith(contended, func(l *LaneResult) string { return fmt.Sprintf(" (%s times)", ratioText(slower(l).Value)) }))
	}
	// What a run on one worker takes beside its compute time, messages and merging, many take as well.
	explained := func(l *LaneResult) []float64 {
		n := min(len(l.SamplesMs), len(w.base.SamplesMs))
		list := make([]float64, n)
		for i := range list {
			list[i] = max(w.base.SamplesMs[i]-w.base.ComputeMs[i], 0) + l.ComputeMs[i]/float64(l.Workers) + startMs
		}
		return list
	}
	if starved := w.those(func(l *LaneResult) bool {
		return parallel(l) && !slices.Contains(w.told, l) && certainly(Paired(l.SamplesMs, explained(l)))
	}); len(starved) > 0 {
		w.add(WarnWaiting, starved, "Runs took longer than the work in them explains: %s. Workers waited, for a core, for messages or for each other's last parts. "+
			"Look at the timeline for who waits for what.",
			labelsWith(starved, func(l *LaneResult) string {
				return fmt.Sprintf(" (%s instead of %s)", timeText(median(l.SamplesMs)), timeText(median(explained(l))-startMs))
			}))
	}
}

// certainly tells whether a ratio is large enough for a warning, beyond what its samples leave open.
func certainly(r *Ratio) bool { return r != nil && r.Value >= inflated && r.Interval[0] > surely }

// clock tells of a clock that is coarse, or may be.
func (w *warner) clock() {
	if step := w.rep.Host.TimerResolutionMs; step >= coarseMs {
		repeated := w.those(func(l *LaneResult) bool { return l.Repeat > 1 })
		also := ""
		if len(repeated) > 0 {
			also = fmt.Sprintf(" Short runs were repeated within a sample to make up for it: %s.",
				labelsWith(repeated, func(l *LaneResult) string { return fmt.Sprintf(" (%d times)", l.Repeat) }))
		}
		// The step is a round number: whatever noise the subtraction left is not worth printing.
		step = math.Round(step*1e3) / 1e3
		what := fmt.Sprintf("The clock moves in steps of %g ms.", step)
		if w.rep.Host.TimerAssumed {
			what = fmt.Sprintf("The clock did not move while its step was measured, so steps of %g ms are assumed.", step)
		}
		w.add(WarnCoarseTimer, nil, "%s%s For a finer clock, open the page where it is cross-origin isolated, or in another browser.", what, also)
	}
}

// isolation tells of a page without cross-origin isolation, which browsers grant by headers, but on secure origins only.
func (w *warner) isolation() {
	if !w.rep.Host.Isolated {
		w.add(WarnNotIsolated, nil, "The page is not cross-origin isolated: its clock is coarser and there is no shared memory. "+
			"Open the full page, or serve it over HTTPS or from localhost, with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.")
	}
}
