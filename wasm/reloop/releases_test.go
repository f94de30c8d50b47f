//go:build !js

package reloop_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/module"
	"velocidade/wasm/reloop"
)

// releases are those that are not the installed one, newest first. The go command fetches them as modules.
var releases = []string{"go1.27.4", "go1.25.8", "go1.24.13", "go1.23.12", "go1.22.12"}

// The stress program of each release of Go prints the same when it is rewritten.
func TestModulesOfOtherReleasesAreRewritten(t *testing.T) {
	run := nodeRunner(t)
	folder := copyProgram(t, "stress", "1.22")
	for _, release := range releases {
		t.Run(release, func(t *testing.T) {
			in := buildIn(t, folder, withRelease(t, release))
			out, stats := rewriteOfRelease(t, in, release)
			assert.Less(t, stats.Functions-stats.Rewritten, 50, "all but assembly is rewritten: %v", stats.Left)
			want := run(t, in)
			assert.Contains(t, want, "== end")
			assert.Equal(t, want, run(t, out, "GOGC=5"))
		})
	}
}

func TestAProgramWithVectorsIsRewrittenAroundThem(t *testing.T) {
	run := nodeRunner(t)
	const release = "go1.27.4"
	in := buildIn(t, copyProgram(t, "vectors", "1.26"), append(withRelease(t, release), "GOEXPERIMENT=simd"))
	out, _ := rewriteOfRelease(t, in, release)
	want := run(t, in)
	assert.Contains(t, want, "cannot convert slice", "the last panic was recovered from")
	assert.Equal(t, want, run(t, out))
}

func rewriteOfRelease(t *testing.T, in []byte, release string) ([]byte, reloop.Stats) {
	t.Helper()
	out, stats, err := reloop.Rewrite(in, reloop.Options{})
	require.NoError(t, err)
	require.Contains(t, stats.Go, release)
	assert.Empty(t, stats.Caution())
	assert.Zero(t, stats.Left[reloop.UnknownCode])
	require.NoError(t, module.Check(out))
	return out, stats
}

// copyProgram copies a program of testdata into a module of its own, for releases that this project's is not for.
func copyProgram(t *testing.T, name, language string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.CopyFS(folder, os.DirFS(filepath.Join("testdata", name))))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "go.mod"), []byte("module "+name+"\n\ngo "+language+"\n"), 0o644))
	return folder
}

// buildIn returns the module of the program in a folder, as the Go linker writes it.
func buildIn(t *testing.T, folder string, env []string) []byte {
	t.Helper()
	stock := filepath.Join(t.TempDir(), "stock.wasm")
	cmd := exec.Command("go", "build", "-trimpath", "-o", stock, ".")
	cmd.Dir, cmd.Env = folder, append(env, "GOOS=js", "GOARCH=wasm")
	output, err := cmd.CombinedOutput()
	require.NoError(t, err, string(output))
	in, err := os.ReadFile(stock)
	require.NoError(t, err)
	return in
}

// withRelease returns an environment in which the go command is that of a release, if the machine has it, or skips the test.
func withRelease(t *testing.T, release string) []string {
	t.Helper()
	env := append(os.Environ(), "GOTOOLCHAIN="+release, "GOFLAGS=-mod=mod", "GOWORK=off")
	cmd := exec.Command("go", "env", "GOVERSION")
	cmd.Dir, cmd.Env = t.TempDir(), append(env, "GOPROXY=off")
	if out, err := cmd.Output(); err != nil || strings.TrimSpace(string(out)) != release {
		t.Skipf("the module cache has no %[1]s; to fetch it: GOTOOLCHAIN=%[1]s go version", release)
	}
	return env
}
