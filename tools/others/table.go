package main

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"strings"
	"time"
)

// row is what was found of one program.
type row struct {
	name          string
	kind          kind
	times         map[string]timing // by variant
	before, after weight
	tool          usage // of the rewriting
}

// alike tells whether all variants gave the same answer.
func (r row) alike() bool {
	for _, t := range r.times {
		if t.answer != r.times[native].answer {
			return false
		}
	}
	return true
}

func (r row) faster() float64   { return r.times[stock].leastMs / r.times[ours].leastMs }
func (r row) toNative() float64 { return r.times[ours].leastMs / r.times[native].leastMs }

const heading = "program       native ms   stock ms    ours ms  faster  to native    raw   gzip  brotli  rewriting"

// line is a row for the terminal.
func (r row) line() string {
	verdict := ""
	if !r.alike() {
		verdict = "  DIFFERENT ANSWERS"
	}
	return fmt.Sprintf("%-12s %10.1f %10.1f %10.1f %7.2f %10.2f %6.3f %6.3f %7.3f  %d ms, %d MB%s", r.name,
		r.times[native].leastMs, r.times[stock].leastMs, r.times[ours].leastMs, r.faster(), r.toNative(),
		quotient(r.after.raw, r.before.raw), quotient(r.after.gzip, r.before.gzip), quotient(r.after.brotli, r.before.brotli),
		r.tool.processor.Milliseconds(), r.tool.peakBytes>>20, verdict)
}

func quotient(a, b int) float64 { return float64(a) / float64(b) }

// table is what is written.
type table struct {
	Options
	goVersion string
	rows      []row
}

// mean describes what value gives for the rows that it takes, or nothing where it takes none. The site reads the first line
// (tools/site/rewriter.go).
func (t *table) mean(value func(r row) float64, take func(r row) bool) string {
	logs, n, least, most := 0.0, 0, math.Inf(1), math.Inf(-1)
	for _, r := range t.rows {
		if take(r) {
			v := value(r)
			logs += math.Log(v)
			least, most, n = min(least, v), max(most, v), n+1
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f (geometric mean of %d, from %.2f to %.2f)", math.Exp(logs/float64(n)), n, least, most)
}

// means are the table's geometric means, a line each.
func (t *table) means() []string {
	every := func(row) bool { return true }
	var lines []string
	add := func(what string, value func(row) float64, take func(row) bool) {
		if mean := t.mean(value, take); mean != "" {
			lines = append(lines, what+": "+mean)
		}
	}
	add("ours against stock, times as fast", row.faster, every)
	add("ours against native, times its time", row.toNative, every)
	add("… without those that have assembly natively", row.toNative, func(r row) bool { return r.kind != assembly })
	add("… interpreters", row.toNative, func(r row) bool { return r.kind == interpreter })
	return lines
}

// save writes the file.
func (t *table) save() error {
	if t.Out == "" {
		return nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Programs of others\n\nWritten by `go run ./tools/others` on %s: %s, %s/%s, %d cores, Node. ", time.Now().Format(time.DateOnly), t.goVersion, runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	fmt.Fprintf(&b, "Each program does a fixed task with a library\nthat is not ours ([what it does](programs)). Every variant does it %d times in each of %d processes, in turns, and its least processor\ntime counts. Variants whose answers differ are marked.\n\n", t.Rounds, t.Blocks)
	for _, line := range t.means() {
		fmt.Fprintf(&b, "- %s\n", line)
	}
	b.WriteString("\n| program | native | stock | ours | stock / ours | ours / native | raw | gzip | brotli | rewriting, memory / module |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, r := range t.rows {
		name := r.name
		if r.kind != "" {
			name += " (" + string(r.kind) + ")"
		}
		if !r.alike() {
			name += " **differs**"
		}
		fmt.Fprintf(&b, "| %s | %.1f ms | %.1f ms | %.1f ms | %.2f | %.2f | %.3f | %.3f | %.3f | %d ms, %.1f |\n", name,
			r.times[native].leastMs, r.times[stock].leastMs, r.times[ours].leastMs, r.faster(), r.toNative(),
			quotient(r.after.raw, r.before.raw), quotient(r.after.gzip, r.before.gzip), quotient(r.after.brotli, r.before.brotli),
			r.tool.processor.Milliseconds(), float64(r.tool.peakBytes)/float64(r.before.raw))
	}
	return os.WriteFile(t.Out, []byte(b.String()), 0o644)
}
