package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"velocidade/wasm/module"
	"velocidade/wasm/reloop"
)

// builder builds the programs' variants.
type builder struct {
	dir     string
	tools   string // folder in which npm's and pip's packages stay
	version string
	support string // Go's script that runs a module under Node
}

func newBuilder(ctx context.Context, dir string) (*builder, error) {
	if _, err := exec.LookPath("node"); err != nil {
		return nil, fmt.Errorf("there is no Node, which runs the modules: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "go", "env", "GOROOT", "GOVERSION")
	cmd.Dir = programsFolder
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	root, version, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	tools, err := filepath.Abs(filepath.Join(".cache", "others"))
	return &builder{absolute, tools, version, filepath.Join(root, "lib", "wasm", "wasm_exec_node.js")}, err
}

// build has the go command compile a program to a file in the builder's folder, with more environment variables.
func (b *builder) build(ctx context.Context, name, file string, env ...string) (string, error) {
	path := filepath.Join(b.dir, file)
	if out, err := b.goCommand(ctx, []string{"build", "-ldflags=-s -w", "-o", path, "./" + name}, env...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("it does not build: %w: %s", err, out)
	}
	return path, nil
}

// goCommand prepares a go command in the programs' module, with more environment variables.
func (b *builder) goCommand(ctx context.Context, args []string, env ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = programsFolder
	cmd.Env = append(append(os.Environ(), "GOWORK=off", "GOFLAGS=-buildvcs=false"), env...)
	return cmd
}

// rewriteCommand is the word with which this command rewrites a module and does nothing else, so that what the operating
// system tells of the process is what rewriting takes.
const rewriteCommand = "rewrite-only"

func rewriteFile(in, out string) error {
	input, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	rewritten, stats, err := reloop.Rewrite(input, reloop.Options{})
	if err != nil {
		return err
	}
	if stats.Note != "" {
		return fmt.Errorf("it is left as it is: %s", stats.Note)
	}
	if err := os.WriteFile(out, rewritten, 0o644); err != nil {
		return err
	}
	peak, err := peakBytes()
	fmt.Println(peak)
	return err
}

// rewrite writes the rewritten module beside the stock one, and says what that took.
func (b *builder) rewrite(ctx context.Context, stock, file string) (path string, took usage, err error) {
	self, err := os.Executable()
	if err != nil {
		return "", usage{}, err
	}
	path = filepath.Join(b.dir, file)
	cmd := exec.CommandContext(ctx, self, rewriteCommand, stock, path)
	took, err = timed(cmd)
	if err != nil {
		return "", usage{}, err
	}
	input, err := os.ReadFile(path)
	if err != nil {
		return "", usage{}, err
	}
	if err := module.Check(input); err != nil {
		return "", usage{}, fmt.Errorf("the rewritten module is not valid: %w", err)
	}
	return path, took, nil
}
