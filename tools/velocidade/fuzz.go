package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"time"

	"velocidade/tools/fuzz"
)

// runFuzz runs the fuzz targets.
func runFuzz(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("fuzz", flag.ContinueOnError)
	each := set.Duration("time", 20*time.Second, fmt.Sprintf("for each target; from %s on, as once a week, a floor of executions holds", fuzz.Weekly))
	only := set.String("only", "", "pattern of the targets to run")
	parallel := set.Int("parallel", runtime.NumCPU(), "inputs at a time")
	keep := set.Bool("keep", true, "keep what reached something new, in testdata")
	if err := set.Parse(args); err != nil {
		return err
	}
	pattern, err := regexp.Compile(*only)
	if err != nil {
		return fmt.Errorf("-only: %w", err)
	}
	root, err := checkout()
	if err != nil {
		return err
	}
	return fuzz.Run(ctx, fuzz.Options{Root: root, Time: *each, Only: pattern, Parallel: *parallel, Keep: *keep, Out: os.Stdout})
}
