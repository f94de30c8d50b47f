package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := command(ctx, os.Args[1:])
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "others:", err)
		os.Exit(1)
	}
}

func command(ctx context.Context, args []string) error {
	if len(args) == 3 && args[0] == rewriteCommand {
		return rewriteFile(args[1], args[2])
	}
	if len(args) == 3 && args[0] == wazeroCommand {
		return inWazero(ctx, args[1], args[2])
	}
	set := flag.NewFlagSet("others", flag.ContinueOnError)
	set.Usage = func() {
		fmt.Fprintln(set.Output(), "usage: go run ./tools/others [flags] [programs]")
		set.PrintDefaults()
	}
	opts := Options{Log: os.Stdout}
	set.IntVar(&opts.Blocks, "blocks", 3, "how many turns each variant of a program takes")
	set.IntVar(&opts.Rounds, "rounds", 5, "how often a program does its task in a turn")
	set.BoolVar(&opts.WasmOpt, "wasm-opt", false, "measure what wasm-opt -O2 makes of both modules too; npm fetches it")
	hosts := set.String("hosts", node, "where to run, separated by commas: Node, Chromium, Firefox, wazero, wasmtime")
	dir := set.String("keep", "", "folder in which the built modules stay (default: one that is removed)")
	out := set.String("o", "", "file for the table, which keeps what it has of other programs (default "+filepath.Join("tools", "others", "OTHERS.md")+", unless programs are named)")
	npm := set.Bool("npm", false, "run modules that npm packages ship instead")
	suites := set.Bool("suites", false, "run the libraries' own tests instead")
	if err := set.Parse(args); err != nil {
		return err
	}
	if _, err := os.Stat(programsFolder); err != nil {
		return fmt.Errorf("run this in the project's own folder: %w", err)
	}
	if *dir == "" {
		made, err := os.MkdirTemp("", "velocidade-others-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(made)
		*dir = made
	}
	b, err := newBuilder(ctx, *dir)
	if err != nil {
		return err
	}
	if *suites {
		return runSuites(ctx, b, set.Args(), os.Stdout)
	}
	if *npm {
		return runShipped(ctx, b, opts.Blocks, os.Stdout)
	}
	if opts.Hosts, err = b.hosts(ctx, *hosts); err != nil {
		return err
	}
	opts.Programs, opts.Out = set.Args(), *out
	if opts.Out == "" && len(opts.Programs) == 0 {
		opts.Out = filepath.Join("tools", "others", "OTHERS.md")
	}
	return Run(ctx, b, opts)
}
