package chapter

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"velocidade/wasm/bench"
	"velocidade/wasm/format"
)

// figure is a recorded run as a table with a picture in every row: the strip of the playground's plot of samples, at
// whatever width the page has, with all its words outside of the picture.
type figure struct {
	Verdict  string
	Title    string // of the table: what is measured
	Axis     string // right end of the strips
	Rows     []row
	First    bool
	Speedups bool
	Source   string // where it was recorded, when, and how
}

// row is one lane at one worker count.
type row struct {
	Class, Lane, On      string
	Strip                strip
	Median, Interval     string
	Ratio, RatioInterval string
	First                string
}

// strip is the picture of a row: path data and boxes in a field of 1000 by 28 that is stretched to the cell.
type strip struct {
	Median                  string // x
	IntervalX, IntervalWide string // "" without an interval
	Samples, Warmups        string
}

const stripWide, stripHigh = 1000.0, 28.0

func newFigure(p *Preset) *figure {
	rec := p.Recorded
	f := &figure{Verdict: together(rec.Report.Verdict), First: p.First}
	longest := 0.0
	for _, l := range rec.Report.Lanes {
		longest = max(longest, slices.Max(l.SamplesMs))
	}
	for _, l := range rec.Report.Lanes {
		for _, ms := range l.WarmupMs { // a little longer still widens the axis, as in the playground
			if ms <= 1.5*longest {
				longest = max(longest, ms)
			}
		}
	}
	end := longest * 1.05
	for _, l := range rec.Report.Lanes {
		f.Rows = append(f.Rows, newRow(&l, end, rec.Report.Host.Engine == bench.EngineNative))
	}
	for i := range f.Rows {
		f.Speedups = f.Speedups || f.Rows[i].Ratio != ""
	}
	f.Axis = format.Time(end)
	f.Title = "Wall time of one run"
	// A program's own numbers may be many; those that the page chose are few.
	if p.Spec.Args != nil {
		f.Title += " with " + p.Args.String()
	}
	f.Source = fmt.Sprintf("%s: %d runs of each, in random order.", source(rec.Report.Host, rec.Machine, rec.Report.Started), rec.Report.Plan.Blocks)
	return f
}

var measures = regexp.MustCompile(`(\d) (%|[µmn]?s|[KM]iB)(\W|$)`)

// together keeps a number and its unit on one line.
func together(text string) string { return measures.ReplaceAllString(text, "$1"+format.Space+"$2$3") }

func newRow(l *bench.LaneResult, end float64, native bool) row {
	x := func(ms float64) float64 { return min(ms/end, 1) * stripWide }
	r := row{Class: format.LookOf(l.Lane).Class, Lane: l.Lane, On: format.Count(l.Lane, l.Workers, native), Median: format.Time(*l.MedianMs)}
	r.Strip.Median = px(x(*l.MedianMs))
	if l.IntervalMs != nil {
		r.Interval = format.Times(l.IntervalMs[0], l.IntervalMs[1])
		from, to := x(l.IntervalMs[0]), x(l.IntervalMs[1])
		r.Strip.IntervalX, r.Strip.IntervalWide = px(from), px(max(to-from, 1))
	}
	if s := l.Speedup; s != nil {
		r.Ratio = format.Ratio(s.Ratio)
		r.RatioInterval = format.Ratios(s.Interval[0], s.Interval[1])
	}
	if len(l.WarmupMs) > 0 {
		r.First = format.Time(l.WarmupMs[0])
	}
	r.Strip.Samples = ticks(l.SamplesMs, end, x)
	r.Strip.Warmups = ticks(l.WarmupMs, end, x)
	return r
}

// ticks are upright lines at the times, in order from top to bottom, so that a drift shows as a slant. What lies beyond
// the end of the axis is left out.
func ticks(times []float64, end float64, x func(float64) float64) string {
	var path strings.Builder
	step := (stripHigh - 12) / float64(max(len(times)-1, 1))
	for i, ms := range times {
		if ms <= end {
			fmt.Fprintf(&path, "M%s %sv8", px(x(ms)), px(2+step*float64(i)))
		}
	}
	return path.String()
}

func px(x float64) string { return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64) }
