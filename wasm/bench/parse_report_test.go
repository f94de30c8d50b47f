package bench

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/json"
)

// measuredReport is the JSON of a run of the fake machine, with something in every field.
func measuredReport(t testing.TB) string {
	t.Helper()
	w := newWorld()
	w.host.UserAgent = "Mozilla/5.0"
	w.breaks = func(e Entry, run int) error {
		if e.Lane == "go/goroutines" && run == 3 {
			return &Fault{Code: CodeLanePanicked, Message: "the program panicked:\n\tboom"}
		}
		return nil
	}
	rep, err := w.runner().Run(context.Background(), Spec{Program: "isprime", Workers: []int{1, 2}}, nil)
	require.NoError(t, err)
	data, err := json.Marshal(rep)
	require.NoError(t, err)
	return string(data)
}

func TestAReportIsReadAsItWasWritten(t *testing.T) {
	text := measuredReport(t)
	rep, err := ParseReport([]byte(text))
	require.NoError(t, err)
	again, err := json.Marshal(rep)
	require.NoError(t, err)
	assert.Equal(t, text, string(again))
}

func TestOfAnotherBuild(t *testing.T) {
	text := strings.Replace(measuredReport(t), `"program":"isprime","args":{`, `"program":"unheardof","args":{"rho":2.5,`, 1)
	text = strings.ReplaceAll(text, `"go/workers"`, `"cpython+go/workers"`)
	rep, err := ParseReport([]byte(text))
	require.NoError(t, err, "programs, parameters and lanes that are not here are read all the same")
	assert.Equal(t, "unheardof", rep.Program)
	assert.Contains(t, rep.Args.String(), "rho=2.5")
}

func TestWhatNoRunWrites(t *testing.T) {
	text := measuredReport(t)
	_, interval, _ := strings.Cut(text, `"intervalMs":`)
	interval, _, _ = strings.Cut(interval, ",\"confidence")
	interval = `"intervalMs":` + interval
	for _, c := range []struct{ says, old, new, field string }{
		{"another schema", `velocidade.report/v1`, `velocidade.report/v9`, "schema"},
		{"a field that there is not", `"plan":{`, `"plan":{"colour":1,`, "plan.colour"},
		{"a field that is missing", `"verdict":`, `"verdikt":`, "verdikt"},
		{"… or has no value", `"cores":2,`, ``, "host.cores"},
		{"a field given twice", `"cores":2,`, `"cores":2,"cores":2,`, "host.cores"},
		{"null where a figure has to be", `"cores":2`, `"cores":null`, "host.cores"},
		{"null for a list", `"samplesMs":[`, `"samplesMs":null,"x":[`, "lanes[0].samplesMs"},
		{"text for a number", `"blocks":10`, `"blocks":"10"`, "plan.blocks"},
		{"a number no float can hold", `"timerResolutionMs":0.005`, `"timerResolutionMs":1e999`, "host.timerResolutionMs"},
		{"half a worker", `"workers":1`, `"workers":1.5`, "lanes[0].workers"},
		{"no block at all", `"blocks":10`, `"blocks":0`, "plan.blocks"},
		{"an end that no run has", `"status":"complete"`, `"status":"great"`, "status"},
		{"a program that is markup", `"program":"isprime"`, `"program":"<b>"`, "program"},
		{"a lane that is no lane", `"lane":"go/single"`, `"lane":"javascript:alert(1)"`, "lanes[0].lane"},
		{"a negative time", `"samplesMs":[`, `"samplesMs":[-1,`, "lanes[0].samplesMs[0]"},
		{"an interval of one end", `"intervalMs":[`, `"intervalMs":[1],"x":[`, "lanes[0].intervalMs"},
		{"an interval that ends before it begins", interval, `"intervalMs":[9,8]`, "lanes[0].intervalMs"},
		{"an outlier that there is not", `"outliers":[]`, `"outliers":[99]`, "lanes[1].outliers[0]"},
		{"a line break in the verdict", `"verdict":"`, `"verdict":"\n`, "verdict"},
		{"text that turns what follows around", `"verdict":"`, `"verdict":"\u202e`, "verdict"},
		{"a sentence without end", `"verdict":"`, `"verdict":"` + strings.Repeat("x", 5000), "verdict"},
		{"an argument that is text", `"args":{`, `"args":{"n":"1",`, "args.n"},
		{"an argument beyond what any runtime can hold", `"args":{`, `"args":{"zz":1e300,`, "args.zz"},
		{"a phase that there is not", `"phase":"run"`, `"phase":"sleep"`, "timeline[0].phase"},
		{"nested without end", `"args":{`, `"args":{"zz":` + strings.Repeat("[", 600) + strings.Repeat("]", 600) + ",", "report"},
		{"cut off", text[len(text)/2:], ``, "report"},
		{"with more after it", `"timeline":[`, `"timeline":[]}{"x":[`, "report"},
	} {
		t.Run(c.says, func(t *testing.T) {
			bad := strings.Replace(text, c.old, c.new, 1)
			require.NotEqual(t, text, bad)
			_, err := ParseReport([]byte(bad))
			require.Error(t, err)
			var fault *kernels.Error
			require.ErrorAs(t, err, &fault)
			assert.Equal(t, c.field, fault.Field, fault.Message)
			assert.NotEmpty(t, fault.Limit)
			assert.Less(t, len(fault.Message), 400, "hostile input does not fill a message")
		})
	}
}

func FuzzParseReport(f *testing.F) {
	f.Add([]byte(measuredReport(f)))
	f.Add([]byte(`{"schema":"velocidade.report/v1","lanes":[{}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		rep, err := ParseReport(data)
		if err != nil {
			require.ErrorAs(t, err, new(*kernels.Error))
			return
		}
		once, err := json.Marshal(rep)
		require.NoError(t, err)
		again, err := ParseReport(once)
		require.NoError(t, err)
		twice, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(once), string(twice), "what was accepted has one form")
	})
}
