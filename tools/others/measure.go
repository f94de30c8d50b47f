package main

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The variants of a program, each a way to get to the code that runs.
const (
	native = "native" // as the Go compiler makes it for this machine
	stock  = "stock"  // as Go's linker writes it
	ours   = "ours"   // rewritten by wasm/reloop
	opt    = "opt"    // stock, optimized by wasm-opt
	both   = "both"   // rewritten, and then optimized by wasm-opt
)

// variant is a file, and what runs it.
type variant struct {
	host host
	name string
	file string
}

// timing is what was seen of a variant.
type timing struct {
	leastMs float64
	answer  string
}

// turnLimit ends a process that goes on for ever.
const turnLimit = 10 * time.Minute

// measure builds a program, has its variants take turns, and weighs its modules.
func measure(ctx context.Context, b *builder, name string, opts Options) (*row, error) {
	r := &row{Name: name, Kind: kinds[name], Go: b.version, Day: time.Now().Format(time.DateOnly), Times: map[string]map[string]float64{}}
	variants, err := r.variants(ctx, b, opts)
	if err != nil {
		return r, err
	}
	answer := ""
	for range opts.Blocks {
		for _, v := range variants {
			seen, err := turn(ctx, v, opts.Rounds)
			if err != nil {
				return r, fmt.Errorf("%s under %s: %w", v.name, v.host.name, err)
			}
			if answer == "" {
				answer = seen.answer
			}
			if what := v.host.name + "/" + v.name; answer != seen.answer && !slices.Contains(r.Differ, what) {
				r.Differ = append(r.Differ, what)
			}
			r.saw(v.host.name, v.name, seen.leastMs)
		}
		slices.Reverse(variants) // who comes first in one block comes last in the next
	}
	return r, nil
}

// saw keeps a time, if it is the least.
func (r *row) saw(host, variant string, ms float64) {
	if r.Times[host] == nil {
		r.Times[host] = map[string]float64{}
	}
	if before, ok := r.Times[host][variant]; !ok || ms < before {
		r.Times[host][variant] = ms
	}
}

// variants builds a program's variants and weighs its modules.
func (r *row) variants(ctx context.Context, b *builder, opts Options) ([]variant, error) {
	executable, err := b.build(ctx, r.Name, r.Name+".native")
	if err != nil {
		return nil, err
	}
	all := []variant{{machine, native, executable}}
	for _, system := range []string{"js", "wasip1"} {
		hosts := slices.DeleteFunc(slices.Clone(opts.Hosts), func(h host) bool { return h.system != system })
		if len(hosts) == 0 {
			continue
		}
		files, err := r.modules(ctx, b, system, opts.WasmOpt)
		if err != nil {
			return nil, err
		}
		for _, h := range hosts {
			for _, name := range []string{stock, ours, opt, both} {
				if file, ok := files[name]; ok && (h.name == node || name == stock || name == ours) {
					all = append(all, variant{h, name, file})
				}
			}
		}
	}
	return all, nil
}

// modules builds a program for one system, by variant. What is weighed is the one for js.
func (r *row) modules(ctx context.Context, b *builder, system string, optimized bool) (map[string]string, error) {
	name := r.Name + "." + system
	linked, err := b.build(ctx, r.Name, name+".stock.wasm", "GOOS="+system, "GOARCH=wasm")
	if err != nil {
		return nil, err
	}
	rewritten, took, err := b.rewrite(ctx, linked, name+".ours.wasm")
	if err != nil {
		return nil, err
	}
	files := map[string]string{stock: linked, ours: rewritten}
	if system != "js" {
		return files, nil
	}
	r.ToolMs, r.ToolBytes = took.processor.Milliseconds(), took.peakBytes
	if optimized {
		if files[opt], r.OptMs, err = b.optimize(ctx, linked, name+".opt.wasm"); err != nil {
			return nil, err
		}
		if files[both], _, err = b.optimize(ctx, rewritten, name+".both.wasm"); err != nil {
			return nil, err
		}
	}
	r.Weights = map[string]weight{}
	for variant, file := range files {
		if r.Weights[variant], err = weigh(file); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// turn runs a variant once, with some rounds.
func turn(ctx context.Context, v variant, rounds int) (timing, error) {
	ctx, cancel := context.WithTimeout(ctx, turnLimit)
	defer cancel()
	text, err := v.host.run(ctx, v.file, strconv.Itoa(rounds))
	if err != nil {
		return timing{}, err
	}
	return parseTurn(text)
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
