package bench

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// WriteGoBench writes a report in Go's benchmark text format, one line for each sample, which benchstat and its kin
// read: https://go.dev/design/14313-benchmark-format. Lanes and workers become keys of the benchmark's name, so that
//
//	benchstat -col /workers -row /lane report.txt
//
// sets them side by side. Samples that nothing may be concluded from, of a void run or of another computation, are left out.
func WriteGoBench(w io.Writer, rep *Report) error {
	out := bufio.NewWriter(w)
	goos, goarch, _ := strings.Cut(rep.Host.Platform, "/")
	for _, line := range [][2]string{
		{"goos", goos}, {"goarch", goarch}, {"pkg", "velocidade/kernels"}, {"toolchain", rep.Host.Go}, {"engine", rep.Host.Engine},
		{"build", rep.Host.Build}, {"cores", strconv.Itoa(rep.Host.Cores)}, {"args", rep.Args.String()},
		{"parts", strconv.Itoa(rep.Plan.Parts)}, {"seed", strconv.FormatUint(uint64(rep.Plan.Seed), 10)}, {"status", string(rep.Status)},
	} {
		// An empty value would unset the key, and a line break in a value would begin a line of its own.
		if value := strings.Join(strings.Fields(line[1]), " "); value != "" {
			fmt.Fprintf(out, "%s: %s\n", line[0], value)
		}
	}
	for _, l := range rep.Lanes {
		if rep.Status == Void || mismatched(l) {
			continue
		}
		_, first := utf8.DecodeRuneInString(rep.Program)
		name := fmt.Sprintf("Benchmark%s/lane=%s/workers=%d", strings.ToUpper(rep.Program[:first])+rep.Program[first:],
			strings.ReplaceAll(l.Lane, "/", "-"), l.Workers)
		for i, wall := range l.SamplesMs {
			fmt.Fprintf(out, "%s\t%d\t%s ns/op\t%s compute-ns/op\n", name, l.Repeat, nanoseconds(wall), nanoseconds(l.ComputeMs[i]))
		}
	}
	return out.Flush()
}

// nanoseconds writes a time given in milliseconds; below a microsecond with digits after the point.
func nanoseconds(ms float64) string {
	digits := 0
	if ms < 1e-3 {
		digits = 3
	}
	return strconv.FormatFloat(ms*1e6, 'f', digits, 64)
}
