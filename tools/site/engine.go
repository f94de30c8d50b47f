package site

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// engine compiles wasm/engine for the browser.
func (b *builder) engine() error {
	file, err := os.CreateTemp("", "velocidade-engine-*.wasm")
	if err != nil {
		return err
	}
	file.Close()
	defer os.Remove(file.Name())
	if err := CompileWasm(b.Root, "./wasm/engine", file.Name()); err != nil {
		return err
	}
	data, err := os.ReadFile(file.Name())
	if err != nil {
		return err
	}
	b.build = hash(data)
	b.engineFile, err = b.asset("engine", ".wasm", data)
	return err
}

// notInlined are packages that put things into words or take them apart, none of which happens while anything is measured.
// Not inlining their functions, many of which are called from many places, makes the engine 3 % smaller.
var notInlined = []string{"fmt", "reflect", "time", "velocidade/wasm/bench", "velocidade/wasm/json", "velocidade/wasm/lanes",
	"velocidade/wasm/link"}

// CompileWasm builds one main package for GOOS=js, as small as the Go linker and [mergeSegments] make it.
func CompileWasm(root, pkg, out string) error {
	args := []string{"build", "-trimpath", "-ldflags=-s -w"}
	for _, wordy := range notInlined {
		args = append(args, "-gcflags="+wordy+"=-l")
	}
	cmd := exec.Command("go", append(args, "-o", out, pkg)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("compiling %s for the browser: %w\n%s", pkg, err, output)
	}
	module, err := os.ReadFile(out)
	if err != nil {
		return err
	}
	if module, err = mergeSegments(module); err != nil {
		return fmt.Errorf("compiling %s for the browser: %w", pkg, err)
	}
	return os.WriteFile(out, module, 0o644)
}

// wasmExec returns the path of the JavaScript support file of the Go that compiles the engine.
func wasmExec() (string, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOROOT: %w", err)
	}
	return filepath.Join(strings.TrimSpace(string(out)), "lib", "wasm", "wasm_exec.js"), nil
}
