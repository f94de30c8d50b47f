package bench

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"time"
)

// WriteCSV writes a row for every run that was timed, warm-ups included, by RFC 4180. Each row says all about itself, so
// that the rows of many reports can stand in one file.
func WriteCSV(w io.Writer, rep *Report) error {
	out := bufio.NewWriter(w)
	row := func(cells ...string) {
		for i, cell := range cells {
			if i > 0 {
				out.WriteByte(',')
			}
			out.WriteString(csvCell(cell))
		}
		out.WriteString("\r\n")
	}
	row("program", "args", "status", "started_at", "engine", "build", "lane", "workers", "repeat", "kind", "index", "wall_ms", "compute_ms")
	for _, l := range rep.Lanes {
		say := func(kind string, i int, wall, compute string) {
			row(rep.Program, rep.Args.String(), string(rep.Status), time.UnixMilli(rep.Started).UTC().Format("2006-01-02T15:04:05.000Z"),
				rep.Host.Engine, rep.Host.Build, l.Lane, strconv.Itoa(l.Workers), strconv.Itoa(l.Repeat), kind, strconv.Itoa(i), wall, compute)
		}
		for i, wall := range l.WarmupMs {
			say("warm-up", i, millis(wall), "")
		}
		for i, wall := range l.SamplesMs {
			say("sample", i, millis(wall), millis(l.ComputeMs[i]))
		}
	}
	return out.Flush()
}

func millis(ms float64) string { return strconv.FormatFloat(ms, 'f', -1, 64) }

// csvCell quotes a cell where it has to be. A text that a spreadsheet would take for a formula is made one that it does not:
// reports come from anywhere.
func csvCell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		text = "'" + text
	}
	if !strings.ContainsAny(text, ",\"\r\n") {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}
