package figures

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"time"

	"velocidade/wasm/bench"
)

// table collects the figures of one run.
type table struct {
	Options
	rows     [][3]string // what, measured, target
	programs []program
	wasmMean float64
	broken   []string // budgets that are not kept

	kernels  []comparison // of code generators, by program
	standard []comparison // by benchmark of the standard library, against stock
}

// program is one row of the programs' table.
type program struct {
	name                           string
	short                          *bench.Speedup // of two workers, at the page's own size
	busyMs                         float64        // time inside one worker at the longer size, which is that of all that follows
	workers, goroutines, processes *bench.Speedup // processes are native ones
	slowed, waiting                float64        // of two workers' time: what parts took longer side by side, and what was in no part
	wasm                           ratio          // time inside the worker against native, on one worker
}

// ratio of two medians, with the range that the quartiles span.
type ratio struct{ ratio, low, high float64 }

func newTable(opts Options) *table { return &table{Options: opts} }

func (t *table) plain(what, measured, target string) {
	t.rows = append(t.rows, [3]string{what, measured, target})
}

func (t *table) size(what string, bytes, budget int64) {
	t.plain(what, fmt.Sprintf("%.1f KB", float64(bytes)/1024), fmt.Sprintf("≤ %d KB", budget/1024))
	if bytes > budget {
		t.broken = append(t.broken, fmt.Sprintf("%s: %d bytes are over the budget of %d", what, bytes, budget))
	}
}

func (t *table) ratio(what string, a, b []float64, target string) {
	q := quotient(a, b)
	t.plain(what, fmt.Sprintf("%.2f (%.2f–%.2f)", q.ratio, q.low, q.high), target)
}

// middle writes the median of times, with their quartiles.
func (t *table) middle(what string, ms []float64, target string) {
	ms = sorted(ms)
	t.plain(what, fmt.Sprintf("%.1f ms (%.1f–%.1f)", quantile(ms, 0.5), quantile(ms, 0.25), quantile(ms, 0.75)), target)
}

// quotient gives the ratio of medians, and the quartiles of the ratios block by block where both have the same blocks.
func quotient(a, b []float64) ratio {
	n := min(len(a), len(b))
	each := make([]float64, n)
	for i := range each {
		each[i] = a[i] / b[i]
	}
	slices.Sort(each)
	return ratio{quantile(sorted(a), 0.5) / quantile(sorted(b), 0.5), quantile(each, 0.25), quantile(each, 0.75)}
}

func sorted(x []float64) []float64 { return slices.Sorted(slices.Values(x)) }

func quantile(x []float64, q float64) float64 {
	at := q * float64(len(x)-1)
	i := int(at)
	if i+1 >= len(x) {
		return x[len(x)-1]
	}
	return x[i] + (at-float64(i))*(x[i+1]-x[i])
}

func (t *table) markdown() []byte {
	var b bytes.Buffer
	command := "make bench"
	if t.Blocks != DefaultBlocks {
		command = fmt.Sprintf("go run ./tools/velocidade figures -blocks %d", t.Blocks)
	}
	fmt.Fprintf(&b, "# Figures\n\nWritten by `%s` on %s: %s, %s/%s, %d cores, Chromium, %d blocks.\n"+
		"A ratio is that of the medians of one run, with the quartiles of its blocks or its 95 %% interval. What is shorter than the\n"+
		"noise takes more: messages four times as many blocks, code generators three times as many.\n\n",
		command, time.Now().UTC().Format("2006-01-02"), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), t.Blocks)
	fmt.Fprint(&b, "| what | measured | target |\n|---|---|---|\n")
	for _, r := range t.rows {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", r[0], r[1], r[2])
	}
	t.speedups(&b)
	t.generators(&b)
	t.library(&b)
	return b.Bytes()
}

// speedups writes what the programs gain.
func (t *table) speedups(b *bytes.Buffer) {
	if len(t.programs) == 0 {
		return
	}
	fmt.Fprint(b, "\n## Programs\n\n"+
		"Speed-ups against one worker, in Chromium, with their 95 % intervals; the target is 1.9 at two workers for ten of the\n"+
		"programs, and 1.00 ± 0.05 for goroutines in one instance. All but the first column is measured at a size that keeps one\n"+
		"worker busy for a second or two; the first at the size with which the page opens, where the run is shorter and its ends\n"+
		"weigh more. The longer size is measured in several goes, minutes apart. A figure whose whole interval lies below the\n"+
		"target is marked ✗. What two native processes gain is what this machine has to give. Of two workers' time, slower is what parts took\n"+
		"longer side by side than alone, for which they share the machine; waiting is what was in no part: messages, merging, a\n"+
		"serial share. WebAssembly against native Go is the time inside one worker.\n\n"+
		"| program | 2 workers, as the page opens | 2 workers | slower, waiting | 2 goroutines | "+
		"2 native processes | one worker | WebAssembly / native |\n"+
		"|---|---|---|---|---|---|---|---|\n")
	reached, short := 0, 0
	for _, p := range t.programs {
		fmt.Fprintf(b, "| %s | %s | %s | %.0f %%, %.0f %% | %s | %s | %.1f s | %.2f |\n", p.name, marked(p.short), marked(p.workers),
			100*p.slowed, 100*p.waiting, speedup(p.goroutines), speedup(p.processes), p.busyMs/1000, p.wasm.ratio)
		if p.workers != nil && p.workers.Ratio >= 1.9 {
			reached++
		}
		if p.short != nil && p.short.Ratio >= 1.9 {
			short++
		}
	}
	fmt.Fprintf(b, "| **1.9 or more** | %d | %d | | | | | %.2f (geometric mean) |\n", short, reached, t.wasmMean)
}

// marked is a speed-up of two workers, with a mark where it surely misses the target.
func marked(s *bench.Speedup) string {
	if s != nil && s.Interval[1] < 1.9 {
		return speedup(s) + " ✗"
	}
	return speedup(s)
}

func speedup(s *bench.Speedup) string {
	if s == nil {
		return "–"
	}
	return fmt.Sprintf("%.2f (%.2f–%.2f)", s.Ratio, s.Interval[0], s.Interval[1])
}
