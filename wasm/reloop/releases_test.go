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
	folder := copyStress(t)
	for _, release := range releases {
		t.Run(release, func(t *testing.T) {
			env := withRelease(t, release)
			stock := filepath.Join(t.TempDir(), "stock.wasm")
			cmd := exec.Command("go", "build", "-trimpath", "-o", stock, ".")
			cmd.Dir, cmd.Env = folder, append(env, "GOOS=js", "GOARCH=wasm")
			output, err := cmd.CombinedOutput()
			require.NoError(t, err, string(output))
			in, err := os.ReadFile(stock)
			require.NoError(t, err)
			out, stats, err := reloop.Rewrite(in, reloop.Options{})
			require.NoError(t, err)
			require.Contains(t, stats.Go, release)
			assert.Empty(t, stats.Caution())
			assert.Less(t, stats.Functions-stats.Rewritten, 50, "all but assembly is rewritten: %v", stats.Left)
			require.NoError(t, module.Check(out))
			want := run(t, in)
			assert.Contains(t, want, "== end")
			assert.Equal(t, want, run(t, out, "GOGC=5"))
		})
	}
}

// copyStress copies the stress program into a module of its own, which older releases of Go take too.
func copyStress(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "stress")
	require.NoError(t, os.CopyFS(folder, os.DirFS(filepath.Join("testdata", "stress"))))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "go.mod"), []byte("module stress\n\ngo 1.22\n"), 0o644))
	return folder
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
