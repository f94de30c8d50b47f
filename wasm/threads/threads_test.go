//go:build !js

package threads

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/module"
)

// built builds a program of testdata, and returns a function that runs it in Node.
func built(t *testing.T, name string) (p *Program, run func(env []string, args ...string) string) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("Node is not installed")
	}
	p, err = Build(t.Context(), ".", "./testdata/"+name, Memory{Maximum: 8192})
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, p.Write(dir))
	return p, func(env []string, args ...string) string {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
		defer cancel()
		cmd := exec.CommandContext(ctx, node, append([]string{filepath.Join(dir, "run.cjs")}, args...)...)
		cmd.Env = append(os.Environ(), env...)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		require.NoError(t, err, "%s\n%s", out, stderr.String())
		return string(out)
	}
}

func TestGoroutinesRunAtTheSameTimeAndGiveTheAnswersOfNativeGo(t *testing.T) {
	p, run := built(t, "together")
	require.NoError(t, module.Check(p.Module))
	want, err := exec.Command("go", "run", "./testdata/together").Output()
	require.NoError(t, err)
	for _, procs := range []int{1, 2, 4} {
		assert.Equal(t, string(want), run([]string{"GOMAXPROCS=" + strconv.Itoa(procs)}), "%d Ps", procs)
	}
	out := strings.Fields(run([]string{"SHOW=procs", "GOMAXPROCS=3"}))
	assert.Equal(t, "3", out[0], "GOMAXPROCS says what is so")
	assert.Equal(t, strconv.Itoa(runtime.NumCPU()), out[1], "and so does NumCPU")
}

func TestEverythingAtOnceStaysWhole(t *testing.T) {
	_, run := built(t, "stress")
	seconds := "3s"
	if s := os.Getenv("VELOCIDADE_STRESS"); s != "" {
		seconds = s
	}
	out := run([]string{"GOMAXPROCS=4"}, "-d", seconds, "-gogc", "5")
	assert.Contains(t, out, "OK ")
	t.Log(out[strings.LastIndex(strings.TrimSpace(out), "\n")+1:])
}

func TestAtomicsAreSequentiallyConsistent(t *testing.T) {
	_, run := built(t, "litmus")
	rounds := "20000"
	if n := os.Getenv("VELOCIDADE_LITMUS"); n != "" {
		rounds = n
	}
	out := run([]string{"GOMAXPROCS=4"}, "-rounds", rounds) // the program fails where it sees what is forbidden
	assert.Equal(t, 5, strings.Count(out, ": 0 forbidden of "+rounds), out)
	t.Log(out)
}

func TestAGoWhoseSourcesAreOthersIsRefusedWithTheSourceNamed(t *testing.T) {
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	_, err = overlay(strings.TrimSpace(string(goroot)), t.TempDir())
	require.NoError(t, err)

	other := t.TempDir()
	for _, e := range edits {
		name := filepath.Join(other, "src", filepath.FromSlash(e.file))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte("package other\n"), 0o644))
	}
	_, err = overlay(other, t.TempDir())
	require.ErrorContains(t, err, edits[0].file)

	_, err = editExec("another script")
	require.ErrorContains(t, err, "wasm_exec.js")
	require.ErrorContains(t, knownAtomics("package atomic\nfunc Xnew() {}"), "Xnew")
}
