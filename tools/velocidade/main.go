// Velocidade builds, serves, tests and measures the playground.
//
//	velocidade serve     build what is missing and serve the page
//	velocidade dev       the same, and build again when a file changes
//	velocidade build     write the site to a folder
//	velocidade edge      build the site for Cloudflare Workers; run it here, or deploy it
//	velocidade bench     run one program natively and print a table, a Report or Go benchmark text
//	velocidade lab       run one laboratory natively and tell what happens
//	velocidade link      turn a Report into a link, or a link into a Report
//	velocidade reloop    give a WebAssembly module that Go linked its loops back
//	velocidade threads   build a Go program whose goroutines run in parallel, and serve it
//	velocidade test      run every test suite and count
//	velocidade fuzz      run every fuzz target for a time and count executions
//	velocidade soak      have the service stand under mixed load, kills and full disks
//	velocidade figures   measure the project's own figures and write them to tools/figures
//	velocidade honesty   hold simulated reports against the truth, and write a table to tools/figures
//	velocidade compare   say how runs from before and after something differ
//	velocidade pictures  take the README's screenshots
//	velocidade record    run what the chapter measures and keep the results that its pages show
//
// Each command explains its flags with -h. It ends with 0, with 1 where it failed, with 2 where it was called wrongly, and with 3 where
// the machine lacks what it needs, such as another language's interpreter.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"velocidade/tools/soak"
	"velocidade/tools/suite"
	"velocidade/wasm/futures"
	"velocidade/wasm/runtimes"
)

// command is one word after velocidade. Run gets the words after it.
type command struct {
	name, summary string
	run           func(ctx context.Context, args []string) error
}

func commands() []command {
	return []command{
		{"serve", "build what is missing and serve the page", serve},
		{"dev", "the same, and build again when a file changes", dev},
		{"build", "write the site to a folder", build},
		{"edge", "build the site for Cloudflare Workers; run it here, or deploy it", runEdge},
		{"bench", "run one program natively and print what was measured", runBench},
		{"lab", "run one laboratory natively and tell what happens", runLab},
		{"link", "turn a Report into a link, or a link into a Report", runLink},
		{"pictures", "take the README's screenshots", takePictures},
		{"record", "run what the chapter measures and keep the results that its pages show", record},
		{"figures", "measure the project's own figures and write them to tools/figures", measureFigures},
		{"fuzz", "run every fuzz target and count executions", runFuzz},
		{"soak", "have the service stand under mixed load, kills and full disks", runSoak},
		{"honesty", "hold simulated reports against the truth, and write a table to tools/figures", measureHonesty},
		{"compare", "say how runs from before and after something differ", runCompare},
		{"reloop", "give a WebAssembly module that Go linked its loops back", runReloop},
		{"threads", "build a Go program whose goroutines run in parallel, and serve it", runThreads},
		{"test", "run every test suite and count", test},
	}
}

func main() {
	futures.Init() // this executable is its own worker process
	soak.Init()    // and the server that a soak kills
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(dispatch(ctx, os.Args[1:]))
}

func dispatch(ctx context.Context, args []string) int {
	if len(args) > 0 {
		for _, c := range commands() {
			if c.name == args[0] {
				err := c.run(ctx, args[1:])
				switch {
				case errors.Is(err, flag.ErrHelp):
					return 0
				case errors.Is(err, errTestsFailed):
					return 1 // the count is the last line
				case runtimes.IsMissing(err):
					fmt.Fprintf(os.Stderr, "velocidade %s: %v\n", c.name, err)
					return suite.LackStatus
				case err != nil:
					fmt.Fprintf(os.Stderr, "velocidade %s: %v\n", c.name, err)
					return 1
				}
				return 0
			}
		}
		fmt.Fprintf(os.Stderr, "velocidade: there is no command %q\n", args[0])
	}
	fmt.Fprintln(os.Stderr, "usage: velocidade <command> [flags]")
	for _, c := range commands() {
		fmt.Fprintf(os.Stderr, "  %-11s %s\n", c.name, c.summary)
	}
	return 2
}
