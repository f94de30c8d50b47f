package picture

import (
	"strconv"
	"strings"
	"time"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/format"
)

// MedianText is a lane's median as a reader sees it; an en dash where there is none, as for the two below.
func MedianText(l *bench.LaneResult) string {
	if l.MedianMs == nil {
		return "–"
	}
	return format.Time(*l.MedianMs)
}

// IntervalText is the interval of that median.
func IntervalText(l *bench.LaneResult) string {
	if l.IntervalMs == nil {
		return "–"
	}
	return format.Times(l.IntervalMs[0], l.IntervalMs[1])
}

// SpeedupText is how much faster than the baseline a lane was, with its interval.
func SpeedupText(l *bench.LaneResult) string {
	if l.Speedup == nil {
		return "–"
	}
	return format.Ratio(l.Speedup.Ratio) + " (" + format.Ratios(l.Speedup.Interval[0], l.Speedup.Interval[1]) + ")"
}

// TitleOf says what a run was of.
func TitleOf(rep *bench.Report) string {
	if program, err := kernels.Lookup(rep.Program); err == nil {
		return program.Title
	}
	return theirs(rep.Program)
}

// theirs puts what is only known from whoever sent the run into quotation marks, on one line and no longer than a name is: nobody
// else's words stand on a page as ours. web/src and wasm/bench do the same with longer texts.
func theirs(text string) string {
	return "“" + clipped(strings.NewReplacer("“", "'", "”", "'").Replace(text)) + "”"
}

// clipped keeps a name from filling a line.
func clipped(text string) string {
	const most = 48
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most-1]) + "…"
	}
	return text
}

// version gives a version or a platform as it is, and anything else in quotation marks.
func version(text string) string {
	for _, r := range text {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(".-+/_", r)) {
			return theirs(text)
		}
	}
	return clipped(text)
}

// LaneText is a lane's name, as long as a table bears.
func LaneText(l *bench.LaneResult) string { return clipped(l.Lane) }

// FactsOf says where and how a run was measured.
func FactsOf(rep *bench.Report) string {
	where := browserOf(rep.Host.UserAgent)
	if rep.Host.Engine == "native" {
		where = "natively, " + version(rep.Host.Platform)
	}
	facts := []string{where, count(rep.Host.Cores, "core"), count(rep.Plan.Blocks, "block"), version(rep.Host.Go),
		"build " + version(rep.Host.Build), "measured " + time.UnixMilli(rep.Started).UTC().Format("2 January 2006")}
	if rep.Host.Engine == "wasm" && !rep.Host.Isolated {
		facts = append(facts, "not cross-origin isolated: a coarser clock")
	}
	return strings.Join(facts, " · ")
}

func count(n int, one string) string { return format.Whole(n) + " " + format.Plural(n, one) }

// browserOf finds a browser's name and version in what it says of itself, where it is one of the common ones.
func browserOf(userAgent string) string {
	for _, b := range []struct{ mark, name string }{ // in this order: each also names those below it
		{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chromium"}, {"Version/", "Safari"},
	} {
		if _, rest, found := strings.Cut(userAgent, b.mark); found {
			version, _, _ := strings.Cut(rest, ".")
			if _, err := strconv.Atoi(version); err == nil {
				return b.name + " " + version
			}
		}
	}
	return "a browser"
}
