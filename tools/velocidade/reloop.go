package main

import (
	"context"
	"os"

	"velocidade/tools/rewriter"
)

// runReloop rewrites a WebAssembly module that Go linked.
func runReloop(_ context.Context, args []string) error {
	return rewriter.Command(args, revision(), rewriter.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
}
