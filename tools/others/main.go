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
	set := flag.NewFlagSet("others", flag.ContinueOnError)
	set.Usage = func() {
		fmt.Fprintln(set.Output(), "usage: go run ./tools/others [flags] [programs]")
		set.PrintDefaults()
	}
	opts := Options{Log: os.Stdout}
	set.IntVar(&opts.Blocks, "blocks", 3, "how many turns each variant of a program takes")
	set.IntVar(&opts.Rounds, "rounds", 5, "how often a program does its task in a turn")
	set.StringVar(&opts.Dir, "keep", "", "folder in which the built modules stay (default: one that is removed)")
	set.StringVar(&opts.Out, "o", "", "file for the table (default "+filepath.Join("tools", "others", "OTHERS.md")+", unless programs are named)")
	if err := set.Parse(args); err != nil {
		return err
	}
	opts.Programs = set.Args()
	if opts.Out == "" && len(opts.Programs) == 0 {
		opts.Out = filepath.Join("tools", "others", "OTHERS.md")
	}
	if _, err := os.Stat(programsFolder); err != nil {
		return fmt.Errorf("run this in the project's own folder: %w", err)
	}
	return Run(ctx, opts)
}
