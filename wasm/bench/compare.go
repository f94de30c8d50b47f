package bench

import (
	"fmt"
	"math"

	"velocidade/wasm/format"
)

// Whole runs of the same program differ from each other by more than the samples inside one: the machine is in another state,
// memory lies elsewhere, compilers decided otherwise. So what two runs are compared by is one figure from each, and how far
// such figures scatter from run to run, which the runs at hand show where there are several, and which is assumed where there
// are not.
const (
	// betweenRatios is the scatter, from run to run, of a lane's ratio to its own run's baseline; betweenTimes that of its time.
	betweenRatios, betweenTimes = 0.02, 0.05
	// assumedWeight is how many runs' worth of knowledge that assumption counts for.
	assumedWeight = 4
)

// Comparison says how the same lane, at the same worker count, did in two runs, or in two sets of runs.
type Comparison struct {
	Lane       string     `json:"lane"`
	Workers    int        `json:"workers"`
	By         string     `json:"by"` // "speedup": by the ratio to each run's own baseline; "time": by the times themselves
	Difference Difference `json:"difference"`
	Ratio      *Ratio     `json:"ratio"`   // above 1 where the later is faster; null without a claim
	Verdict    string     `json:"verdict"` // in words; a sentence, but for Beside
}

// Comparisons is what two runs, or sets of runs, say of each other.
type Comparisons struct {
	Verdict string       `json:"verdict"`           // one or two sentences
	Refused string       `json:"refused,omitempty"` // why nothing may be compared; "" where something may
	Next    string       `json:"next,omitempty"`    // what would settle what is open; "" where nothing is
	Lanes   []Comparison `json:"lanes"`             // in the later run's order; never null
}

// CompareRuns compares lanes of runs made before something changed with those of runs made after, all of the same program at
// the same size on one kind of machine. One run on either side is enough; three and more show how runs scatter by themselves.
// Every report must have been derived.
func CompareRuns(earlier, later []*Report) *Comparisons {
	c := &Comparisons{Lanes: []Comparison{}}
	if c.Refused = whyNot(earlier, later); c.Refused != "" {
		c.Verdict = sentence("the runs are not compared: " + c.Refused)
		return c
	}
	var both []pairOfLanes
	for i := range later[0].Lanes {
		l := &later[0].Lanes[i]
		if p := (pairOfLanes{l, alikeIn(earlier, l), alikeIn(later, l)}); len(p.earlier) > 0 {
			both = append(both, p)
		}
	}
	sameBase := sameBaseline(earlier, later)
	for _, p := range both {
		c.Lanes = append(c.Lanes, p.compare(sameBase, len(both)-1))
	}
	c.Verdict, c.Next = summary(c.Lanes, min(len(earlier), len(later)))
	return c
}

// whyNot names what keeps runs from being compared.
func whyNot(earlier, later []*Report) string {
	if len(earlier) == 0 || len(later) == 0 {
		return "there is none on one side"
	}
	first := later[0]
	for side, runs := range [][]*Report{earlier, later} {
		which := [...]string{"earlier", "later"}[side]
		for _, r := range runs {
			switch {
			case r.Status == Void:
				return "the " + which + " one is void, since the page was hidden"
			case r.Program != first.Program:
				return fmt.Sprintf("they ran different programs, %s and %s", r.Program, first.Program)
			case r.Args.String() != first.Args.String():
				return fmt.Sprintf("they did different work, %s and %s", r.Args, first.Args)
			case r.Host.Engine != first.Host.Engine:
				return "one ran in a browser and one natively"
			case r.Host.Platform != first.Host.Platform || r.Host.Cores != first.Host.Cores:
				return "they ran on different machines"
			case !anyMeasured(r):
				return "the " + which + " one has no lane with " + inWords(MinSamples) + " samples"
			}
		}
	}
	return ""
}

func anyMeasured(r *Report) bool {
	for i := range r.Lanes {
		if usable(&r.Lanes[i]) {
			return true
		}
	}
	return false
}

// usable tells whether a lane's times may be compared with another run's.
func usable(l *LaneResult) bool {
	return len(l.SamplesMs) >= MinSamples && l.MedianMs != nil && *l.MedianMs > 0 && !mismatched(*l)
}

// pairOfLanes is a lane, and what earlier and later runs measured of it.
type pairOfLanes struct {
	*LaneResult
	earlier, later []*LaneResult
}

// alikeIn finds a lane in runs, at the same size.
func alikeIn(runs []*Report, l *LaneResult) (found []*LaneResult) {
	for _, r := range runs {
		for i := range r.Lanes {
			if o := &r.Lanes[i]; o.Lane == l.Lane && o.Workers == l.Workers && o.Args == l.Args {
				found = append(found, o)
				break
			}
		}
	}
	return found
}

// figureOf is what one run says of a lane: the logarithm of its speed-up against that run's baseline or, for by "time", of
// how often it runs in a millisecond, and the error of that from inside the run.
type figureOf struct{ log, err float64 }

func figuresOf(runs []*LaneResult, by string) (list []figureOf, samples int) {
	for _, o := range runs {
		if !usable(o) {
			continue
		}
		ratio := o.ratio()
		if by == "time" {
			rates := make([]float64, len(o.SamplesMs))
			for i, ms := range o.SamplesMs {
				rates[i] = -math.Log(max(ms, 1e-9))
			}
			t := trimmed(rates)
			list, samples = append(list, figureOf{t.Value, (t.Interval[1] - t.Value) / criticalOf(len(rates))}), len(rates)
		} else if ratio != nil {
			half := math.Log(ratio.Interval[1]/ratio.Interval[0]) / 2
			list, samples = append(list, figureOf{math.Log(ratio.Value), half / criticalOf(ratio.Samples)}), ratio.Samples
		}
	}
	return list, samples
}

// compare compares one lane, of as many others as the runs have in common.
func (p *pairOfLanes) compare(sameBase bool, others int) Comparison {
	c := Comparison{Lane: p.Lane, Workers: p.Workers, By: "speedup"}
	a, _ := figuresOf(p.earlier, c.By)
	b, _ := figuresOf(p.later, c.By)
	assumed := betweenRatios
	if len(a) == 0 || len(b) == 0 || !sameBase {
		c.By, assumed = "time", betweenTimes
	}
	p.decide(&c, assumed, others)
	c.Verdict = sentence(c.words(label(p.LaneResult)))
	return c
}

// decide works out the ratio of a comparison, and what it comes to.
func (p *pairOfLanes) decide(c *Comparison, assumed float64, others int) {
	a, n := figuresOf(p.earlier, c.By)
	b, m := figuresOf(p.later, c.By)
	if len(a) > 0 && len(b) > 0 {
		c.Ratio = acrossRuns(a, b, assumed, max(others, 1))
		c.Ratio.Samples = min(n, m)
	}
	c.Difference = differenceOf(c.Ratio)
}

// Beside holds the lanes of a run against figures recorded elsewhere, on another machine or outside of the browser: by the
// times themselves, since that is what is asked. Every lane of the run is there that was recorded too, at the same size; the
// verdicts are headings. Nil where the run is void.
func Beside(here *Report, recorded []*Report) []Comparison {
	if here.Status == Void {
		return nil
	}
	var both []pairOfLanes
	for i := range here.Lanes {
		p := pairOfLanes{LaneResult: &here.Lanes[i]}
		for _, r := range recorded {
			for k := range r.Lanes {
				if o := &r.Lanes[k]; r.Program == here.Program && r.Status != Void && o.Lane == p.Lane && o.Workers == p.Workers && r.sizeOf(o) == here.sizeOf(p.LaneResult) {
					p.later = append(p.later, o)
				}
			}
		}
		if p.later != nil {
			p.earlier = []*LaneResult{p.LaneResult}
			both = append(both, p)
		}
	}
	found := []Comparison{}
	for _, p := range both {
		c := Comparison{Lane: p.Lane, Workers: p.Workers, By: "time"}
		p.decide(&c, betweenTimes, len(both))
		c.Verdict = label(p.LaneResult)
		switch c.Difference {
		case Faster:
			c.Verdict += " takes " + ratioText(c.Ratio.Value) + " times as long here as there (" + c.figures(c.Ratio) + ")"
		case Slower:
			c.Verdict += " takes " + ratioText(1/c.Ratio.Value) + " times as long there as here (" + c.figures(c.Ratio.inverse()) + ")"
		case NotClaimed:
			c.Verdict += ": too few samples to compare here with there"
		case Same, Undecided:
			c.Verdict += ": no difference found between here and there"
		}
		found = append(found, c)
	}
	return found
}

// sizeOf is what an entry ran.
func (rep *Report) sizeOf(l *LaneResult) string {
	if l.Args == "" {
		return rep.Args.String()
	}
	return l.Args
}

// sameBaseline tells whether all runs compare with the same lane at the same count.
func sameBaseline(earlier, later []*Report) bool {
	var base *LaneResult
	for _, runs := range [][]*Report{earlier, later} {
		for _, r := range runs {
			b := &r.Lanes[baselineOf(len(r.Lanes), func(i int) string { return r.Lanes[i].Lane })]
			if base != nil && (b.Lane != base.Lane || b.Workers != base.Workers || b.Args != base.Args) {
				return false
			}
			base = b
		}
	}
	return true
}

// acrossRuns compares two sets of figures, one from each run: Student's test over runs, in which the assumed scatter counts
// as that of assumedWeight runs more. As many lanes as are looked at share the five per cent of false claims.
func acrossRuns(a, b []figureOf, assumed float64, lanes int) *Ratio {
	meanA, squareA, within := spreadOf(a)
	meanB, squareB, withinB := spreadOf(b)
	free := float64(len(a)+len(b)-2) + assumedWeight
	within = (within + withinB) / 2
	between := (squareA + squareB + assumedWeight*(assumed*assumed+within)) / free
	between = max(between, within)
	half := student(1-0.025/float64(max(lanes, 1)), free) * math.Sqrt(between*(1/float64(len(a))+1/float64(len(b))))
	value := meanB - meanA
	return &Ratio{math.Exp(value), [2]float64{math.Exp(value - half), math.Exp(value + half)}, 0}
}

// spreadOf gives the mean of figures, the sum of the squares of their distances from it, and their mean variance inside runs.
func spreadOf(list []figureOf) (mean, square, within float64) {
	for _, f := range list {
		mean += f.log / float64(len(list))
		within += f.err * f.err / float64(len(list))
	}
	for _, f := range list {
		square += (f.log - mean) * (f.log - mean)
	}
	return mean, square, within
}

// student is the quantile of Student's distribution, by Cornish and Fisher's expansion (Abramowitz and Stegun 26.7.5): within
// a hundredth of it from four degrees of freedom up, where p is under 0.999.
func student(p, free float64) float64 {
	z := math.Sqrt2 * math.Erfinv(2*p-1)
	z2 := z * z
	return z + z*(z2+1)/(4*free) + z*(5*z2*z2+16*z2+3)/(96*free*free) + z*(3*z2*z2*z2+19*z2*z2+17*z2-15)/(384*free*free*free)
}

// words says what a comparison found.
func (c *Comparison) words(what string) string {
	than := ""
	if c.By == "speedup" {
		than = ", against its own run's baseline,"
	}
	switch c.Difference {
	case Faster:
		return fmt.Sprintf("in the later run %s%s was %s times as fast (%s)", what, than, ratioText(c.Ratio.Value), c.figures(c.Ratio))
	case Slower:
		slower := c.Ratio.inverse()
		return fmt.Sprintf("in the later run %s%s took %s times as long (%s)", what, than, ratioText(slower.Value), c.figures(slower))
	case Same:
		return fmt.Sprintf("no difference between the two runs of %s (ratio %s, %s)", what, ratioText(c.Ratio.Value), c.figures(c.Ratio))
	case Undecided:
		return fmt.Sprintf("no difference found between the two runs of %s (ratio %s, %s)", what, ratioText(c.Ratio.Value), c.figures(c.Ratio))
	}
	return fmt.Sprintf("nothing can be said about the two runs of %s: both need %s samples at least, of the same answer", what, inWords(MinSamples))
}

func (c *Comparison) figures(r *Ratio) string { return "95 % interval " + intervalText(r.Interval) }

// summary says what a comparison comes to, and what would settle what it leaves open.
func summary(lanes []Comparison, runs int) (verdict, next string) {
	var most *Comparison
	claimed, open := 0, false
	for i := range lanes {
		c := &lanes[i]
		if c.Ratio == nil {
			continue
		}
		claimed++
		open = open || c.Difference == Undecided
		if (c.Difference == Faster || c.Difference == Slower) && (most == nil || math.Abs(math.Log(c.Ratio.Value)) > math.Abs(math.Log(most.Ratio.Value))) {
			most = c
		}
	}
	switch {
	case len(lanes) == 0:
		return "The two runs have no lane in common.", ""
	case most != nil:
		verdict = most.Verdict
	case claimed == 0 || len(lanes) == 1:
		verdict = lanes[0].Verdict
	default:
		verdict = fmt.Sprintf("No difference found between the two runs, on any of %s.", counted(claimed, "lane"))
	}
	if most == nil && open && runs < 4 {
		next = "Whole runs differ from each other by a few per cent by themselves. "
		if least := leastToTell(lanes); least < 0.5 {
			next += "To tell a smaller difference than " + format.Percent(least) + ", run each three more times, in turns."
		} else {
			next += "The samples scatter too much to tell even a large difference: close other programs, and run each again with more blocks."
		}
	}
	return verdict, next
}

// leastToTell is the difference that could have been told, on the lane where that is least.
func leastToTell(lanes []Comparison) float64 {
	least := 1.0
	for _, c := range lanes {
		if c.Ratio != nil {
			least = min(least, c.Ratio.Interval[1]/c.Ratio.Value-1)
		}
	}
	return least
}
