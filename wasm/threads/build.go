package threads

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"velocidade/wasm/goroot"
)

// Program is a Go program for several threads.
type Program struct {
	Module []byte // for WebAssembly.compile
	Exec   []byte // Go's script for hosts, made fit for threads
	Go     string // the release that it was built by
}

// Build builds a main package. Dir is the folder that the go command runs in; flags are more of its flags.
func Build(ctx context.Context, dir, pkg string, memory Memory, flags ...string) (*Program, error) {
	work, err := os.MkdirTemp("", "velocidade-threads-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	b, err := NewBuilder(ctx, dir, work)
	if err != nil {
		return nil, err
	}
	out := filepath.Join(work, "out.wasm")
	if err := b.Run(ctx, append([]string{"build", "-trimpath", "-ldflags=-s -w", "-o", out}, append(flags, pkg)...)...); err != nil {
		return nil, err
	}
	return b.Program(out, memory)
}

// Program makes what starts a program of a module that Run has built.
func (b *Builder) Program(file string, memory Memory) (*Program, error) {
	linked, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	p := &Program{Go: b.Release}
	if p.Module, err = Link(linked, memory); err != nil {
		return nil, err
	}
	p.Exec, err = b.exec()
	return p, err
}

// Builder runs the go command with the runtime for threads.
type Builder struct {
	Release string // of Go, such as "go1.26.8"

	root    goroot.Root
	overlay string
}

// NewBuilder makes the runtime for threads from the sources of the go command that is found, in the folder work, which has to
// last as long as the Builder. The error names what is not as expected in them.
func NewBuilder(ctx context.Context, dir, work string) (*Builder, error) {
	b := &Builder{overlay: filepath.Join(work, "overlay.json")}
	root, err := goroot.Find(ctx, dir, work)
	if err != nil {
		return nil, err
	}
	b.root, b.Release = root, root.Version
	replace, err := overlay(root.Dir, work)
	if err != nil {
		return nil, fmt.Errorf("%s cannot have threads: %w", b.Release, err)
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return nil, err
	}
	return b, os.WriteFile(b.overlay, list, 0o644)
}

// Run runs the go command, such as "build" or "test -c", for js/wasm with the runtime for threads.
func (b *Builder) Run(ctx context.Context, args ...string) error {
	cmd := b.root.Command(ctx, append([]string{args[0], "-overlay=" + b.overlay}, args[1:]...)...)
	cmd.Env = append(cmd.Env, "GOOS=js", "GOARCH=wasm")
	_, err := cmd.Output()
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		return fmt.Errorf("go %s: %w\n%s", args[0], err, failed.Stderr)
	}
	return err
}
