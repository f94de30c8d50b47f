//go:build !js

package labs_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/labs"
	"velocidade/wasm/port"
)

func TestTheLaboratoryOfWaitingAsksTheSlowPage(t *testing.T) {
	var asked atomic.Int32
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("ms") == "5" {
			asked.Add(1)
		}
	}))
	defer slow.Close()
	lab, args := find(t, "io", "requests=4,ms=5,workers=2")
	h := &heard{}
	result, err := lab.Run(t.Context(), &labs.Env{Args: args, Now: port.Now, Delay: slow.URL}, h.hear)
	require.NoError(t, err)
	check(t, result, h)
	assert.Equal(t, int32(12), asked.Load(), "each of the three ways asks four times")
	assert.Empty(t, result.Notes)
}

// lacks skips a test where the machine has no such program.
func lacks(t *testing.T, program, why string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("this machine has no %s: %s", program, why)
	}
}

func TestTheRaceDetectorIsQuotedAsItIs(t *testing.T) {
	lacks(t, "gcc", "the race detector needs cgo")
	result, _ := run(t, "race", "runs=1,ms=1,lines=10")
	quote := result.Quotes[len(result.Quotes)-1]
	assert.Contains(t, quote.Title, "go run -race")
	assert.Contains(t, quote.Text, "WARNING: DATA RACE")
	assert.Contains(t, quote.Text, "main.go:")
}

func TestPythonsThreadsTakeTurns(t *testing.T) {
	lacks(t, "python3", "Python is what is asked")
	result, h := run(t, "gil", "n=15000000,repeats=1")
	assert.Contains(t, result.Finding, "CPython 3")
	assert.Len(t, h.calls()["count in two threads"], len(result.Tables[0].Rows))
	if _, err := exec.LookPath("pypy3"); err == nil {
		assert.Contains(t, fmt.Sprint(result.Tables[0].Rows), "PyPy")
	}
	for _, row := range result.Tables[0].Rows {
		for _, cell := range row[1:] {
			ratio, ok := cell.Number()
			assert.True(t, ok && ratio > 0, "every runtime tried every way")
		}
	}
}

func TestPythonIsAskedWhatItCannotPickleAndHowItForks(t *testing.T) {
	lacks(t, "python3", "Python is what is asked")
	result, _ := run(t, "send", "passes=1,largest=1")
	assert.Contains(t, result.Quotes[1].Text, "pickle")
	result, _ = run(t, "spawn", "repeats=1,workers=1")
	labels := ""
	for _, row := range result.Charts[0].Rows {
		labels += row.Label + "\n"
	}
	assert.Contains(t, labels, "os.fork")
}

func TestTheExtensionRunsInABrowserAlone(t *testing.T) {
	lab, args := find(t, "extension", "")
	h := &heard{}
	_, err := lab.Run(t.Context(), &labs.Env{Args: args, Now: port.Now}, h.hear)
	var fault *kernels.Error
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, labs.CodeBrowserOnly, fault.Code)
}

func TestAResultIsReadAsItWasWritten(t *testing.T) {
	result, _ := run(t, "multiprocessing", "inputs=20,chunks=1")
	written, err := json.Marshal(result)
	require.NoError(t, err)
	var read labs.Result
	require.NoError(t, json.Unmarshal(written, &read))
	again, err := json.Marshal(read)
	require.NoError(t, err)
	assert.JSONEq(t, string(written), string(again))
}
