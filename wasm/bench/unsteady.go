package bench

import (
	"fmt"
	"math"
	"slices"

	"velocidade/wasm/format"
)

// trends tells of times that changed as the blocks went by. What changes for all lanes alike is looked for in all of them at
// once, which finds more than each would show by itself; what changes in one lane, in its ratios to the baseline, block by block.
// It returns the latter.
func (w *warner) trends() (drifting []*LaneResult) {
	common := w.common()
	change, found := trend(common, trendAlpha)
	times := make([]float64, len(common))
	for i, x := range common {
		times[i] = math.Exp(x)
	}
	if step := stepped(times); step > 0 && len(common) >= MinSamples {
		change, found = step-1, true
	}
	if found {
		w.add(WarnDrift, nil, "All lanes got %s as the run went on. The machine was warming up or slowing down. Ratios hardly mind, "+
			"since the lanes took turns; the times do. Wait a minute and run again.", changeText(change))
	}
	compared := w.those(func(l *LaneResult) bool { return l.Speedup != nil })
	alpha := trendAlpha / float64(max(len(compared), 1))
	drifting = w.those(func(l *LaneResult) bool { _, found := trend(w.against(l), alpha); return found })
	if len(drifting) > 0 {
		w.add(WarnLaneDrift, drifting, "Lanes changed against the baseline as the run went on: %s. Such a speed-up is an average of different ones. "+
			"The program had not settled, or its memory filled up: run again with more blocks, and see in the samples where it settles.",
			labelsWith(drifting, func(l *LaneResult) string {
				change, _ := trend(w.against(l), alpha)
				return " got " + changeText(math.Expm1(-math.Log1p(change)))
			}))
	}
	return drifting
}

func changeText(change float64) string {
	if change > 0 {
		return "slower by " + format.Percent(change)
	}
	return "faster by " + format.Percent(-change)
}

// against gives the logarithms of a lane's ratios to the baseline, block by block; nil for one that is not compared.
func (w *warner) against(l *LaneResult) []float64 {
	base := w.base.SamplesMs
	if l.Args != w.base.Args {
		base = l.AgainstMs
	}
	if l.Speedup == nil {
		return nil
	}
	return logRatios(base[:l.Speedup.Samples], l.SamplesMs[:l.Speedup.Samples])
}

// common is what all lanes have in common, block by block: the mean of the logarithms of their times.
func (w *warner) common() []float64 {
	var sum []float64
	for i := range w.rep.Lanes {
		l := &w.rep.Lanes[i]
		if n := len(l.SamplesMs); n < MinSamples || l.MedianMs == nil || !(*l.MedianMs > 0) || l.Error != nil {
			continue
		} else if sum == nil {
			sum = make([]float64, n)
		} else if n < len(sum) {
			sum = sum[:n]
		}
		for i := range sum {
			sum[i] += math.Log(max(l.SamplesMs[i], 1e-9))
		}
	}
	lanes := len(w.those(func(l *LaneResult) bool {
		return len(l.SamplesMs) >= MinSamples && l.MedianMs != nil && *l.MedianMs > 0 && l.Error == nil
	}))
	for i := range sum {
		sum[i] /= float64(lanes)
	}
	return sum
}

// jumps tells of samples that depend on those before them, and of lanes that jump between two speeds. Both have widened the
// interval already (see [Paired]).
func (w *warner) jumps(drifting []*LaneResult) {
	jumping := w.those(func(l *LaneResult) bool {
		return l.Speedup != nil && apart(levelsOf(w.base.SamplesMs), levelsOf(l.SamplesMs)) > 1
	})
	w.told = append(w.told, jumping...)
	if len(jumping) > 0 {
		w.add(WarnLevels, jumping, "Two speeds took turns in the samples, and not for all lanes at once: %s. Which of them a run meets is chance, so "+
			"the intervals hold both. Cores of two kinds or a changing clock speed do this: put the machine on mains power, and run again with more blocks.",
			labelsWith(jumping, func(l *LaneResult) string {
				return fmt.Sprintf(" (%s times apart)", ratioText(apart(levelsOf(w.base.SamplesMs), levelsOf(l.SamplesMs))))
			}))
		return
	}
	depending := w.those(func(l *LaneResult) bool {
		logs := w.against(l)
		return l.Speedup != nil && !slices.Contains(drifting, l) && correlation(logs) > surelySerial(len(logs), len(w.rep.Lanes)-1)
	})
	if len(depending) > 0 {
		w.add(WarnSerial, depending, "Samples depend on the ones before them: %s. So they say less than as many free ones would, and the intervals are "+
			"wider for it. Something slow was going on beside the run: run again with more blocks.", labels(depending))
	}
}

// correlation of neighbours in a series, about its mean.
func correlation(x []float64) float64 {
	mean := 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	centred := make([]float64, len(x))
	for i, v := range x {
		centred[i] = v - mean
	}
	return serial(centred)
}

// surelySerial is a correlation that n free samples show less than once in a hundred reports of so many lanes. (Its mean is
// −1/n, its variance about 1/n.)
func surelySerial(n, lanes int) float64 {
	z := math.Sqrt2 * math.Erfinv(1-2*trendAlpha/float64(max(lanes, 1)))
	return -1/float64(n) + z*math.Sqrt(float64(n-2))/float64(n)
}

// hangsOnOutliers tells whether what is said of a lane would be something else without the blocks in which it, or the
// baseline, has samples far off.
func (w *warner) hangsOnOutliers(l *LaneResult) bool {
	if l.Speedup == nil || l.Args != w.base.Args || len(l.Outliers)+len(w.base.Outliers) == 0 {
		return false
	}
	var a, b []float64
	for i := range l.Speedup.Samples {
		if !slices.Contains(l.Outliers, i) && !slices.Contains(w.base.Outliers, i) {
			a, b = append(a, w.base.SamplesMs[i]), append(b, l.SamplesMs[i])
		}
	}
	without := Paired(a, b)
	said, else_ := differenceOf(l.ratio()), differenceOf(without)
	claims := func(d Difference) bool { return d == Faster || d == Slower }
	return without != nil && claims(said) != claims(else_) && (claims(said) || without.Value < 1-2*narrow || without.Value > 1+2*narrow)
}

// little tells of runs with too little in them to be measured as what they are meant to be.
func (w *warner) little() {
	if executorOf(w.base.Lane) != ExecSingle || len(w.base.SamplesMs) < MinSamples {
		return
	}
	wall, alone := median(w.base.SamplesMs), median(w.base.ComputeMs)
	if wall > 0 && wall < startMs && alone < mostlyWork*wall {
		w.add(WarnMessages, nil, "A run takes %s, of which %s is the program: the rest is messages, which differ between lanes. "+
			"Small differences between lanes are theirs. Give the program more to do.", timeText(wall), timeText(alone))
	}
	unsplit := w.those(func(l *LaneResult) bool {
		return executorOf(l.Lane) == ExecWorkers && l.Workers > 1 && l.Workers <= w.rep.Host.Cores && len(l.SamplesMs) >= MinSamples &&
			runtimeOf(l.Lane) == runtimeOf(w.base.Lane) && l.Args == w.base.Args && wall > startMs &&
			median(l.ComputeMs) < 1.05*(median(l.SamplesMs)-max(wall-alone, 0)) && median(l.ComputeMs) > mostlyWork*alone
	})
	w.told = append(w.told, unsplit...)
	if len(unsplit) > 0 {
		w.add(WarnUnsplit, unsplit, "Nearly all of the work was done by one worker at a time: %s. The program has one part that cannot be split, or one "+
			"that is much larger than the others. More workers gain nothing until it is split.", labels(unsplit))
	}
	first := w.those(func(l *LaneResult) bool {
		return len(l.WarmupMs) > 1 && len(l.SamplesMs) > 0 && unbudgeted(l.Lane) && l.WarmupMs[0] > startMs &&
			l.WarmupMs[0] > farFirst*l.WarmupMs[1] && l.WarmupMs[0] > farFirst*median(l.SamplesMs)+coldMs
	})
	if len(first) > 0 {
		w.add(WarnFirst, first, "The first run took far longer than all that follow: %s. The program may keep what it has computed, and then do something else. "+
			"Have it compute anew in every run.", labelsWith(first, func(l *LaneResult) string {
			return fmt.Sprintf(" (%s, then %s)", timeText(l.WarmupMs[0]), timeText(median(l.SamplesMs)))
		}))
	}
}

const (
	// mostlyWork is the share of a run that has to be the program's for it to be about the program.
	mostlyWork = 0.9
	// farFirst is how many times as long as the others a first run has to take to be another thing: compiling makes it three.
	farFirst = 20
	// coldMs is what starting workers adds to a first run at most.
	coldMs = 500
)
