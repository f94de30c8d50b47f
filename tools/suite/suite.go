// Package suite runs all of the project's tests and counts what really ran.
//
// There are seven suites: the rules of the house (lint), the Go packages natively (go), the page's modules in Node (unit),
// the engine's packages as WebAssembly in real browsers (wasm), what the README says (docs), the Worker in
// the edge's runtime (edge), and the whole thing driven as
// a person would, in real browsers (e2e). Every test of every suite becomes one [Result]; a [Tally] prints them as they come and
// ends with one line:
//
//	412 passed, 0 failed, 2 skipped
//
// Just before it stand the tests that were skipped and those that needed a second attempt, each with the reason. A suite that cannot
// run is a failure, and so is one that ran no test: silence never counts as success. What a machine may lack is another matter: see
// lack.go.
//
// No suite keeps all cores busy: compilers do at times, and browsers, servers and installers are mostly waited for. So there are
// lanes of suites that run beside each other; what they print is in the order of [All] nevertheless.
package suite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"velocidade/tools/edge"
)

// Env is what the suites are given.
type Env struct {
	Root     string    // the checkout, absolute
	Out      io.Writer // for people
	Verbose  bool      // a line for every test
	Browsers []string  // names of the browsers wanted; all of them where empty
	Only     []string  // Go packages, or test files of the unit and e2e suites, to run; everything where empty
	Match    string    // pattern that narrows every suite to the tests of matching name; everything where empty

	others func()                       // waits until no other suite runs
	edge   func() (edge.Runtime, error) // installs the edge's runtime, once for all suites
}

// A Suite is one kind of test.
type Suite struct {
	Name string
	Doc  string // one line, for help
	Run  func(ctx context.Context, env *Env, tally *Tally) error
	lane lane
}

// lane is a row of suites of which one runs at a time.
type lane int

const (
	compiling  lane = iota // those that wait for compilers
	browsing               // for browsers
	installing             // for packages and servers
	lanes
)

// All lists the suites in the order in which they are printed, and run where they are of one lane: what is quick to fail comes
// first, and the one comes last that has the machine for itself once the others have ended.
func All() []Suite {
	return []Suite{
		{"lint", "formatting, vet, static analysis and types, in Go and TypeScript", runLint, compiling},
		{"go", "the Go packages natively, concurrent ones under the race detector", runGo, compiling},
		{"unit", "the page's modules in Node", runUnit, browsing},
		{"wasm", "the engine's packages as WebAssembly in real browsers", runWasm, browsing},
		{"docs", "the README's commands in a fresh clone", runDocs, installing},
		{"edge", "the service in the edge's own runtime", runEdge, installing},
		{"e2e", "the served page driven as a person would, in real browsers", runE2E, compiling},
	}
}

// Run runs the named suites, or all where none is named, and reports whether everything passed.
func Run(ctx context.Context, env *Env, names []string) (bool, error) {
	for _, name := range names {
		if !slices.Contains(Names(), name) {
			return false, fmt.Errorf("there is no suite %q; there are %s", name, strings.Join(Names(), ", "))
		}
	}
	setup := env.command(ctx, nil, "sh", "tools/setup.sh", "tools")
	setup.Stderr = env.Out
	if err := setup.Run(); err != nil {
		return false, fmt.Errorf("tools/setup.sh: %w", err)
	}
	chosen := slices.DeleteFunc(All(), func(s Suite) bool { return len(names) > 0 && !slices.Contains(names, s.Name) })
	return run(ctx, env, chosen), nil
}

// run runs suites, each lane's one after the other.
func run(ctx context.Context, env *Env, suites []Suite) bool {
	start := time.Now()
	runtime := sync.OnceValues(func() (edge.Runtime, error) { return edge.FindRuntime(ctx, env.Root) })
	printing := newTurns(env.Out, len(suites))
	tallies := make([]*Tally, len(suites))
	var ended [lanes]sync.WaitGroup // of a lane's suites
	var rows sync.WaitGroup
	for l := range lanes {
		for _, s := range suites {
			if s.lane == l {
				ended[l].Add(1)
			}
		}
	}
	for l := range lanes {
		rows.Go(func() {
			for i, s := range suites {
				if s.lane != l {
					continue
				}
				there := *env
				there.Out, there.edge = printing.all[i], runtime
				there.others = func() {
					for other := range lanes {
						if other != l {
							ended[other].Wait()
						}
					}
				}
				tallies[i] = &Tally{Out: there.Out, Verbose: env.Verbose, Strict: strict()}
				if ctx.Err() == nil {
					s.run(ctx, &there, tallies[i])
				}
				printing.all[i].end()
				ended[l].Done()
			}
		})
	}
	rows.Wait()
	total := &Tally{Out: env.Out}
	for _, t := range tallies {
		total.join(t)
	}
	fmt.Fprintf(env.Out, "\nall of it took %.0f s", time.Since(start).Seconds())
	if busy := processorTime(); busy > 0 {
		fmt.Fprintf(env.Out, ", in which at least %.0f s of processor time were used", busy.Seconds())
	}
	fmt.Fprintln(env.Out)
	return total.Finish()
}

// run runs one suite, and tells how long that took.
func (s Suite) run(ctx context.Context, env *Env, tally *Tally) {
	fmt.Fprintf(env.Out, "\n%s: %s\n", s.Name, s.Doc)
	start := time.Now()
	err := s.Run(ctx, env, tally)
	if err == nil && tally.Ended() == 0 {
		err = errors.New("the suite ran no test")
	}
	if err != nil {
		tally.Add(Result{Group: s.Name, Name: "runs", Status: Failed, Output: err.Error() + "\n"})
	}
	tally.Flush()
	fmt.Fprintf(env.Out, "  %s took %.0f s\n", s.Name, time.Since(start).Seconds())
}

// Names lists the suites' names.
func Names() []string {
	var names []string
	for _, s := range All() {
		names = append(names, s.Name)
	}
	return names
}
