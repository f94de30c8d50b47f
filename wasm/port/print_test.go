//go:build !js

package port_test

import (
	"bytes"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/port"
)

// printingEnv has a copy of the test binary start a worker that prints, and end once it has.
const printingEnv = "VELOCIDADE_TEST_PRINTING"

func init() {
	if os.Getenv(printingEnv) != "" && !port.IsWorker() {
		startPrinting()
	}
}

// startPrinting is main of that copy.
func startPrinting() {
	heard := make(chan struct{})
	worker, err := port.Spawn(port.Program{}, port.Handler{
		Message: func([]byte) { close(heard) },
		Closed:  func(error) { os.Exit(1) },
	})
	if err != nil || worker.Send([]byte("print")) != nil {
		os.Exit(1)
	}
	<-heard
	os.Exit(0)
}

func TestWhatAWorkerPrintsIsPrintedByTheProgramThatStartedIt(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), printingEnv+"=1")
	cmd.Stdout, cmd.Stderr = &out, &errs
	require.NoError(t, cmd.Run())
	assert.Equal(t, "to standard output, without a newline", out.String())
	assert.Equal(t, "to standard error\n", errs.String())
}
