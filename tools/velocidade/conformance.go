package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"velocidade/tools/conformance"
)

// runConformance runs Go's own tests from stock and from rewritten modules.
func runConformance(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("conformance", flag.ContinueOnError)
	set.Usage = func() {
		fmt.Fprintln(set.Output(), "usage: velocidade conformance [flags] [standard packages]")
		set.PrintDefaults()
	}
	out := set.String("o", "", "file for the table (default tools/conformance/CONFORMANCE.md, unless packages are named)")
	quick := set.Bool("quick", false, "a few packages and programs, and no table")
	programs := set.Int("programs", 1, "every how manieth program of GOROOT/test: 1 is all of them, 0 none")
	tools := set.Bool("tools", true, "have the compiler and the linker, rewritten, compile and link")
	jobs := set.Int("jobs", runtime.NumCPU(), "how many packages or programs to run at a time")
	release := set.String("go", "", "release of Go, such as go1.25.5, in place of the one that is installed")
	if err := set.Parse(args); err != nil {
		return err
	}
	options := conformance.Options{
		Out: *out, Log: os.Stdout, Packages: set.Args(), Programs: *programs, Tools: *tools, Jobs: *jobs, Go: *release,
	}
	switch {
	case *quick:
		options.Packages, options.Programs, options.Tools = conformance.Quick, 200, false
	case set.NArg() > 0:
		options.Programs, options.Tools = 0, false
	case *out == "":
		root, err := checkout()
		if err != nil {
			return err
		}
		options.Out = filepath.Join(root, "tools", "conformance", "CONFORMANCE.md")
	}
	differ, err := conformance.Run(ctx, options)
	if err == nil && differ > 0 {
		err = fmt.Errorf("%d are different when rewritten", differ)
	}
	return err
}
