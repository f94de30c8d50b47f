package main

import (
	"context"
	"fmt"
	"os"

	"velocidade/tools/site"
)

// addToolchain builds the compiler for a site that is being served already. It only says why where that fails: everything
// else on the site works without.
func addToolchain(ctx context.Context, options site.Options) {
	if err := site.AddToolchain(ctx, options, report); err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, "velocidade: programs of one's own cannot be compiled:", err)
	}
}

func report(text string) { fmt.Fprintln(os.Stderr, text) }
