package share

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"velocidade/wasm/bench"
)

// Numbers as the page prints them; web/src/format.ts is the original. A narrow no-break space stands between number and unit.

const space = "\u202f"

// timeUnit is a unit of time: how many of it make a millisecond.
type timeUnit struct {
	name  string
	perMs float64
}

func unitFor(ms float64) timeUnit {
	switch {
	case ms < 1:
		return timeUnit{"µs", 1000}
	case ms < 10_000:
		return timeUnit{"ms", 1}
	}
	return timeUnit{"s", 0.001}
}

// decimals is as many as three significant figures take.
func decimals(x float64) int {
	switch {
	case x >= 100 || x == 0:
		return 0
	case x >= 10:
		return 1
	case x >= 1:
		return 2
	}
	return 3
}

func number(x float64, digits int) string {
	text := strconv.FormatFloat(x, 'f', digits, 64)
	whole, rest, _ := strings.Cut(text, ".")
	if len(whole) > 4 {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + space + whole[i:]
		}
	}
	if rest == "" {
		return whole
	}
	return whole + "." + rest
}

func whole(n int) string { return number(float64(n), 0) }

func timeText(ms float64) string {
	unit := unitFor(ms)
	return number(ms*unit.perMs, decimals(ms*unit.perMs)) + space + unit.name
}

func timesText(lo, hi float64) string {
	unit := unitFor(hi)
	digits := decimals(hi * unit.perMs)
	if number(lo*unit.perMs, digits) == number(hi*unit.perMs, digits) {
		digits++ // an interval narrower than its last decimal would print as a point
	}
	return number(lo*unit.perMs, digits) + "–" + number(hi*unit.perMs, digits) + space + unit.name
}

func ratioText(x float64) string { return number(x, ratioDigits(x)) + "×" }

func ratioDigits(x float64) int {
	if x >= 10 {
		return 1
	}
	return 2
}

func medianText(l *bench.LaneResult) string {
	if l.MedianMs == nil {
		return "–"
	}
	return timeText(*l.MedianMs)
}

func intervalText(l *bench.LaneResult) string {
	if l.IntervalMs == nil {
		return "–"
	}
	return timesText(l.IntervalMs[0], l.IntervalMs[1])
}

func speedupText(l *bench.LaneResult) string {
	if l.Speedup == nil {
		return "–"
	}
	lo, hi := l.Speedup.Interval[0], l.Speedup.Interval[1]
	return ratioText(l.Speedup.Ratio) + " (" + number(lo, ratioDigits(hi)) + "–" + number(hi, ratioDigits(hi)) + ")"
}

// entryName is a lane at a worker count, as one name.
func entryName(l *bench.LaneResult) string {
	if strings.HasSuffix(l.Lane, "/single") {
		return l.Lane
	}
	return fmt.Sprintf("%s × %d", l.Lane, l.Workers)
}

// factsOf says where and how a run was measured.
func factsOf(rep *bench.Report) string {
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
	return whole(n) + " " + one
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
