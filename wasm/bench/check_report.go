package bench

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"velocidade/kernels"
)

// What a report may hold at most. More than any run has, and few enough for a view to go through.
const (
	MaxReportLanes    = 128
	maxReportSamples  = MaxBlocks // a run takes one of each lane in each block
	maxReportWarnings = 100
	maxReportSpans    = 20_000
	maxReportText     = 4096              // of a sentence or an answer, in bytes
	MaxResult         = 4 * maxReportText // of an answer, in bytes
	maxReportName     = 80                // of a name or a version
	minReportMs       = 1e-12             // above 0: what times are rounded to, so that no ratio of two is infinite
	maxReportRatio    = 1e25              // of the longest time to the shortest, and some more
	maxReportMs       = 1e12              // thirty years
)

// checkReport checks what the types of a Report leave open.
func checkReport(r *Report) error {
	c := &checker{}
	c.is(r.Schema == Schema, "schema", r.Schema, Schema)
	c.is(kernels.IsOwnName(r.Program), "program", r.Program, "a program's name")
	c.is(known(r.Status, Complete, Stopped, Void), "status", string(r.Status), "complete, stopped or void")
	c.whole(r.Started, 0, kernels.MaxInt, "startedAt")
	c.text(r.Verdict, maxReportText, "verdict")
	c.host(&r.Host)
	c.whole(int64(r.Plan.Blocks), MinBlocks, MaxBlocks, "plan.blocks")
	c.whole(int64(r.Plan.Warmups), 0, maxReportSamples, "plan.warmups")
	c.whole(int64(r.Plan.Parts), 1, 1<<30, "plan.parts")
	c.count(len(r.Lanes), 1, MaxReportLanes, "lanes")
	for i := range r.Lanes {
		c.lane(&r.Lanes[i], fmt.Sprintf("lanes[%d].", i))
	}
	c.work(r.Lanes)
	c.count(len(r.Claims), 0, 8*MaxReportLanes, "claims")
	for i := range r.Claims {
		c.claim(r.Claims[i], fmt.Sprintf("claims[%d].", i))
	}
	c.count(len(r.Warnings), 0, maxReportWarnings, "warnings")
	for i, w := range r.Warnings {
		at := fmt.Sprintf("warnings[%d].", i)
		c.is(isWord(string(w.Code), "-"), at+"code", string(w.Code), "a warning's code")
		c.text(w.Lane, maxReportName, at+"lane")
		c.lines(w.Message, maxReportText, at+"message")
	}
	c.count(len(r.Timeline), 0, maxReportSpans, "timeline")
	for i := range r.Timeline {
		c.span(&r.Timeline[i], fmt.Sprintf("timeline[%d].", i))
	}
	return c.err
}

func (c *checker) host(h *Host) {
	c.is(isWord(h.Engine, "-"), "host.engine", h.Engine, "an engine's name")
	c.text(h.UserAgent, 1024, "host.userAgent")
	c.text(h.Go, maxReportName, "host.go")
	c.text(h.Platform, maxReportName, "host.platform")
	c.whole(int64(h.Cores), 0, 1<<20, "host.cores")
	c.number(h.TimerResolutionMs, 0, maxReportMs, "host.timerResolutionMs")
	c.text(h.Build, maxReportName, "host.build")
}

func (c *checker) lane(l *LaneResult, at string) {
	c.is(isLaneName(l.Lane), at+"lane", l.Lane, "runtime/executor")
	c.whole(int64(l.Workers), 1, 1<<20, at+"workers")
	c.whole(int64(l.Repeat), 1, kernels.MaxInt, at+"repeat")
	c.samples(l.WarmupMs, at+"warmupMs")
	c.samples(l.SamplesMs, at+"samplesMs")
	c.samples(l.ComputeMs, at+"computeMs")
	c.count(len(l.ComputeMs), len(l.SamplesMs), len(l.SamplesMs), at+"computeMs")
	if l.MedianMs != nil {
		c.number(*l.MedianMs, 0, maxReportMs, at+"medianMs")
	}
	if l.IntervalMs != nil {
		c.interval(*l.IntervalMs, maxReportMs, at+"intervalMs")
	}
	c.number(l.Confidence, 0, 1, at+"confidence")
	c.count(len(l.Outliers), 0, len(l.SamplesMs), at+"outliers")
	for i, index := range l.Outliers {
		c.whole(int64(index), 0, int64(len(l.SamplesMs)-1), fmt.Sprintf("%soutliers[%d]", at, i))
	}
	c.text(l.Runtime, maxReportName, at+"runtime")
	c.text(l.Args, kernels.MaxArgsLen, at+"args")
	c.text(l.Note, maxReportText, at+"note")
	c.samples(l.AgainstMs, at+"againstMs")
	c.lines(l.Result, MaxResult, at+"result")
	if s := l.Speedup; s != nil {
		c.is(isLaneName(s.Against), at+"speedup.against", s.Against, "runtime/executor")
		c.whole(int64(s.AgainstWorkers), 1, 1<<20, at+"speedup.againstWorkers")
		c.number(s.Ratio, 0, maxReportRatio, at+"speedup.ratio")
		c.interval(s.Interval, maxReportRatio, at+"speedup.interval")
		c.number(s.Efficiency, 0, maxReportRatio, at+"speedup.efficiency")
		c.whole(int64(s.Samples), 0, maxReportSamples, at+"speedup.samples")
	}
	if e := l.Error; e != nil {
		c.text(e.Code, maxReportName, at+"error.code")
		c.text(e.Field, maxReportText, at+"error.field")
		c.lines(e.Value, maxReportText, at+"error.value")
		c.lines(e.Limit, maxReportText, at+"error.limit")
		c.lines(e.Message, maxReportText, at+"error.message")
	}
}

// claim checks the form of a claim. Whether it is true is not looked at: Derive makes all claims anew.
func (c *checker) claim(x *Claim, at string) {
	if x == nil {
		c.is(false, at, "null", "a claim")
		return
	}
	c.is(isWord(string(x.Kind), "-"), at+"kind", string(x.Kind), "a claim's kind")
	c.text(x.Lane, maxReportName, at+"lane")
	c.whole(int64(x.Workers), 0, 1<<20, at+"workers")
	c.text(x.Unit, maxReportName, at+"unit")
	c.text(x.Against, maxReportName, at+"against")
	c.whole(int64(x.AgainstWorkers), 0, 1<<20, at+"againstWorkers")
	c.is(known(x.Difference, Faster, Slower, Same, Undecided, NotClaimed), at+"difference", string(x.Difference), "faster, slower, same, undecided or not-claimed")
	c.text(x.Text, maxReportText, at+"text")
}

func (c *checker) span(s *Span, at string) {
	c.is(isLaneName(s.Lane), at+"lane", s.Lane, "runtime/executor")
	c.whole(int64(s.Workers), 1, 1<<20, at+"workers")
	c.is(s.Run == "first" || s.Run == "last", at+"run", s.Run, "first or last")
	c.whole(int64(s.Worker), 0, 1<<20, at+"worker")
	c.is(known(s.Phase, PhaseSpawn, PhaseCompile, PhaseCopy, PhaseRun, PhaseWait), at+"phase", string(s.Phase), "spawn, compile, copy, run or wait")
	// A span may begin a little before its run does: workers have clocks of their own.
	c.number(s.StartMs, -maxReportMs, maxReportMs, at+"startMs")
	c.number(s.EndMs, -maxReportMs, maxReportMs, at+"endMs")
	if s.EndMs < s.StartMs {
		c.is(false, at+"endMs", show(s.EndMs), "not before startMs")
	}
}

// checker keeps the first thing that is wrong.
type checker struct{ err error }

func (c *checker) is(right bool, field, value, limit string) {
	if c.err == nil && !right {
		c.err = &kernels.Error{Code: kernels.CodeOutOfRange, Field: field, Value: clip(value), Limit: limit,
			Message: fmt.Sprintf("%s must be %s; it is %q", field, limit, clip(value))}
	}
}

// What is right is not put into words: that would take longer than the checks.

func (c *checker) whole(n, least, most int64, field string) {
	if n < least || n > most {
		c.is(false, field, fmt.Sprint(n), fmt.Sprintf("%d to %d", least, most))
	}
}

func (c *checker) count(n, least, most int, field string) {
	if n < least || n > most {
		c.is(false, field, fmt.Sprintf("a list of %d", n), fmt.Sprintf("a list of %d to %d", least, most))
	}
}

func (c *checker) number(x, least, most float64, field string) {
	if !(x >= least && x <= most) {
		c.is(false, field, show(x), show(least)+" to "+show(most))
	}
}

func (c *checker) interval(x [2]float64, most float64, field string) {
	c.number(x[0], 0, most, field+"[0]")
	c.number(x[1], 0, most, field+"[1]")
	if x[0] > x[1] {
		c.is(false, field, show(x[0])+" to "+show(x[1]), "ascending")
	}
}

func (c *checker) samples(ms []float64, field string) {
	c.count(len(ms), 0, maxReportSamples, field)
	if c.err != nil {
		return
	}
	for i, x := range ms {
		if !(x == 0 || x >= minReportMs && x <= maxReportMs) {
			c.is(false, fmt.Sprintf("%s[%d]", field, i), show(x), "0, or "+show(minReportMs)+" to "+show(maxReportMs))
		}
	}
}

// text checks a text of one line, lines one that may have several: neither may hold what changes how the text around it is
// shown, such as a switch of the writing's direction.
func (c *checker) text(s string, most int, field string) { c.readable(s, most, field, "") }

func (c *checker) lines(s string, most int, field string) { c.readable(s, most, field, "\n\t") }

func (c *checker) readable(s string, most int, field, allowed string) {
	if len(s) > most {
		c.is(false, field, fmt.Sprintf("%d bytes", len(s)), fmt.Sprintf("at most %d bytes", most))
	}
	if c.err != nil {
		return
	}
	for _, r := range s {
		if r < ' ' && strings.ContainsRune(allowed, r) {
			continue
		}
		bidi := r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
		if unicode.IsControl(r) || bidi || !utf8.ValidRune(r) {
			c.is(false, field, fmt.Sprintf("U+%04X", r), "without control characters")
		}
	}
}

// isWord tells whether a text is a name: lower-case letters, digits and the characters given, a letter first.
func isWord(s, more string) bool {
	for i, r := range s {
		letter := r >= 'a' && r <= 'z'
		if !letter && (i == 0 || !(r >= '0' && r <= '9') && !strings.ContainsRune(more, r)) {
			return false
		}
	}
	return s != "" && len(s) <= maxReportName
}

func isLaneName(s string) bool {
	runtime, executor, found := strings.Cut(s, "/")
	return found && isWord(runtime, "-+") && isWord(executor, "-")
}

func show(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprint(x)
}
