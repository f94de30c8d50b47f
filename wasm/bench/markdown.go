package bench

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"
)

// WriteMarkdown writes a report for an issue tracker: the verdict, a table with a row for each entry, the warnings, and where it
// was measured.
func WriteMarkdown(w io.Writer, rep *Report) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "**%s**\n\n", markdown(rep.Verdict))
	fmt.Fprint(out, "| lane | workers | samples | first | median | 95 % interval | speed-up | 95 % interval | efficiency | result |\n")
	fmt.Fprint(out, "|:--|--:|--:|--:|--:|--:|--:|--:|--:|:--|\n")
	for _, row := range textTable(rep)[1:] {
		for _, cell := range row {
			fmt.Fprintf(out, "| %s ", markdown(cell))
		}
		fmt.Fprint(out, "|\n")
	}
	for i, warning := range rep.Warnings {
		if i == 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "- %s: %s\n", markdown(string(warning.Code)), markdown(warning.Message))
	}
	where := []string{rep.Program + " " + rep.Args.String(), counted(rep.Plan.Blocks, "block"), counted(rep.Host.Cores, "core"),
		rep.Host.Go + " " + rep.Host.Platform, "build " + rep.Host.Build, time.UnixMilli(rep.Started).UTC().Format("2 January 2006, 15:04 UTC")}
	if rep.Host.UserAgent != "" {
		where = append(where, rep.Host.UserAgent)
	}
	fmt.Fprintf(out, "\nMeasured by Velocidade: %s\n", markdown(strings.Join(where, " · ")))
	return out.Flush()
}

// markdown keeps a text from being more than text: it becomes one line without marks of its own.
func markdown(text string) string {
	var b strings.Builder
	for _, word := range strings.Fields(text) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		for _, r := range word {
			switch r {
			case '<':
				b.WriteString("&lt;")
				continue
			case '&':
				b.WriteString("&amp;")
				continue
			case '\\', '`', '*', '_', '[', ']', '|', '~', '@', '#':
				b.WriteByte('\\')
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}
