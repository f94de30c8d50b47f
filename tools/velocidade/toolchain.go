package main

import (
	"context"
	"fmt"
	"os"
	"sync"

	"velocidade/tools/site"
)

// toolchainBeside starts to build the compiler for a site while that is served. It only says why where that fails: everything
// else on the site works without. What it returns stops that and waits for it, so that no compiler outlives this command.
func toolchainBeside(ctx context.Context, options site.Options) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var building sync.WaitGroup
	building.Go(func() {
		if err := site.AddToolchain(ctx, options, report); err != nil && ctx.Err() == nil {
			fmt.Fprintln(os.Stderr, "velocidade: programs of one's own cannot be compiled:", err)
		}
	})
	return func() {
		cancel()
		building.Wait()
	}
}

func report(text string) { fmt.Fprintln(os.Stderr, text) }
