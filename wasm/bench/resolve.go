package bench

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"velocidade/kernels"
	"velocidade/wasm/order"
)

// The codes that an error about a Spec can have, besides those of package kernels.
const (
	CodeBadSpec     = "bad-spec"     // not the JSON of a Spec
	CodeUnknownLane = "unknown-lane" // no such lane here
)

// Entry is one lane at one worker count: what a sample is a sample of.
type Entry struct {
	Lane    string `json:"lane"`
	Workers int    `json:"workers"`
}

// Resolved is a Spec whose every field has been checked and filled in.
type Resolved struct {
	Kernel   *kernels.Kernel
	Args     kernels.Args
	Entries  []Entry // in the order of the lanes asked for, then by workers
	Baseline int     // index into Entries of what the others are compared with
	Blocks   int
	Seed     *uint32 // nil where the Spec left it to the runner
}

// Resolve checks a Spec against the programs and lanes there are, and fills in what it leaves out: the default lanes, and
// worker counts 1, 2, 4 … up to and including the machine's cores. Duplicates count once. Every error is a
// [*kernels.Error] that names the field, the value and what is allowed.
func Resolve(spec Spec, host Host, lanes []Lane) (*Resolved, error) {
	kernel, err := kernels.Lookup(spec.Program)
	if err != nil {
		return nil, err
	}
	args, err := readArgs(kernel, spec.Args)
	if err != nil {
		return nil, err
	}
	chosen, err := resolveLanes(spec.Lanes, lanes)
	if err != nil {
		return nil, err
	}
	counts, err := resolveWorkers(spec.Workers, host.Cores)
	if err != nil {
		return nil, err
	}
	blocks := DefaultBlocks
	if spec.Blocks != nil {
		blocks = *spec.Blocks
	}
	if blocks < MinBlocks || blocks > MaxBlocks {
		return nil, outOfRange("blocks", strconv.Itoa(blocks), fmt.Sprintf("%d to %d", MinBlocks, MaxBlocks))
	}

	res := &Resolved{Kernel: kernel, Args: args, Blocks: blocks, Seed: spec.Seed}
	for _, lane := range chosen {
		if !lane.Sweeps {
			res.Entries = append(res.Entries, Entry{lane.Name, 1})
			continue
		}
		for _, n := range counts {
			res.Entries = append(res.Entries, Entry{lane.Name, n})
		}
	}
	res.Baseline = baselineOf(len(res.Entries), func(i int) string { return res.Entries[i].Lane })
	return res, nil
}

func resolveLanes(names []string, lanes []Lane) ([]Lane, error) {
	if names == nil {
		return slices.DeleteFunc(slices.Clone(lanes), func(l Lane) bool { return !l.Default }), nil
	}
	known := make([]string, len(lanes))
	for i, l := range lanes {
		known[i] = l.Name
	}
	limit := strings.Join(known, ", ")
	if len(names) == 0 {
		return nil, &kernels.Error{Code: kernels.CodeOutOfRange, Field: "lanes", Value: "no lanes", Limit: limit,
			Message: "lanes must name one lane at least, of " + limit + "; leave them out for the usual ones"}
	}
	var chosen []Lane
	for _, name := range names {
		i := slices.Index(known, name)
		if i < 0 {
			return nil, &kernels.Error{Code: CodeUnknownLane, Field: "lanes", Value: clip(name), Limit: limit,
				Message: fmt.Sprintf("there is no lane %q here; there are %s", clip(name), limit)}
		}
		if !slices.ContainsFunc(chosen, func(l Lane) bool { return l.Name == name }) {
			chosen = append(chosen, lanes[i])
		}
	}
	return chosen, nil
}

func resolveWorkers(asked []int, cores int) ([]int, error) {
	if asked == nil {
		return DefaultSweep(cores), nil
	}
	var counts []int
	for _, n := range asked {
		if n < 1 || n > MaxWorkers {
			return nil, outOfRange("workers", strconv.Itoa(n), fmt.Sprintf("1 to %d", MaxWorkers))
		}
		if !slices.Contains(counts, n) {
			counts = append(counts, n)
		}
	}
	if len(counts) < 1 || len(counts) > MaxWorkerCounts {
		return nil, outOfRange("workers", fmt.Sprintf("a list of %d", len(counts)), fmt.Sprintf("a list of 1 to %d counts", MaxWorkerCounts))
	}
	order.By(counts, func(a, b int) bool { return a < b })
	return counts, nil
}

// DefaultSweep gives the worker counts 1, 2, 4 … up to and including the machine's cores.
func DefaultSweep(cores int) []int {
	cores = min(max(cores, 1), MaxWorkers)
	var counts []int
	for n := 1; n < cores; n *= 2 {
		counts = append(counts, n)
	}
	return append(counts, cores)
}

func outOfRange(field, value, limit string) error {
	return &kernels.Error{Code: kernels.CodeOutOfRange, Field: field, Value: value, Limit: limit,
		Message: fmt.Sprintf("%s must be %s; %s is outside", field, limit, value)}
}

// clip keeps hostile input from filling a message.
func clip(s string) string { return fmt.Sprintf("%.60s", strings.ToValidUTF8(s, "�")) }
