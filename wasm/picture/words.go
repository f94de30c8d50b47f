package picture

import (
	"fmt"
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
	return rep.Program
}

// entryName is a lane at a worker count, as one name.
func entryName(l *bench.LaneResult) string {
	if strings.HasSuffix(l.Lane, "/single") {
		return l.Lane
	}
	return fmt.Sprintf("%s × %d", l.Lane, l.Workers)
}

// FactsOf says where and how a run was measured.
func FactsOf(rep *bench.Report) string {
	where := browserOf(rep.Host.UserAgent)
	if rep.Host.Engine == "native" {
		where = "natively, " + rep.Host.Platform
	}
	facts := []string{where, count(rep.Host.Cores, "core"), count(rep.Plan.Blocks, "block"), rep.Host.Go,
		"build " + rep.Host.Build, "measured " + time.UnixMilli(rep.Started).UTC().Format("2 January 2006")}
	if rep.Host.Engine == "wasm" && !rep.Host.Isolated {
		facts = append(facts, "not cross-origin isolated: a coarser clock")
	}
	return strings.Join(facts, " · ")
}

func count(n int, one string) string {
	if n != 1 {
		one += "s"
	}
	return format.Whole(n) + " " + one
}

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
