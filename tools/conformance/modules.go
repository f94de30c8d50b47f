package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/tetratelabs/wazero"

	"velocidade/wasm/module"
	"velocidade/wasm/reloop"
)

// pair is a module as Go's linker wrote it and as it was rewritten: two files.
type pair struct{ stock, rewritten string }

// build runs a go command that writes a module for js/wasm to the file it is given last, and rewrites that.
func (r *runner) build(ctx context.Context, name string, args ...string) (pair, error) {
	p := pair{name + ".stock.wasm", name + ".wasm"}
	cmd := r.goCommand(ctx, append(args[:1:1], append([]string{"-o", p.stock}, args[1:]...)...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return p, fmt.Errorf("%w: %s", errBuild, out)
	}
	stock, err := os.ReadFile(p.stock)
	if err != nil {
		return p, fmt.Errorf("%w: there is nothing to build", errBuild)
	}
	rewritten, stats, err := reloop.Rewrite(stock, reloop.Options{})
	if err != nil {
		return p, err
	}
	if stats.Note != "" {
		return p, errors.New(stats.Note)
	}
	if err := validate(ctx, rewritten); err != nil {
		return p, err
	}
	return p, os.WriteFile(p.rewritten, rewritten, 0o644)
}

// errBuild says that Go itself has no such program for js/wasm.
var errBuild = errors.New("does not build")

// validate has a module judged by our own checker and by wazero's.
func validate(ctx context.Context, wasm []byte) error {
	if err := module.Check(wasm); err != nil {
		return err
	}
	// The interpreter, since it takes the least time for what comes after validation.
	w := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter())
	defer w.Close(ctx)
	if _, err := w.CompileModule(ctx, wasm); err != nil {
		return fmt.Errorf("not valid, says wazero: %w", err)
	}
	return nil
}

func (p pair) remove() {
	os.Remove(p.stock)
	os.Remove(p.rewritten)
}

// ran is how a program ended.
type ran struct {
	stdout string
	stderr string
	end    string // "exit status 1"; "" is well
}

// moduleCommand prepares a module's run as Go's own script for it does.
func (r *runner) moduleCommand(ctx context.Context, module string, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, "node", append([]string{"--stack-size=8192", r.support, module}, args...)...)
}

// run runs a module in a folder, and ends it after a while.
func (r *runner) run(ctx context.Context, limit time.Duration, dir, module string, args ...string) ran {
	return runCommand(ctx, limit, dir, r.moduleCommand(ctx, module, args...))
}

// runCommand runs a command in a folder, with more of an environment, and ends it after a while.
func runCommand(ctx context.Context, limit time.Duration, dir string, prepared *exec.Cmd, env ...string) ran {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, prepared.Path, prepared.Args[1:]...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	cmd.WaitDelay = 5 * time.Second
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	end := ""
	if err := cmd.Run(); ctx.Err() != nil {
		end = "took too long"
	} else if err != nil {
		end = err.Error()
	}
	return ran{stdout.String(), strings.TrimSpace(stderr.String()), end}
}
