package chapter

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"velocidade/wasm/format"
	"velocidade/wasm/labs"
)

// subject is what a prediction is about: the twin of Subject in web/src/chapter/outcome.ts, which reads it as JSON.
//
//	speed   of and against are entries of a preset: the second's median divided by the first's
//	first   an entry's first run, divided by its median
//	chart   a row of a laboratory's chart: its median or last point, or another row's divided by it
//	cell    the text in a cell of a laboratory's table
type subject struct {
	Kind    string `json:"kind"`
	Of      *entry `json:"of,omitempty"`
	Against *entry `json:"against,omitempty"`
	Chart   int    `json:"chart"` // from 0
	Table   int    `json:"table"` // likewise
	Row     string `json:"row,omitempty"`
	Than    string `json:"than,omitempty"` // the other row
	Column  string `json:"column,omitempty"`
}

// entry is a lane at a worker count.
type entry struct {
	Lane    string `json:"lane"`
	Workers int    `json:"workers"`
}

func (e entry) Name() string { return format.EntryName(e.Lane, e.Workers) }

// reading is what a result says about a subject: a ratio or a number, or a text.
type reading struct {
	number float64
	text   string
	words  string // the finding, as a sentence
}

// benchSubject reads the subject of a prediction about a preset.
func benchSubject(f *fields, p *Preset) subject {
	of := readEntry(f, "of", p)
	if f.optional("against") == "first" {
		return subject{Kind: "first", Of: &of}
	}
	against := readEntry(f, "against", p)
	return subject{Kind: "speed", Of: &of, Against: &against}
}

// labSubject reads the subject of a prediction about a laboratory.
func labSubject(f *fields) subject {
	if f.has("table") {
		return subject{Kind: "cell", Table: f.whole("table") - 1, Row: f.text("of"), Column: f.text("column")}
	}
	return subject{Kind: "chart", Chart: f.whole("chart") - 1, Row: f.text("of"), Than: f.optional("against")}
}

// readEntry reads "go/workers × 2" or "go/single", one that the preset measures.
func readEntry(f *fields, name string, p *Preset) entry {
	text := f.text(name)
	lane, count, found := strings.Cut(text, "×")
	e := entry{strings.TrimSpace(lane), 1}
	if found {
		e.Workers, _ = strconv.Atoi(strings.TrimSpace(count))
	}
	if p == nil || text == "" {
		return e
	}
	resolved, err := p.resolve()
	if err != nil {
		return e // said where the preset stands
	}
	var names []string
	for _, known := range resolved.Entries {
		if known.Lane == e.Lane && known.Workers == e.Workers {
			return e
		}
		names = append(names, format.EntryName(known.Lane, known.Workers))
	}
	f.fault(name, fmt.Sprintf("the preset does not measure %q; it measures %s", text, strings.Join(names, ", ")))
	return e
}

// inReport reads a Report; nil where it does not hold the subject.
func (s *subject) inReport(report *Report) *reading {
	of := report.Lane(s.Of.Lane, s.Of.Workers)
	if of == nil {
		return nil
	}
	if s.Kind == "first" {
		if len(of.WarmupMs) == 0 {
			return nil
		}
		ratio := of.WarmupMs[0] / *of.MedianMs
		return &reading{number: ratio, words: fmt.Sprintf("The first run of %s took %s, a later one %s: %s as long.",
			s.Of.Name(), format.Time(of.WarmupMs[0]), format.Time(*of.MedianMs), format.Ratio(ratio))}
	}
	against := report.Lane(s.Against.Lane, s.Against.Workers)
	if against == nil {
		return nil
	}
	ratio := *against.MedianMs / *of.MedianMs
	return &reading{number: ratio, words: fmt.Sprintf("%s took %s and %s %s: %s as fast.",
		s.Of.Name(), format.Time(*of.MedianMs), s.Against.Name(), format.Time(*against.MedianMs), format.Ratio(ratio))}
}

// inLab reads a laboratory's result. Its error says what the result does not have.
func (s *subject) inLab(result *labResult) (*reading, error) {
	if s.Kind == "cell" {
		if s.Table >= len(result.Tables) {
			return nil, fmt.Errorf("the laboratory has no table %d", s.Table+1)
		}
		table := result.Tables[s.Table]
		column := slices.IndexFunc(table.Columns, func(c labs.Column) bool { return c.Label == s.Column })
		for _, row := range table.Rows {
			if column >= 0 && column < len(row) && row[0] == s.Row {
				text := cellText(row[column], table.Columns[column].Unit)
				return &reading{text: text, words: fmt.Sprintf("%s, %s: %s.", s.Row, lower(s.Column), text)}, nil
			}
		}
		return nil, fmt.Errorf("the table %q has no cell %q, %q", table.Title, s.Row, s.Column)
	}
	if s.Chart >= len(result.Charts) {
		return nil, fmt.Errorf("the laboratory has no chart %d", s.Chart+1)
	}
	chart := result.Charts[s.Chart]
	of, unit, ok := rowValue(chart, s.Row)
	if !ok {
		return nil, fmt.Errorf("the chart %q has no row %q", chart.Title, s.Row)
	}
	if s.Than == "" {
		return &reading{number: of, words: fmt.Sprintf("%s: %s.", s.Row, quantity(of, unit))}, nil
	}
	than, _, ok := rowValue(chart, s.Than)
	if !ok {
		return nil, fmt.Errorf("the chart %q has no row %q", chart.Title, s.Than)
	}
	return &reading{number: than / of, words: fmt.Sprintf("%s: %s; %s: %s. That is %s as fast.",
		s.Row, quantity(of, unit), s.Than, quantity(than, unit), format.Ratio(than/of))}, nil
}

// rowValue is a row's median or, of a curve, its last point.
func rowValue(chart labs.Chart, label string) (value float64, unit string, ok bool) {
	for _, row := range chart.Rows {
		if row.Label != label {
			continue
		}
		if chart.Kind == labs.Lines && len(row.Points) > 0 && chart.Y != nil {
			return row.Points[len(row.Points)-1][1], chart.Y.Unit, true
		}
		value, ok = median(row.Values)
		return value, chart.X.Unit, ok
	}
	return 0, "", false
}

func lower(text string) string { return strings.ToLower(text[:1]) + text[1:] }
