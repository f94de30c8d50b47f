package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"time"

	"velocidade/wasm/module"
	"velocidade/wasm/reloop"
)

// runReloop rewrites a WebAssembly module that Go linked.
func runReloop(_ context.Context, args []string) error {
	set := flag.NewFlagSet("reloop", flag.ContinueOnError)
	set.Usage = func() {
		fmt.Fprintln(set.Output(), "usage: velocidade reloop [flags] IN OUT")
		set.PrintDefaults()
	}
	stats := set.Bool("stats", false, "print what was rewritten, and why the rest was not")
	check := set.Bool("check", false, "check that the result is a valid module, and write nothing if it is not")
	only := set.String("only", "", "rewrite only functions whose names match this regular expression")
	skip := set.String("skip", "", "leave functions whose names match this regular expression as they are")
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() != 2 {
		return fmt.Errorf("it takes the module to read and the file to write; see velocidade reloop -h")
	}
	choose, err := selection(*only, *skip)
	if err != nil {
		return err
	}
	in, err := os.ReadFile(set.Arg(0))
	if err != nil {
		return err
	}
	began := time.Now()
	out, s, err := reloop.Rewrite(in, reloop.Options{Select: choose})
	if err != nil {
		return fmt.Errorf("%s: %w", set.Arg(0), err)
	}
	took := time.Since(began)
	if s.Note != "" {
		fmt.Fprintf(os.Stderr, "%s is copied as it is: %s\n", set.Arg(0), s.Note)
	}
	if *check {
		if err := module.Check(out); err != nil {
			return fmt.Errorf("the result is not valid, which is a fault of reloop: %w", err)
		}
	}
	if err := os.WriteFile(set.Arg(1), out, 0o644); err != nil {
		return err
	}
	if *stats {
		writeReloopStats(os.Stdout, s, in, out, took)
	}
	return nil
}

// gzipped is how many bytes are sent of a file.
func gzipped(data []byte) int {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(data) // a buffer takes everything
	w.Close()
	return b.Len()
}

// selection returns what Options.Select wants for -only and -skip, or nil where both are empty.
func selection(only, skip string) (func(string) bool, error) {
	if only == "" && skip == "" {
		return nil, nil
	}
	in, err := regexp.Compile(only)
	if err != nil {
		return nil, fmt.Errorf("-only: %w", err)
	}
	out, err := regexp.Compile(skip)
	if err != nil {
		return nil, fmt.Errorf("-skip: %w", err)
	}
	return func(name string) bool {
		return in.MatchString(name) && (skip == "" || !out.MatchString(name))
	}, nil
}

func writeReloopStats(w io.Writer, s reloop.Stats, before, after []byte, took time.Duration) {
	fmt.Fprintf(w, "module     %d to %d bytes in %v (%s)\n", len(before), len(after), took.Round(time.Millisecond), s.Go)
	fmt.Fprintf(w, "sent       %d to %d bytes (gzip)\n", gzipped(before), gzipped(after))
	fmt.Fprintf(w, "rewritten  %d of %d functions, code %d to %d bytes\n", s.Rewritten, s.Functions, s.BytesBefore, s.BytesAfter)
	fmt.Fprintf(w, "           %d blocks, %d loops, %d dispatchers\n", s.Blocks, s.Loops, s.Dispatchers)
	for _, reason := range slices.Sorted(maps.Keys(s.Left)) {
		fmt.Fprintf(w, "left       %d: %s\n", s.Left[reason], reason)
	}
}
