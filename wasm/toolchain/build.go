package toolchain

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"velocidade/wasm/goroot"
	"velocidade/wasm/reloop"
)

// Options say what to build, and where what was built is kept.
type Options struct {
	Root  string            // the checkout
	Cache string            // a folder that is this package's alone
	Log   func(text string) // told what takes long
}

// Set is a compiler for the page. All files are of one release of Go and fit each other only.
type Set struct {
	Key     string // see the function Key
	Go      string // its release
	Note    string // why the compiler is bigger than it could be; "" if it is not
	Compile []byte // the compiler and, called "link", the linker
	Link    []byte // the linker where it is a module of its own; else nil
	Finish  []byte // wasm/toolchain/finish
	Std     []byte // archives of Library
	Own     []byte // archives of Own, beyond those in Std
}

// Build builds what is not in the cache.
func Build(ctx context.Context, opts Options) (*Set, error) {
	b := &builder{Options: opts}
	if err := b.where(ctx); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(b.Cache, 0o755); err != nil {
		return nil, err
	}
	unlock, err := Lock(filepath.Join(b.Cache, "building"))
	if err != nil {
		return nil, err
	}
	defer unlock()
	b.sweep()
	key, err := Key(ctx, b.Root)
	if err != nil {
		return nil, err
	}
	set := &Set{Key: key, Go: b.release}
	if err := b.tools(ctx, set); err != nil {
		return nil, err
	}
	if set.Finish, err = b.finish(ctx); err != nil {
		return nil, err
	}
	std, err := listArchives(ctx, b.Root, Library)
	if err != nil {
		return nil, err
	}
	own, err := listArchives(ctx, b.Root, Own)
	if err != nil {
		return nil, err
	}
	// Ours import a little more of the standard library than readers are offered; it goes with ours.
	own = without(own, std)
	if err := missing(append(std, own...), append(Library, Own...)); err != nil {
		return nil, err
	}
	if set.Std, err = Pack(std); err != nil {
		return nil, err
	}
	set.Own, err = Pack(own)
	return set, err
}

// sweep removes what builds that were killed have left.
func (b *builder) sweep() {
	for _, form := range []string{"work-*", "*.part-*"} {
		left, _ := filepath.Glob(filepath.Join(b.Cache, form)) // the forms are right
		for _, path := range left {
			_ = os.RemoveAll(path) // it is in nobody's way
		}
	}
}

type builder struct {
	Options
	release string
}

func (b *builder) where(ctx context.Context) error {
	out, err := run(ctx, b.Root, "env", "GOVERSION", "GOEXPERIMENT")
	if err != nil {
		return err
	}
	lines := strings.Split(out, "\n")
	if len(lines) < 2 {
		return fmt.Errorf("go env says %q", out)
	}
	b.release = strings.TrimSpace(lines[0] + " " + lines[1])
	return nil
}

// key names what is built of a tool: by the release of Go, and by the sources that change what is built of it.
func (b *builder) key(name string) (string, error) {
	sources, err := hashSources(b.Root, "wasm/toolchain", "wasm/reloop", "wasm/module")
	return name + "-" + hashText(name, b.release, sources), err
}

// tools builds the compiler and the linker: trimmed and in one, if their sources are as expected.
func (b *builder) tools(ctx context.Context, set *Set) error {
	trimmed, err := b.kept("both", func(dir string) ([]byte, error) {
		b.Log(fmt.Sprintf("building the compiler and the linker of %s for the browser (once, some minutes)", b.release))
		root, err := goroot.Find(ctx, b.Root, dir)
		if err != nil {
			return nil, err
		}
		o, err := trim(root, dir)
		if err != nil {
			return nil, err
		}
		file, err := o.file()
		if err != nil {
			return nil, err
		}
		return b.compile(dir, func(args ...string) (string, error) { return output(root.Command(ctx, args...)) }, "cmd/compile", "-overlay="+file)
	})
	if err == nil || ctx.Err() != nil {
		set.Compile = trimmed
		return err
	}
	set.Note = fmt.Sprintf("the sources of the compiler of %s are not as expected, so it is built with all its machines: %v", b.release, err)
	b.Log(set.Note)
	for name, module := range map[string]*[]byte{"compile": &set.Compile, "link": &set.Link} {
		*module, err = b.kept(name, func(dir string) ([]byte, error) { return b.compile(dir, b.goCommand(ctx), "cmd/"+name) })
		if err != nil {
			return err
		}
	}
	return nil
}

// kept returns what is in the cache, or has it made, with a folder for it, and puts it there.
func (b *builder) kept(name string, make func(dir string) ([]byte, error)) ([]byte, error) {
	key, err := b.key(name)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(b.Cache, key+".wasm")
	if module, err := os.ReadFile(file); err == nil {
		return module, nil
	}
	dir, err := os.MkdirTemp(b.Cache, "work-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	module, err := make(dir)
	if err != nil {
		return nil, err
	}
	// What other sources came to is of no more use.
	if old, err := filepath.Glob(filepath.Join(b.Cache, name+"-*.wasm")); err == nil {
		for _, f := range old {
			_ = os.Remove(f)
		}
	}
	return module, WriteWhole(file, module)
}

// finish builds what runs after the linker. It is small, and Go's own build cache is enough for it.
func (b *builder) finish(ctx context.Context) ([]byte, error) {
	dir, err := os.MkdirTemp("", "velocidade-finish-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	return b.compile(dir, b.goCommand(ctx), "./wasm/toolchain/finish")
}

// goCommand runs the go command in the checkout.
func (b *builder) goCommand(ctx context.Context) func(args ...string) (string, error) {
	return func(args ...string) (string, error) { return run(ctx, b.Root, args...) }
}

// compile builds a main package for js/wasm by a go command.
func (b *builder) compile(dir string, goCommand func(args ...string) (string, error), pkg string, flags ...string) ([]byte, error) {
	out := filepath.Join(dir, "out.wasm")
	args := append([]string{"build", "-trimpath", "-ldflags=-s -w", "-o", out}, flags...)
	if _, err := goCommand(append(args, pkg)...); err != nil {
		return nil, err
	}
	module, err := os.ReadFile(out)
	if err != nil {
		return nil, err
	}
	// What the compiler runs faster by, a reader's program waits less for.
	rewritten, stats, err := reloop.Rewrite(module, reloop.Options{})
	if err == nil && stats.Caution() != "" {
		b.Log(stats.Caution())
	}
	return rewritten, err
}

// run runs the go command for js/wasm.
func run(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir, cmd.Env = dir, os.Environ()
	// Killed, the go command would leave its compilers running.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	return output(cmd)
}

// output runs a go command for js/wasm that has been prepared otherwise.
func output(cmd *exec.Cmd) (string, error) {
	cmd.Env = append(cmd.Env, "GOOS=js", "GOARCH=wasm", "GOFLAGS=-buildvcs=false")
	out, err := cmd.Output()
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		return "", fmt.Errorf("go %s: %w\n%s", cmd.Args[1], err, failed.Stderr)
	}
	return string(out), err
}

// WriteWhole writes a file that others may be looking for: it is there whole or not at all, whatever ends this process.
func WriteWhole(name string, data []byte) error {
	file, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".part-")
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	err = errors.Join(err, file.Chmod(0o644), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}
