package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/lanes"
	"velocidade/wasm/port"
	"velocidade/wasm/runtimes"
)

// runBench runs one program natively, by the same runner as the page, and prints what was measured.
func runBench(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("bench", flag.ContinueOnError)
	program := set.String("program", "isprime", "program to run")
	arguments := set.String("args", "", "its arguments, such as kmax=5000; defaults where left out")
	laneList := set.String("lanes", "", "lanes, parted by commas; default: go/single,go/goroutines,go/workers; all: "+laneNames())
	workers := set.String("workers", "", "worker counts, parted by commas (default 1, 2, 4 … up to the cores)")
	blocks := set.Int("blocks", bench.DefaultBlocks, "samples of each lane")
	asJSON := set.Bool("json", false, "print the Report as JSON")
	format := set.String("format", "text", "what to print: "+bench.FormatNames())
	chapter := set.Bool("chapter", false, "run the chapter's programs on all that this machine has; needs -o")
	file := set.String("o", "", "with -chapter: the reference file to write, which the page can lay over its runs")
	compare := set.String("compare", "", "print what a reference file says as a table in Markdown, beside the chapter's own figures")
	machine := set.String("machine", "", "with -chapter: what to call this machine (default: its processor)")
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() > 0 {
		return fmt.Errorf("%q is no flag; see velocidade bench -h", set.Arg(0))
	}
	// Before the run: nobody wants to hear of it when that is over.
	if err := bench.CheckFormat(bench.Format(*format)); err != nil {
		return err
	}
	text, err := json.Marshal(*arguments)
	if err != nil {
		return err
	}
	// Flags that are left out stay out of the spec; an empty list is one that was asked for, and is refused.
	spec := bench.Spec{Program: *program, Args: text, Blocks: blocks}
	set.Visit(func(f *flag.Flag) {
		switch f.Name {
		case "lanes":
			spec.Lanes = words(*laneList)
		case "workers":
			spec.Workers, err = numbers(*workers)
		}
	})
	if err != nil {
		return err
	}
	if *compare != "" {
		return compareReference(*compare)
	}
	if *chapter {
		return recordChapter(ctx, *file, *machine, blocks, spec.Workers)
	}
	runner := newRunner()
	report, err := runner.Run(ctx, spec, progressLine())
	if err != nil {
		return err
	}
	switch {
	case *asJSON:
		encoder := json.NewEncoder(os.Stdout)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(report)
	default:
		err = bench.Export(os.Stdout, report, bench.Format(*format))
	}
	if err == nil {
		err = bench.Failure(report)
	}
	if lacks := lacks(report); err != nil && lacks != nil {
		return lacks
	}
	return err
}

// lacks gives an error that names what the machine lacks, where that is all that went wrong in a run, else nil.
func lacks(report *bench.Report) error {
	var names []string
	for _, l := range report.Lanes {
		if l.Error == nil {
			continue
		}
		if l.Error.Code != runtimes.CodeMissing {
			return nil
		}
		if !slices.Contains(names, l.Error.Message) {
			names = append(names, l.Error.Message)
		}
	}
	if names == nil || report.Status != bench.Complete {
		return nil
	}
	return &kernels.Error{Code: runtimes.CodeMissing, Field: "lanes", Message: strings.Join(names, "; ")}
}

// newRunner is the page's runner, on this machine.
func newRunner() bench.Runner {
	return bench.Runner{
		Now:  port.Now,
		Unix: func() int64 { return time.Now().UnixMilli() },
		Seed: rand.Uint32,
		Open: lanes.Open,
		Host: bench.Host{Engine: bench.EngineNative, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH,
			Cores: port.Cores(), Isolated: true, Build: revision()},
	}
}

// laneNames lists the lanes that can be run from here.
func laneNames() string {
	var names []string
	for _, lane := range bench.LanesHere(bench.EngineNative) {
		names = append(names, lane.Name)
	}
	return strings.Join(names, ", ")
}

func numbers(list string) ([]int, error) {
	all := []int{}
	for _, word := range words(list) {
		n, err := strconv.Atoi(word)
		if err != nil {
			return nil, fmt.Errorf("-workers takes whole numbers parted by commas; %q is none", word)
		}
		all = append(all, n)
	}
	return all, nil
}

// progressLine returns a function that keeps one line of a terminal up to date, or nothing where no one looks on.
func progressLine() func(bench.Progress) {
	if info, err := os.Stderr.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return func(bench.Progress) {}
	}
	return func(p bench.Progress) {
		left := ""
		if p.LeftMs != nil {
			left = fmt.Sprintf(", %.0f s left", *p.LeftMs/1000)
		}
		fmt.Fprintf(os.Stderr, "\r\x1b[K%s %d of %d%s", p.Phase, p.Done, p.Total, left)
		if p.Fraction >= 1 {
			fmt.Fprint(os.Stderr, "\r\x1b[K")
		}
	}
}
