package bench

import (
	"bytes"
	_ "embed"
	"flag"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/perf/benchfmt"

	"velocidade/kernels"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Embedded, so that the tests also run where there is no file system.
var (
	//go:embed testdata/report.txt
	goldenText string
	//go:embed testdata/report.bench
	goldenBench string
	//go:embed testdata/report.csv
	goldenCSV string
	//go:embed testdata/report.md
	goldenMarkdown string
	//go:embed testdata/report.trace.json
	goldenTrace string
)

// exported is a report in which something of everything happened.
func exported(t *testing.T) *Report {
	t.Helper()
	program(t)
	kernel, err := kernels.Lookup("sample")
	require.NoError(t, err)
	rep := reportOf(Complete, measured("go/single", 1, 6, 1234), measured("go/goroutines", 2, 6, 1240).withOutlier(),
		measured("go/workers", 2, 6, 640), measured("go/workers", 4, 2, 330).with(Fault{Code: CodeLanePanicked, Message: "the program panicked: boom"}),
		measured("go/workers", 8, 0, 0).with(Fault{Code: CodeResultMismatch, Value: "41", Limit: "42", Message: "m"}))
	rep.Plan.Blocks = 6
	rep.Args, err = kernel.ParseArgs("n=3")
	require.NoError(t, err)
	rep.Lanes[0].Result = "42\nand 43"
	say := newTelling(rep, 0)
	rep.Claims, rep.Warnings, rep.Verdict = say.claims(), warnings(rep, 0), say.verdict()
	return rep
}

func golden(t *testing.T, path, want string, got []byte) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(path, got, 0o644))
		return
	}
	assert.Equal(t, want, string(got), "go test ./wasm/bench -update writes it anew")
}

func TestAReportAsText(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, WriteText(&out, exported(t)))
	golden(t, "testdata/report.txt", goldenText, out.Bytes())
}

func TestAReportAsGoBenchmarks(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, WriteGoBench(&out, exported(t)))
	golden(t, "testdata/report.bench", goldenBench, out.Bytes())
}

func TestGoBenchmarksAreReadBackAsTheSamplesThatCount(t *testing.T) {
	rep := exported(t)
	rep.Host.UserAgent = "a browser"
	rep.Host.Build = "two\nlines"
	var out bytes.Buffer
	require.NoError(t, WriteGoBench(&out, rep))
	type key struct {
		lane    string
		workers int
	}
	read := map[key][]float64{}
	for reader := benchfmt.NewReader(&out, "report"); reader.Scan(); {
		result, ok := reader.Result().(*benchfmt.Result)
		require.True(t, ok, "%v", reader.Result())
		base, parts := result.Name.Parts()
		assert.Equal(t, "Sample", string(base))
		require.Len(t, parts, 2)
		workers, err := strconv.Atoi(string(bytes.TrimPrefix(parts[1], []byte("/workers="))))
		require.NoError(t, err)
		assert.Equal(t, "n=3", result.GetConfig("args"))
		assert.Equal(t, "two lines", result.GetConfig("build"))
		seconds, ok := result.Value("sec/op")
		require.True(t, ok)
		k := key{string(bytes.TrimPrefix(parts[0], []byte("/lane="))), workers}
		read[k] = append(read[k], seconds*1e3)
	}
	want := map[key]int{{"go-single", 1}: 6, {"go-goroutines", 2}: 6, {"go-workers", 2}: 6, {"go-workers", 4}: 2}
	assert.Len(t, read, len(want), "a lane with another answer is left out")
	for k, n := range want {
		assert.Len(t, read[k], n)
	}
	assert.InDeltaSlice(t, rep.Lanes[2].SamplesMs, read[key{"go-workers", 2}], 1e-5)

	rep.Status = Void
	out.Reset()
	require.NoError(t, WriteGoBench(&out, rep))
	assert.NotContains(t, out.String(), "Benchmark", "nothing of a void run counts")
}
