package bench

import "velocidade/wasm/format"

// Claim is one thing that a view may say of a report. It is decided here, once: which lane and count it is about, what that
// is held against, the figure with its interval, and the words. Views print the words, or draw the figure; none of them
// compares numbers of its own. Derive works claims out anew wherever a report is read. Its TypeScript twin is in web/src/report.ts.
type Claim struct {
	Kind           ClaimKind  `json:"kind"`
	Lane           string     `json:"lane"`    // "" where nothing was chosen
	Workers        int        `json:"workers"` // the count that was chosen; 0 where nothing was
	Unit           string     `json:"unit"`    // what these are: worker, goroutine, thread or process; "" where nothing was chosen
	Against        string     `json:"against,omitempty"`
	AgainstWorkers int        `json:"againstWorkers,omitempty"`
	Difference     Difference `json:"difference"` // of the speed-up, or of a time; NotClaimed where nothing may be said
	Ratio          *Ratio     `json:"ratio"`      // the figure: a ratio, a share of one, or a time in milliseconds; null where there is none
	Text           string     `json:"text"`       // in words, to be a heading: without a full stop
}

// ClaimKind is what a claim is about.
type ClaimKind string

const (
	ClaimSpeedup    ClaimKind = "speedup"    // a lane at the count that its sweep settles on; the first is what the verdict leads with
	ClaimMore       ClaimKind = "more"       // whether counts above that one gain anything
	ClaimTime       ClaimKind = "time"       // how long the entry takes that the first speed-up is about, or else the baseline
	ClaimEfficiency ClaimKind = "efficiency" // the share of each worker put to use, of every entry that has one; the first is of the chosen count
	ClaimWork       ClaimKind = "work"       // of the workers' time, what the work takes alone
	ClaimSlowed     ClaimKind = "slowed"     // … by how much its parts took longer side by side
	ClaimWaiting    ClaimKind = "waiting"    // … in which a worker had no part
)

// claims gives all that may be said of the report, the leading speed-up first.
func (t *telling) claims() []*Claim {
	all := []*Claim{}
	if why := t.silence(); why != "" {
		for _, kind := range []ClaimKind{ClaimSpeedup, ClaimTime, ClaimEfficiency} {
			all = append(all, &Claim{Kind: kind, Difference: NotClaimed, Text: why})
		}
		if t.rep.Status != Void {
			all[1] = t.time(t.base)
		}
		return all
	}
	for _, g := range t.gains {
		all = append(all, t.speedup(g))
		if g.above == Same || g.above == Undecided {
			c := t.about(ClaimMore, g.l)
			c.Difference, c.Text = g.above, t.more(g)
			all = append(all, c)
		}
	}
	chosen := t.gains[0].l
	if differenceOf(chosen.ratio()) == Faster {
		all = append(all, t.time(chosen))
	} else {
		all = append(all, t.time(t.base))
	}
	all = append(all, t.efficiencies()...)
	return append(all, t.costs()...)
}

// silence says why nothing can be claimed, as a heading; "" where something can.
func (t *telling) silence() string {
	switch {
	case t.rep.Status == Void:
		return "The run is void: nothing follows from it"
	case t.blocksDone() < MinSamples && len(t.gains) == 0:
		return "Too few samples to compare"
	case len(t.gains) == 0:
		return "There is nothing to compare"
	}
	return ""
}

// about begins a claim about an entry against the baseline.
func (t *telling) about(kind ClaimKind, l *LaneResult) *Claim {
	return &Claim{Kind: kind, Lane: l.Lane, Workers: l.Workers, Unit: t.noun(l), Against: t.base.Lane, AgainstWorkers: t.base.Workers}
}

// speedup words a lane's gain as a plot's title: "1.95× with 2 workers (1.93–1.97), where 2× is ideal".
func (t *telling) speedup(g gain) *Claim {
	c := t.about(ClaimSpeedup, g.l)
	c.Ratio = g.l.ratio()
	c.Difference = differenceOf(c.Ratio)
	who, interval := t.figured(g.l), func(r *Ratio) string { return " (" + format.Ratios(r.Interval[0], r.Interval[1]) + ")" }
	switch c.Difference {
	case Faster:
		c.Text = format.Ratio(c.Ratio.Value) + " with " + who + interval(c.Ratio)
		if t.alike(g.l) && g.l.Workers%t.base.Workers == 0 {
			c.Text += ", where " + format.Number(float64(g.l.Workers)/float64(t.base.Workers), 0) + "× is ideal"
		}
	case Slower:
		slower := c.Ratio.inverse()
		c.Text = format.Ratio(slower.Value) + " the time with " + who + interval(slower)
	case Same:
		c.Text = "No difference with " + who + ": " + format.Ratio(c.Ratio.Value) + interval(c.Ratio)
	default:
		c.Text = "Not decided with " + who + ": " + format.Ratio(c.Ratio.Value) + interval(c.Ratio)
	}
	return c
}

// time tells how long an entry takes.
func (t *telling) time(l *LaneResult) *Claim {
	c := t.about(ClaimTime, l)
	c.Against, c.AgainstWorkers, c.Difference = "", 0, NotClaimed
	switch {
	case l.MedianMs == nil:
		c.Text = "No sample was finished"
	case l.IntervalMs == nil:
		c.Ratio = &Ratio{*l.MedianMs, [2]float64{*l.MedianMs, *l.MedianMs}, len(l.SamplesMs)}
		c.Text = "About " + format.Time(*l.MedianMs) + " with " + t.figured(l) + ", the median of " + format.Whole(len(l.SamplesMs))
	default:
		c.Ratio = &Ratio{*l.MedianMs, *l.IntervalMs, len(l.SamplesMs)}
		c.Text = format.Time(*l.MedianMs) + " with " + t.figured(l) + ", the median of " + format.Whole(len(l.SamplesMs)) +
			" (" + format.Times(l.IntervalMs[0], l.IntervalMs[1]) + ")"
	}
	return c
}

// efficiencies gives the share of each worker put to use, for the entries that can have one: that work in parallel, on what
// the baseline runs on.
func (t *telling) efficiencies() []*Claim {
	var found []*Claim
	for i := range t.rep.Lanes {
		l := &t.rep.Lanes[i]
		if l.Speedup == nil || !t.alike(l) {
			continue
		}
		c := t.about(ClaimEfficiency, l)
		c.Ratio = l.ratio().scaled(float64(t.base.Workers) / float64(l.Workers))
		c.Difference = differenceOf(l.ratio())
		c.Text = t.figured(l) + ": " + format.Percent(c.Ratio.Value) + " of each put to use (" +
			format.Percents(c.Ratio.Interval[0], c.Ratio.Interval[1]) + ")"
		if l == t.gains[0].l {
			found = append([]*Claim{c}, found...)
		} else {
			found = append(found, c)
		}
	}
	if len(found) == 0 || found[0].Lane != t.gains[0].l.Lane || found[0].Workers != t.gains[0].l.Workers {
		// What the verdict leads with has none, and another's stands under no heading of its own.
		found = append([]*Claim{{Kind: ClaimEfficiency, Difference: NotClaimed, Text: "Efficiency: speed-up divided by workers"}}, found...)
	}
	return found
}

// alike tells whether an entry runs in parallel on what the baseline runs on, at the same size: then as many workers more are ideal.
func (t *telling) alike(l *LaneResult) bool {
	executor := executorOf(l.Lane)
	return (executor == ExecWorkers || executor == ExecThreads) && runtimeOf(l.Lane) == runtimeOf(t.base.Lane)
}

// figured is an entry in a heading: "2 workers", "4 goroutines in one worker", "2 workers on cpython".
func (t *telling) figured(l *LaneResult) string {
	return format.Whole(l.Workers) + " " + plural(l.Workers, t.noun(l)) + t.where(l)
}

// ratio gives an entry's speed-up as a ratio; nil without one.
func (l *LaneResult) ratio() *Ratio {
	if l.Speedup == nil {
		return nil
	}
	return &Ratio{l.Speedup.Ratio, l.Speedup.Interval, l.Speedup.Samples}
}

// claim finds what is claimed of an entry; nil where nothing is.
func (rep *Report) claim(kind ClaimKind, l *LaneResult) *Claim {
	for i := range rep.Claims {
		if c := rep.Claims[i]; c.Kind == kind && c.Lane == l.Lane && c.Workers == l.Workers {
			return c
		}
	}
	return nil
}
