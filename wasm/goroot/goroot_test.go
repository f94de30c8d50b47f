//go:build !js

package goroot

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatTheGoCommandFetchedCanBeReplacedByAnOverlay(t *testing.T) {
	work, program := t.TempDir(), t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(program, name), []byte(text), 0o644))
	}
	write("go.mod", "module program\n\ngo 1.22\n")
	write("main.go", "package main\n\nimport \"errors\"\n\nfunc main() { print(errors.Overlaid) }\n")
	fetched := filepath.Join(t.TempDir(), "fetched") // a module cache with the installed Go in it
	installed, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(fetched, 0o755))
	require.NoError(t, os.Symlink(strings.TrimSpace(string(installed)), filepath.Join(fetched, "toolchain")))

	for name, env := range map[string]string{"installed": "", "fetched": filepath.Join(fetched, "toolchain")} {
		t.Run(name, func(t *testing.T) {
			if env != "" {
				t.Setenv("GOROOT", env)
				t.Setenv("GOMODCACHE", fetched)
			}
			root, err := Find(t.Context(), program, work)
			require.NoError(t, err)
			assert.Equal(t, env != "", beneath(root.Dir, work), "only what is fetched gets another name")
			text, err := os.ReadFile(root.Path("errors/errors.go"))
			require.NoError(t, err)
			edited := filepath.Join(work, "errors.go.txt")
			require.NoError(t, os.WriteFile(edited, append(text, "\nconst Overlaid = \"by an overlay\"\n"...), 0o644))
			list, err := json.Marshal(map[string]any{"Replace": map[string]string{root.Path("errors/errors.go"): edited}})
			require.NoError(t, err)
			overlay := filepath.Join(work, "overlay.json")
			require.NoError(t, os.WriteFile(overlay, list, 0o644))
			out, err := root.Command(t.Context(), "build", "-trimpath", "-overlay="+overlay, "-o", filepath.Join(work, "program"), ".").CombinedOutput()
			require.NoError(t, err, string(out))
			said, err := exec.Command(filepath.Join(work, "program")).CombinedOutput()
			require.NoError(t, err)
			assert.Equal(t, "by an overlay", string(said))
		})
	}
}

func TestAPathLiesBeneathAFolder(t *testing.T) {
	for _, c := range []struct {
		path, folder string
		want         bool
	}{
		{"/cache/toolchain", "/cache", true},
		{"/cachet/toolchain", "/cache", false},
		{"/usr/lib/go", "/cache", false},
		{"/usr/lib/go", "", false},
	} {
		assert.Equal(t, c.want, beneath(filepath.FromSlash(c.path), filepath.FromSlash(c.folder)), c.path)
	}
}
