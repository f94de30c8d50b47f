package reference

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"velocidade/kernels"
	"velocidade/wasm/bench"
)

// comparison is a question to a file: how many times as long does one entry take as another?
type comparison struct {
	says          string // what it is about
	program, args string
	slow, fast    bench.Entry
	inside        bool // the time inside the program is meant, as where it was called in one process; else from start to result
}

func comparisons(cores int) []comparison {
	one := func(lane string) bench.Entry { return bench.Entry{Lane: lane, Workers: 1} }
	many := func(lane string) bench.Entry { return bench.Entry{Lane: lane, Workers: cores} }
	const loop, few, primes = "n=10000000", "kmax=500", "kmax=5000"
	return []comparison{
		{"an interpreter against a compiler at run time", "countdown", loop, one("cpython/single"), one("pypy/single"), true},
		{"without types against with them", "primes", few, one("cpython/single"), one("cython/single"), true},
		{"the same, ten times as many primes", "primes", primes, one("cpython/single"), one("cython/single"), true},
		{"what compiling alone gains", "primes", primes, one("cpython/single"), one("cython-untyped/single"), true},
		{"what types add to it", "primes", primes, one("cython-untyped/single"), one("cython/single"), true},
		{"types inferred", "primes", primes, one("cpython/single"), one("shedskin/single"), true},
		{"an interpreter against Go", "primes", primes, one("cpython/single"), one("go/single"), true},
		{"Go without types against Go with them", "primes", primes, one("go-boxed/single"), one("go/single"), true},
		{"six primes, an interpreter against a compiler at run time", "isprime", "", one("cpython/single"), one("pypy/single"), true},
		{"threads under the global interpreter lock", "isprime", "", one("cpython/single"), many("cpython/threads"), false},
		{"processes instead", "isprime", "", one("cpython/single"), many("cpython/workers"), false},
		{"an extension that keeps the lock, in threads", "isprime", "", one("cython/single"), many("cython/threads"), false},
		{"an extension that gives the lock back, in threads", "isprime", "", one("cython-nogil/single"), many("cython-nogil/threads"), false},
		{"goroutines, which take no turns natively", "isprime", "", one("go/single"), many("go/goroutines"), false},
	}
}

// WriteComparisons writes the file's answers as a table in Markdown, the chapter's beside them.
func WriteComparisons(w io.Writer, f *File) error {
	var out strings.Builder
	fmt.Fprintf(&out, "Measured on %s (%s, %d cores, %s), %s, by\n\n", f.Machine.Name, f.Machine.CPU, f.Machine.Cores, f.Machine.System,
		time.UnixMilli(f.RecordedAt).UTC().Format("2 January 2006"))
	for _, command := range f.Commands {
		fmt.Fprintf(&out, "    %s\n", command)
	}
	out.WriteString("\nHow many times as long the first takes as the second: block by block, with its 95 % interval.\n\n")
	out.WriteString("| what | program | first | second | ratio | interval | blocks | the chapter prints |\n|---|---|---|---|---:|---:|---:|---:|\n")
	for _, c := range comparisons(f.Machine.Cores) {
		first, second := f.find(c)
		if first == nil || second == nil {
			continue
		}
		a, b := first.SamplesMs, second.SamplesMs
		if c.inside {
			a, b = first.ComputeMs, second.ComputeMs
		}
		value, interval, blocks := "–", "–", min(len(a), len(b))
		if ratio := bench.Paired(a, b); ratio != nil {
			value, interval = times(ratio.Value), fmt.Sprintf("%s to %s", times(ratio.Interval[0]), times(ratio.Interval[1]))
		}
		fmt.Fprintf(&out, "| %s | %s | %s | %s | %s | %s | %d | %s |\n", c.says, strings.TrimSpace(c.program+" "+c.args), entry(c.slow), entry(c.fast),
			value, interval, blocks, f.printed(c))
	}
	fmt.Fprintf(&out, "\nThe chapter: [%s](%s).\n", chapter.Title, chapter.URL)
	for _, m := range f.Missing {
		fmt.Fprintf(&out, "\nWithout %s: %s\n", m.Runtime, m.Message)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// find gives the two entries that answer a question, of one report; nil where they are not there, or not of one size.
func (f *File) find(c comparison) (first, second *bench.LaneResult) {
	kernel, err := kernels.Lookup(c.program)
	if err != nil {
		return nil, nil
	}
	args, err := kernel.ParseArgs(c.args)
	if err != nil {
		return nil, nil
	}
	for _, r := range f.Reports {
		if r.Program == c.program && r.Args.String() == args.String() {
			first, second = of(r, c.slow), of(r, c.fast)
			if first != nil && second != nil && first.Args == second.Args {
				return first, second
			}
		}
	}
	return nil, nil
}

func of(r *bench.Report, e bench.Entry) *bench.LaneResult {
	i := slices.IndexFunc(r.Lanes, func(l bench.LaneResult) bool { return l.Lane == e.Lane && l.Workers == e.Workers && l.Error == nil })
	if i < 0 {
		return nil
	}
	return &r.Lanes[i]
}

// printed gives the ratios of the printed times that belong to a question, one for each machine.
func (f *File) printed(c comparison) string {
	var ratios []string
	for _, slow := range f.Printed {
		for _, fast := range f.Printed {
			same := slow.Program == c.program && fast.Program == c.program && slow.Machine == fast.Machine && slow.Args == fast.Args
			if same && slow.Lane == c.slow.Lane && fast.Lane == c.fast.Lane && (slow.Args == "" || slow.Args == c.args) {
				ratios = append(ratios, times(middle(slow.TimesMs)/middle(fast.TimesMs)))
			}
		}
	}
	return strings.Join(ratios, ", ")
}

func middle(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

// times writes a ratio with three digits.
func times(x float64) string {
	switch {
	case x >= 100:
		return fmt.Sprintf("%.0f×", x)
	case x >= 10:
		return fmt.Sprintf("%.1f×", x)
	}
	return fmt.Sprintf("%.2f×", x)
}

func entry(e bench.Entry) string {
	if strings.HasSuffix(e.Lane, "/single") {
		return e.Lane
	}
	return fmt.Sprintf("%s, %d", e.Lane, e.Workers)
}
