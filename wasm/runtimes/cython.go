//go:build !js

package runtimes

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	goruntime "runtime"
	"strings"

	"velocidade/kernels"
	"velocidade/wasm/port"
)

// facts is what a Python says of itself for those that compile a module for it.
const facts = `import sysconfig; print(sysconfig.get_config_var("EXT_SUFFIX")); print(sysconfig.get_path("include"))`

// cython compiles a program's twin into a module of CPython, unless it has been compiled already, and gives the program
// that runs it. The runtimes differ in what is compiled and called: the typed twin, or the Python twin as it is; with the
// global interpreter lock held, or released.
func cython(ctx context.Context, runtime string, k *kernels.Kernel) (port.Program, error) {
	ext, function, label := ".pyx", "run", "Cython %s, typed, "
	switch runtime {
	case CythonNoGIL:
		function, label = "run_nogil", "Cython %s, typed, without the GIL, "
	case CythonUntyped:
		ext, label = ".py", "Cython %s, untyped, "
	}
	if !kernels.HasTwin(k.Name, ext) {
		return port.Program{}, noTwin(runtime, k, "twin in Cython")
	}
	interpreter, err := find(interpreters[CPython])
	if err != nil {
		return port.Program{}, err
	}
	translator, err := find(cythonTool)
	if err != nil {
		return port.Program{}, err
	}
	cc, err := find(compiler)
	if err != nil {
		return port.Program{}, err
	}
	version, err := output(ctx, "", translator, "--version")
	if err != nil {
		return port.Program{}, err
	}
	suffix, include, err := pythonFacts(ctx, interpreter)
	if err != nil {
		return port.Program{}, err
	}
	source, err := kernels.Twins.ReadFile(k.Name + ext)
	if err != nil {
		return port.Program{}, err
	}
	folder, err := cached("cython-"+k.Name, []string{ext, string(source), version, suffix, include, interpreter, cc}, func(dir string) error {
		work, err := os.MkdirTemp("", "velocidade-cython-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(work)
		if err := os.WriteFile(filepath.Join(work, k.Name+ext), source, 0o644); err != nil {
			return err
		}
		if _, err := output(ctx, work, translator, "-3", k.Name+ext, "-o", k.Name+".c"); err != nil {
			return err
		}
		args := append(moduleFlags(), "-I"+include, k.Name+".c", "-o", filepath.Join(dir, k.Name+suffix), "-lm")
		_, err = output(ctx, work, cc, args...)
		return err
	})
	if err != nil {
		return port.Program{}, err
	}
	words := strings.Fields(version) // "Cython version 3.3.1"
	return python(interpreter, folder, function, fmt.Sprintf(label, words[len(words)-1]))
}

// moduleFlags are a C compiler's for a module of CPython, as CPython's own build gives them.
func moduleFlags() []string {
	flags := []string{"-O2", "-fwrapv", "-fno-strict-aliasing", "-w", "-fPIC", "-shared",
		"-ffp-contract=off"} // a fused multiply-add rounds once where Go and Python round twice
	if goruntime.GOOS == "darwin" {
		flags = append(flags, "-undefined", "dynamic_lookup")
	}
	return flags
}

// pythonFacts gives the ending of a module's file name and the folder of the headers.
func pythonFacts(ctx context.Context, interpreter string) (suffix, include string, err error) {
	said, err := output(ctx, "", interpreter, "-E", "-c", facts)
	if err != nil {
		return "", "", err
	}
	lines := strings.Split(said, "\n")
	if len(lines) < 2 {
		return "", "", buildFailed(interpreter, said)
	}
	suffix, include = strings.TrimSpace(lines[0]), strings.TrimSpace(lines[1])
	if _, err := os.Stat(filepath.Join(include, "Python.h")); err != nil {
		return "", "", &kernels.Error{Code: CodeMissing, Field: "lanes", Value: include, Limit: "a folder with Python.h",
			Message: "the headers of " + interpreter + " are not installed (Debian: apt-get install python3-dev), and Cython needs them"}
	}
	return suffix, include, nil
}

// output runs a command in a folder and returns what it printed; where it fails, that is the error.
func output(ctx context.Context, dir, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	text, err := cmd.CombinedOutput()
	if err != nil {
		if lack := withoutLibrary(filepath.Base(name), string(text)); lack != nil {
			return "", lack
		}
		return "", buildFailed(filepath.Base(name)+" "+strings.Join(args, " "), strings.TrimSpace(string(text)+"\n"+err.Error()))
	}
	return strings.TrimSpace(string(text)), nil
}

func buildFailed(what, said string) error {
	const most = 2000 // a compiler's first complaints say it all
	if len(said) > most {
		said = said[:most] + "…"
	}
	return &kernels.Error{Code: CodeBuild, Field: "lanes", Message: what + " failed: " + said}
}
