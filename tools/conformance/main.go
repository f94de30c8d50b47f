package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(1)
	}
}

// run does what the command line says.
func run(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("conformance", flag.ContinueOnError)
	set.Usage = func() {
		fmt.Fprintln(set.Output(), "usage: go run ./tools/conformance [flags] [standard packages]")
		set.PrintDefaults()
	}
	out := set.String("o", "", "file for the table (default "+filepath.Join("tools", "conformance", "CONFORMANCE.md")+", unless packages are named)")
	quick := set.Bool("quick", false, "a few packages and programs, and no table")
	programs := set.Int("programs", 1, "every how manieth program of GOROOT/test: 1 is all of them, 0 none")
	tools := set.Bool("tools", true, "have the compiler and the linker, rewritten, compile and link")
	jobs := set.Int("jobs", runtime.NumCPU(), "how many packages or programs to run at a time")
	release := set.String("go", "", "release of Go, such as go1.25.5, in place of the one that is installed")
	if err := set.Parse(args); err != nil {
		return err
	}
	options := Options{
		Out: *out, Log: os.Stdout, Packages: set.Args(), Programs: *programs, Tools: *tools, Jobs: *jobs, Go: *release,
	}
	switch {
	case *quick:
		options.Packages, options.Programs, options.Tools = Quick, 200, false
	case set.NArg() > 0:
		options.Programs, options.Tools = 0, false
	case *out == "":
		options.Out = filepath.Join("tools", "conformance", tableName(*release))
		if _, err := os.Stat(filepath.Dir(options.Out)); err != nil {
			return fmt.Errorf("the table's folder %s is not here: run this in the project's own folder, or say -o FILE", filepath.Dir(options.Out))
		}
	}
	differ, err := Run(ctx, options)
	if err == nil && differ > 0 {
		err = fmt.Errorf("%d are different when rewritten", differ)
	}
	return err
}

// tableName is the file of a release's table: patches of a release share one.
func tableName(release string) string {
	if release == "" {
		return "CONFORMANCE.md"
	}
	parts := strings.SplitN(release, ".", 3)
	return "CONFORMANCE-" + strings.Join(parts[:min(2, len(parts))], ".") + ".md"
}
