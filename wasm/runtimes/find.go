//go:build !js

package runtimes

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"velocidade/kernels"
)

// tool is a program that a runtime needs: its names, the first that exists counts, and how to get it.
type tool struct {
	what  string
	names []string
	get   string
}

var (
	interpreters = map[string]tool{
		CPython: {"CPython 3", []string{"python3"}, "install Python (Debian: apt-get install python3), or run tools/setup.sh runtimes"},
		PyPy:    {"PyPy 3", []string{"pypy3"}, "install PyPy (Debian: apt-get install pypy3), or run tools/setup.sh runtimes"},
	}
	cythonTool   = tool{"Cython", []string{"cython", "cython3"}, "run tools/setup.sh runtimes, or pip install cython"}
	shedskinTool = tool{"Shedskin", []string{"shedskin"}, "run tools/setup.sh runtimes, or pip install shed-skin"}
	compiler     = tool{"a C compiler", []string{"cc", "gcc", "clang"}, "install one (Debian: apt-get install gcc)"}
	nodeTool     = tool{"Node", []string{"node"}, "get it from https://nodejs.org/"}
)

// venv is where tools/setup.sh puts what Python programs it installs, in a checkout.
const venv = ".cache/python"

// find gives a tool's path: the checkout's own before the machine's.
func find(t tool) (string, error) {
	for _, name := range t.names {
		if dir := checkout(); dir != "" {
			if path, err := exec.LookPath(filepath.Join(dir, venv, "bin", name)); err == nil {
				return path, nil
			}
		}
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", &kernels.Error{Code: CodeMissing, Field: "lanes", Value: strings.Join(t.names, " or "), Limit: "a program in PATH",
		Message: fmt.Sprintf("this machine has no %s: %s", t.what, t.get)}
}

// checkout gives the folder of the project that holds this one, "" where none does.
func checkout() string {
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "kernels", "kernel.go")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}
