package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The variants of a program, each a way to run the same task.
const (
	native = "native"
	stock  = "stock"
	ours   = "ours"
)

// variant is a program as one way of building it leaves it.
type variant struct {
	name string
	file string
	host func(ctx context.Context, file string, args ...string) *exec.Cmd
}

// timing is what was seen of a variant.
type timing struct {
	leastMs float64
	answer  string
}

// turnLimit ends a process that goes on for ever.
const turnLimit = 10 * time.Minute

// measure builds a program, has its variants take turns, and weighs its modules.
func measure(ctx context.Context, b *builder, name string, opts Options) (row, error) {
	r := row{name: name, kind: kinds[name], times: map[string]timing{}}
	variants, err := r.variants(ctx, b)
	if err != nil {
		return r, err
	}
	for _, v := range variants {
		r.times[v.name] = timing{leastMs: math.Inf(1)}
	}
	for range opts.Blocks {
		for _, v := range variants {
			seen, err := turn(ctx, v, opts.Rounds)
			if err != nil {
				return r, fmt.Errorf("%s: %w", v.name, err)
			}
			before := r.times[v.name]
			if before.answer != "" && before.answer != seen.answer {
				return r, fmt.Errorf("%s answers %s, and then %s", v.name, before.answer, seen.answer)
			}
			seen.leastMs = min(seen.leastMs, before.leastMs)
			r.times[v.name] = seen
		}
		slices.Reverse(variants) // who comes first in one block comes last in the next
	}
	return r, nil
}

// variants builds a program's variants and weighs its modules.
func (r *row) variants(ctx context.Context, b *builder) ([]variant, error) {
	executable, err := b.build(ctx, r.name, r.name+".native")
	if err != nil {
		return nil, err
	}
	linked, err := b.build(ctx, r.name, r.name+".stock.wasm", "GOOS=js", "GOARCH=wasm")
	if err != nil {
		return nil, err
	}
	rewritten, took, err := b.rewrite(ctx, linked, r.name+".ours.wasm")
	if err != nil {
		return nil, err
	}
	r.tool = took
	if r.before, err = weigh(linked); err != nil {
		return nil, err
	}
	if r.after, err = weigh(rewritten); err != nil {
		return nil, err
	}
	return []variant{{native, executable, process}, {stock, linked, b.node}, {ours, rewritten, b.node}}, nil
}

func process(ctx context.Context, file string, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, file, args...)
}

// node prepares a module's run as Go's own script for it does.
func (b *builder) node(ctx context.Context, file string, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, "node", append([]string{"--stack-size=8192", b.support, file}, args...)...)
}

// turn runs a variant once, with some rounds.
func turn(ctx context.Context, v variant, rounds int) (timing, error) {
	ctx, cancel := context.WithTimeout(ctx, turnLimit)
	defer cancel()
	cmd := v.host(ctx, v.file, strconv.Itoa(rounds))
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1") // WebAssembly has one thread: natively the task gets one as well
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return timing{}, fmt.Errorf("%w: %.2000s", err, stderr.Bytes())
	}
	return parseTurn(stdout.String())
}

// parseTurn reads what tools/others/programs/work writes.
func parseTurn(text string) (timing, error) {
	seen := timing{leastMs: math.Inf(1)}
	lines := bufio.NewScanner(strings.NewReader(text))
	for lines.Scan() {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		switch word {
		case "round":
			ms, err := strconv.ParseFloat(rest, 64)
			if err != nil || ms <= 0 {
				return seen, fmt.Errorf("a round of %q ms", rest)
			}
			seen.leastMs = min(seen.leastMs, ms)
		case "answer":
			seen.answer = rest
		}
	}
	if seen.answer == "" || math.IsInf(seen.leastMs, 1) {
		return seen, fmt.Errorf("it tells no time or no answer: %.300q", text)
	}
	return seen, nil
}
