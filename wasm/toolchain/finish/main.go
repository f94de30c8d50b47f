// Command finish does what is left of a build after the linker, and formats sources. It runs in the page's build worker.
//
//	finish module IN OUT [HALF]   takes the dispatch loops out of a linked module (wasm/reloop); prints it where HALF was of no use
//	finish half IN OUT            does the second half of that, which becomes HALF of the first
//	finish format FILE            formats a Go source in place, as gofmt does
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
		return rewrite(args[1], args[2], nil)
	case len(args) == 4 && args[0] == "module":
		return rewrite(args[1], args[2], func() []byte {
			half, err := os.ReadFile(args[3]) // waits for it
			if err != nil {
				return nil
			}
			return half
		})
	case len(args) == 3 && args[0] == "half":
		return half(args[1], args[2])
	case len(args) == 2 && args[0] == "format":
		return formatFile(args[1])
	}
	return fmt.Errorf("usage: finish module IN OUT [HALF], finish half IN OUT, or finish format FILE")
}

const memoryLimit = 256 << 20

// linked reads a module. The process ends when that is rewritten, and its memory with it: nothing is collected before there
// is much.
func linked(name string) ([]byte, error) {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(memoryLimit)
	return os.ReadFile(name)
}

func rewrite(in, out string, half func() []byte) error {
	module, err := linked(in)
	if err != nil {
		return err
	}
	rewritten, stats, err := reloop.Rewrite(module, reloop.Options{Half: half})
	if err != nil {
		return err
	}
	if half != nil && !stats.Half {
		fmt.Println("the other half was of no use")
	}
	return os.WriteFile(out, rewritten, 0o644)
}

func half(in, out string) error {
	module, err := linked(in)
	if err != nil {
		return err
	}
	half, err := reloop.Half(module, reloop.Options{})
	if err != nil {
		return err
	}
	return os.WriteFile(out, half, 0o644)
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
