//go:build !js

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAModuleIsTheSameWhetherHalfOfItCameFromElsewhereOrNot(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	build := exec.Command("go", "build", "-ldflags=-s -w", "-o", file("linked"), "velocidade/web/examples/hello")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))

	require.NoError(t, do([]string{"module", file("linked"), file("alone")}))
	require.NoError(t, do([]string{"half", file("linked"), file("half")}))
	require.NoError(t, do([]string{"module", file("linked"), file("together"), file("half")}))
	require.NoError(t, do([]string{"module", file("linked"), file("left"), file("nothing that is there")}))
	alone, err := os.ReadFile(file("alone"))
	require.NoError(t, err)
	for _, name := range []string{"together", "left"} {
		same, err := os.ReadFile(file(name))
		require.NoError(t, err)
		assert.Equal(t, alone, same, name)
	}
}

func TestItSaysWhatItCanDo(t *testing.T) {
	assert.ErrorContains(t, do([]string{"half"}), "usage")
}
