package reference

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/bench"
)

// sample is a whole file, as Record writes it.
func sample(t testing.TB) *File {
	t.Helper()
	k, err := kernels.Lookup("primes")
	require.NoError(t, err)
	args, err := k.ParseArgs("kmax=500")
	require.NoError(t, err)
	lane := func(name string, ms float64) bench.LaneResult {
		times := []float64{ms, ms, ms, ms, ms, ms}
		return bench.LaneResult{Lane: name, Workers: 1, Repeat: 1, WarmupMs: []float64{2 * ms}, SamplesMs: times, ComputeMs: times,
			MedianMs: &ms, IntervalMs: &[2]float64{ms, ms}, Confidence: 0.96875, Outliers: []int{}, Result: "the 500th prime is 3571"}
	}
	return &File{Schema: Schema, Machine: Machine{Name: "a test", CPU: "of no kind", Cores: 2, System: "linux/amd64"}, RecordedAt: 1_764_000_000_000,
		Commands: []string{"velocidade bench -chapter -o FILE"}, Missing: []Missing{{"pypy", "this machine has no PyPy 3"}},
		Reports: []*bench.Report{{Schema: bench.Schema, Program: "primes", Args: args, Status: bench.Complete, Started: 1_764_000_000_000,
			Host: bench.Host{Engine: "native", Go: "go1.26.8", Platform: "linux/amd64", Cores: 2, Isolated: true, TimerResolutionMs: 0.001, Build: "test"},
			Plan: bench.Plan{Blocks: 6, Warmups: 1, Parts: 1, Seed: 7}, Lanes: []bench.LaneResult{lane("cpython/single", 40), lane("cython/single", 2)},
			Verdict: "One process on cython was faster.", Warnings: []bench.Warning{}, Timeline: []bench.Span{}}},
		Printed: Chapter()}
}

func TestAFileIsReadBackAsItWasWritten(t *testing.T) {
	want := sample(t)
	data, err := json.Marshal(want)
	require.NoError(t, err)
	got, err := Parse(data)
	require.NoError(t, err)
	again, err := json.Marshal(got)
	require.NoError(t, err)
	assert.JSONEq(t, string(data), string(again))
}

func TestParseRefuses(t *testing.T) {
	cases := []struct {
		why         string
		change      func(f map[string]any)
		code, field string
	}{
		{"another schema", func(f map[string]any) { f["schema"] = "velocidade.reference/v2" }, kernels.CodeOutOfRange, "schema"},
		{"a field that is not known", func(f map[string]any) { f["extra"] = 1 }, CodeBadReference, "file"},
		{"a field that is missing", func(f map[string]any) { delete(f, "machine") }, CodeBadReference, "file"},
		{"no machine's name", func(f map[string]any) { f["machine"].(map[string]any)["name"] = "" }, kernels.CodeOutOfRange, "machine.name"},
		{"a name that would turn the text around it", func(f map[string]any) { f["machine"].(map[string]any)["name"] = "a\u202eb" }, kernels.CodeOutOfRange, "machine.name"},
		{"a text beyond all need", func(f map[string]any) { f["commands"] = []string{strings.Repeat("x", 501)} }, kernels.CodeOutOfRange, "commands[0]"},
		{"no command", func(f map[string]any) { f["commands"] = []string{} }, kernels.CodeOutOfRange, "commands"},
		{"no report", func(f map[string]any) { f["reports"] = []any{} }, kernels.CodeOutOfRange, "reports"},
		{"reports beyond all need", func(f map[string]any) {
			one := f["reports"].([]any)[0]
			all := []any{}
			for range maxReports + 1 {
				all = append(all, one)
			}
			f["reports"] = all
		}, kernels.CodeOutOfRange, "reports"},
		{"a report that is none", func(f map[string]any) { f["reports"] = []any{map[string]any{}} }, bench.CodeBadReport, "reports[0]"},
		{"a report with a time below zero", func(f map[string]any) {
			lane := f["reports"].([]any)[0].(map[string]any)["lanes"].([]any)[1].(map[string]any)
			lane["samplesMs"].([]any)[3] = -1
		}, kernels.CodeOutOfRange, "reports[0].lanes[1].samplesMs[3]"},
		{"a printed time below zero", func(f map[string]any) { f["printed"].([]any)[0].(map[string]any)["timesMs"] = []float64{-1} }, kernels.CodeOutOfRange, "printed[0].timesMs[0]"},
		{"a source that is a script", func(f map[string]any) {
			f["printed"].([]any)[1].(map[string]any)["source"] = map[string]any{"title": "x", "url": "javascript:alert(1)"}
		}, kernels.CodeOutOfRange, "printed[1].source.url"},
		{"no cores", func(f map[string]any) { f["machine"].(map[string]any)["cores"] = 0 }, kernels.CodeOutOfRange, "machine.cores"},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			data, err := json.Marshal(sample(t))
			require.NoError(t, err)
			var f map[string]any
			require.NoError(t, json.Unmarshal(data, &f))
			c.change(f)
			data, err = json.Marshal(f)
			require.NoError(t, err)
			_, err = Parse(data)
			var fault *kernels.Error
			require.ErrorAs(t, err, &fault)
			assert.Equal(t, c.code, fault.Code)
			assert.True(t, strings.HasPrefix(fault.Field, c.field), fault.Field)
			assert.NotEmpty(t, fault.Message)
		})
	}
}

func TestParseRefusesWhatIsTooLarge(t *testing.T) {
	_, err := Parse(make([]byte, MaxBytes+1))
	var fault *kernels.Error
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, kernels.CodeOutOfRange, fault.Code)
}

// Whatever the bytes, Parse returns a file that it would read again, or an error of the one shape.
func FuzzParse(f *testing.F) {
	data, err := json.Marshal(sample(f))
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{"schema":"velocidade.reference/v1"}`))
	f.Add([]byte(`[[[[`))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse(data)
		if err != nil {
			var fault *kernels.Error
			require.ErrorAs(t, err, &fault)
			return
		}
		again, err := json.Marshal(file)
		require.NoError(t, err)
		_, err = Parse(again)
		require.NoError(t, err)
	})
}
