//go:build !js

package toolchain

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// linked are the examples that are linked as well: one of each kind. Linking takes longer than compiling, and what is linked
// is mostly the same.
var linked = map[string]bool{"hello": true, "sixprimes": true, "processpool": true}

// The trimmed compiler, run by Node, must write what the native compiler of the same Go writes, to the byte: for every example,
// called as the page calls it (web/src/toolchain/tools.ts).
func TestTheTrimmedCompilerIsTheNativeOneToTheByte(t *testing.T) {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	set, err := Build(t.Context(), Options{Root: root, Cache: filepath.Join(root, ".cache", "toolchain"), Log: func(text string) { t.Log(text) }})
	require.NoError(t, err)
	if set.Note != "" {
		t.Skip(set.Note) // the compiler is as it was
	}
	both := twoCompilers(t, root, set)
	examples, err := filepath.Glob(filepath.Join(root, "web/examples/*/main.go"))
	require.NoError(t, err)
	require.NotEmpty(t, examples)
	for _, file := range examples {
		name := filepath.Base(filepath.Dir(file))
		t.Run(name, func(t *testing.T) { both.compare(t, file, linked[name]) })
	}
}

// compilers are the native and the trimmed compiler, with the archives that both read.
type compilers struct {
	dir, goroot, release, node string
	native                     map[string]string // tool → its path
	packages                   []string
}

func twoCompilers(t *testing.T, root string, set *Set) compilers {
	t.Helper()
	node, err := exec.LookPath("node")
	require.NoError(t, err)
	goroot, err := run(t.Context(), root, "env", "GOROOT")
	require.NoError(t, err)
	c := compilers{dir: t.TempDir(), goroot: strings.TrimSpace(goroot), release: set.Go, node: node, native: map[string]string{}}
	// Called by its name it is the one or the other.
	for _, name := range []string{"compile", "link"} {
		require.NoError(t, os.WriteFile(filepath.Join(c.dir, name), set.Compile, 0o644))
		// "go tool" would build the tool itself for js: the installed one is called by its path.
		path, err := exec.CommandContext(t.Context(), "go", "tool", "-n", name).Output()
		require.NoError(t, err)
		c.native[name] = strings.TrimSpace(string(path))
	}
	archives, err := listArchives(t.Context(), root, append(Library, Own...))
	require.NoError(t, err)
	for _, a := range archives {
		file := filepath.Join(c.dir, "pkg", filepath.FromSlash(a.Path)+".a")
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, a.Data, 0o644))
		c.packages = append(c.packages, fmt.Sprintf("packagefile %s=%s", a.Path, file))
	}
	return c
}

func (c compilers) compare(t *testing.T, source string, link bool) {
	language := strings.Join(strings.SplitN(strings.Fields(c.release)[0], ".", 3)[:2], ".")
	outputs := map[string][]byte{}
	for _, who := range []string{"native", "trimmed"} {
		dir := filepath.Join(c.dir, who, filepath.Base(filepath.Dir(source)))
		require.NoError(t, os.MkdirAll(dir, 0o755))
		object, module, config := filepath.Join(dir, "main.a"), filepath.Join(dir, "main.wasm"), filepath.Join(dir, "importcfg")
		lines := append(c.packages[:len(c.packages):len(c.packages)], "packagefile command-line-arguments="+object)
		require.NoError(t, os.WriteFile(config, []byte(strings.Join(lines, "\n")+"\n"), 0o644))
		c.run(t, who, "compile", "-o", object, "-p", "main", "-complete", "-lang", language, "-trimpath", filepath.Dir(source)+"=>.",
			"-pack", "-c=1", "-dwarf=false", "-importcfg", config, source)
		text, err := os.ReadFile(object)
		require.NoError(t, err)
		if link {
			c.run(t, who, "link", "-o", module, "-importcfg", config, "-buildmode=exe", "-s", "-w", object)
			more, err := os.ReadFile(module)
			require.NoError(t, err)
			text = append(text, more...)
		}
		outputs[who] = text
	}
	require.NotEmpty(t, outputs["native"])
	// Not assert.Equal, which would print megabytes.
	assert.True(t, string(outputs["native"]) == string(outputs["trimmed"]), "%s: %d and %d bytes, not the same", source,
		len(outputs["native"]), len(outputs["trimmed"]))
}

func (c compilers) run(t *testing.T, who, tool string, args ...string) {
	t.Helper()
	command := append([]string{c.native[tool]}, args...)
	if who == "trimmed" {
		// What runs for a second is not worth its optimization, which takes longer.
		command = append([]string{c.node, "--stack-size=8192", "--liftoff-only", filepath.Join(c.goroot, "lib/wasm/wasm_exec_node.js"), tool}, args...)
	}
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), command[0], command[1:]...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s %s: %s", who, tool, out)
}
