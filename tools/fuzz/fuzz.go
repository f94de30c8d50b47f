// Package fuzz runs every fuzz target of the project for a given time each, counts what was really executed, and keeps what was
// found.
//
// Go's own defaults spend a minute or more on making one find smaller, so that a target may run a dozen inputs in all; here a find is made
// smaller once. A target that executes fewer inputs than its floor is an error: it tests nothing.
package fuzz

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Options say what to run.
type Options struct {
	Root     string
	Time     time.Duration // for each target
	Only     *regexp.Regexp
	Parallel int  // workers of a target
	Keep     bool // copy what was found into testdata
	Out      io.Writer
}

// Weekly is the length of the run that is to be done once a week, from which on the floor holds.
const Weekly = 5 * time.Minute

// Floor is how many inputs a target has to execute in a second of such a run, on average. Most execute thousands; the slowest, which
// has interpreters in processes of their own answer, a dozen.
const Floor = 2

// target is one fuzz function.
type target struct{ pkg, dir, name string }

// Run runs the targets one after the other, and prints a line for each.
func Run(ctx context.Context, opts Options) error {
	targets, err := list(ctx, opts.Root)
	if err != nil {
		return err
	}
	var failed []string
	ran := 0
	for _, t := range targets {
		if opts.Only != nil && !opts.Only.MatchString(t.name) {
			continue
		}
		ran++
		executions, found, err := t.run(ctx, opts)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		line := fmt.Sprintf("%-50s %9d executions", strings.TrimPrefix(t.pkg, "velocidade/")+"."+t.name, executions)
		if found > 0 {
			line += fmt.Sprintf(", %d inputs kept", found)
		}
		switch least := int64(opts.Time.Seconds() * Floor); {
		case err != nil:
			line += "  FAILED"
			failed = append(failed, t.name)
			fmt.Fprintln(opts.Out, err)
		case opts.Time >= Weekly && executions < least:
			line += fmt.Sprintf("  BELOW ITS FLOOR of %d", least)
			failed = append(failed, t.name)
		case executions == 0:
			line += "  EXECUTED NOTHING"
			failed = append(failed, t.name)
		}
		fmt.Fprintln(opts.Out, line)
	}
	if ran == 0 {
		return errors.New("there is no such fuzz target")
	}
	if len(failed) > 0 {
		return fmt.Errorf("%d of %d targets: %s", len(failed), ran, strings.Join(failed, ", "))
	}
	return nil
}

var declared = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(\w+ \*testing\.F\)`)

// list finds the targets in the sources: to have the go command list them would build every test.
func list(ctx context.Context, root string) ([]target, error) {
	cmd := exec.CommandContext(ctx, "go", "list", "-f", "{{.ImportPath}}\t{{.Dir}}\t{{.TestGoFiles}} {{.XTestGoFiles}}", "./...")
	cmd.Dir, cmd.Stderr = root, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var targets []target
	for line := range strings.Lines(string(out)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		for _, file := range strings.FieldsFunc(fields[2], func(r rune) bool { return r == ' ' || r == '[' || r == ']' }) {
			text, err := os.ReadFile(filepath.Join(fields[1], file))
			if err != nil {
				return nil, err
			}
			for _, match := range declared.FindAllSubmatch(text, -1) {
				targets = append(targets, target{fields[0], fields[1], string(match[1])})
			}
		}
	}
	return targets, nil
}

var executed = regexp.MustCompile(`execs: (\d+)`)

// run runs a target and tells how many inputs it executed, and how many of those it found are kept.
func (t target) run(ctx context.Context, opts Options) (executions int64, kept int, err error) {
	cmd := exec.CommandContext(ctx, "go", "test", "-run=^$", "-fuzz=^"+t.name+"$", "-fuzztime="+opts.Time.String(), "-fuzzminimizetime=1x",
		"-parallel="+strconv.Itoa(opts.Parallel), "-timeout=0", t.pkg)
	cmd.Dir = opts.Root
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, 0, err
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	var said strings.Builder
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if match := executed.FindStringSubmatch(lines.Text()); match != nil {
			executions, _ = strconv.ParseInt(match[1], 10, 64)
		} else if said.Len() < 8<<10 {
			fmt.Fprintln(&said, lines.Text())
		}
	}
	if err := cmd.Wait(); err != nil {
		return executions, 0, fmt.Errorf("%w\n%s", err, said.String())
	}
	if !opts.Keep {
		return executions, 0, nil
	}
	kept, err = t.keep(ctx)
	return executions, kept, err
}

// What is kept of a target's finds: enough to begin the next run from, and little enough to be read.
const (
	mostKept      = 24
	mostKeptBytes = 4 << 10
)

// keep copies inputs that reached something new from the Go command's cache to testdata, where every run of the tests executes them:
// the shortest, until there are enough.
func (t target) keep(ctx context.Context) (int, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "GOCACHE").Output()
	if err != nil {
		return 0, err
	}
	from := filepath.Join(strings.TrimSpace(string(out)), "fuzz", filepath.FromSlash(t.pkg), t.name)
	to := filepath.Join(t.dir, "testdata", "fuzz", t.name)
	have, err := os.ReadDir(to)
	if err != nil && !os.IsNotExist(err) {
		return 0, err
	}
	found, err := os.ReadDir(from)
	if err != nil {
		if os.IsNotExist(err) {
			return 0, nil
		}
		return 0, err
	}
	size := func(e os.DirEntry) int64 {
		info, err := e.Info()
		if err != nil {
			return mostKeptBytes + 1 // it has gone
		}
		return info.Size()
	}
	slices.SortFunc(found, func(a, b os.DirEntry) int { return int(size(a) - size(b)) })
	kept := 0
	for _, e := range found {
		if len(have)+kept >= mostKept || size(e) > mostKeptBytes {
			break
		}
		if slices.ContainsFunc(have, func(h os.DirEntry) bool { return h.Name() == e.Name() }) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(from, e.Name()))
		if err != nil {
			return kept, err
		}
		if err := os.MkdirAll(to, 0o755); err != nil {
			return kept, err
		}
		if err := os.WriteFile(filepath.Join(to, e.Name()), text, 0o644); err != nil {
			return kept, err
		}
		kept++
	}
	return kept, nil
}
