// Command module is package rewriter as the WebAssembly module that the site serves, in the npm package reloop.tgz and for
// its page /reloop/. It is the command, for Node, where it is not given a request by a script (library_js.go). In both cases
// it does one thing and ends, and its memory ends with it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime/debug"

	"velocidade/tools/rewriter"
)

// memoryLimit is how large the heap grows before anything is collected.
const memoryLimit = 256 << 20

func main() {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(memoryLimit)
	if library() {
		return
	}
	err := rewriter.Command(os.Args[1:], os.Getenv("RELOOP_VERSION"), rewriter.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "reloop:", err)
		os.Exit(1)
	}
}
