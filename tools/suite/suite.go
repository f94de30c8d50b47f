// Package suite runs all of the project's tests and counts what really ran.
//
// There are seven suites: the rules of the house (lint), the Go packages natively (go), the page's modules in Node (unit),
// the engine's packages as WebAssembly in real browsers (wasm), what the README says (docs), the Worker in
// the edge's runtime (edge), and the whole thing driven as
// a person would, in real browsers (e2e). Every test of every suite becomes one [Result]; a [Tally] prints them as they come and
// ends with one line:
//
//	412 passed, 0 failed
//
// A suite that cannot run is a failure, and so is one that ran no test: silence never counts as success.
package suite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Env is what the suites are given.
type Env struct {
	Root     string    // the checkout, absolute
	Out      io.Writer // for people
	Verbose  bool      // a line for every test
	Browsers []string  // names of the browsers wanted; all of them where empty
	Only     []string  // Go packages, or test files of the unit and e2e suites, to run; everything where empty
	Match    string    // pattern that narrows every suite to the tests of matching name; everything where empty
}

// A Suite is one kind of test.
type Suite struct {
	Name string
	Doc  string // one line, for help
	Run  func(ctx context.Context, env *Env, tally *Tally) error
}

// All lists the suites in the order in which they run: what is quick to fail comes first.
func All() []Suite {
	return []Suite{
		{"lint", "formatting, vet, static analysis and types, in Go and TypeScript", runLint},
		{"go", "the Go packages natively, concurrent ones under the race detector", runGo},
		{"unit", "the page's modules in Node", runUnit},
		{"wasm", "the engine's packages as WebAssembly in real browsers", runWasm},
		{"docs", "the README's commands in a fresh clone", runDocs},
		{"edge", "the service in the edge's own runtime", runEdge},
		{"e2e", "the served page driven as a person would, in real browsers", runE2E},
	}
}

// Run runs the named suites, or all where none is named, and reports whether everything passed.
func Run(ctx context.Context, env *Env, names []string) (bool, error) {
	all := All()
	for _, name := range names {
		if !slices.ContainsFunc(all, func(s Suite) bool { return s.Name == name }) {
			return false, fmt.Errorf("there is no suite %q; there are %s", name, strings.Join(Names(), ", "))
		}
	}
	tally := &Tally{Out: env.Out, Verbose: env.Verbose}
	for _, s := range all {
		if len(names) > 0 && !slices.Contains(names, s.Name) {
			continue
		}
		fmt.Fprintf(env.Out, "\n%s: %s\n", s.Name, s.Doc)
		before := tally.Ended()
		start, busy := time.Now(), processorTime()
		err := s.Run(ctx, env, tally)
		if err == nil && tally.Ended() == before {
			err = errors.New("the suite ran no test")
		}
		if err != nil {
			tally.Add(Result{Group: s.Name, Name: "runs", Status: Failed, Output: err.Error() + "\n"})
		}
		tally.Flush()
		fmt.Fprintf(env.Out, "  %s took %.0f s", s.Name, time.Since(start).Seconds())
		if busy = processorTime() - busy; busy > 0 {
			fmt.Fprintf(env.Out, ", in which at least %.0f s of processor time were used", busy.Seconds())
		}
		fmt.Fprintln(env.Out)
		if ctx.Err() != nil {
			break
		}
	}
	return tally.Finish(), nil
}

// Names lists the suites' names.
func Names() []string {
	var names []string
	for _, s := range All() {
		names = append(names, s.Name)
	}
	return names
}
