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

// CompileWasm builds one main package for GOOS=js, as small as the Go linker and [mergeSegments] make it.
func CompileWasm(root, pkg, out string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, pkg)
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
