//go:build unix

package site

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/module"
	"velocidade/wasm/reloop"
)

// A Go that nobody here has seen must cost speed at most: here it is the installed one, which calls itself go1.99.
func TestAModuleIsBuiltAndRewrittenWithAGoOfTheFuture(t *testing.T) {
	future, version := futureGo(t)
	t.Setenv("GOROOT", future)
	t.Setenv("GOTOOLCHAIN", "local")
	t.Setenv("PATH", filepath.Join(future, "bin")+string(filepath.ListSeparator)+os.Getenv("PATH"))
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "go.mod"), []byte("module program\n\ngo 1.26\n"), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "main.go"), []byte("package main\n\nfunc main() { println(\"hello\") }\n"), 0o644))
	stock, err := LinkWasm(folder, ".")
	require.NoError(t, err)

	out, stats, err := reloop.Rewrite(stock, reloop.Options{})
	require.NoError(t, err)
	assert.Equal(t, version, stats.Go)
	assert.Contains(t, stats.Caution(), "not with "+version)
	assert.Greater(t, stats.Rewritten, stats.Functions*9/10)
	require.NoError(t, module.Check(out))

	ours, err := Rewrite(stock)
	require.NoError(t, err, "what the site does with it is no error")
	assert.True(t, bytes.Equal(out, ours))
}

// futureGo makes a GOROOT of the installed one that calls itself go1.99. Its tools have the version in them, so they are
// copied and that text is replaced by one as long; all else are links.
func futureGo(t *testing.T) (dir, version string) {
	t.Helper()
	if runtime.GOOS == "darwin" {
		t.Skip("macOS runs no program that was changed after it was signed")
	}
	env, err := exec.Command("go", "env", "GOROOT", "GOVERSION", "GOTOOLDIR").Output()
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(env)), "\n")
	goroot, installed, tools := lines[0], lines[1], lines[2]
	language := regexp.MustCompile(`^go1\.\d\d`).FindString(installed)
	if language == "" {
		t.Skipf("%s has no number that could be replaced", installed)
	}
	version = strings.Replace(installed, language, "go1.99", 1)
	dir = t.TempDir()
	for _, name := range []string{"src", "lib", "pkg/include"} {
		link := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(link), 0o755))
		require.NoError(t, os.Symlink(filepath.Join(goroot, name), link))
	}
	rel, err := filepath.Rel(goroot, tools)
	require.NoError(t, err)
	patch := func(from, to string) {
		text, err := os.ReadFile(from)
		require.NoError(t, err)
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, to)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, to), bytes.ReplaceAll(text, []byte(installed), []byte(version)), 0o755))
	}
	patch(filepath.Join(goroot, "bin", "go"), "bin/go")
	for _, tool := range []string{"asm", "link"} {
		patch(filepath.Join(tools, tool), filepath.Join(rel, tool))
	}
	// The compiler takes no language that it does not know, and the go command asks for its own release's.
	patch(filepath.Join(tools, "compile"), filepath.Join(rel, "real", "compile"))
	script := "#!/bin/sh\nn=$#\nwhile [ $n -gt 0 ]; do\n\ta=$1\n\tshift\n\t[ \"$a\" = -lang=go1.99 ] && a=-lang=" + language +
		"\n\tset -- \"$@\" \"$a\"\n\tn=$((n-1))\ndone\nexec \"$(dirname \"$0\")/real/compile\" \"$@\"\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, rel, "compile"), []byte(script), 0o755))
	return dir, version
}
