//go:build !js

package reloop_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"

	"velocidade/wasm/module"
	"velocidade/wasm/reloop"
)

func TestARewrittenProgramPrintsWhatTheStockAndTheNativeOnePrint(t *testing.T) {
	run := nodeRunner(t)
	for _, p := range []struct{ name, pkg string }{
		{"whatever suspends, unwinds and resumes", "./testdata/stress"},
		{"random knots of goto", randomProgram(t)},
		{"random arithmetic", arithmeticProgram(t)},
	} {
		t.Run(p.name, func(t *testing.T) {
			stock := compile(t, p.pkg)
			rewritten, inlined := rewrite(t, stock), rewriteWith(t, stock, reloop.Everywhere)
			native := filepath.Join(t.TempDir(), "native")
			build(t, native, p.pkg)
			want, err := exec.Command(native).Output()
			require.NoError(t, err)
			for _, c := range []struct {
				name string
				wasm []byte
				env  []string
			}{
				{"stock", stock, nil},
				{"rewritten", rewritten, nil},
				{"rewritten, a collection at every chance", rewritten, []string{"GOGC=1"}},
				{"rewritten, with the collector's own checks", rewritten,
					[]string{"GOGC=5", "GODEBUG=gccheckmark=1,clobberfree=1,gcstoptheworld=1"}},
				{"rewritten, calls replaced wherever they can be", inlined, []string{"GOGC=1"}},
			} {
				require.Equal(t, string(want), run(t, c.wasm, c.env...), c.name)
			}
		})
	}
}

func TestEveryKernelGivesItsKnownAnswersWhenRewritten(t *testing.T) {
	run := nodeRunner(t)
	out := run(t, rewrite(t, compile(t, "./testdata/answers"))) // the program fails on a wrong answer
	assert.Contains(t, out, "sha256")
}

func TestAProgramCompiledWithoutOptimizationsIsRewrittenToo(t *testing.T) {
	run := nodeRunner(t)
	stock := compile(t, "./testdata/stress", "-gcflags=-N -l")
	rewritten := rewrite(t, stock)
	assert.Equal(t, run(t, stock), run(t, rewritten))
}

// build compiles a package; flags go before its name.
func build(t *testing.T, out, pkg string, flags ...string) {
	t.Helper()
	cmd := exec.Command("go", append(append([]string{"build", "-trimpath", "-o", out}, flags...), pkg)...)
	output, err := cmd.CombinedOutput()
	require.NoError(t, err, string(output))
}

// compile returns a package's module as the Go linker writes it.
func compile(t *testing.T, pkg string, flags ...string) []byte {
	t.Helper()
	t.Setenv("GOOS", "js")
	t.Setenv("GOARCH", "wasm")
	out := filepath.Join(t.TempDir(), "stock.wasm")
	build(t, out, pkg, flags...)
	os.Unsetenv("GOOS") // for what else the test compiles; Setenv has kept the values to go back to
	os.Unsetenv("GOARCH")
	module, err := os.ReadFile(out)
	require.NoError(t, err)
	return module
}

func rewrite(t *testing.T, stock []byte) []byte {
	t.Helper()
	return rewriteWith(t, stock, reloop.Options{})
}

func rewriteWith(t *testing.T, stock []byte, options reloop.Options) []byte {
	t.Helper()
	out, stats, err := reloop.Rewrite(stock, options)
	require.NoError(t, err)
	require.Empty(t, stats.Note)
	require.Greater(t, stats.Rewritten, stats.Functions*9/10)
	require.NoError(t, module.Check(out))
	w := wazero.NewRuntimeWithConfig(t.Context(), wazero.NewRuntimeConfigInterpreter())
	defer w.Close(t.Context())
	_, err = w.CompileModule(t.Context(), out)
	require.NoError(t, err, "wazero's validator agrees; V8's does by running it")
	return out
}

// nodeRunner returns a function that runs a module under Node and returns what it printed, or skips the test.
func nodeRunner(t *testing.T) func(t *testing.T, wasm []byte, env ...string) string {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("Node is not installed")
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	script := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec_node.js")
	return func(t *testing.T, wasm []byte, env ...string) string {
		t.Helper()
		file := filepath.Join(t.TempDir(), "program.wasm")
		require.NoError(t, os.WriteFile(file, wasm, 0o644))
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		defer cancel()
		// As go_js_wasm_exec does it: Go's recursion is V8's too, until the goroutine is put aside.
		cmd := exec.CommandContext(ctx, node, "--stack-size=8192", script, file)
		cmd.Env = append(os.Environ(), env...)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		require.NoError(t, err, stderr.String())
		return string(out)
	}
}
