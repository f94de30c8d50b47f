// Package kernels holds the programs that Velocidade measures, one Go file each.
//
// A program here is a bulk-synchronous computation: it runs in one or more rounds; a round's input is a range of
// whole units that can be cut anywhere; parts of it run independently of each other and in any order; and one
// sequential merge ends the round. That is the most that every executor we compare can run, from one worker to many,
// and the least that a Python or JavaScript twin has to understand.
//
//	state := nil
//	for round := range Rounds(args) {
//		ranges   := Split(args, round, parts)            // covers [0, size) exactly once
//		partials := Run(args, round, state, range)       // for each range, anywhere, in any order
//		state     = Merge(args, round, state, partials)  // in order of the ranges
//	}
//	result := string(state)
//
// The files are pure: no goroutine, no clock, no syscall/js, no input but the arguments. Whoever runs them decides
// where, how often and how long; so the same file is measured in a browser's worker and in a native process.
//
// To add a program, add one file whose init registers a [Kernel]; nothing else in the project changes.
package kernels

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Kernel describes one program. It is a value: a name, its documentation, and four functions.
type Kernel struct {
	Name    string  // identifier in links, CLI and API: lower-case letters and digits
	Title   string  // heading, as a reader would say it
	Group   string  // heading under which the page lists it; see the Group constants
	Summary string  // one line for the list: what it computes
	Doc     string  // what it computes, how it splits, and what to look for; paragraphs parted by a blank line
	Source  string  // public source of the known answers in Want: title and address
	Params  []Param // in the order in which forms show them
	Size    string  // name of the parameter that a slow lane may lower, see Smaller; "" for none

	// Rounds tells how many rounds the arguments ask for. Nil means one.
	Rounds func(a Args) int
	// Split cuts a round's input, the units [0, size), into at most parts ranges, in order, each unit in exactly one.
	// The answer of the program must not depend on parts.
	Split func(a Args, round, parts int) []Range
	// Run computes one range. State is what the previous round's Merge returned (nil in round 0) and is read only.
	Run func(a Args, round int, state []byte, r Range) ([]byte, error)
	// Boxed is Run over values in interfaces, for a program that has such a twin: see boxed.go. Nil means none.
	Boxed func(a Args, round int, state []byte, r Range) ([]byte, error)
	// Merge joins the partial results, in order of their ranges. What it returns is the next round's state, and after
	// the last round the program's result as text, printed as Source prints it.
	Merge func(a Args, round int, state []byte, partials [][]byte) ([]byte, error)

	Want []Want // known answers; the first is the answer at the defaults
}

// Range is the half-open interval [Lo, Hi) of a round's units.
type Range struct{ Lo, Hi int64 }

// Want is a known answer: the result that the arguments (as text, "" for the defaults) must give.
type Want struct{ Args, Result string }

// The groups under which programs are listed, in this order.
const (
	GroupLoops   = "Loops"
	GroupNumbers = "Number theory"
	GroupNumeric = "Numerics"
	GroupMemory  = "Memory"
	GroupLaws    = "Laws of parallelism"
)

var groups = []string{GroupLoops, GroupNumbers, GroupNumeric, GroupMemory, GroupLaws}

var registry = map[string]*Kernel{}

// Register adds a program. It is called from init, and panics on a description that cannot be right: a program that
// cannot be offered is a mistake in its file, not something a reader can do anything about.
func Register(k Kernel) {
	if err := k.check(); err != nil {
		panic(fmt.Sprintf("kernels: program %q: %v", k.Name, err))
	}
	if registry[k.Name] != nil {
		panic(fmt.Sprintf("kernels: program %q is registered twice", k.Name))
	}
	registry[k.Name] = &k
}

// Unregister takes a program out again, for tests that register one of their own.
func Unregister(name string) { delete(registry, name) }

// All returns the registered programs, by group and then by name.
func All() []*Kernel {
	all := make([]*Kernel, 0, len(registry))
	for _, k := range registry {
		all = append(all, k)
	}
	sort.Sort(listing(all))
	return all
}

// listing is programs in the order in which they are listed. (Sorted by package sort: each type that package slices sorts adds
// 16 KB to what a visitor's browser has to load.)
type listing []*Kernel

func (l listing) Len() int      { return len(l) }
func (l listing) Swap(i, j int) { l[i], l[j] = l[j], l[i] }
func (l listing) Less(i, j int) bool {
	if l[i].Group != l[j].Group {
		return slices.Index(groups, l[i].Group) < slices.Index(groups, l[j].Group)
	}
	return l[i].Name < l[j].Name
}

// Lookup returns the program of that name, or an [Error] with code "unknown-program".
func Lookup(name string) (*Kernel, error) {
	if k := registry[name]; k != nil {
		return k, nil
	}
	names := make([]string, 0, len(registry))
	for _, k := range All() {
		names = append(names, k.Name)
	}
	return nil, &Error{Code: CodeUnknownProgram, Field: "program", Value: clip(name), Limit: strings.Join(names, ", "),
		Message: fmt.Sprintf("there is no program %q; there are %s", clip(name), strings.Join(names, ", "))}
}

// RoundsOf is Rounds, or 1 where the program leaves it out.
func (k *Kernel) RoundsOf(a Args) int {
	if k.Rounds == nil {
		return 1
	}
	return k.Rounds(a)
}

// isName reports whether a name is lower-case letters and digits, a letter first. (By hand: package regexp would be a tenth of
// what a visitor's browser has to load.)
func isName(name string) bool {
	for i, c := range []byte(name) {
		if !(c >= 'a' && c <= 'z' || i > 0 && c >= '0' && c <= '9') {
			return false
		}
	}
	return name != ""
}

func (k *Kernel) check() error {
	if !isName(k.Name) {
		return fmt.Errorf("the name must be lower-case letters and digits")
	}
	return k.checkRest()
}

// checkRest checks everything but the name.
func (k *Kernel) checkRest() error {
	switch {
	case k.Title == "" || k.Summary == "" || k.Doc == "" || k.Source == "":
		return fmt.Errorf("title, summary, doc and source must all be given")
	case !slices.Contains(groups, k.Group):
		return fmt.Errorf("group %q is none of %q", k.Group, groups)
	case k.Split == nil || k.Run == nil || k.Merge == nil:
		return fmt.Errorf("split, run and merge must all be given")
	case len(k.Want) == 0 || k.Want[0].Args != "":
		return fmt.Errorf("the first known answer must be the one at the defaults")
	}
	for i, p := range k.Params {
		if slices.ContainsFunc(k.Params[:i], func(q Param) bool { return q.Name == p.Name }) {
			return fmt.Errorf("parameter %q is there twice", p.Name)
		}
		if !slices.Contains([]Kind{Int, Float, Ints}, p.Kind) {
			return fmt.Errorf("parameter %q: there is no kind %q", p.Name, p.Kind)
		}
		if !isName(p.Name) || p.Label == "" || p.Doc == "" ||
			!(p.Min <= p.Max) || p.Min < -MaxInt || p.Max > MaxInt {
			return fmt.Errorf("parameter %q: name, label, doc and limits must all be right", p.Name)
		}
		if _, err := p.parse(p.Default); err != nil {
			return fmt.Errorf("default: %w", err)
		}
	}
	if k.Size != "" && !slices.ContainsFunc(k.Params, func(p Param) bool { return p.Name == k.Size }) {
		return fmt.Errorf("size: there is no parameter %q", k.Size)
	}
	for _, w := range k.Want {
		if _, err := k.ParseArgs(w.Args); err != nil {
			return fmt.Errorf("known answer at %q: %w", w.Args, err)
		}
	}
	return nil
}

// Even cuts [0, size) into at most parts ranges whose lengths differ by one at the most.
func Even(size int64, parts int) []Range {
	n := max(min(int64(parts), size), 1)
	ranges := make([]Range, 0, n)
	for i := range n {
		// size/n first: size*i could overflow.
		lo := size/n*i + min(i, size%n)
		hi := size/n*(i+1) + min(i+1, size%n)
		ranges = append(ranges, Range{lo, hi})
	}
	return ranges
}
