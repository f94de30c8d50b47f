// Others measures what wasm/reloop makes of programs that are not ours: 21 Go libraries that people use, each with a small
// program around it in tools/others/programs that does a fixed task and says how long that took and what came out.
//
//	go run ./tools/others                      all of them; writes OTHERS.md
//	go run ./tools/others lua goja             these, to the terminal
//	go run ./tools/others -keep /tmp/o lua     and keep lua.native, lua.js.stock.wasm and lua.js.ours.wasm there
//
//	go run ./tools/others -hosts Node,Chromium,Firefox,wazero,wasmtime -wasm-opt
//	                                           in all of these, and beside wasm-opt; takes hours
//	go run ./tools/others -suites              the libraries' own tests, stock and rewritten
//	go run ./tools/others -npm                 modules as npm packages ship them
//
// The programs form a Go module of their own, with versions and sums, so that nobody who builds the site downloads them; the
// go command fetches what they need.
//
// A program's variants take turns, each a process that does the task a few times, and the least time of all counts: what
// else the machine does, an engine's compiler while it still works, a collection at a bad moment can only add to it. Times are
// processor time where the platform tells it. All variants must give the same answer.
package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
)

// programsFolder is the Go module of the programs.
var programsFolder = filepath.Join("tools", "others", "programs")

// Options say what to measure.
type Options struct {
	Programs []string  // folders of tools/others/programs; all where empty
	Blocks   int       // turns of each variant
	Rounds   int       // how often the task is done in a turn
	Hosts    []host    // where, besides natively
	WasmOpt  bool      // whether wasm-opt's modules are measured too, under Node
	Out      string    // file for the table, beside which its numbers are kept; none where empty
	Log      io.Writer // a line for each program
}

// Run measures and writes the table. A program whose variants do not answer alike is an error, at the end.
func Run(ctx context.Context, b *builder, opts Options) error {
	names, err := choose(opts.Programs)
	if err != nil {
		return err
	}
	t := &table{out: opts.Out}
	if err := t.load(); err != nil {
		return err
	}
	differ := 0
	fmt.Fprintln(opts.Log, heading)
	for _, name := range names {
		row, err := measure(ctx, b, name, opts)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if len(row.Differ) > 0 {
			differ++
		}
		t.put(row)
		fmt.Fprintln(opts.Log, row.line())
		if err := t.save(); err != nil {
			return err
		}
	}
	for _, line := range t.means() {
		fmt.Fprintln(opts.Log, line)
	}
	if differ > 0 {
		return fmt.Errorf("%d programs do not answer alike", differ)
	}
	return nil
}
