package site

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"velocidade/wasm/reloop"
	"velocidade/wasm/threads"
)

const engineProgram = "./wasm/engine"

// engine compiles wasm/engine for the browser. The module as Go's linker wrote it is published beside the one that all
// else uses: a lane of its own compares them, and nothing loads it before that lane is asked for. So is one that has the
// laboratories as well, for pages where one is opened.
func (b *builder) engine() error {
	var stock, engine, labs, painter, rewriter []byte
	var all sync.WaitGroup
	errs := make([]error, 5)
	all.Go(func() { stock, engine, errs[0] = b.linked(engineProgram, "nolabs") })
	all.Go(func() { _, labs, errs[1] = b.linked(engineProgram) })
	all.Go(func() { _, painter, errs[2] = b.linked("./wasm/painter") })
	all.Go(func() { _, rewriter, errs[3] = b.linked(rewriterProgram) })
	all.Go(func() { errs[4] = b.threads() })
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	b.build = hash(engine)
	for _, part := range []struct {
		name   string
		module []byte
		file   *string
	}{{"engine", engine, &b.engineFile}, {"stock", stock, &b.stockFile}, {"labs", labs, &b.labsFile}, {"painter", painter, &b.painterFile}, {"reloop", rewriter, &b.rewriterFile}} {
		var err error
		if *part.file, err = b.asset(part.name, ".wasm", part.module); err != nil {
			return err
		}
	}
	return nil
}

// threads compiles what the lane go/threads runs in. A Go that cannot have threads here leaves the site without: the lane
// says so.
func (b *builder) threads() error {
	ctx := context.Background()
	work, err := os.MkdirTemp("", "velocidade-threads-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if b.threaded, err = threaded(ctx, b.Root, work); err != nil {
		fmt.Fprintln(os.Stderr, "the site has no lane go/threads:", err)
	}
	return nil
}

func threaded(ctx context.Context, root, work string) (*threads.Program, error) {
	builder, err := threads.NewBuilder(ctx, root, work)
	if err != nil {
		return nil, err
	}
	out := filepath.Join(work, "worker.wasm")
	if err := builder.Run(ctx, "build", "-trimpath", "-ldflags=-s -w", "-tags=threads,nolabs", "-o", out, "./wasm/threads/worker"); err != nil {
		return nil, err
	}
	return builder.Program(out, threads.Memory{Maximum: threadsMiB * 16})
}

// threadsMiB is the most memory that the lane go/threads may have.
const threadsMiB = 1024

// linked gives a module as Go's linker writes it, and as it is used.
func (b *builder) linked(pkg string, tags ...string) (stock, module []byte, err error) {
	stock, err = LinkWasm(b.Root, pkg, tags...)
	if err == nil && pkg == engineProgram {
		err = blank(stock)
	}
	if err != nil || b.NoReloop {
		return stock, stock, err
	}
	if module, err = Rewrite(stock); err == nil && pkg == engineProgram {
		err = nameless(module)
	}
	return stock, module, err
}

// notInlined are packages that put things into words or take them apart, none of which happens while anything is measured.
// Not inlining their functions, many of which are called from many places, makes the engine 3 % smaller. They stand in a file of their
// own because tools/setup.sh compiles them with the same flags, before there is a program that could tell it.
//
//go:embed notinlined.txt
var notInlined string

// CompileWasm builds one main package for GOOS=js, with its loops given back by [reloop.Rewrite].
func CompileWasm(root, pkg, out string) error {
	stock, err := LinkWasm(root, pkg)
	if err != nil {
		return err
	}
	module, err := Rewrite(stock)
	if err != nil {
		return fmt.Errorf("%s: %w", pkg, err)
	}
	return os.WriteFile(out, module, 0o644)
}

// LinkWasm builds one main package for GOOS=js and returns the module as Go's linker writes it, as small as it can.
func LinkWasm(root, pkg string, tags ...string) ([]byte, error) {
	file, err := os.CreateTemp("", "velocidade-*.wasm")
	if err != nil {
		return nil, err
	}
	file.Close()
	defer os.Remove(file.Name())
	args := []string{"build", "-trimpath", "-ldflags=-s -w", "-tags=" + strings.Join(tags, ",")}
	for wordy := range strings.FieldsSeq(notInlined) {
		args = append(args, "-gcflags="+wordy+"=-l")
	}
	cmd := exec.Command("go", append(args, "-o", file.Name(), pkg)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if output, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("compiling %s for the browser: %w\n%s", pkg, err, output)
	}
	return os.ReadFile(file.Name())
}

// Rewrite gives a module its loops back. Of a release of Go that [reloop.Rewrite] does not know, less may be rewritten, or
// nothing: then the site is slower, and a sentence says so, once.
func Rewrite(stock []byte) ([]byte, error) {
	module, stats, err := reloop.Rewrite(stock, reloop.Options{})
	if err == nil && stats.Caution() != "" {
		cautioned.Do(func() { fmt.Fprintln(os.Stderr, "velocidade:", stats.Caution()) })
	}
	return module, err
}

var cautioned sync.Once

// wasmExec returns the path of the JavaScript support file of the Go that compiles the engine.
func wasmExec() (string, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOROOT: %w", err)
	}
	return filepath.Join(strings.TrimSpace(string(out)), "lib", "wasm", "wasm_exec.js"), nil
}
