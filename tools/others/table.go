package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
)

// row is what was found of one program.
type row struct {
	Name      string                        `json:"name"`
	Kind      kind                          `json:"kind,omitempty"`
	Go        string                        `json:"go"`
	Day       string                        `json:"day"`
	Times     map[string]map[string]float64 `json:"times"`            // least milliseconds by host and variant; the machine's own under "native"
	Differ    []string                      `json:"differ,omitempty"` // host/variant that gave another answer
	Weights   map[string]weight             `json:"weights"`          // by variant
	ToolMs    int64                         `json:"toolMs"`           // processor time of rewriting
	ToolBytes int64                         `json:"toolBytes"`        // its memory at most
	OptMs     int64                         `json:"optMs,omitempty"`  // processor time of wasm-opt
}

func (r *row) native() float64              { return r.Times[machine.name][native] }
func (r *row) faster() float64              { return r.fasterIn(node, ours) }
func (r *row) toNative() float64            { return r.Times[node][ours] / r.native() }
func (r *row) fasterIn(h, v string) float64 { return r.Times[h][stock] / r.Times[h][v] }
func (r *row) change(of func(weight) int) float64 {
	return float64(of(r.Weights[ours])) / float64(of(r.Weights[stock]))
}

func raw(w weight) int      { return w.Raw }
func gzipped(w weight) int  { return w.Gzip }
func brotlied(w weight) int { return w.Brotli }

const heading = "program       native ms   stock ms    ours ms  faster  to native    raw   gzip  brotli  rewriting"

// line is a row for the terminal.
func (r *row) line() string {
	text := fmt.Sprintf("%-12s %10.1f %10.1f %10.1f %7.2f %10.2f %6.3f %6.3f %7.3f  %d ms, %d MB", r.Name,
		r.native(), r.Times[node][stock], r.Times[node][ours], r.faster(), r.toNative(),
		r.change(raw), r.change(gzipped), r.change(brotlied), r.ToolMs, r.ToolBytes>>20)
	for _, h := range r.elsewhere() {
		text += fmt.Sprintf(", %s %.2f", h, r.fasterIn(h, ours))
	}
	if r.OptMs > 0 {
		text += fmt.Sprintf(", wasm-opt %.2f in %d ms, both %.2f", r.fasterIn(node, opt), r.OptMs, r.fasterIn(node, both))
	}
	if len(r.Differ) > 0 {
		text += ", DIFFERENT ANSWERS: " + strings.Join(r.Differ, ", ")
	}
	return text
}

// elsewhere are the hosts besides Node in which a program was measured.
func (r *row) elsewhere() []string {
	var names []string
	for name := range r.Times {
		if name != node && name != machine.name {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// table is what is written: what was measured now, and before of other programs.
type table struct {
	out  string // the file; its twin with the ending .json keeps the numbers
	rows []*row
}

// load reads what was measured before.
func (t *table) load() error {
	if t.out == "" {
		return nil
	}
	data, err := os.ReadFile(t.numbers())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	return json.Unmarshal(data, &t.rows)
}

func (t *table) numbers() string { return strings.TrimSuffix(t.out, ".md") + ".json" }

// put takes a program's row in the place of the earlier one, of which it keeps the hosts that were not asked now.
func (t *table) put(r *row) {
	at := slices.IndexFunc(t.rows, func(old *row) bool { return old.Name == r.Name })
	if at < 0 {
		t.rows = append(t.rows, r)
		slices.SortFunc(t.rows, func(a, b *row) int { return strings.Compare(a.Name, b.Name) })
		return
	}
	for host, times := range t.rows[at].Times {
		if r.Times[host] == nil {
			r.Times[host] = times
		}
	}
	t.rows[at] = r
}

// mean describes what value gives for the rows that it takes, or nothing where it takes none. The site reads the first line
// (tools/site/rewriter.go).
func (t *table) mean(value func(r *row) float64, take func(r *row) bool) string {
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
	var lines []string
	add := func(what string, value func(*row) float64, take func(*row) bool) {
		if mean := t.mean(value, take); mean != "" {
			lines = append(lines, what+": "+mean)
		}
	}
	in := func(host, variant string) func(*row) bool {
		return func(r *row) bool { return r.Times[host][variant] > 0 }
	}
	add("ours against stock, times as fast", (*row).faster, in(node, ours))
	add("ours against native, times its time", (*row).toNative, in(node, ours))
	add("… without those that have assembly natively", (*row).toNative, func(r *row) bool { return r.Times[node][ours] > 0 && r.Kind != assembly })
	add("… interpreters", (*row).toNative, func(r *row) bool { return r.Times[node][ours] > 0 && r.Kind == interpreter })
	add("`wasm-opt -O2` against stock, times as fast", func(r *row) float64 { return r.fasterIn(node, opt) }, in(node, opt))
	add("ours, and then `wasm-opt -O2`, against stock, times as fast", func(r *row) float64 { return r.fasterIn(node, both) }, in(node, both))
	for _, h := range []string{"Chromium", "Firefox", "wazero", "wasmtime"} {
		add(h+", ours against stock, times as fast", func(r *row) float64 { return r.fasterIn(h, ours) }, in(h, ours))
	}
	add("bytes of ours against stock, gzip", func(r *row) float64 { return r.change(gzipped) }, in(node, ours))
	return lines
}

// save writes the table and its numbers.
func (t *table) save() error {
	if t.out == "" {
		return nil
	}
	data, err := json.MarshalIndent(t.rows, "", "\t")
	if err != nil {
		return err
	}
	if err := os.WriteFile(t.numbers(), append(data, '\n'), 0o644); err != nil {
		return err
	}
	return os.WriteFile(t.out, []byte(t.markdown()), 0o644)
}

const introduction = `# Programs of others

Written by ` + "`go run ./tools/others`" + ` on a machine with %d cores (%s/%s). Each program does a fixed task with a library that is not ours
([what it does](programs)). Its variants take turns in processes of their own, and the least processor time of all counts; in browsers,
wazero and wasmtime it is wall time. All variants gave the same answer, except where it says otherwise. Assembly marks libraries that have
it for the native machine, which WebAssembly cannot have.

`

func (t *table) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, introduction, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
	for _, line := range t.means() {
		fmt.Fprintf(&b, "- %s\n", line)
	}
	b.WriteString("\n## Under Node\n\n| program | native | stock | ours | stock / ours | ours / native | wasm-opt -O2: stock / it | ours, then wasm-opt | measured |\n|---|--:|--:|--:|--:|--:|--:|--:|---|\n")
	for _, r := range t.rows {
		fmt.Fprintf(&b, "| %s | %.1f ms | %.1f ms | %.1f ms | %.2f | %.2f | %s | %s | %s, %s |\n", r.title(), r.native(), r.Times[node][stock],
			r.Times[node][ours], r.faster(), r.toNative(), known(r.fasterIn(node, opt)), known(r.fasterIn(node, both)), r.Day, r.Go)
	}
	b.WriteString("\n## Elsewhere\n\nStock against ours, times as fast.\n\n| program | Chromium | Firefox | wazero | wasmtime |\n|---|--:|--:|--:|--:|\n")
	for _, r := range t.rows {
		if len(r.elsewhere()) > 0 {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", r.Name, known(r.fasterIn("Chromium", ours)), known(r.fasterIn("Firefox", ours)),
				known(r.fasterIn("wazero", ours)), known(r.fasterIn("wasmtime", ours)))
		}
	}
	b.WriteString("\n## Size, and the tool\n\nBytes of the rewritten module against the linker's, and what rewriting takes: processor time, and memory at most against the module's size.\n\n" +
		"| program | raw | gzip | brotli | … bytes | rewriting | memory | wasm-opt |\n|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, r := range t.rows {
		optimizing := "–"
		if r.OptMs > 0 {
			optimizing = fmt.Sprintf("%.1f s", float64(r.OptMs)/1000)
		}
		fmt.Fprintf(&b, "| %s | %.3f | %.3f | %.3f | %d | %d ms | %.1f × | %s |\n", r.Name, r.change(raw), r.change(gzipped), r.change(brotlied),
			r.Weights[ours].Brotli, r.ToolMs, float64(r.ToolBytes)/float64(r.Weights[stock].Raw), optimizing)
	}
	return b.String()
}

func (r *row) title() string {
	title := r.Name
	if r.Kind != "" {
		title += " (" + string(r.Kind) + ")"
	}
	if len(r.Differ) > 0 {
		title += " **differs: " + strings.Join(r.Differ, ", ") + "**"
	}
	return title
}

// known is a quotient, where both of its times were measured.
func known(q float64) string {
	if math.IsNaN(q) || math.IsInf(q, 0) || q == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", q)
}
