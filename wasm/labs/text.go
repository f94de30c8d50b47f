package labs

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// WriteEvent writes an event as a line of text.
func WriteEvent(w io.Writer, e Event) {
	at := fmt.Sprintf("%9s  ", ms(e.AtMs))
	switch e.Type {
	case "step":
		fmt.Fprintf(w, "\n%s\n", e.Text)
	case "note":
		fmt.Fprintf(w, "%s%s\n", at, e.Text)
	case "call":
		fmt.Fprintf(w, "%s%s → %s\n", at, e.Call, e.Gave)
	case "task":
		where := ""
		if e.Task.Worker >= 0 {
			where = fmt.Sprintf(" on %d", e.Task.Worker+1)
		}
		said := ""
		if e.Task.Text != "" {
			said = ": " + e.Task.Text
		}
		fmt.Fprintf(w, "%s[%d] %s: %s%s%s\n", at, e.Task.ID, e.Task.Label, e.Task.State, where, said)
	}
}

// WriteResult writes what was found as text: the finding, the charts as tables, the tables, quotes and notes.
func WriteResult(w io.Writer, r *Result) error {
	b := &strings.Builder{}
	fmt.Fprintf(b, "\n%s\n", r.Finding)
	for _, chart := range r.Charts {
		writeTable(b, chart.Table())
	}
	for _, table := range r.Tables {
		writeTable(b, table)
	}
	for _, quote := range r.Quotes {
		fmt.Fprintf(b, "\n%s\n", quote.Title)
		for line := range strings.SplitSeq(strings.TrimRight(quote.Text, "\n"), "\n") {
			fmt.Fprintf(b, "  │ %s\n", line)
		}
	}
	for i, note := range r.Notes {
		if i == 0 {
			fmt.Fprintln(b)
		}
		fmt.Fprintf(b, "Note: %s\n", note)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Table is the chart's numbers.
func (c Chart) Table() Table {
	t := Table{Title: c.Title}
	switch c.Kind {
	case Samples:
		t.Columns = []Column{{Label: ""}, {"Median", c.X.Unit}, {"Least", c.X.Unit}, {"Most", c.X.Unit}, {"Of", UnitCount}}
		for _, row := range c.Rows {
			if len(row.Values) == 0 {
				t.Rows = append(t.Rows, []Cell{text(row.Label)})
				continue
			}
			least, most := row.Values[0], row.Values[0]
			for _, v := range row.Values {
				least, most = min(least, v), max(most, v)
			}
			t.Rows = append(t.Rows, []Cell{text(row.Label), num(median(row.Values)), num(least), num(most), count(len(row.Values))})
		}
	case Lines:
		t.Columns = []Column{{c.X.Label, c.X.Unit}}
		for _, row := range c.Rows {
			t.Columns = append(t.Columns, Column{row.Label, c.Y.Unit})
		}
		var xs []float64
		for _, row := range c.Rows {
			for _, p := range row.Points {
				if len(xs) == 0 || p[0] > xs[len(xs)-1] {
					xs = append(xs, p[0])
				}
			}
		}
		for _, x := range xs {
			line := []Cell{num(x)}
			for _, row := range c.Rows {
				cell := Cell{}
				for _, p := range row.Points {
					if p[0] == x {
						cell = num(p[1])
					}
				}
				line = append(line, cell)
			}
			t.Rows = append(t.Rows, line)
		}
	case Timeline:
		t.Columns = []Column{{Label: ""}, {"Turns", UnitCount}, {"Busy", UnitMs}, {"Waiting", UnitMs}, {"Other", UnitMs}}
		for _, row := range c.Rows {
			turns, sums := 0, map[string]float64{}
			for _, span := range row.Spans {
				sums[span.Phase] += span.EndMs - span.StartMs
				if span.Phase == "run" {
					turns++
				}
			}
			other := sums["spawn"] + sums["compile"] + sums["copy"]
			t.Rows = append(t.Rows, []Cell{text(row.Label), count(turns), num(sums["run"]), num(sums["wait"]), num(other)})
		}
	}
	return t
}

func writeTable(b *strings.Builder, t Table) {
	fmt.Fprintf(b, "\n%s\n", t.Title)
	rows := [][]string{{}}
	for _, column := range t.Columns {
		rows[0] = append(rows[0], column.Label)
	}
	for _, cells := range t.Rows {
		var row []string
		for i, cell := range cells {
			row = append(row, cell.show(t.Columns[i].Unit))
		}
		rows = append(rows, row)
	}
	widths := make([]int, len(t.Columns))
	for _, row := range rows {
		for i, word := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(word))
		}
	}
	for _, row := range rows {
		line := "  "
		for i, word := range row {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(word))
			if t.Columns[i].Unit == "" {
				line += word + pad + "  "
			} else {
				line += pad + word + "  "
			}
		}
		fmt.Fprintln(b, strings.TrimRight(line, " "))
	}
}

// show writes a cell as text.
func (c Cell) show(unit string) string {
	if c.kind != 'n' {
		return c.text
	}
	switch unit {
	case UnitMs:
		return ms(c.number)
	case UnitNs:
		return digits(c.number) + " ns"
	case UnitBytes:
		return bytesText(int(c.number))
	case UnitRatio:
		return times(c.number)
	case UnitPercent:
		return percent(c.number)
	}
	return strconv.FormatFloat(c.number, 'f', -1, 64)
}
