// Command finish does what is left of a build after the linker, and formats sources. It runs in the page's build worker.
//
//	finish module IN OUT   takes the dispatch loops out of a linked module (wasm/reloop)
//	finish format FILE     formats a Go source in place, as gofmt does
package main

import (
	"fmt"
	"go/format"
	"os"
	"runtime/debug"

	"velocidade/wasm/reloop"
)

func main() {
	if err := do(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func do(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "module":
		return module(args[1], args[2])
	case len(args) == 2 && args[0] == "format":
		return formatFile(args[1])
	}
	return fmt.Errorf("usage: finish module IN OUT, or finish format FILE")
}

const memoryLimit = 256 << 20

func module(in, out string) error {
	// The process ends when this is done, and its memory with it: nothing is collected before there is much.
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(memoryLimit)
	linked, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	rewritten, _, err := reloop.Rewrite(linked, reloop.Options{})
	if err != nil {
		return err
	}
	return os.WriteFile(out, rewritten, 0o644)
}

func formatFile(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if text, err = format.Source(text); err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o644)
}
