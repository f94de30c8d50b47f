package chapter

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"velocidade/wasm/format"
	"velocidade/wasm/labs"
)

// labFigure is a recorded laboratory: its charts as tables with a picture in every row, as in [figure].
type labFigure struct {
	Finding string
	Notes   []string
	Charts  []labChart
	Tables  []labGrid
	Open    bool // whether the tables are shown at once: no chart has their numbers
	Quotes  []labs.Quote
	Source  string
}

type labChart struct {
	Title, Note, From, To string
	Value                 string // heading of the last column, "" where there is none
	Phases                []string
	Rows                  []labRow
}

// labRow is a strip: marks at values, a curve, or spans of time.
type labRow struct {
	Class, Label, Value string
	Median              string // x, "" where there is none
	Ticks, Curve        string
	Level               string // path of the line that parts what is above it from what is below, "" where there is none
	Marks               string // path of an upright line at each point that is pointed out
	Spans               []phaseSpans
}

type phaseSpans struct{ Phase, Path string }

type labGrid struct {
	Title   string
	Columns []string
	Rows    [][]string
}

func newLabFigure(r *LabRecording) *labFigure {
	f := &labFigure{Finding: together(r.Result.Finding), Notes: r.Result.Notes, Quotes: r.Result.Quotes,
		Source: source(r.Host, r.Machine, r.Started) + "."}
	for _, chart := range r.Result.Charts {
		switch chart.Kind {
		case labs.Samples:
			f.Charts = append(f.Charts, samplesChart(chart))
		case labs.Timeline:
			f.Charts = append(f.Charts, timelineChart(chart))
		case labs.Lines:
			f.Charts = append(f.Charts, linesChart(chart))
		}
	}
	f.Open = !slices.ContainsFunc(f.Charts, func(c labChart) bool { return c.Value != "" })
	for _, table := range r.Result.Tables {
		f.Tables = append(f.Tables, newGrid(table))
	}
	return f
}

func samplesChart(chart labs.Chart) labChart {
	most := 0.0
	for _, row := range chart.Rows {
		most = max(most, slices.Max(append([]float64{0}, row.Values...)))
	}
	end := most * 1.05
	if end == 0 {
		end = 1
	}
	out := labChart{Title: together(chart.Title), Note: chart.Note, From: "0", To: quantity(end, chart.X.Unit), Value: "Median"}
	for _, row := range chart.Rows {
		x := func(v float64) float64 { return v / end * stripWide }
		r := labRow{Class: "lane-" + row.Look, Label: row.Label, Ticks: ticks(row.Values, end, x)}
		if middle, ok := median(row.Values); ok {
			r.Median, r.Value = px(x(middle)), quantity(middle, chart.X.Unit)
		}
		out.Rows = append(out.Rows, r)
	}
	return out
}

func timelineChart(chart labs.Chart) labChart {
	end := 1.0
	for _, row := range chart.Rows {
		for _, span := range row.Spans {
			end = max(end, span.EndMs)
		}
	}
	out := labChart{Title: together(chart.Title), Note: chart.Note, From: "0", To: quantity(end, "ms")}
	for _, row := range chart.Rows {
		r := labRow{Class: "lane-" + row.Look, Label: row.Label}
		for _, span := range row.Spans {
			at := slices.IndexFunc(r.Spans, func(p phaseSpans) bool { return p.Phase == span.Phase })
			if at < 0 {
				at = len(r.Spans)
				r.Spans = append(r.Spans, phaseSpans{Phase: span.Phase})
			}
			from, to := span.StartMs/end*stripWide, span.EndMs/end*stripWide
			top, height := 4, 20
			if span.Phase == "wait" {
				top, height = 13, 2 // a line, as in the playground
			}
			// A sliver of ground between two spans shows where one ends.
			r.Spans[at].Path += fmt.Sprintf("M%s %dh%sv%dH%sz", px(from), top, px(max(to-from-1.5, 1)), height, px(from))
			if !slices.Contains(out.Phases, span.Phase) {
				out.Phases = append(out.Phases, span.Phase)
			}
		}
		out.Rows = append(out.Rows, r)
	}
	if len(out.Phases) < 2 {
		out.Phases = nil // nothing to tell apart
	}
	return out
}

// linesChart gives every row its own curve, all on the same two axes.
func linesChart(chart labs.Chart) labChart {
	scale := func(v float64) float64 {
		if chart.Log {
			return math.Log(max(v, math.SmallestNonzeroFloat64))
		}
		return v
	}
	xs, ys := span{math.Inf(1), math.Inf(-1)}, span{math.Inf(1), math.Inf(-1)}
	least, most := math.Inf(1), math.Inf(-1)
	for _, row := range chart.Rows {
		for _, p := range row.Points {
			xs.take(scale(p[0]))
			ys.take(scale(p[1]))
			least, most = min(least, p[0]), max(most, p[0])
		}
	}
	if chart.Level != 0 {
		ys.take(scale(chart.Level))
	}
	height := func(v float64) string { return px(25 - 22*ys.share(scale(v))) }
	out := labChart{Title: together(chart.Title), Note: chart.Note, From: quantity(least, chart.X.Unit), To: quantity(most, chart.X.Unit),
		Value: "At the end"}
	for _, row := range chart.Rows {
		r := labRow{Class: "lane-" + row.Look, Label: row.Label}
		for i, p := range row.Points {
			op := "L"
			if i == 0 {
				op = "M"
			}
			r.Curve += op + px(xs.share(scale(p[0]))*stripWide) + " " + height(p[1])
			if chart.Y != nil {
				r.Value = quantity(p[1], chart.Y.Unit)
			}
		}
		if chart.Level != 0 {
			r.Level = fmt.Sprintf("M0 %sh%d", height(chart.Level), int(stripWide))
		}
		for _, mark := range chart.Marks {
			if mark.Look == row.Look {
				r.Marks += fmt.Sprintf("M%s 0v%d", px(xs.share(scale(mark.X))*stripWide), int(stripHigh))
			}
		}
		out.Rows = append(out.Rows, r)
	}
	return out
}

type span struct{ lo, hi float64 }

func (s *span) take(v float64) { s.lo, s.hi = min(s.lo, v), max(s.hi, v) }

func (s *span) share(v float64) float64 {
	if s.hi <= s.lo {
		return 0.5
	}
	return (v - s.lo) / (s.hi - s.lo)
}

func newGrid(t labTable) labGrid {
	grid := labGrid{Title: t.Title}
	for _, c := range t.Columns {
		grid.Columns = append(grid.Columns, c.Label)
	}
	for _, cells := range t.Rows {
		var row []string
		for i, cell := range cells {
			row = append(row, cellText(cell, t.Columns[min(i, len(t.Columns)-1)].Unit))
		}
		grid.Rows = append(grid.Rows, row)
	}
	return grid
}

func cellText(cell any, unit string) string {
	switch v := cell.(type) {
	case string:
		return v
	case float64:
		return quantity(v, unit)
	}
	return "–"
}

func median(values []float64) (float64, bool) {
	if len(values) == 0 {
		return 0, false
	}
	sorted := slices.Sorted(slices.Values(values))
	mid := len(sorted) / 2
	if len(sorted)%2 == 0 {
		return (sorted[mid-1] + sorted[mid]) / 2, true
	}
	return sorted[mid], true
}

// quantity writes a number of a laboratory with its unit: the twin of quantity in web/src/elements/lab/quantity.ts.
func quantity(x float64, unit string) string {
	switch unit {
	case "ms":
		return format.Time(x)
	case "ns":
		if x < 1000 {
			return format.Number(x, format.Decimals(x)) + format.Space + "ns"
		}
		return format.Time(x / 1e6)
	case "bytes":
		for _, size := range []struct {
			name  string
			bytes float64
		}{{"MiB", 1 << 20}, {"KiB", 1 << 10}} {
			if x >= size.bytes {
				digits := format.Decimals(x / size.bytes)
				if math.Mod(x, size.bytes) == 0 {
					digits = 0
				}
				return format.Number(x/size.bytes, digits) + format.Space + size.name
			}
		}
		return fmt.Sprintf("%.0f%sbytes", x, format.Space)
	case "ratio":
		return format.Ratio(x)
	case "percent":
		return fmt.Sprintf("%.0f%s%%", x*100, format.Space)
	}
	return strings.TrimSuffix(fmt.Sprintf("%.2f", x), ".00")
}
