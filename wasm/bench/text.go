package bench

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"velocidade/wasm/format"
)

// WriteText writes a report as a table for people to read: the verdict, a line for each entry, the answer, the warnings.
func WriteText(w io.Writer, rep *Report) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s %s\n", rep.Program, rep.Args)
	fmt.Fprintf(out, "%d blocks, %d parts, seed %d, %s; %d cores, %s %s, %s\n\n", rep.Plan.Blocks, rep.Plan.Parts, rep.Plan.Seed, rep.Status,
		rep.Host.Cores, rep.Host.Engine, rep.Host.Platform, rep.Host.Go)
	writeTable(out, textTable(rep))
	fmt.Fprintf(out, "\n%s\n", rep.Verdict)
	heading := "\nruntimes:\n"
	for i, l := range rep.Lanes {
		if l.Runtime != "" && (i == 0 || rep.Lanes[i-1].Lane != l.Lane) {
			fmt.Fprintf(out, "%s  %s: %s\n", heading, l.Lane, l.Runtime)
			heading = ""
		}
	}
	for _, l := range rep.Lanes {
		if l.Error == nil && l.Result != "" && l.Args == "" {
			fmt.Fprintf(out, "\nresult:\n  %s\n", strings.ReplaceAll(l.Result, "\n", "\n  "))
			break
		}
	}
	for i, warning := range rep.Warnings {
		if i == 0 {
			fmt.Fprint(out, "\nwarnings:\n")
		}
		fmt.Fprintf(out, "  %s: %s\n", warning.Code, warning.Message)
	}
	return out.Flush()
}

func textTable(rep *Report) [][]string {
	table := [][]string{{"lane", "workers", "samples", "first", "median", "95 % interval", "speed-up", "95 % interval", "efficiency", "result"}}
	for _, l := range rep.Lanes {
		row := []string{strings.TrimSpace(l.Lane + " " + l.Args), fmt.Sprint(l.Workers), fmt.Sprint(len(l.SamplesMs)), "–", "–", "–", "–", "–", "–", "ok"}
		if len(l.WarmupMs) > 0 {
			row[3] = timeText(l.WarmupMs[0])
		}
		if l.MedianMs != nil {
			row[4] = timeText(*l.MedianMs)
		}
		if l.IntervalMs != nil {
			row[5] = timesText(*l.IntervalMs)
		}
		if s := l.Speedup; s != nil {
			row[6], row[7] = format.Ratio(s.Ratio), intervalText(s.Interval)
		}
		if c := rep.claim(ClaimEfficiency, &l); c != nil {
			row[8] = format.Percent(c.Ratio.Value)
		}
		switch {
		case l.Error != nil:
			row[9] = l.Error.Code
		case len(l.WarmupMs) == 0:
			row[9] = "–"
		}
		table = append(table, row)
	}
	return table
}

// writeTable aligns columns by characters: the first and the last to the left, what is between, numbers, to the right.
func writeTable(out io.Writer, table [][]string) {
	widths := make([]int, len(table[0]))
	for _, row := range table {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range table {
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			switch i {
			case 0:
				fmt.Fprint(out, cell, pad)
			case len(row) - 1:
				fmt.Fprint(out, "  ", cell)
			default:
				fmt.Fprint(out, "  ", pad, cell)
			}
		}
		fmt.Fprintln(out)
	}
}
