// Conformance holds wasm/reloop against Go's own tests: every test of many standard packages and the programs of
// GOROOT/test, each run under Node from the module as Go's linker wrote it and from the rewritten one. A test that does
// not end alike in both is a fault of the rewriter, whatever the test is about; one that fails in both is Go's own affair.
//
//	go run ./tools/conformance                 all of it, in an hour or two; writes CONFORMANCE.md (make conformance)
//	go run ./tools/conformance -quick          a few packages and programs, in half a minute
//	go run ./tools/conformance strings sort    these packages
//	go run ./tools/conformance -go go1.27.4    another release of Go, which the go command fetches; CONFORMANCE-go1.27.md
//
// Every rewritten module is also judged by two validators that are not ours: wazero's, and V8's, which runs it. The Go
// compiler and linker, rewritten, have to write the same bytes as they do as stock.
//
// Tests that differ are run again, stock and rewritten in turns: some of Go's own depend on timing. What differs in every
// try is a difference.
//
// It is a command of its own, since it alone needs wazero: compiled into the other one, that would cost five seconds of every
// first start.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"velocidade/wasm/threads"
)

// Options say what to run.
type Options struct {
	Out      string    // file for the table; none where empty
	Log      io.Writer // a line for each package
	Packages []string  // standard packages; those of the list where empty
	Programs int       // every how manieth program of GOROOT/test: 1 is all of them, 0 none
	Tools    bool      // whether to run the compiler and the linker
	Jobs     int       // how many to run at a time
	Go       string    // release of Go, such as "go1.25.5", which the go command fetches; the one that is installed where empty
}

// Run runs everything and writes the table. It returns how many packages, programs and tools differ.
func Run(ctx context.Context, opts Options) (int, error) {
	r, err := newRunner(ctx, opts.Go)
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(r.dir)
	t := &table{version: r.version, release: opts.Go}
	packages := opts.Packages
	if len(packages) == 0 {
		packages = append(slices.Clone(Packages), Threaded...)
	}
	t.packages = make([]row, len(packages))
	var done sync.Mutex
	r.each(ctx, opts.Jobs, len(packages), func(i int) {
		result := r.testPackage(ctx, packages[i])
		if ctx.Err() != nil {
			return // it was ended in the middle, and what it has found says nothing
		}
		done.Lock()
		defer done.Unlock()
		t.packages[i] = result
		fmt.Fprintf(opts.Log, "%-34s %s\n", packages[i], result)
		t.save(opts.Out)
	})
	if opts.Programs > 0 {
		if t.programs, err = r.programs(ctx, opts); err != nil {
			return 0, err
		}
		t.save(opts.Out)
	}
	if opts.Tools {
		if t.tools, err = r.tools(ctx); err != nil {
			return 0, err
		}
		for _, tool := range t.tools {
			fmt.Fprintf(opts.Log, "%-34s %s\n", tool.name, tool.verdict)
		}
	}
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	return t.differences(), t.save(opts.Out)
}

// runner runs modules.
type runner struct {
	dir     string // for what is built
	release string // of Go, or ""
	goroot  string
	version string
	support string // Go's script that runs a module under Node
	builder func() (*threads.Builder, error)
}

func newRunner(ctx context.Context, release string) (*runner, error) {
	if _, err := exec.LookPath("node"); err != nil {
		return nil, fmt.Errorf("there is no Node, which runs the modules: %w", err)
	}
	dir, err := os.MkdirTemp("", "velocidade-conformance-")
	if err != nil {
		return nil, err
	}
	r := &runner{dir: dir, release: release}
	out, err := r.goCommand(ctx, "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	r.goroot, r.version, _ = strings.Cut(strings.TrimSpace(string(out)), "\n")
	// As go_js_wasm_exec there does it, which in a release that was fetched cannot be executed.
	r.support = filepath.Join(r.goroot, "lib", "wasm", "wasm_exec_node.js")
	r.builder = sync.OnceValues(func() (*threads.Builder, error) { return r.threadsBuilder(ctx) })
	return r, nil
}

// goCommand prepares a go command for js/wasm, away from any module that would say which Go it wants.
func (r *runner) goCommand(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = r.dir
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=-buildvcs=false", "GOWORK=off")
	if r.release != "" {
		cmd.Env = append(cmd.Env, "GOTOOLCHAIN="+r.release)
	}
	return cmd
}

// each calls f for the numbers below n, some at a time, until ctx ends.
func (r *runner) each(ctx context.Context, jobs, n int, f func(i int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range max(jobs, 1) {
		wg.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
}
